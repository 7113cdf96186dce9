"""Adapter folders written for a test, as an integrator would write them."""

from __future__ import annotations

from pathlib import Path

from hub.registry.folders import Folder

MANIFEST = """\
id: {id}
name: Provkällan
owner: Test
sdk: 1
sources:
  {source}:
    name: Provkällan
    sections: [studiestod]
    reads: [{id}/svar]
    asks: [{id}/fraga]
    coordinationNumbers: true
    caseReferenceMax: 31
    protection:
      absent: NONE
      values: {{"": NONE, J: CONFIDENTIALITY}}
      otherwise: UNREADABLE
route:
  versions: ["1", "2"]
  carries:
    {source}: {{question: {id}/fraga}}
  deadlines: {{connect: 2, read: 5, whole: 6}}
  settings:
    - {{name: url, required: true, text: Where it answers.}}
    - {{name: key, secret: true, text: Key to it.}}
"""
ADAPTER = "async def fetch(ask, permit, transport): ...\nasync def ping(settings, permit, transport): ...\n"
QUESTION = "def to_payload(ask, source, format): ...\n"
MAPPING = """\
from hub.adapter import SectionType
from messages.studiestod import Studiestod

SECTIONS = (SectionType("studiestod", Studiestod.namnrymd, Studiestod, None),)

def to_section(payload): ...
"""
SIMULATOR = "raise RuntimeError('a simulator must not be imported by the hub')\n"


def write_adapter(root: Path, name: str = "provkalla", source: str = "PROV", **files: str) -> Folder:
    """A whole, right adapter; `files` (adapter, mapping, manifest, ...) replace one, "" leaves it out."""
    folder = root / name
    folder.mkdir(parents=True)
    written = {
        "manifest": MANIFEST.format(id=name, source=source),
        "adapter": ADAPTER,
        "question": QUESTION,
        "mapping": MAPPING,
        "simulator": SIMULATOR,
    } | files
    for part, text in written.items():
        if text:
            suffix = "yaml" if part == "manifest" else "py"
            (folder / f"{part}.{suffix}").write_text(text, encoding="utf-8")
    return Folder(name, f"adapters.{name}", folder, outside=True)
