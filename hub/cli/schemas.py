"""`nyttonav schemas`: the published schemas and XML examples, from the models.

Per message and major version `schemas/<message>/<major>/` holds `message.schema.json` and `message.xsd`,
made from the model; `examples/<name>.json`, written by people; `examples/<name>.xml`, the same in XML; and
CHANGELOG.md, written by people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from messages import json_codec, xml_codec
from messages.arende import Arende
from messages.base import Meddelande, Sektion
from messages.form import Catalogue
from messages.json_schema import json_schema_text
from messages.problem import Problembeskrivning
from messages.studiestod import Studiestod
from messages.unreadable import Unreadable
from messages.uppgifter import Uppgiftsforfragan, Uppgiftssvar
from messages.xsd import xsd

ROOT = Path(__file__).parent.parent.parent / "schemas"
MESSAGES: Mapping[str, type[Meddelande]] = {
    "uppgiftsforfragan/1": Uppgiftsforfragan,
    "uppgiftssvar/1": Uppgiftssvar,
    "arende/1": Arende,
    "problem/1": Problembeskrivning,
}
SECTIONS: tuple[type[Sektion], ...] = (Studiestod,)
"""Those of messages/. A section that an adapter brings has its schema in the adapter's folder."""


def schemas(
    check: Annotated[bool, typer.Option("--check", help="Compare instead of writing.")] = False,
) -> None:
    """Write schemas/ anew from the models, or list the files that are out of step.

    Example: nyttonav schemas --check
    """
    stale = run(ROOT, check)
    for name in stale:
        print(f"schemas/{name} is out of step with the models. Run: make fix" if check else f"schemas/{name}")
    if check and stale:
        raise typer.Exit(1)


def run(root: Path, check: bool, sections: Iterable[type[Sektion]] = SECTIONS) -> list[str]:
    """Write the generated files under `root`, or only compare.

    Gives the names (relative to `root`) of the files that were not as they should be. Raises ValueError for
    an example that is not the message it should be.
    """
    stale = []
    for name, content in generated(root, sections).items():
        file = root / name
        if file.is_file() and file.read_bytes() == content:
            continue
        stale.append(name)
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    return stale


def generated(root: Path, sections: Iterable[type[Sektion]] = SECTIONS) -> dict[str, bytes]:
    """Every generated file by its name relative to `root`."""
    catalogue = {section.namn: section for section in sections}
    models = MESSAGES | {_folder(section): section for section in catalogue.values()}
    files: dict[str, bytes] = {}
    for folder, model in models.items():
        urn = "urn:nyttonav:schema:" + folder.replace("/", ":")
        files[f"{folder}/message.schema.json"] = json_schema_text(model, urn).encode()
        files[f"{folder}/message.xsd"] = xsd(model)
        for example in sorted((root / folder / "examples").glob("*.json")):
            name = example.relative_to(root).with_suffix(".xml")
            files[str(name)] = _as_xml(model, example, catalogue)
    return files


def _folder(section: type[Sektion]) -> str:
    """`studiestod/1`, from the section's name and the last part of its namespace."""
    return f"{section.namn}/{section.namnrymd.rsplit(':', 1)[-1]}"


def _as_xml(model: type[Meddelande], example: Path, catalogue: Catalogue) -> bytes:
    try:
        message = json_codec.decode(model, example.read_bytes(), catalogue)
    except Unreadable as error:
        raise ValueError(f"{example}: not a {model.__name__}. {error}") from None
    return xml_codec.encode(message, indent=True)
