"""Is the effective protection right? One flag covers everybody; silence is not safety."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.model.case import CasePerson
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
from hub.translate.protect import effective, spoken
from messages.koder import Atgard, Led, Roll, Skydd
from messages.studiestod import Studiestod
from messages.uppgifter import Fel
from tests.support.policy import APPLICANT, CHILD, PARTNER

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
FAULT = Fel(led=Led.KALLA, kod="KALLA_TIDSGRANS", text="Svarade inte.", atgard=Atgard.FORSOK_IGEN)


def member(skydd: Skydd = Skydd.INGET, person: object = APPLICANT) -> CasePerson:
    return CasePerson(person, Roll.SOKANDE, skydd)  # type: ignore[arg-type]


def attempt(outcome: Outcome) -> Attempt:
    return Attempt(outcome, NOW, 5)


def answered(said: Protection) -> Attempt:
    return attempt(Answered((Studiestod(),), said, (), (), None))


def one(skydd: Skydd, *attempts: tuple[Attempt, bool]) -> Skydd:
    return effective([member(skydd)], [(member(skydd), attempts)])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Protection.NONE, Skydd.INGET),
        (Protection.CONFIDENTIALITY, Skydd.SEKRETESSMARKERING),
        (Protection.PROTECTED_REGISTRATION, Skydd.SKYDDAD_FOLKBOKFORING),
        (Protection.FLAGGED, Skydd.SKYDDAD),
        (Protection.UNREADABLE, Skydd.OKANT),
    ],
)
def test_what_a_source_says_counts(said: Protection, expected: Skydd) -> None:
    assert one(Skydd.INGET, (answered(said), True)) is expected


def test_nobody_has_spoken_is_unknown() -> None:
    assert one(Skydd.OKANT) is Skydd.OKANT
    assert one(Skydd.OKANT, (answered(Protection.SILENT), False)) is Skydd.OKANT
    assert one(Skydd.OKANT, (attempt(NothingFound(Protection.SILENT, (), None)), True)) is Skydd.OKANT


def test_a_source_that_carries_the_flag_and_failed_is_unknown_whatever_the_register_says() -> None:
    assert one(Skydd.INGET, (attempt(Unavailable(FAULT)), True)) is Skydd.OKANT
    assert one(Skydd.INGET, (attempt(Denied(FAULT, asked=True)), True)) is Skydd.OKANT
    assert one(Skydd.INGET, (attempt(Unavailable(FAULT)), False)) is Skydd.INGET


def test_a_source_that_was_not_asked_says_nothing() -> None:
    assert one(Skydd.INGET, (attempt(NotAsked(FAULT)), True)) is Skydd.INGET
    assert spoken(attempt(Denied(FAULT, asked=False)), carries_flag=True) is None


def test_a_flag_on_somebody_who_is_not_asked_about_covers_the_answer() -> None:
    household = [member(Skydd.INGET), member(Skydd.SEKRETESSMARKERING, CHILD)]
    assert effective(household, [(household[0], ())]) is Skydd.SEKRETESSMARKERING


def test_a_case_system_that_could_not_be_heard_is_unknown_and_hides_no_flag() -> None:
    heard = [(member(Skydd.INGET), ((answered(Protection.NONE), True),))]
    assert effective([member()], heard, unheard=True) is Skydd.OKANT
    flagged = [member(Skydd.SEKRETESSMARKERING)]
    assert effective(flagged, heard, unheard=True) is Skydd.SEKRETESSMARKERING


def test_silence_about_somebody_who_is_not_asked_about_is_no_flag() -> None:
    household = [member(Skydd.INGET), member(Skydd.OKANT, PARTNER)]
    assert effective(household, [(household[0], ())]) is Skydd.INGET


FLAGS = st.sampled_from(list(Protection))
ATTEMPTS = st.lists(
    st.tuples(
        st.one_of(
            FLAGS.map(answered),
            FLAGS.map(lambda said: attempt(NothingFound(said, (), None))),
            st.just(attempt(Unavailable(FAULT))),
            st.just(attempt(NotAsked(FAULT))),
        ),
        st.booleans(),
    ),
    max_size=5,
)
MEMBERS = st.lists(st.sampled_from(list(Skydd)).map(member), min_size=1, max_size=4)


@given(MEMBERS, st.lists(ATTEMPTS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_no_order_of_arrival_changes_it_and_no_flag_is_lost(
    household: list[CasePerson], tried: list[list[tuple[Attempt, bool]]], chance: object
) -> None:
    asked = [(one_, attempts) for one_, attempts in zip(household, tried, strict=False)]
    result = effective(household, asked)
    turned = [(one_, list(reversed(attempts))) for one_, attempts in reversed(asked)]
    assert effective(list(reversed(household)), turned) is result
    flagged = {one_.protection for one_ in household} - {Skydd.INGET, Skydd.OKANT}
    words = {spoken(done, carries) for _, attempts in asked for done, carries in attempts}
    if flagged or words - {None, Skydd.INGET}:
        assert result is not Skydd.INGET
