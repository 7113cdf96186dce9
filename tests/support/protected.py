"""Households in which anybody may be flagged anywhere, what came of them, and what the hub makes of it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st

from hub.adapter import Days
from hub.audit import Intended, KeyVault
from hub.audit.drafts import QuestionDraft, conclusion
from hub.audit.scribe import Scribe
from hub.broker import conclusions
from hub.model.case import CasePerson
from hub.model.decision import Allowed, Grant, Lift, PersonGrounds, Subject
from hub.model.outcome import (
    Answered,
    Attempt,
    Denied,
    NotAsked,
    NothingFound,
    Outcome,
    Protection,
    Unavailable,
)
from hub.model.plan import Call, Plan, Route
from hub.model.registry import Registry
from hub.model.reply import Reply
from hub.registry import discover
from hub.translate import Asked, compose
from messages.base import Sektion
from messages.koder import Atgard, Led, Roll, Skydd
from messages.uppgifter import Fel
from tests.support import audit, policy
from tests.support.marked import Marks, marked
from tests.support.policy import APPLICANT, CHILD, LODGER, NOW, PARTNER, TODAY, VISITING_CHILD
from tests.unit.test_keys import ring

PEOPLE = (APPLICANT, PARTNER, CHILD, VISITING_CHILD, LODGER)
SCRIBE = Scribe(KeyVault(ring()), "nod-1", "1.2")
PERIOD = Days(TODAY - timedelta(days=90), TODAY)
LATE = Fel(led=Led.KALLA, kod="KALLA_TIDSGRANS", text="Svarade inte i tid.", atgard=Atgard.FORSOK_IGEN)
SPOKEN = "DOLD0X"
"""In a source's own words of its failure."""
WORDS = f"Kontoret i {SPOKEN} har stängt"
FAILED: tuple[Outcome, ...] = (Unavailable(LATE, WORDS), Denied(LATE, asked=True, words=WORDS))
GRAVEST_FIRST = (Skydd.SKYDDAD_FOLKBOKFORING, Skydd.SEKRETESSMARKERING, Skydd.SKYDDAD, Skydd.OKANT)
SAYS = {
    Protection.NONE: Skydd.INGET,
    Protection.CONFIDENTIALITY: Skydd.SEKRETESSMARKERING,
    Protection.PROTECTED_REGISTRATION: Skydd.SKYDDAD_FOLKBOKFORING,
    Protection.FLAGGED: Skydd.SKYDDAD,
    Protection.UNREADABLE: Skydd.OKANT,
}

Whose = tuple[int, str, int]
"""The person's place in the household, the source and the portion."""


@cache
def registry() -> Registry:
    return discover()


def carries_flag(source: str) -> bool:
    return registry().source(source).protection is not None


@dataclass(frozen=True)
class Whole:
    """One person's answer from one source, each value of it one of a kind."""

    sections: tuple[Sektion, ...]
    marks: Marks


@cache
def answer_of(whose: Whose) -> Whole:
    person, source, portion = whose
    # Numbers that no other answer has: one has at most some thousand.
    first = 100_000 * (1 + person) + 9_000 * sorted(registry().sources).index(source) + 3_000 * portion
    marks = Marks.after(first)
    names = registry().source(source).manifest.sections
    return Whole(tuple(marked(registry(), name, marks) for name in names), marks)


@dataclass(frozen=True)
class Household:
    """What the register says of each, how many are asked about (the first ones), and what came of them."""

    flags: tuple[Skydd, ...]
    asked: int
    came: Mapping[Whose, Outcome]
    told: Skydd = Skydd.OKANT
    unheard: bool = False
    order: int = 0

    @property
    def protection(self) -> Skydd:
        """Reckoned anew, apart from how the hub does it."""
        said = ({self.told, *self.flags} - {Skydd.OKANT}) | ({Skydd.OKANT} if self.unheard else set())
        for person in range(self.asked):
            own = {self.flags[person]} - {Skydd.OKANT}
            for (whose, source, _), outcome in self.came.items():
                if whose == person and carries_flag(source):
                    own |= _word(outcome)
            said |= own or {Skydd.OKANT}
        return next((it for it in GRAVEST_FIRST if it in said), Skydd.INGET)

    @property
    def whole(self) -> list[Whole]:
        """All answers that came with data."""
        return [answer_of(whose) for whose, outcome in self.came.items() if isinstance(outcome, Answered)]

    @property
    def secret(self) -> set[str]:
        """What must not be told where anybody is protected."""
        spoken = {SPOKEN} if any(it in FAILED for it in self.came.values()) else set[str]()
        return spoken.union(*(it.marks.secret for it in self.whole))


def _word(outcome: Outcome) -> set[Skydd]:
    if isinstance(outcome, Answered | NothingFound):
        return {SAYS[outcome.protection]} if outcome.protection in SAYS else set()
    return {Skydd.OKANT} if outcome in FAILED else set()


def outcome(whose: Whose, kind: str, said: Protection) -> Outcome:
    flag = said if carries_flag(whose[1]) else Protection.SILENT
    if kind == "answered":
        return Answered(answer_of(whose).sections, flag, (), (), TODAY)
    if kind == "nothing":
        return NothingFound(flag, (), TODAY)
    return {"late": FAILED[0], "denied": FAILED[1]}.get(kind) or NotAsked(LATE)


KINDS = st.sampled_from(["answered"] * 5 + ["nothing", "late", "denied", "unsent"])
FLAGS = st.sampled_from([Protection.NONE] * 8 + list(Protection))
REGISTERED = st.sampled_from([Skydd.INGET] * 8 + list(Skydd))
PORTIONS = st.sampled_from([(0,), (0,), (1, 2)])


@st.composite
def households(draw: st.DrawFn) -> Household:
    """One to five persons, one to three of them asked about at one to three sources."""
    flags = tuple(draw(st.lists(REGISTERED, min_size=1, max_size=len(PEOPLE))))
    asked = draw(st.integers(1, min(3, len(flags))))
    sources = sorted(draw(st.sets(st.sampled_from(sorted(registry().sources)), min_size=1, max_size=3)))
    parts = [(source, portion) for source in sources for portion in draw(PORTIONS)]
    came = {
        (person, source, portion): outcome((person, source, portion), draw(KINDS), draw(FLAGS))
        for person in range(asked)
        for source, portion in parts
    }
    told = draw(st.sampled_from([Skydd.OKANT] * 6 + list(Skydd)))
    unheard = draw(st.sampled_from([False] * 5 + [True]))
    return Household(flags, asked, came, told, unheard, draw(st.integers(0, 1_000_000)))


# ------------------------------------------------------------ the hub's work on them


def grounds_of(household: Household, lift: Lift | None = None) -> Allowed:
    members = tuple(
        CasePerson(person, Roll.SOKANDE, flag) for person, flag in zip(PEOPLE, household.flags, strict=False)
    )
    rows = tuple(
        PersonGrounds(member, tuple(_grant(one) for one in household.came if one[0] == place))
        for place, member in enumerate(members[: household.asked])
    )
    case = policy.case(persons=members)
    return Allowed(policy.board(), case, rows, household.told, household.unheard, lift)


def _grant(whose: Whose) -> Grant:
    _, source, portion = whose
    groups = registry().source(source).groups
    agreement = policy.agreement(source, groups=groups)
    return Grant(source, agreement, PERIOD, groups, ("lag",), policy.case(), None, portion)


def _plan(grounds: Allowed) -> Plan:
    route = Route("bro", "11", 25.0)
    calls = (
        Call(f"{place}-{n}", it.member.person, route, (row,), audit.ask(it.member.person), False)
        for place, it in enumerate(grounds.persons)
        for n, row in enumerate(it.sources)
        if isinstance(row, Grant)
    )
    return Plan(tuple(calls), ())


def reply_of(household: Household, grounds: Allowed) -> Reply:
    """Whatever came, in an order and with times of its own."""
    chance = random.Random(household.order)
    arrived = list(household.came.items())
    chance.shuffle(arrived)
    attempts = {
        Subject(PEOPLE[person], source, portion): Attempt(
            what, NOW + timedelta(milliseconds=chance.randrange(30_000)), chance.randrange(30_000)
        )
        for (person, source, portion), what in arrived
    }
    entries = {subject: _uuid(n) for n, subject in enumerate(attempts)}
    asked = Asked(PERIOD, TODAY, Decimal("0.2"), {})
    ids = {"reply_id": _uuid(900), "question_id": _uuid(901)}
    return compose(grounds, _plan(grounds), attempts, entries, registry(), asked, **ids)


def _uuid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def logged(grounds: Allowed, reply: Reply) -> list[str]:
    """All that the log would hold of it, a line for each record: intentions and conclusions."""
    query = audit.new_query(*(it.member.person for it in grounds.persons))
    board = grounds.board.id
    asked = SCRIBE.asked(query, None, SCRIBE.digest(query, board))
    draft = QuestionDraft(SCRIBE, query, grounds, asked, reply.reply_id, NOW)
    unit, entries, calls = draft.unit(_plan(grounds))
    intended = Intended(reply.reply_id, {}, entries, board, frozenset(entries), calls, draft.lifted())
    closings = [conclusion(SCRIBE, intended, it, NOW) for it in conclusions(reply, intended.open)]
    assert len(closings) == len(entries) == len(unit.entries)
    return [it.payload.decode() for it in (*unit.entries, *(closing.entry for closing in closings))]
