"""Builders for the access log: a clock to set, questions with plans, logs in a folder, and a naive tree."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from hub.adapter import Ask, Asker, Days
from hub.audit import AccessLog, Conclusion, Intended
from hub.audit.shelf import Shelf
from hub.model.decision import Allowed, Denial, Grant, PersonGrounds, Subject
from hub.model.outcome import NotAsked
from hub.model.plan import Call, Plan, Route, Unsent
from hub.model.query import Query
from hub.stores import Limits, Stores, Where, open_stores
from messages.koder import Atgard, Led, Skydd, Utfall
from messages.uppgifter import Fel
from messages.values import Personidentitet
from tests.support import policy
from tests.support.policy import APPLICANT, NOW, PARTNER, SN

ORIGIN = SN.origin
SOURCES = ("CSN", "FK")


@dataclass(slots=True)
class SetClock:
    """Stands still unless moved."""

    moment: datetime = NOW
    seconds: float = 1000.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.seconds

    def move(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)
        self.seconds += seconds


def clock_of_today() -> SetClock:
    """For what the machine's own clock has dated: a log is not opened by one that stands before it."""
    return SetClock(datetime.now(UTC))


@dataclass(slots=True)
class OpenLog:
    """A log in a folder of its own."""

    folder: Path
    clock: SetClock
    stores: Stores
    log: AccessLog
    where: Where
    free: list[int] = field(default_factory=lambda: [10**12])
    """Bytes free on its disk; set the first."""


@contextmanager
def opened(
    folder: Path,
    clock: SetClock | None = None,
    limits: Limits | None = None,
    *,
    where: Where | None = None,
    shelf: Shelf | None = None,
) -> Iterator[OpenLog]:
    """The stores and the log of a folder, or of a database with its keys in the folder, closed afterwards."""
    where = where or folder / "data"
    clock = clock or SetClock()
    free = [10**12]
    quick = limits or Limits(busy_ms=200, patience_s=10)
    with open_stores(
        where, folder / "keys", clock, limits=quick, free_bytes=lambda: free[0], shelf=shelf
    ) as stores:
        yield OpenLog(
            folder, clock, stores, AccessLog(stores.log, stores.vault, clock, "nod-1", "1.2"), where, free
        )


def new_query(*persons: Personidentitet, **changes: Any) -> Query:
    """A question with an id of its own about some persons (the applicant when none is given)."""
    asked = [{"personidentitet": person.value} for person in persons or (APPLICANT,)]
    made = policy.query(forfraganId=str(uuid.uuid4()), personer=asked, **changes)
    return replace(made, traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")


def grant(source: str) -> Grant:
    days = Days(date(2026, 8, 1), date(2026, 10, 31))
    return Grant(
        source, policy.agreement(source), days, policy.GROUPS, ("15 kap. 10 § nya lagen",), policy.case()
    )


def grounds(*persons: Personidentitet, sources: Sequence[Grant | Denial] | None = None) -> Allowed:
    rows = tuple(sources) if sources is not None else tuple(map(grant, SOURCES))
    case = policy.case()
    members = [next(it for it in case.persons if it.person == person) for person in persons or (APPLICANT,)]
    return Allowed(policy.board(), case, tuple(PersonGrounds(member, rows) for member in members))


def ask(person: Personidentitet, reference: str = "EB-2026-001234") -> Ask:
    asker = Asker("2120002411", "Sundsvalls kommun", "SN", "hl000123")
    return Ask(
        person, (), asker, reference, "andamal", "lagtext", (), datetime(2026, 11, 21, tzinfo=UTC), "k", {}
    )


def call(person: Personidentitet, *, deadline_s: float = 25.0, reference: str | None = None) -> Call:
    """One outgoing call to both sources."""
    return Call(
        str(uuid.uuid4()),
        person,
        Route("bro", "11", deadline_s),
        tuple(map(grant, SOURCES)),
        ask(person, reference or "EB-2026-001234"),
        reference is not None,
    )


def plan(*persons: Personidentitet) -> Plan:
    return Plan(tuple(call(person) for person in persons or (APPLICANT,)), ())


def unsent(source: str = "AF") -> Unsent:
    fault = Fel(led=Led.NYTTONAV, kod="SERVICEFONSTER", text="Källan vilar.", atgard=Atgard.FORSOK_IGEN)
    return Unsent(APPLICANT, grant(source), NotAsked(fault))


def result(person: Personidentitet, source: str, **changes: Any) -> Conclusion:
    made = Conclusion(
        subject=Subject(person, source),
        outcome=Utfall.BESVARAD,
        fault=None,
        groups=("studiestod.arenden",),
        withheld=("studiestod.medlantagare",),
        protected=Skydd.INGET,
        answer=b"det som lamnades",
        deviations=1,
        elapsed_ms=412,
    )
    return replace(made, **changes)


def results(intended: Intended) -> list[Conclusion]:
    return [result(subject.person, subject.source) for subject in sorted(intended.open)]


async def look_up(log: AccessLog, *persons: Personidentitet) -> Intended:
    """A whole look-up: intended and concluded."""
    intended = await log.intend(new_query(*persons), grounds(*persons), plan(*persons))
    await log.conclude(intended, results(intended))
    return intended


async def several(log: AccessLog, count: int) -> None:
    """Look-ups about two persons each: four intentions and four conclusions."""
    for _ in range(count):
        await look_up(log, APPLICANT, PARTNER)


# ------------------------------------------------------------ the same tree, as the RFC words it


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """RFC 9162 2.1.1, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    cut = naive_cut(len(leaves))
    return sha256(b"\x01" + naive_root(leaves[:cut]) + naive_root(leaves[cut:])).digest()


def naive_cut(size: int) -> int:
    cut = 1
    while cut * 2 < size:
        cut *= 2
    return cut


def naive_inclusion(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """RFC 9162 2.1.3.1, word by word."""
    if len(leaves) == 1:
        return []
    cut = naive_cut(len(leaves))
    if index < cut:
        return [*naive_inclusion(index, leaves[:cut]), naive_root(leaves[cut:])]
    return [*naive_inclusion(index - cut, leaves[cut:]), naive_root(leaves[:cut])]


def naive_consistency(old: int, leaves: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    """RFC 9162 2.1.4.1, word by word."""
    if old == len(leaves):
        return [] if whole else [naive_root(leaves)]
    cut = naive_cut(len(leaves))
    if old <= cut:
        return [*naive_consistency(old, leaves[:cut], whole=whole), naive_root(leaves[cut:])]
    return [*naive_consistency(old - cut, leaves[cut:], whole=False), naive_root(leaves[:cut])]
