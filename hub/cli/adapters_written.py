"""`nyttonav adapters section` and `samples`: the files of an adapter's folder that follow from others.

`section.xsd` and `section.schema.json` follow from section.py, and each `samples/<oddity>/message.json` from
the source.xml or .json beside it. Both lie in git: look at what changed before it is committed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from hub.cli.loaded import told
from hub.model.document import FaultyDocuments
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
    """Write every sample's message.json: what the mapping makes of the source beside it.

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
    """What every sample becomes. Raises FaultyDocuments for a folder without any, or whose mapping falls."""
    from hub.conformance.reading import Crash, described, message_of, read
    from hub.conformance.subject import folder_at, subject_at

    subject = subject_at(folder_at(folder))
    if not subject.samples:
        raise FaultyDocuments([f"{folder}: has no samples/<oddity>/source.xml. Write one."])
    files: dict[Path, bytes] = {}
    for sample in subject.samples:
        outcome = read(subject, sample.payload)
        if isinstance(outcome, Crash):
            fault = f"{folder}/samples/{sample.name}: becomes {described(outcome)}. Mend it there."
            raise FaultyDocuments([fault])
        place = folder / "samples" / sample.name
        # An error may have a name of its own.
        name = "error.json" if (place / "error.json").is_file() else "message.json"
        told = json.dumps(message_of(subject, sample.payload, outcome), ensure_ascii=False, indent=2)
        files[place / name] = f"{told}\n".encode()
    return files


def _mapping(folder: Path) -> ModuleType:
    (found,) = further_folders([folder])
    try:
        mapping = load_module(found, "mapping")
    except CannotImport as error:
        raise FaultyDocuments([str(error)]) from None
    if mapping is None:
        raise FaultyDocuments([f"{folder}: has no mapping.py, so nothing follows from it. Write one."])
    return mapping


def _write(files: Mapping[Path, bytes], check: bool, origin: str) -> None:
    stale = [path for path, content in files.items() if not path.is_file() or path.read_bytes() != content]
    for path in stale:
        if not check:
            path.write_bytes(files[path])
        print(f"{path} is out of step with {origin}." if check else path)
    if check and stale:
        raise typer.Exit(1)
