"""Lifecare's JSON read strictly: pages, texts, days and numbers. Pure.

Errors say where in the answer something stands, never what stood there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from adapters.lifecare.faults import SIDE
from messages.values import Personidentitet

Row = Mapping[str, Any]

_SWEDEN = ZoneInfo("Europe/Stockholm")
_JSON = re.compile(r"(application|text)/(json|[a-z0-9.-]+\+json)", re.ASCII)
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<time>\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?P<offset>[Zz]|[+-]\d\d:\d\d)?)?",
    re.ASCII,
)
_PERSON = re.compile(r"[0-9]{8}-?[0-9]{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the records of a resource; `total` is how many there are in all, where it is told."""

    rows: tuple[Row, ...]
    total: int | None


def document(body: bytes, content_type: str) -> Row:
    """One JSON object in UTF-8, no key twice. Raises SourceMalformed for anything else."""
    named = content_type.partition(";")[0].strip().lower()
    if named and not _JSON.fullmatch(named):
        raise SIDE.unreadable("innehållet är något annat än JSON")
    try:
        read = json.loads(body.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise SIDE.unreadable("det är inget helt JSON-objekt där varje nyckel står en gång")
    return read


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(_text: str) -> None:
    raise ValueError("JSON has no such number")


def page(read: Row, resource: str) -> Page:
    """A page of records. Raises SourceMalformed."""
    rows, total = read.get("Result"), read.get("TotalNumberOfRecords")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SIDE.unreadable(f"{resource}/Result är ingen lista med poster")
    if total is not None and (not _is_count(total)):
        raise SIDE.unreadable(f"{resource}/TotalNumberOfRecords är inget antal")
    return Page(tuple(rows), total)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def number(row: Row, key: str, resource: str) -> int:
    """An id. Raises SourceMalformed where there is none."""
    value = row.get(key)
    if not _is_count(value) or not value:
        raise SIDE.unreadable(f"{resource}/{key} är inget löpnummer")
    found: int = value
    return found


def text(row: Row, key: str, resource: str) -> str | None:
    """A text, None where nothing is said. Raises SourceMalformed for what is no text."""
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise SIDE.unreadable(f"{resource}/{key} är ingen text")
    return value.strip() or None if value is not None else None


def day(row: Row, key: str, resource: str) -> date | None:
    """The Swedish day of a moment, None where nothing is said. Raises SourceMalformed.

    A moment without offset is a calendar day as it stands.
    """
    written = text(row, key, resource)
    if written is None:
        return None
    match = _MOMENT.fullmatch(written)
    try:
        if match is None:
            raise ValueError("no date")
        if match["offset"] is None:
            return date.fromisoformat(match["day"])
        offset = match["offset"].upper().replace("Z", "+00:00")
        moment = datetime.fromisoformat(f"{match['day']}T{match['time']}{offset}")
        return moment.astimezone(_SWEDEN).date()
    except (ValueError, OverflowError):
        raise SIDE.unreadable(f"{resource}/{key} är inget datum") from None


def person(row: Row, resource: str) -> Personidentitet | None:
    """Whom a row is about; None where it holds no personal number (a reserve number, for one)."""
    written = text(row, "PersonId", resource)
    if written is None or not _PERSON.fullmatch(written):
        return None
    try:
        return Personidentitet(written.replace("-", ""))
    except ValueError:
        return None
