"""The case of a question that names none: derived when the person is in exactly one, and never else."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.agreements import Contracts
from hub.by_person import Became, CaseByPerson, Matches
from hub.facts import FactGatherer
from hub.model.board import Board, BoardId, Client, Matching, SystemChoice
from hub.model.case import CaseFact, CaseName, CasePerson, Unshown
from hub.model.decision import Allowed, Decision, Refused
from hub.model.query import Facts, Query
from hub.model.scope import Scope
from hub.policy import decide, five_gates
from hub.problems import QuestionIdReused
from messages.arende import Arendestatus, Arendetyp
from messages.koder import Roll, Skydd, VisadAv
from messages.values import Personidentitet
from tests.support import policy
from tests.support.policy import APPLICANT, NOW, PARTNER, SN, TODAY, agreement, board, case, query
from tests.unit.test_facts_gather import Standing, free, used

REGISTER, LIST, LIVE = VisadAv.REGISTER, VisadAv.LISTA, VisadAv.ARENDESYSTEM
ALL = (REGISTER, LIST, LIVE)
SENT = {"system": "demo", "id": "pahittat-1"}
CLOSED = {"status": Arendestatus.AVSLUTAT, "closed": date(2026, 11, 20)}
EARLY = {"status": Arendestatus.AKTUALISERAT, "opened": None}
WITHOUT = {"persons": (CasePerson(PARTNER, Roll.SOKANDE, Skydd.INGET),)}
CONTROL = {"kind": Arendetyp.KONTROLL}
NOT_SO: list[dict[str, Any]] = [CLOSED, EARLY, WITHOUT, CONTROL]


def told(case_id: str = "EB-1", origin: VisadAv = REGISTER, system: str = "demo", **changes: Any) -> CaseFact:
    minutes = 0 if origin is LIVE else 10
    return case(
        **({"case_id": case_id, "system": system, "origin": origin, "as_of": NOW - timedelta(minutes=minutes)}
           | changes)
    )  # fmt: skip


@dataclass
class World:
    """What each place says of cases, as `case_ports` promises it; and what has been asked live."""

    cases: tuple[CaseFact, ...]
    silent: Unshown | None = None
    asked_live: list[Query] = field(default_factory=list)

    async def ongoing(
        self,
        _board: BoardId,
        person: Personidentitet,
        kind: Arendetyp,
        origins: Collection[VisadAv],
        day: date,
    ) -> frozenset[CaseName]:
        return frozenset(
            CaseName(it.system, it.case_id)
            for it in self.cases
            if it.origin in origins and it.kind is kind and it.status is Arendestatus.PAGAENDE
            and (member := it.person(person)) is not None and member.belongs(day)
        )  # fmt: skip

    async def of_person(self, query: Query, _board: Board) -> tuple[CaseFact, ...] | Unshown:
        self.asked_live.append(query)
        return self.silent or tuple(
            it for it in self.cases if it.origin is LIVE and it.status is not Arendestatus.AVSLUTAT
        )


@dataclass(frozen=True, slots=True)
class Named:
    """One place, asked for the case that a question names."""

    world: World
    origin: VisadAv

    async def fact(self, query: Query, _board: Board) -> CaseFact | None:
        asked = query.question.arende
        return next(
            (it for it in self.world.cases
             if it.origin is self.origin and (it.system, it.case_id) == (asked.system, asked.id)),
            None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    query: Query
    facts: Facts
    decision: Decision
    matches: Matches

    @property
    def rule(self) -> str:
        assert isinstance(self.decision, Refused), self.decision
        return self.decision.rule

    @property
    def shown(self) -> CaseFact:
        assert isinstance(self.decision, Allowed), self.decision
        return self.decision.case


OURS = Client(
    "sn-arendesystem", "Ärendesystemet", frozenset({Scope.ASK}), matching=Matching(TODAY, "hl000001")
)


def find(
    *cases: CaseFact,
    evidence: tuple[VisadAv, ...] = (REGISTER, LIST),
    silent: Unshown | None = None,
    unused: Any = free,
    client: Client = OURS,
    world: World | None = None,
    **asked: Any,
) -> Found:
    """A question from the door that lets cases be found, of a client whose file does too."""
    there = world or World(cases, silent)
    systems = {"demo": SystemChoice("demosystem", {})} if LIVE in evidence else {}
    own = board(evidence=evidence, systems=systems, clients=(client,))
    terms = {"CSN": (agreement(evidence=dict.fromkeys(ALL, 86_400)),)}
    known, rules, clock = policy.facts(), five_gates(), Standing()
    matches = Matches({SN: own}, clock)
    kept = {it: Named(there, it) for it in (REGISTER, LIST)}
    by_person = CaseByPerson(there, kept, there, rules, unused, matches)
    gatherer = FactGatherer(
        lambda: Contracts(terms, {SN: own}), known.sources, known.groups,
        {**kept, LIVE: Named(there, LIVE)}, rules, clock, policy.no_notices, unused, by_person,
    )  # fmt: skip
    question = replace(query(**({"arende": SENT} | asked)), match_person=True)
    going_on, facts = asyncio.run(gatherer.gather(question))
    return Found(going_on, facts, decide(rules, going_on, facts), matches)


# ------------------------------------------------------------ exactly one


@pytest.mark.parametrize("origin", ALL)
def test_the_one_case_is_taken_for_the_question_s_and_says_that_it_was(origin: VisadAv) -> None:
    found = find(told(origin=origin), evidence=(origin,))
    arende = found.query.question.arende
    assert (arende.system, arende.id) == ("demo", "EB-1")
    assert found.query.as_sent.arende.id == "pahittat-1"
    assert (found.shown.origin, found.shown.shown_by) == (origin, VisadAv.HARLETT)
    assert found.shown.derived
    assert found.shown.review
    assert found.matches.totals() == {(SN, Became.FOUND): 1}


def test_one_case_that_several_places_know_is_one() -> None:
    found = find(told(), told(origin=LIST), told(origin=LIVE), evidence=ALL)
    assert [it.origin for it in found.facts.cases] == list(ALL)
    assert all(it.derived and it.review for it in found.facts.cases)


def test_a_real_case_is_answered_as_ever_whatever_else_the_person_is_in() -> None:
    found = find(told(), told("EB-2"), arende={"system": "demo", "id": "EB-2"})
    assert (found.shown.case_id, found.shown.shown_by, found.shown.review) == ("EB-2", REGISTER, False)
    assert found.query.sent is None
    assert found.matches.totals() == {}


@pytest.mark.parametrize("state", NOT_SO, ids=["closed", "early", "out", "control"])
def test_a_real_case_that_does_not_hold_is_refused_by_its_own_gate(state: dict[str, Any]) -> None:
    found = find(told("EB-2", **state), told(), arende={"system": "demo", "id": "EB-2"})
    rules = {"ej-avslutat-arende", "arendet-inte-oppnat", "person-i-arendet", "ratt-slag-av-arende"}
    assert found.rule in rules


def test_a_real_case_that_only_the_case_system_knows_is_answered_as_ever() -> None:
    world = told(origin=LIVE), told("EB-2", origin=LIVE)
    found = find(*world, evidence=ALL, arende={"system": "demo", "id": "EB-2"})
    assert (found.shown.case_id, found.shown.shown_by) == ("EB-2", LIVE)
    assert found.query.sent is None


def test_a_real_id_under_another_system_is_the_case_that_was_meant() -> None:
    found = find(told(system="annat"), arende={"system": "demo", "id": "EB-1"})
    assert (found.shown.system, found.shown.shown_by, found.shown.review) == ("annat", REGISTER, False)
    assert found.matches.totals() == {}


# ------------------------------------------------------------ none, several, not shown


def test_none_and_several_are_refused_each_with_its_sentence() -> None:
    none = find()
    assert none.rule == "inget-arende-for-personen"
    assert none.matches.totals() == {(SN, Became.NONE): 1}
    several = find(told(), told("EB-2", origin=LIST))
    assert several.rule == "flera-arenden-for-personen"
    assert several.matches.totals() == {(SN, Became.SEVERAL): 1}
    assert isinstance(several.decision, Refused)
    assert "EB-" not in str(several.decision), "not which"


@pytest.mark.parametrize("state", NOT_SO, ids=["closed", "early", "out", "control"])
@pytest.mark.parametrize("origin", ALL)
def test_only_ongoing_cases_of_the_kind_with_the_person_in_them_count(
    origin: VisadAv, state: dict[str, Any]
) -> None:
    assert find(told(origin=origin, **state), evidence=(origin,)).rule == "inget-arende-for-personen"
    found = find(told(origin=origin, **state), told("EB-2", origin=origin), evidence=(origin,))
    assert found.shown.case_id == "EB-2"


@pytest.mark.parametrize("state", [CLOSED, WITHOUT], ids=["closed", "left"])
@pytest.mark.parametrize(("old", "new"), [(REGISTER, LIST), (LIST, REGISTER)])
def test_the_newer_word_about_a_case_counts(old: VisadAv, new: VisadAv, state: dict[str, Any]) -> None:
    newer = told(origin=new, as_of=NOW - timedelta(minutes=1), **state)
    assert find(told(origin=old), newer).rule == "inget-arende-for-personen"


def test_what_its_case_system_does_not_know_just_now_does_not_count() -> None:
    assert find(told(), evidence=ALL).rule == "inget-arende-for-personen"
    elsewhere = find(told(system="annat"), told(), evidence=ALL)
    assert elsewhere.shown.system == "annat", "that one cannot be asked"


def test_a_case_system_that_cannot_say_is_not_no_case() -> None:
    silent = Unshown(LIVE, "KALLA_NEKAR", "Ärendesystemet nekade navet.")
    found = find(told(system="annat"), evidence=ALL, silent=silent)
    assert found.rule == "visat-arende"
    assert found.matches.totals() == {(SN, Became.NOT_SHOWN): 1}


def test_a_question_refused_anyhow_or_sent_again_asks_no_case_system() -> None:
    future: dict[str, Any] = {"period": {"from": "2026-12-01", "tom": "2026-12-31"}}
    world = World((told(origin=LIVE),))
    assert find(world=world, evidence=ALL, **future).rule == "visat-arende"
    with pytest.raises(QuestionIdReused):
        find(world=world, evidence=ALL, unused=used)
    assert world.asked_live == []


def test_the_client_s_day_is_over() -> None:
    over = replace(OURS, matching=Matching(TODAY - timedelta(days=1), "hl000001"))
    assert find(told(), client=over).rule == "arendematchning-upphord"
    assert find(told(), client=replace(OURS, matching=None)).rule == "kant-arende"


def test_health_says_who_and_until_when_and_how_often() -> None:
    found = find(told())
    (sentence,) = found.matches.warnings()
    assert sentence == (
        f"{SN}: sn-arendesystem matches cases by person until {TODAY}: 1 look-ups since start. "
        "Let it send real case ids."
    )
    over = replace(OURS, matching=Matching(TODAY - timedelta(days=1)))
    (told_so,) = find(client=over).matches.warnings()
    assert "is refused where it names no real case. Remove arendematchning" in told_so
    assert find(client=replace(OURS, matching=None)).matches.warnings() == ()


# ------------------------------------------------------------ whatever is known


@st.composite
def words(draw: st.DrawFn) -> CaseFact:
    """What one place says of one case. A case system says it just now."""
    origin, minutes = draw(st.sampled_from(ALL)), draw(st.integers(1, 600))
    as_of = NOW if origin is LIVE else NOW - timedelta(minutes=minutes)
    state: dict[str, Any] = draw(st.sampled_from([{}, {}, {}, *NOT_SO]))
    return told(draw(st.sampled_from(["EB-1", "EB-2", "EB-3"])), origin, as_of=as_of, **state)


def good(word: CaseFact) -> bool:
    right = word.kind is Arendetyp.EKONOMISKT_BISTAND and word.status is Arendestatus.PAGAENDE
    return right and word.person(APPLICANT) is not None


def is_in(cases: list[CaseFact], evidence: tuple[VisadAv, ...]) -> set[str]:
    """The cases that the person is in, reckoned plainly: some place says so, none says otherwise as lately,
    and the case system knows of it, where it is asked."""
    found = set()
    for case_id in ("EB-1", "EB-2", "EB-3"):
        said = [it for it in cases if it.case_id == case_id and it.origin in evidence]
        bad = [it.as_of for it in said if not good(it) and not (it.origin is LIVE and it.status in UNTOLD)]
        known = LIVE not in evidence or any(it.origin is LIVE and it.status not in UNTOLD for it in said)
        if known and any(good(it) and all(it.as_of > other for other in bad) for it in said):
            found.add(case_id)
    return found


UNTOLD = {Arendestatus.AVSLUTAT}
"""A case system tells of what is ongoing only."""
WORDS = st.lists(words(), max_size=5, unique_by=lambda it: (it.case_id, it.origin))
PLACES = st.sampled_from([ALL, (REGISTER, LIST), (LIST, LIVE), (REGISTER,), (LIVE, REGISTER)])


@given(WORDS, PLACES)
def test_it_is_allowed_where_the_person_is_in_exactly_one_and_never_else(
    cases: list[CaseFact], evidence: tuple[VisadAv, ...]
) -> None:
    found, those = find(*cases, evidence=evidence), is_in(cases, evidence)
    assert found.facts.of_person == len(those)
    if len(those) == 1:
        assert {found.shown.case_id} == those
        assert found.shown.derived
        assert found.shown.person(APPLICANT) is not None
    else:
        assert found.rule == ("flera-arenden-for-personen" if those else "inget-arende-for-personen")
