"""LEFI's question read as strictly as the service may: what it refuses, and with which status.

Known of it: 400 without any group, for more than two years, for what its types do not allow; 403 for an actor
without right. The sentences, and that a field it does not know is refused, are inferred.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from adapters.forsakringskassan.simulated_groups import KINDS

_PERSON = re.compile(r"([0-9]{2})?([0-9]{10})", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
LONGEST_YEARS = 2


class Refused(Exception):
    """Not answered: an HTTP status, and what LefiFelsvar says. Never anything that the question held."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


@dataclass(frozen=True, slots=True)
class Actor:
    """Who may ask, and for which groups.

    `groups` None: all. `told`: whether a group without right comes as a deviation, or is left out unsaid.
    """

    groups: frozenset[str] | None = None
    told: bool = True

    def may(self, code: str) -> bool:
        return self.groups is None or code in self.groups


ACTORS: Mapping[str, Actor] = {
    "026-51": Actor(),
    "026-52": Actor(),
    "026-53": Actor(),
    "026-61": Actor(frozenset(code for codes in KINDS.values() for code in codes if code.startswith("FK:"))),
    "026-62": Actor(frozenset({"FK:ABB", "FK:BOB", "FK:GEPI", "PM:AP"}), told=False),
}
"""The boards of the example agreements may all; 026-61 may nothing of Pensionsmyndigheten's and is told so,
026-62 may little and is not told."""


def actor_of(actor_id: str | None, actors: Mapping[str, Actor]) -> Actor:
    """Raises Refused (403)."""
    actor = actors.get(actor_id or "")
    if actor is None:
        raise Refused(403, "Aktören saknar behörighet.")
    return actor


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be answered."""

    number: str = field(repr=False)
    first: date
    last: date
    groups: Mapping[str, tuple[str, ...]]
    """List of the question to the codes in it, each once."""


def read(body: bytes) -> Question:
    """Raises Refused (400)."""
    try:
        given = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "Frågan är inte giltig JSON.") from error
    if not isinstance(given, dict):
        raise Refused(400, "Frågan ska vara ett objekt.")
    if not set(given) <= {"personnummer", "period", *KINDS}:
        raise Refused(400, "Frågan har ett fält som inte finns.")
    number = given.get("personnummer")
    if not isinstance(number, str) or not _PERSON.fullmatch(number):
        raise Refused(400, "personnummer har fel format.")
    first, last = _period(given.get("period"))
    groups = {kind: _codes(kind, given[kind]) for kind in KINDS if given.get(kind) is not None}
    if not any(groups.values()):
        raise Refused(400, "Minst en förmånsgrupp ska anges.")
    return Question(number, first, last, groups)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("the same key twice")
    return dict(pairs)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")


def _period(given: Any) -> tuple[date, date]:
    if not isinstance(given, dict) or set(given) != {"from", "tom"}:
        raise Refused(400, "period ska ha from och tom.")
    first, last = (_day(given[name]) for name in ("from", "tom"))
    if first > last:
        raise Refused(400, "period slutar innan den börjar.")
    if (last.year - LONGEST_YEARS, last.month, last.day) > (first.year, first.month, first.day):
        raise Refused(400, "period är längre än två år.")
    return first, last


def _day(given: Any) -> date:
    try:
        if isinstance(given, str) and _DAY.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise Refused(400, "period har ett datum i fel format.")


def _codes(kind: str, given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(
        isinstance(code, str) and code in KINDS[kind] for code in given
    ):
        raise Refused(400, f"{kind} har en kod som inte finns.")
    return tuple(dict.fromkeys(given))
