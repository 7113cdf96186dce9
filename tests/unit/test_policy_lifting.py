"""Is the suppression for protected persons lifted for those it should be, and for nobody else?"""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from hub.model.board import Client
from hub.model.decision import Allowed, Lift, Refused
from hub.model.query import Facts, Query
from hub.model.scope import Scope
from hub.policy import decide, five_gates
from hub.problems import ProtectedRefused
from messages.koder import SkyddLyft
from tests.support.policy import APPLICANT, board, caller, facts, query

REASON = "Adressen behövs för att pröva boendekostnaden."
WANTED = {"skyddadeUppgifter": {"skal": REASON}}
BOTH = frozenset({Scope.ASK, Scope.SEE_PROTECTED})
MAY = caller(scopes=BOTH)
GIVEN = board(clients=(Client("sn-arendesystem", "Ärendesystemet", BOTH),))
NAMED = board(clients=GIVEN.clients, for_protected=frozenset({"hl000123"}))


def lifted(asked: Query, known: Facts) -> Lift | None:
    decided = decide(five_gates(), asked, known)
    assert isinstance(decided, Allowed)
    return decided.lift


def test_nothing_is_lifted_unless_it_is_asked_for_or_the_board_has_named_the_asker() -> None:
    assert lifted(query(), facts()) is None
    assert lifted(query(by=MAY), facts(board=GIVEN)) is None, "the permission alone shows nothing"


def test_a_permission_and_a_reason_lift_it_for_the_one_answer() -> None:
    found = lifted(query(by=MAY, **WANTED), facts(board=GIVEN))
    assert found == Lift(SkyddLyft.BEHORIGHET_MED_SKAL, REASON)


@pytest.mark.parametrize(
    ("by", "at"),
    [(caller(), board()), (MAY, board()), (caller(), GIVEN)],
    ids=["neither", "not in the board's file", "not in the token"],
)
def test_without_the_permission_the_question_is_refused_and_not_answered_with_less(by: Any, at: Any) -> None:
    refused = decide(five_gates(), query(by=by, **WANTED), facts(board=at))
    assert isinstance(refused, Refused)
    assert (refused.problem, refused.gate, refused.rule) == (ProtectedRefused, 2, "skyddade-uppgifter")
    assert [it.plats for it in refused.pointers] == ["/skyddadeUppgifter"]
    assert "uppgifter:skyddade" in refused.detail


def test_a_function_has_no_reason_of_its_own() -> None:
    function = {"typ": "AUTOMATISERAD_FUNKTION", "funktion": "Återansökan", "beslut": "B-1"}
    refused = decide(five_gates(), query(by=MAY, aktor=function, **WANTED), facts(board=GIVEN))
    assert isinstance(refused, Refused)
    assert refused.problem is ProtectedRefused
    assert [it.plats for it in refused.pointers] == ["/ingivare/aktor/typ"]


def test_whom_the_board_has_named_needs_no_reason() -> None:
    assert lifted(query(by=MAY), facts(board=NAMED)) == Lift(SkyddLyft.UTSEDD_HANDLAGGARE)


def test_a_name_is_taken_only_of_a_client_that_the_board_trusts_with_protected_data() -> None:
    assert lifted(query(), facts(board=NAMED)) is None, "not by its token"
    untrusted = board(for_protected=NAMED.for_protected)
    assert lifted(query(by=MAY), facts(board=untrusted)) is None, "not in the board's file"


@pytest.mark.parametrize(
    "actor",
    [
        {"id": "hl00012"},
        {"id": "hl0001234"},
        {"id": "HL000123"},
        {"typ": "KONTAKTCENTER"},
    ],
)
def test_a_name_that_is_nearly_right_or_of_another_kind_is_somebody_else(actor: dict[str, str]) -> None:
    assert lifted(query(by=MAY, aktor=actor), facts(board=NAMED)) is None


def test_a_reason_given_by_somebody_named_is_kept() -> None:
    assert lifted(query(by=MAY, **WANTED), facts(board=NAMED)) == Lift(SkyddLyft.BEHORIGHET_MED_SKAL, REASON)


@pytest.mark.parametrize(
    "reason",
    ["", "behövs", "x" * 1001, "xxxxxxxxx xx", "1 2 3 4 5 6 7", f"Gäller {APPLICANT.value} och adressen"],
)
def test_a_reason_says_something_and_names_nobody_by_number(reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        query(skyddadeUppgifter={"skal": reason})
    assert APPLICANT.value not in str(refused.value)
