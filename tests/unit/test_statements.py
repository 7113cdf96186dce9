"""A caseworker's own statement: how long it holds, who counts as another person, what is no reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from hub.model.board import Board
from hub.model.statement import ends, same_person
from hub.policy.word import refused_to_state
from hub.simulators.personas import MAN, number_of
from messages.koder import Skydd
from tests.support import policy
from tests.support.policy import AN, APPLICANT, NOW, TODAY
from tests.support.statements import said


@pytest.mark.parametrize(
    ("made", "until"),
    [
        ("2026-11-21T09:00:00", "2026-11-21T23:00:00"),
        ("2026-11-21T22:59:59", "2026-11-21T23:00:00"),
        # Midnight in Sweden: a new day begins.
        ("2026-11-21T23:00:00", "2026-11-22T23:00:00"),
        # Summer time, and the two days when the clocks change: 23 and 25 hours, of which 24 are given.
        ("2026-07-01T09:00:00", "2026-07-01T22:00:00"),
        ("2026-03-28T23:00:00", "2026-03-29T22:00:00"),
        ("2026-10-24T22:00:00", "2026-10-25T22:00:00"),
        ("2026-10-25T01:00:00", "2026-10-25T23:00:00"),
    ],
)
def test_it_holds_for_the_swedish_day_and_at_most_24_hours(made: str, until: str) -> None:
    began = datetime.fromisoformat(made).replace(tzinfo=UTC)
    assert ends(began) == datetime.fromisoformat(until).replace(tzinfo=UTC)
    assert timedelta() < ends(began) - began <= timedelta(hours=24)


@pytest.mark.parametrize(
    "other",
    ["hl000123", "HL000123", "Hl-000123", "hl_000123", "hl.000:123", "SBK/hl000123", "HL000123@kommun.se"],
)
def test_one_id_written_in_two_ways_is_one_person(other: str) -> None:
    assert same_person("hl000123", other)
    assert same_person(other, "hl000123")


@pytest.mark.parametrize("added", ["/", "/-", "/@x", "/1", ":", "@", " ", "\\", "//"])
def test_nothing_added_makes_another_person(added: str) -> None:
    for one in ("hl000123", "anna.berg"):
        assert same_person(one, one + added)


@pytest.mark.parametrize("added", ["/", "AD/", "AD:", "@", ":", " ", "-"])
def test_nothing_put_before_makes_another_person(added: str) -> None:
    for one in ("hl000123", "anna.berg"):
        assert same_person(one, added + one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hl000123", "hl000124"), ("SBK/hl000123", "SBK/hl000456"), ("anna.berg@x.se", "bo.ek@x.se")],
)
def test_two_are_two(one: str, other: str) -> None:
    assert not same_person(one, other)


@pytest.mark.parametrize("other", ["hl000124", "hl0001234", "hl00012", "lh000123"])
def test_other_ids_are_other_people(other: str) -> None:
    assert not same_person("hl000123", other)


def test_ids_of_separators_and_domains_only_are_told_apart() -> None:
    assert not same_person("a/", "b/")
    assert not same_person("å-@x", "ä-@x")


def test_what_is_left_out_of_protection_is_not_known() -> None:
    assert said().personer[0].skydd is Skydd.OKANT


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "   ",
        "driftstopp",
        "systemet nere",
        "............",
        "1 2 3 4 5 6 7 8",
        "- - - - - - - -",
        "x" * 1_001,
    ],
)
def test_nothing_or_a_word_is_no_reason(reason: str) -> None:
    with pytest.raises(ValidationError):
        said(skal=reason)


@pytest.mark.parametrize("form", ["{0}", "{1}-{2}", "{3} {2}", "om {0}."])
def test_a_reason_with_a_personal_number_is_refused_unrepeated(form: str) -> None:
    number = number_of(TODAY.replace(year=1984), MAN).value
    text = form.format(number, number[2:8], number[8:], number[:8])
    with pytest.raises(ValidationError) as caught:
        said(skal=f"Systemet ligger nere för {text} just nu")
    assert "personnummer" in str(caught.value)
    assert number[8:] not in str(caught.value)


def test_a_person_stands_once() -> None:
    twice = [{"personidentitet": APPLICANT.value, "roll": role} for role in ("SOKANDE", "MEDSOKANDE")]
    with pytest.raises(ValidationError, match="två gånger"):
        said(personer=twice)
    with pytest.raises(ValidationError):
        said(personer=[])


FUNCTION = {"typ": "AUTOMATISERAD_FUNKTION", "funktion": "Kontroll", "beslut": "SN-1"}
REFUSED: dict[str, tuple[dict[str, Any], Board | None, int, str]] = {
    "another board": ({"ingivare": {"namnd": "AN"}}, policy.board(id=AN), 1, "egen-namnd"),
    "a board that is not served": ({}, None, 1, "ansluten-namnd"),
    "a function": ({"aktor": FUNCTION}, policy.board(), 2, "intyg-av-handlaggare"),
    "a contact centre": ({"aktor": {"typ": "KONTAKTCENTER"}}, policy.board(), 2, "intyg-av-handlaggare"),
    "a system": ({"aktor": {"id": "svc-ifo"}}, policy.board(), 2, "namngiven-handlaggare"),
    "no name": ({"aktor": {"namn": " "}}, policy.board(), 2, "namngiven-handlaggare"),
    "no unit": ({"aktor": {"enhet": ""}}, policy.board(), 2, "handlaggarens-enhet"),
}


@pytest.mark.parametrize(("changes", "board", "gate", "rule"), REFUSED.values(), ids=REFUSED.keys())
def test_who_may_not_ask_may_not_state(
    changes: dict[str, Any], board: Board | None, gate: int, rule: str
) -> None:
    asker = policy.question(**changes).ingivare
    refusal = refused_to_state(policy.caller(), asker, board, NOW)
    assert refusal is not None
    assert (refusal.gate, refusal.rule) == (gate, rule)
    assert refusal.law
    assert refusal.pointers


def test_a_named_caseworker_of_the_board_may() -> None:
    asker = policy.question().ingivare
    assert refused_to_state(policy.caller(), asker, policy.board(), NOW) is None
