"""What stands in one field of a list's file. What is refused is told without being repeated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from messages.values import Personidentitet, holds_personal_number, is_identifier

Code = TypeVar("Code", bound=StrEnum)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class BadField(ValueError):
    """A field that cannot be read; the text is a Swedish sentence without its first capital and full stop."""


def as_written(sentence: str) -> str:
    """A sentence of ours as it stands after `rad 17: kolumn: `."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def case_id(text: str) -> str:
    """Raises BadField."""
    if not text:
        raise BadField("saknas")
    if holds_personal_number(text):
        raise BadField("innehåller ett personnummer; använd ärendesystemets eget nummer")
    if not is_identifier(text):
        raise BadField("skrivs med högst 100 bokstäver, siffror och tecknen . _ : / @ -")
    return text


def code(text: str, known: Mapping[str, Code]) -> Code:
    """One of a closed list. Raises BadField."""
    found = known.get(text)
    if found is not None:
        return found
    names = list(known)
    said = "saknas" if not text else "är inte tillåtet"
    raise BadField(f"{said}; det ska vara {', '.join(names[:-1])} eller {names[-1]}")


def day(text: str) -> date | None:
    """A calendar day; None where nothing stands. Raises BadField."""
    if not text:
        return None
    if not _DAY.fullmatch(text):
        raise BadField("datum skrivs ÅÅÅÅ-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadField("datumet finns inte i kalendern") from None


def person(text: str, today: date) -> Personidentitet:
    """Raises BadField."""
    if not text:
        raise BadField("saknas")
    try:
        return Personidentitet.parse(text, today=today)
    except ValueError as error:
        raise BadField(as_written(str(error))) from None
