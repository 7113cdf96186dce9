"""`nyttonav visa`: an answer as a page for people, in the terminal or as one HTML file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

LARGEST = 64 * 1024 * 1024
"""Bytes. The largest answer, twelve persons and all sources, is a few per cent of this."""


def visa(
    file: Annotated[str, typer.Argument(metavar="SVAR", help="A uppgiftssvar/1, JSON or XML; - is stdin.")],
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FIL", help="Write one HTML file instead.")
    ] = None,
    kort: Annotated[
        bool, typer.Option("--kort", help="In short: outcomes, what is lacking, signals and incomes.")
    ] = False,
) -> None:
    """Show an answer as a page for people: for the case file, and for telling whom it is about.

    Examples:

      nyttonav visa svar.json

      nyttonav visa svar.json --kort

      nyttonav visa - --html svar.html < svar.xml
    """
    from rich.console import Console

    from hub import page
    from messages.unreadable import Unreadable

    try:
        answer = page.answer_of(_read(file))
    except Unreadable as error:
        for fault in error.faults:
            where = f"{_named(file)}, {fault.plats}" if fault.plats else _named(file)
            print(f"{where}: {fault.text}", file=sys.stderr)
        _stop(f"{_named(file)}: är inte ett läsbart uppgiftssvar/1. Spara om svaret som navet lämnade det.")
    made = (page.glance_of if kort else page.page_of)(answer, page.Words.read())
    if html is None:
        page.show(Console(highlight=False), made)
    else:
        _write(html, page.html(made))


def _read(file: str) -> bytes:
    try:
        if file == "-":
            raw = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(file).open("rb") as opened:
                raw = opened.read(LARGEST + 1)
    except OSError as error:
        _stop(f"{_named(file)}: kan inte läsas ({error.strerror}). Ange en fil som finns, eller - för stdin.")
    if len(raw) > LARGEST:
        _stop(f"{_named(file)}: är större än 64 MB. Så stort är inget svar; ange ett uppgiftssvar.")
    return raw


def _write(path: Path, text: str) -> None:
    """Readable by its owner only, as the answer it was made of should be."""
    from messages.values import holds_personal_number

    if holds_personal_number(path.name):
        _stop("--html: filnamnet rymmer ett personnummer. Välj ett namn utan, till exempel ärendets nummer.")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.fchmod(descriptor, 0o600)  # also one that was there before
        with open(descriptor, "w", encoding="utf-8") as opened:  # noqa: PTH123  (a descriptor, not a path)
            opened.write(text)
    except OSError as error:
        _stop(f"{_named(str(path))}: kan inte skrivas ({error.strerror}). Ange en fil som du får skriva.")
    print(f"Skrev {_named(str(path))}")


def _named(file: str) -> str:
    """The file's name as it can be shown: people put personal numbers into file names too."""
    from messages.unreadable import shown

    return "standard in" if file == "-" else shown(Path(file).name)


def _stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(1)
