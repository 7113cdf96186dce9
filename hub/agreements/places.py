"""The places that boards and agreements name in `aktualitet`: where an ongoing case may be known."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from hub.model.case import PLACES
from messages.koder import VisadAv


def _a_place(named: VisadAv) -> VisadAv:
    if named not in PLACES:
        raise ValueError(f"{named} is no place where a case is known. Remove it.")
    return named


_NAMES = [it.value for it in VisadAv if it in PLACES]
CasePlace = Annotated[VisadAv, AfterValidator(_a_place), WithJsonSchema({"enum": _NAMES, "type": "string"})]
"""One of those that answers name in `visadAv`, but HARLETT: that is no place."""
