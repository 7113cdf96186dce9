"""`nyttonav schemas`: the published schemas and XML examples, from the models.

Per message and major version `schemas/<message>/<major>/` holds `message.schema.json` and `message.xsd`,
made from the model; `examples/<name>.json`, written by people; `examples/<name>.xml`, the same in XML; and
CHANGELOG.md, written by people. `contracts/schemas/` holds the schemas of the files of agreements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from hub.agreements.schemas import schema_files
from messages import json_codec, xml_codec
from messages.base import Meddelande, Sektion
from messages.form import Catalogue
from messages.json_schema import json_schema_text
from messages.published import SECTIONS, folders, urn
from messages.unreadable import Unreadable
from messages.xsd import xsd

HOUSE = Path(__file__).parent.parent.parent
ROOT = HOUSE / "schemas"
CONTRACTS = HOUSE / "contracts" / "schemas"


def schemas(
    check: Annotated[bool, typer.Option("--check", help="Compare instead of writing.")] = False,
) -> None:
    """Write schemas/ and contracts/schemas/ anew from the models, or list the files that are out of step.

    Example: nyttonav schemas --check
    """
    stale = [f"schemas/{name}" for name in run(ROOT, check)]
    stale += [f"contracts/schemas/{name}" for name in brought_in_step(CONTRACTS, schema_files(), check)]
    for name in stale:
        print(f"{name} is out of step with the models. Run: make fix" if check else name)
    if check and stale:
        raise typer.Exit(1)


def run(root: Path, check: bool, sections: Iterable[type[Sektion]] = SECTIONS) -> list[str]:
    """Write the messages' generated files under `root`, or only compare.

    Gives the names (relative to `root`) of the files that were not as they should be. Raises ValueError for
    an example that is not the message it should be.
    """
    return brought_in_step(root, generated(root, sections), check)


def brought_in_step(root: Path, files: Mapping[str, bytes], check: bool) -> list[str]:
    """Write `files` (name relative to `root`, and content), or only compare: the names that were not so."""
    stale = []
    for name, content in files.items():
        file = root / name
        if file.is_file() and file.read_bytes() == content:
            continue
        stale.append(name)
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    return stale


def generated(root: Path, sections: Iterable[type[Sektion]] = SECTIONS) -> dict[str, bytes]:
    """Every generated file of a message by its name relative to `root`."""
    catalogue = {section.namn: section for section in sections}
    files: dict[str, bytes] = {}
    for folder, model in folders(catalogue.values()).items():
        files[f"{folder}/message.schema.json"] = json_schema_text(model, urn(folder)).encode()
        files[f"{folder}/message.xsd"] = xsd(model)
        for example in sorted((root / folder / "examples").glob("*.json")):
            name = example.relative_to(root).with_suffix(".xml")
            files[str(name)] = _as_xml(model, example, catalogue)
    return files


def _as_xml(model: type[Meddelande], example: Path, catalogue: Catalogue) -> bytes:
    try:
        message = json_codec.decode(model, example.read_bytes(), catalogue)
    except Unreadable as error:
        raise ValueError(f"{example}: not a {model.__name__}. {error}") from None
    return xml_codec.encode(message, indent=True)
