"""`nyttonav adapters check` and `coverage`: is an adapter right, and does it carry everything?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli.loaded import Loaded
from hub.model.document import FaultyDocuments
from hub.registry.folders import Folder, further_folders, installed_folders, own_folders

if TYPE_CHECKING:
    from hub.conformance import Count, Tried

Paths = Annotated[list[Path] | None, typer.Argument(help="Adapter folders; left out: all that are found.")]
_HEAD = (
    "source",
    "format",
    "in schemas",
    "carried",
    "elsewhere",
    "with reason",
    "missing",
    "per cent",
    "codes",
)
_SHOWN = 10
"""Sentences for one promise: those further down often go away with the first."""


def checked(paths: Paths = None) -> None:
    """Try every promise of the conformance kit, and print what to mend in sentences.

    Ends with 1 when something is wanting. hub/conformance/ tells what is promised, one file for each.

    Example: nyttonav adapters check adapters/csn
    """
    from hub.conformance import check, folder_at

    faulty = False
    for path in paths or [folder.path for folder in _all()]:
        folder = folder_at(path)
        try:
            tried = check(path)
        except FaultyDocuments as error:
            faulty = True
            print(f"{folder.label}: does not load, so nothing more was tried.")
            print("\n".join(f"  - {fault}" for fault in error.faults))
            continue
        faulty = faulty or any(each.wanting for each in tried)
        print("\n".join(_told(folder, tried)))
    if faulty:
        raise typer.Exit(1)


def _told(folder: Folder, tried: tuple[Tried, ...]) -> Iterator[str]:
    asked = [each for each in tried if not each.skipped]
    broken = [each for each in asked if each.wanting]
    if broken:
        yield f"{folder.label}: {len(broken)} of {len(asked)} promises are not kept."
    else:
        yield f"{folder.label}: all {len(asked)} promises are kept."
    for each in broken:
        yield f"  {each.promise.name}: {each.promise.says}"
        yield from (f"    - {text}" for text in each.wanting[:_SHOWN])
        if len(each.wanting) > _SHOWN:
            yield f"    - and {len(each.wanting) - _SHOWN} more; mend these first."
    for each in asked:
        yield from (f"  note ({each.promise.name}): {text}" for text in each.notes)


def coverage(paths: Paths = None) -> None:
    """Print, per format, how much of its schemas is carried, left out with a reason, or missing.

    `elsewhere` is carried by another of the folder's formats that is read from the same document. `codes`
    are the values that the schemas list where codes are carried, and how many of them have a text. Ends with
    1 below 100 per cent, and names each element that is in no row.

    Example: nyttonav adapters coverage
    """
    faults: list[str] = []
    counts: list[Count] = []
    for path in paths or [folder.path for folder in _all()]:
        try:
            counts += _counts(path, faults)
        except FaultyDocuments as error:
            faults += error.faults
    rows = [_HEAD, *(_row(count) for count in counts)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    for row in rows:
        cells = [
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        raise typer.Exit(1)


def _counts(path: Path, faults: list[str]) -> list[Count]:
    from hub.conformance import counted, folder_at, subject_at

    subject = subject_at(folder_at(path))
    counts = list(counted(subject))
    table = subject.at("elements.py")
    for name in sorted(set(subject.formats) - {count.format for count in counts}):
        faults += [f"{table}: has no table that compiles for {name}. Write it."]
    for count in counts:
        if count.schema is None:
            what = "first keys of" if subject.compiled[count.format].is_json else "element"
            faults += [f"{subject.at('schemas')}: no schema has the {what} {count.root}. Write it."]
        faults += [
            f"{table}: {path} is read by no format: each leaves it to another." for path in count.disowned
        ]
        faults += [f"{table}: {path} of {count.format} is in no row." for path in count.missing]
        faults += [f"{table}: {path} of {count.format} is in no schema." for path in count.unfounded]
    return counts


def _row(count: Count) -> tuple[str, ...]:
    figures = (count.total, count.carried, count.elsewhere, count.with_reason, len(count.missing))
    codes = f"{count.codes_told} of {count.codes}" if count.codes else "-"
    return (count.source, count.format, *map(str, figures), f"{count.per_cent:.1f}", codes)


def _all() -> list[Folder]:
    """Every folder that is found, those of the settings among them; no two with the same place."""
    found = [*own_folders(), *further_folders(Loaded.from_settings().further), *installed_folders()]
    return list({folder.path: folder for folder in found}.values())
