"""Where the ongoing case is looked for: in all that the hub has, and in the case system where it must be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hub.agreements import Contracts
from hub.facts import FactGatherer
from hub.model.agreement import Agreement
from hub.model.board import Board, SystemChoice
from hub.model.case import PLACES, CaseFact, Unshown
from hub.model.decision import Allowed, Grant, Refused
from hub.model.query import Facts, Query
from hub.policy import decide, five_gates
from hub.ports import CaseOrigin
from hub.problems import QuestionIdReused, RegisterUnavailable
from messages.arende import Arendestatus, Arendetyp
from messages.koder import AktorTyp, Andamal, VisadAv
from tests.support import policy
from tests.support.policy import AN, NOW, SN, STRANGER, agreement, board, caller, case, query

REGISTER, LIVE, LIST = VisadAv.REGISTER, VisadAv.ARENDESYSTEM, VisadAv.LISTA
OWN, SIGNED = VisadAv.EGET_INTYG, VisadAv.SIGNERAT_INTYG
EVIDENCE = {REGISTER: 3600, LIVE: 60, LIST: 60}
Said = CaseFact | Unshown | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A clock that stands still."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0


@dataclass
class Place:
    """Says what it is told to say, and remembers being asked; several share one list."""

    name: VisadAv
    says: Said
    asked: list[VisadAv] = field(default_factory=list)

    async def fact(self, _query: Query, _board: Board) -> Said:
        self.asked.append(self.name)
        return self.says


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A register that cannot be read."""

    async def fact(self, _query: Query, _board: Board) -> Said:
        raise RegisterUnavailable("Ärenderegistret kan inte användas just nu. Försök igen om en stund.")


@dataclass(frozen=True, slots=True)
class Gathered:
    facts: Facts
    asked: list[VisadAv]
    decision: Allowed | Refused


def our_board(*evidence: VisadAv, **changes: Any) -> Board:
    systems = {"demo": SystemChoice("demosystem", {})}
    return board(evidence=evidence, systems=systems, **changes)


def fact(origin: VisadAv, **changes: Any) -> CaseFact:
    """As of now what is asked just now; a minute old what was told before."""
    as_of = NOW if origin is LIVE else NOW - timedelta(minutes=1)
    return case(origin=origin, as_of=as_of, **changes)


async def free(_query: Query) -> None:
    """A log where no question's id has been used."""


async def used(_query: Query) -> None:
    raise QuestionIdReused("Detta forfraganId är redan använt för en annan fråga. Ange ett nytt.")


def gatherer(
    own: Board,
    terms: Mapping[str, tuple[Agreement, ...]],
    places: Mapping[VisadAv, CaseOrigin],
    unused: Callable[[Query], Awaitable[None]] = free,
) -> FactGatherer:
    known, rules = policy.facts(), five_gates()
    return FactGatherer(
        lambda: Contracts(terms, {SN: own}),
        known.sources,
        known.groups,
        places,
        rules,
        Standing(),
        policy.no_notices,
        unused,
        policy.NeverByPerson(),
    )


def gather(
    says: Mapping[VisadAv, Said],
    asked: Query | None = None,
    *,
    board: Board | None = None,
    terms: Agreement | None = None,
    unused: Callable[[Query], Awaitable[None]] = free,
) -> Gathered:
    """The places in the order given, unless the board says otherwise."""
    heard: list[VisadAv] = []
    agreements = {"CSN": (terms or agreement(evidence=EVIDENCE, direct_access=False),)}
    places = {name: Place(name, said, heard) for name, said in says.items()}
    question = asked or query()
    asking = gatherer(board or our_board(*says), agreements, places, unused)
    question, facts = asyncio.run(asking.gather(question))
    return Gathered(facts, heard, decide(five_gates(), question, facts))


OLD = replace(fact(REGISTER), as_of=NOW - timedelta(hours=2))
CLOSED = fact(REGISTER, status=Arendestatus.AVSLUTAT, closed=date(2026, 11, 20))
EARLY = fact(REGISTER, status=Arendestatus.AKTUALISERAT, opened=None)


# ------------------------------------------------------------ when the case system is asked


@pytest.mark.parametrize(
    "register",
    [None, OLD, CLOSED, EARLY, fact(REGISTER, persons=()), fact(REGISTER, kind=Arendetyp.KONTROLL)],
    ids=["unknown", "too old", "closed", "not opened", "not in it", "of another kind"],
)
def test_it_is_asked_where_the_register_does_not_suffice_and_its_word_counts(register: Said) -> None:
    found = gather({REGISTER: register, LIVE: fact(LIVE)})
    assert found.asked == [REGISTER, LIVE]
    assert isinstance(found.decision, Allowed)
    (grant,) = found.decision.persons[0].sources
    assert isinstance(grant, Grant)
    assert grant.shown.origin is LIVE


def test_it_is_not_asked_where_the_register_suffices() -> None:
    """Nor is the log looked in for the question's id, which would cost each question a read."""
    found = gather({REGISTER: fact(REGISTER), LIVE: None}, unused=used)
    assert found.asked == [REGISTER]
    assert isinstance(found.decision, Allowed)


def test_it_is_not_asked_by_a_question_whose_id_is_used() -> None:
    heard: list[VisadAv] = []
    places = {REGISTER: Place(REGISTER, OLD, heard), LIVE: Place(LIVE, fact(LIVE), heard)}
    terms = {"CSN": (agreement(evidence=EVIDENCE),)}
    with pytest.raises(QuestionIdReused):
        asyncio.run(gatherer(our_board(*places), terms, places, used).gather(query()))
    assert heard == [REGISTER]


def test_it_is_not_asked_where_any_other_place_suffices_whatever_the_order() -> None:
    found = gather({LIVE: None, REGISTER: OLD, LIST: fact(LIST)})
    assert found.asked == [REGISTER, LIST]
    assert [it.origin for it in found.facts.cases] == [REGISTER, LIST]


def test_it_is_asked_last_and_stands_where_the_board_s_file_has_it() -> None:
    found = gather({LIVE: fact(LIVE), REGISTER: OLD})
    assert found.asked == [REGISTER, LIVE]
    assert [it.origin for it in found.facts.cases] == [LIVE, REGISTER]


def test_it_is_asked_where_one_source_of_several_wants_more() -> None:
    both = query(urval=[{"kalla": "CSN"}, {"kalla": "FK"}])
    strict = agreement("FK", evidence={LIVE: 60})
    routes = dict.fromkeys(("CSN", "FK"), board().routes["CSN"])
    heard: list[VisadAv] = []
    own = our_board(REGISTER, LIVE, routes=routes)
    places = {name: Place(name, fact(name), heard) for name in (REGISTER, LIVE)}
    agreements = {"CSN": (agreement(evidence=EVIDENCE),), "FK": (strict,)}
    _, facts = asyncio.run(gatherer(own, agreements, places).gather(both))
    assert heard == [REGISTER, LIVE]
    assert [it.origin for it in facts.cases] == [REGISTER, LIVE]


def test_it_is_not_asked_where_the_board_does_not_say_so_or_its_system_cannot_be_asked() -> None:
    places = {REGISTER: None, LIVE: fact(LIVE)}
    assert gather(places, board=our_board(REGISTER)).asked == [REGISTER]
    mute = replace(our_board(REGISTER, LIVE), systems={})
    found = gather(places, board=mute)
    assert found.asked == [REGISTER]
    assert isinstance(found.decision, Refused)
    assert found.decision.rule == "kant-arende"


def test_a_place_that_the_board_s_file_does_not_name_is_not_looked_in() -> None:
    found = gather({REGISTER: None, OWN: fact(OWN)}, board=our_board(REGISTER))
    assert found.asked == [REGISTER]
    assert found.facts.cases == ()


# ------------------------------------------------------------ questions that ask nobody

FUTURE = {"from": "2026-12-01", "tom": "2026-12-31"}
REFUSED_ANYHOW: dict[str, tuple[int, dict[str, Any], dict[str, Any]]] = {
    # gate, what is changed in the question, what is changed in the agreement
    "another board": (1, {"ingivare": {"namnd": "AN"}}, {}),
    "client without the scope": (1, {"by": caller(scopes=frozenset())}, {}),
    "no agreement": (1, {"urval": [{"kalla": "FK"}]}, {}),
    "agreement ended": (1, {}, {"valid_to": date(2026, 11, 20)}),
    "no legal basis": (1, {}, {"legal_basis": ()}),
    "nobody named": (2, {"aktor": {"id": "system"}}, {}),
    "no unit": (2, {"aktor": {"enhet": " "}}, {}),
    "actor not in the agreement": (2, {}, {"actors": frozenset({AktorTyp.KONTAKTCENTER})}),
    "purpose not in the agreement": (3, {}, {"purposes": frozenset({Andamal.KONTROLL_EKONOMISKT_BISTAND})}),
    "the case system's word not accepted": (3, {}, {"evidence": {REGISTER: 3600}}),
    "no role in the agreement": (4, {}, {"roles": frozenset()}),
    "period not begun": (5, {"period": FUTURE}, {}),
    "unknown source": (5, {"urval": [{"kalla": "CNS"}]}, {}),
    "unknown group": (5, {"urval": [{"kalla": "CSN", "uppgifter": ["studiestod.lan"]}]}, {}),
    "nothing of what is asked for": (5, {}, {"groups": frozenset()}),
    "period too long": (5, {}, {"longest_period_days": 30}),
}


@pytest.mark.parametrize("name", REFUSED_ANYHOW)
@pytest.mark.parametrize("register", [None, OLD], ids=["unknown case", "old word"])
def test_a_question_that_is_refused_anyhow_asks_no_case_system(name: str, register: Said) -> None:
    _, asked, changes = REFUSED_ANYHOW[name]
    terms = replace(agreement(evidence=EVIDENCE), **changes)
    found = gather({REGISTER: register, LIVE: fact(LIVE)}, query(**asked), terms=terms)
    assert found.asked == [REGISTER]
    assert isinstance(found.decision, Refused)
    (silent,) = found.facts.unshown
    assert silent.code == "EJ_TILLFRAGAT"


@pytest.mark.parametrize("name", [name for name, row in REFUSED_ANYHOW.items() if row[0] == 5])
def test_gate_5_tells_its_own_refusal_where_the_case_is_shown(name: str) -> None:
    _, asked, changes = REFUSED_ANYHOW[name]
    terms = replace(agreement(evidence=EVIDENCE), **changes)
    found = gather({REGISTER: fact(REGISTER), LIVE: None}, query(**asked), terms=terms)
    assert found.asked == [REGISTER]
    assert isinstance(found.decision, Refused)
    assert found.decision.gate == 5


def test_where_the_case_is_not_shown_the_reason_why_nobody_was_asked_is_told() -> None:
    found = gather({REGISTER: None, LIVE: fact(LIVE)}, query(period=FUTURE))
    assert isinstance(found.decision, Refused)
    assert found.decision.rule == "visat-arende"
    (pointer,) = found.decision.pointers
    assert "inte tillfrågat" in pointer.text
    assert "Fråga om en period som har börjat." in pointer.text


def test_a_token_of_a_board_that_is_not_served_looks_nowhere() -> None:
    found = gather({REGISTER: fact(REGISTER), LIVE: fact(LIVE)}, query(by=caller(board=AN)))
    assert found.asked == []
    assert found.facts.cases == ()


# ------------------------------------------------------------ what the places answer


def test_a_register_that_cannot_be_read_is_a_problem_and_not_an_unknown_case() -> None:
    heard: list[VisadAv] = []
    places: dict[VisadAv, CaseOrigin] = {REGISTER: Unreadable(), LIVE: Place(LIVE, fact(LIVE), heard)}
    known = policy.facts().agreements
    with pytest.raises(RegisterUnavailable):
        asyncio.run(gatherer(our_board(REGISTER, LIVE), known, places).gather(query()))
    assert heard == []


def test_a_case_system_that_cannot_say_leaves_what_is_otherwise_shown() -> None:
    silent = Unshown(LIVE, "KALLA_NEKAR", "Ärendesystemet nekade navet.")
    unknown = gather({REGISTER: None, LIVE: silent})
    assert isinstance(unknown.decision, Refused)
    assert unknown.decision.problem.kod() == "ARENDET_EJ_VISAT"
    old = gather({REGISTER: OLD, LIVE: silent})
    assert isinstance(old.decision, Refused)
    assert old.decision.rule == "aktualitet-for-gammal"


@pytest.mark.parametrize("origin", [it for it in PLACES if it is not LIVE])
def test_a_case_system_that_knows_of_no_such_case_overrules_every_older_word(origin: VisadAv) -> None:
    """It was asked for one source's sake; what another would have accepted does not stand either."""
    old = replace(fact(origin), as_of=NOW - timedelta(hours=2))
    found = gather({origin: old, LIVE: None})
    assert found.asked == [origin, LIVE]
    assert isinstance(found.decision, Refused)
    assert found.decision.rule == "kant-arende"


def test_a_person_outside_the_case_is_told_so_although_the_case_system_is_asked() -> None:
    asked = query(personer=[{"personidentitet": STRANGER.value}])
    found = gather({REGISTER: fact(REGISTER), LIVE: fact(LIVE)}, asked)
    assert found.asked == [REGISTER, LIVE]
    assert isinstance(found.decision, Refused)
    assert found.decision.rule == "person-i-arendet"
