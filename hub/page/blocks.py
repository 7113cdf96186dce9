"""What a page is made of. Texts in it are clean, and escaped by whoever writes them out."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What neither HTML nor a terminal should be given: control characters (a terminal obeys them), halves of
# characters, and the marks that turn the order of letters around so that a text reads as another.
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text with what is unfit to be shown replaced by U+FFFD; nothing is left out."""
    return _UNFIT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True, slots=True)
class Value:
    """One value in words; `small` stands beside it in small letters (a code)."""

    text: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that must not be missed. `grave`: protection and failures."""

    title: str
    text: str
    grave: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what it has: values, or further blocks."""

    name: str
    content: tuple[Value, ...] | Blocks


@dataclass(frozen=True, slots=True)
class Facts:
    """A definition list."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A numbered list of things too rich for a table row."""

    items: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`figures`: aligned to the right. `kept`: a line is broken only where its text is."""

    name: str
    figures: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of a row tells what the row is about. No caption where a heading stands right above."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks under a heading; its level follows from where it stands."""

    title: str
    blocks: Blocks


Block = Paragraph | Notice | Facts | Items | Table | Part


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks in order."""

    all: tuple[Block, ...]

    def __bool__(self) -> bool:
        return bool(self.all)


@dataclass(frozen=True, slots=True)
class Page:
    """A page. `title` holds the answer's id and nothing else of it; so does `running`, on each sheet."""

    title: str
    running: str
    blocks: Blocks
