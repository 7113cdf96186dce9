"""Somebody else than the person asked about, and who of all in an answer is protected."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from adapters.forsakringskassan import codes
from adapters.forsakringskassan.shapes import Given, written_as
from hub.elements import Odd, Unreadable
from hub.elements.deviations import TEXTS, UNREADABLE
from hub.elements.json_document import document_of
from messages.delar import KodText
from messages.values import Personidentitet

PERSON, BESIDE = ("personnummer", "foddes", "skyddad"), ("namn", "avled")
"""What is read of a LefiPerson, and what is known and left out."""

NO_CENTURY = "SEKEL_SAKNAS"

_NO_CENTURY = "Personnumret för en annan person saknar sekel. Det återges inte."
_BORN = range(1800, 3000)
_FLAG = re.compile(rb'"skyddad"\s*:\s*("[^"\\]{0,20}"|[^\s,}\]]{1,20})')
_ESCAPED_LETTER = re.compile(rb"\\u00[67]")


def relative(relation: str) -> Callable[[Given], dict[str, Any]]:
    """Reads a LefiPerson as somebody who is `relation` (a code) to the person asked about.

    Raises Odd where the number or the birthday cannot be read; the rest is carried.
    """
    meant = codes.RELATION.known[relation]

    def read(given: Given) -> dict[str, Any]:
        named = given.get("personnummer")
        if type(named) is str and len(named) == 12:
            try:
                them = Personidentitet(named)
                return {"relation": meant, "fodelsear": them.birth_year, "personidentitet": them}
            except ValueError:
                pass  # told of below
        return _less_known(meant, named, given.get("foddes"))

    return read


def _less_known(meant: KodText, named: Any, birthday: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"relation": meant}
    born, odd = _birthday(birthday)
    if named is not None:
        try:
            them = told["personidentitet"] = _number(named, born)
            born = them.birth_year
        except ValueError as error:
            odd = odd or error
    if born is not None:
        told["fodelsear"] = born
    if isinstance(odd, Odd):
        raise Odd(told, odd.code, odd.text)
    if odd is not None:
        raise Odd(told, UNREADABLE, TEXTS[UNREADABLE])
    return told


def _birthday(given: Any) -> tuple[int | None, ValueError | None]:
    """The year, and what was wrong with it. The year stands also where the day is not known: 1980-00-00."""
    if given is None:
        return None, None
    if type(given) is str:
        plain = given.strip()
        if not plain:
            return None, None
        year = plain[:4]
        if year.isascii() and year.isdigit() and len(year) == 4 and int(year) in _BORN:
            return int(year), None
    return None, Unreadable()


def _number(given: Any, born: int | None) -> Personidentitet:
    """Raises ValueError, as Odd where the century is all that is missing."""
    plain = written_as(given).strip().replace("-", "", 1)
    if len(plain) != 10:
        return Personidentitet(plain)
    if born is None:
        raise Odd(None, NO_CENTURY, _NO_CENTURY)
    if plain[:2] != f"{born % 100:02}":
        raise Unreadable
    return Personidentitet(f"{born // 100}{plain}")


def flag_of(plain: bytes) -> str | None:
    """What a document in UTF-8 says of protected identity, of anybody and at any depth, known places or not.

    "true" where anyone is protected; otherwise "oklar" where it is told in a way that cannot be read. None
    where nobody is, or nothing is told. Raises SourceMalformed for no such document.
    """
    told = {value.strip(b'"').lower() for value in _FLAG.findall(plain)}
    if _ESCAPED_LETTER.search(plain):
        told |= set(_flags_in(document_of(plain)))
    if b"true" in told:
        return "true"
    return "oklar" if told - {b"false", b"null"} else None


def _flags_in(document: Any) -> Iterator[bytes]:
    """The same, by what the keys are and not how they are written."""
    waiting = [document]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting.extend(each.values())
            if "skyddad" in each:
                yield json.dumps(each["skyddad"], default=str).strip('"').lower().encode()
        elif isinstance(each, list):
            waiting.extend(each)
