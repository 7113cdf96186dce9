"""Parts of the files of agreements: what stands below a key here is its description in the JSON Schema."""

from __future__ import annotations

from pydantic import ConfigDict

from hub.model.document import Strict


class Described(Strict):
    """A part of a file, each key described beneath it: shape, unit and meaning."""

    model_config = ConfigDict(use_attribute_docstrings=True)
