"""A list of a case system's cases: what it says of itself, how far it has come, and its cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hub.model.case import CasePerson
from messages.arende import Arendestatus, Arendetyp


@dataclass(frozen=True, slots=True)
class ListedCase:
    """One case, in the state that it has at the moment the list tells of."""

    case_id: str
    kind: Arendetyp
    status: Arendestatus
    opened: date | None
    closed: date | None
    persons: tuple[CasePerson, ...]


@dataclass(frozen=True, slots=True)
class ListHead:
    """Of which system, as of when (UTC), the SHA-256 of its file in hex, and its size."""

    system: str
    as_of: datetime
    digest: str
    parts: int
    cases: int
    persons: int


@dataclass(frozen=True, slots=True)
class StoredList:
    """A list that is in use (`active`) or on its way, then with the first part not received, if any."""

    id: str
    head: ListHead
    active: bool
    next_part: int | None
