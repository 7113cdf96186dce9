"""`nyttonav adapters new`: an adapter's folder made from the template, renamed throughout."""

from __future__ import annotations

import keyword
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from hub.cli.adapters_written import section_files
from hub.cli.loaded import told
from hub.model.document import FaultyDocuments
from hub.model.manifest import Manifest
from hub.registry import read_manifest
from hub.registry.folders import Folder, own_folders

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", re.ASCII)
LONGEST = 30
SECTION = "Uppgifter"
"""What the template's section is called after the folder's own name: `demoUppgifter`."""

_TEMPLATE_KEY = re.compile(r"\A(#.*\n)*template: true\n")
_NEXT = """\
{folder} is made. Next, as adapters/README.md tells step by step:
  1. Say what it is in {folder}/manifest.yaml, section.py and elements.py.
  2. Write what follows from section.py:    nyttonav adapters section {folder}
  3. Write what the samples become:         nyttonav adapters samples {folder}
  4. See whether it keeps its promises:     nyttonav adapters check {folder}
Until adapter.py talks to a real system it makes its answers up, and only about test persons."""


def new(
    name: Annotated[str, typer.Argument(help="Name of the folder: small letters, digits, underscores.")],
    into: Annotated[Path, typer.Option(help="Folder to make it in.")] = Path("adapters"),
) -> None:
    """Make an adapter's folder from the template, and say what to do next.

    Example: nyttonav adapters new fritid
    """
    fault = _fault(name, into)
    if fault is not None:
        print(f"nyttonav: {fault}", file=sys.stderr)
        raise typer.Exit(2)
    folder = into / name
    with told():
        made_from_template(folder)
    print(_NEXT.format(folder=folder))


def made_from_template(folder: Path) -> None:
    """Copy the template there under the folder's name. Raises FaultyDocuments when the name is taken."""
    manifests = dict(_manifests())
    template = next((own for own, manifest in manifests.items() if manifest.template), None)
    if template is None:
        raise FaultyDocuments(["adapters: no folder's manifest says template: true. Put the template back."])
    faults = list(_taken(folder.name, manifests.values()))
    if faults:
        raise FaultyDocuments(faults)
    shutil.copytree(template.path, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path in sorted(folder.rglob("*"), key=lambda path: len(path.parts), reverse=True):
        if path.is_file():
            text = renamed(path.read_text(encoding="utf-8"), template.id, folder.name)
            if path == folder / "manifest.yaml":
                text = _TEMPLATE_KEY.sub("", text)
            path.write_text(text, encoding="utf-8")
        path.rename(path.with_name(renamed(path.name, template.id, folder.name)))
    # Their order follows the names in them, so they are made anew and not renamed.
    for path, content in section_files(folder).items():
        path.write_bytes(content)


def renamed(text: str, old: str, new: str) -> str:
    """Every form of the one name in `text` as the same form of the other."""
    forms = dict(zip(_forms(old), _forms(new), strict=True))
    # In one pass: the new name may hold the old one.
    return re.sub("|".join(forms), lambda found: forms[found[0]], text)


def _forms(name: str) -> tuple[str, ...]:
    """Section, its class, source, name in a sentence, folder: a form that holds another stands before it."""
    pascal = "".join(word.capitalize() for word in name.split("_"))
    camel = pascal[0].lower() + pascal[1:]
    return (camel + SECTION, pascal + SECTION, name.upper(), pascal, name)


def _fault(name: str, into: Path) -> str | None:
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        return (
            f"{name!r} is no name for an adapter. Take small letters a-z and digits, a letter first, words "
            f"apart by one underscore, {LONGEST} characters at most: fritid, min_kalla."
        )
    if keyword.iskeyword(name):
        return f"{name} is a word of Python's own, and no folder of code can be called so. Take another."
    if not into.is_dir():
        return f"{into} is no folder. Stand where adapters/ lies, or name another with --into."
    if (into / name).exists():
        return f"{into / name} is there already. Take another name, or take that folder away first."
    return None


def _manifests() -> Iterator[tuple[Folder, Manifest]]:
    for folder in own_folders():
        path = folder.path / "manifest.yaml"
        if path.is_file():
            yield folder, read_manifest(path.read_bytes(), f"{folder.label}/manifest.yaml")


def _taken(name: str, manifests: Iterable[Manifest]) -> Iterator[str]:
    """An id, a source and a section have one owner each."""
    section, _, source, *_ = _forms(name)
    for manifest in manifests:
        sections = {each for one in manifest.sources.values() for each in one.sections}
        for kind, mine, theirs in (
            ("adapter", name, {manifest.id}),
            ("source", source, set(manifest.sources)),
            ("section", section, sections),
        ):
            if mine in theirs:
                yield f"adapters/{manifest.id}: has the {kind} {mine} already. Take another name."
