"""A client that may do without real case ids: until when, about whom, and who is said to ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hub.model.board import Board, Client, Matching
from hub.model.decision import Allowed, Refused
from hub.model.query import Query
from hub.model.scope import Scope
from hub.policy import decide, five_gates, may_match, with_caseworker
from messages.arende import Arendestatus
from messages.koder import VisadAv
from tests.support.policy import APPLICANT, PARTNER, TODAY, board, caller, case, facts, query

LAST = TODAY + timedelta(days=30)
BOTH = frozenset({Scope.ASK, Scope.SEE_PROTECTED})


def board_with(matching: Matching | None, **changes: Any) -> Board:
    return board(clients=(Client("sn-arendesystem", "Ärendesystemet", BOTH, matching=matching),), **changes)


NOBODY: dict[str, Any] = {
    "arende": {"system": "demo", "id": "E-0"},
    "aktor": {"id": "system", "namn": "system"},
}


def asked(**changes: Any) -> Query:
    """As a case system asks SSBTEK: any id, and nobody."""
    return replace(query(**(NOBODY | changes)), match_person=True)


OURS = board_with(Matching(LAST, "hl000001"))


def test_it_may_where_the_file_lets_the_client_and_the_case_is_unknown() -> None:
    assert may_match(asked(), facts(case=None), OURS)
    assert may_match(asked(), facts(case=case(case_id="E-0", void=True)), OURS), "there is no such case"
    assert not may_match(asked(), facts(case=case(case_id="E-0")), OURS)
    assert not may_match(replace(asked(), match_person=False), facts(case=None), OURS)
    assert not may_match(asked(), facts(case=None), board_with(None))
    assert not may_match(replace(asked(), caller=caller(client_id="annan")), facts(case=None), OURS)
    both = [{"personidentitet": one.value} for one in (APPLICANT, PARTNER)]
    assert not may_match(asked(personer=both), facts(case=None), OURS)


@pytest.mark.parametrize(
    ("today", "may"),
    [
        (LAST, True),
        (LAST + timedelta(days=1), False),
        (LAST - timedelta(days=90), True),
        (LAST - timedelta(days=91), False),
    ],
)
def test_it_may_from_ninety_days_before_its_last_day_and_on_that(today: date, may: bool) -> None:
    assert may_match(asked(), facts(case=None, today=today), OURS) is may
    assert with_caseworker(asked(), OURS, today).caseworker_put_in is may


@pytest.mark.parametrize(("name", "told"), [("system", "hl000001"), ("Anna Ek", "Anna Ek")])
def test_the_file_says_who_asks_where_the_client_names_nobody(name: str, told: str) -> None:
    sent = asked(aktor={"id": "system", "namn": name})
    made = with_caseworker(sent, OURS, TODAY)
    actor = made.question.ingivare.aktor
    assert (actor.id, actor.namn, actor.enhet) == ("hl000001", told, "Bistånd 2")
    assert made.as_sent == sent.question
    assert made.caseworker_put_in


@pytest.mark.parametrize(
    ("sent", "at"),
    [
        (asked(aktor={"id": "hl000123"}), OURS),
        (asked(), board_with(Matching(LAST))),
        (asked(), board_with(None)),
        (replace(asked(), match_person=False), OURS),
        (asked(aktor={"id": "system", "typ": "KONTAKTCENTER"}), OURS),
    ],
    ids=["somebody", "no caseworker in the file", "no such file", "another door", "a contact centre"],
)
def test_else_nobody_is_put_in(sent: Query, at: Board) -> None:
    assert with_caseworker(sent, at, TODAY) is sent


def test_nobody_sees_what_protection_withholds_by_being_put_in() -> None:
    at = board_with(Matching(LAST, "hl000001"), for_protected=frozenset({"hl000001"}))
    by = caller(scopes=BOTH)
    known = facts(board=at, case=case(case_id="E-0"))
    for actor, lifted in (({"id": "hl000001"}, True), ({"id": "system", "namn": "system"}, False)):
        made = with_caseworker(asked(by=by, aktor=actor), at, TODAY)
        decided = decide(five_gates(), made, known)
        assert isinstance(decided, Allowed)
        assert (decided.lift is not None) is lifted


REFUSALS = [
    ("inget-arende-for-personen", OURS, {"of_person": 0}, "inte i något av nämndens pågående ärenden"),
    ("flera-arenden-for-personen", OURS, {"of_person": 2}, "Skicka det avsedda ärendets eget id"),
    ("arendematchning-upphord", OURS, {"today": LAST + timedelta(days=1)}, "Skicka ärendets eget id"),
    ("kant-arende", board_with(None), {}, "Kontrollera ärendets system och id"),
]


@pytest.mark.parametrize(("rule", "at", "known", "sentence"), REFUSALS, ids=[row[0] for row in REFUSALS])
def test_each_refusal_says_what_to_do(rule: str, at: Board, known: dict[str, Any], sentence: str) -> None:
    sent = asked(aktor={"id": "hl000123", "namn": "Anna Ek"})
    refused = decide(five_gates(), sent, facts(board=at, case=None, **known))
    assert isinstance(refused, Refused)
    assert (refused.gate, refused.rule) == (3, rule)
    assert refused.problem.kod() == "INGET_AKTUELLT_ARENDE"
    assert sentence in refused.detail
    assert [it.plats for it in refused.pointers] == ["/arende"]


def test_what_the_case_named_says_is_told_before_anything_of_the_person() -> None:
    closed = case(case_id="E-0", status=Arendestatus.AVSLUTAT, closed=TODAY)
    sent = asked(aktor={"id": "hl000123", "namn": "Anna Ek"})
    refused = decide(five_gates(), sent, facts(board=OURS, case=closed, today=LAST + timedelta(days=1)))
    assert isinstance(refused, Refused)
    assert refused.rule == "ej-avslutat-arende"


def test_a_source_is_asked_by_what_really_shows_the_case() -> None:
    made = asked(aktor={"id": "hl000123", "namn": "Anna Ek"}).about("demo", "EB-2026-001234")
    shown = case(derived=True, review=True)
    assert isinstance(decide(five_gates(), made, facts(board=OURS, case=shown)), Allowed)
    refused = decide(five_gates(), made, facts(board=OURS, case=replace(shown, origin=VisadAv.LISTA)))
    assert isinstance(refused, Refused)
    assert refused.rule == "aktualitet-racker-inte"
