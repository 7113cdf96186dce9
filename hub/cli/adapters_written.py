"""`nyttonav adapters section` and `samples`: the files of an adapter's folder that follow from others.

`section.xsd` and `section.schema.json` follow from section.py, and each `samples/<oddity>/message.json` from
the source.xml beside it. Both lie in git: look at what changed before it is committed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import typer

from hub.adapter import Found, NoRecord, Payload, SectionType, SourceError
from hub.cli.loaded import told
from hub.model.document import FaultyDocuments
from hub.model.manifest import Manifest
from hub.registry import read_manifest
from hub.registry.folders import CannotImport, further_folders, load_module
from messages.json_schema import json_schema_text
from messages.xsd import xsd

AdapterFolder = Annotated[Path, typer.Argument(help="The adapter's folder.")]
Check = Annotated[bool, typer.Option("--check", help="Compare instead of writing.")]


def section(folder: AdapterFolder, check: Check = False) -> None:
    """Write section.xsd and section.schema.json of a folder that brings a kind of information of its own.

    Example: nyttonav adapters section adapters/fritid
    """
    with told():
        _write(section_files(folder), check, "section.py")


def samples(folder: AdapterFolder, check: Check = False) -> None:
    """Write every sample's message.json: what the mapping makes of the source.xml beside it.

    Example: nyttonav adapters samples adapters/fritid
    """
    with told():
        _write(sample_files(folder), check, "the mapping")


def section_files(folder: Path) -> dict[Path, bytes]:
    """The schemas of the section that the folder brings; none when its sections lie in messages/."""
    own = [one for one in _mapping(folder).SECTIONS if not one.model.__module__.startswith("messages.")]
    if len(own) > 1:
        raise FaultyDocuments([f"{folder}/mapping.py: SECTIONS brings {len(own)} sections. Bring one."])
    files: dict[Path, bytes] = {}
    for one in own:
        urn = f"{one.namespace}:schema"
        files[folder / "section.xsd"] = xsd(one.model)
        files[folder / "section.schema.json"] = json_schema_text(one.model, urn).encode()
    return files


def sample_files(folder: Path) -> dict[Path, bytes]:
    """message.json of every sample. Raises FaultyDocuments for a folder that has none."""
    mapping, manifest = _mapping(folder), _manifest(folder)
    source = next(iter(manifest.sources.values()), None)
    found = sorted((folder / "samples").glob("*/source.*"))
    if source is None or not found:
        raise FaultyDocuments([f"{folder}: has no source with samples/<oddity>/source.xml. Write one."])
    return {
        path.with_name("message.json"): _text(
            message_of(mapping, Payload(source.reads[0], path.read_bytes()), source.id)
        )
        for path in found
    }


def message_of(mapping: ModuleType, payload: Payload, source: str) -> dict[str, Any]:
    """All that a payload becomes, as message.json tells it: the section with its incomes, or the failure."""
    try:
        read: Found | NoRecord = mapping.to_section(payload)
    except SourceError as error:
        return {"fel": {"typ": type(error).__name__, "kod": error.code, "text": error.text}}
    told: dict[str, Any] = {"person": read.person.value if read.person else None, "flagga": read.flag}
    if isinstance(read, NoRecord):
        told["ingaUppgifter"] = True
    else:
        kinds: Mapping[str, SectionType] = {one.name: one for one in mapping.SECTIONS}
        told["uppgifter"] = {read.section.namn: read.section.model_dump(mode="json", exclude_none=True)}
        incomes = kinds[read.section.namn].incomes
        items = incomes(read.section, source) if incomes else ()
        told["inkomstposter"] = [item.model_dump(mode="json", exclude_none=True) for item in items]
    told["avvikelser"] = [deviation.model_dump(mode="json") for deviation in read.deviations]
    return told


def _text(message: Mapping[str, Any]) -> bytes:
    return (json.dumps(message, ensure_ascii=False, indent=2) + "\n").encode()


def _mapping(folder: Path) -> ModuleType:
    (found,) = further_folders([folder])
    try:
        mapping = load_module(found, "mapping")
    except CannotImport as error:
        raise FaultyDocuments([str(error)]) from None
    if mapping is None:
        raise FaultyDocuments([f"{folder}: has no mapping.py, so nothing follows from it. Write one."])
    return mapping


def _manifest(folder: Path) -> Manifest:
    path = folder / "manifest.yaml"
    if not path.is_file():
        raise FaultyDocuments([f"{path}: is missing. Write one."])
    return read_manifest(path.read_bytes(), str(path))


def _write(files: Mapping[Path, bytes], check: bool, origin: str) -> None:
    stale = [path for path, content in files.items() if not path.is_file() or path.read_bytes() != content]
    for path in stale:
        if not check:
            path.write_bytes(files[path])
        print(f"{path} is out of step with {origin}." if check else path)
    if check and stale:
        raise typer.Exit(1)
