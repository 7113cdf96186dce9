"""Is one payload read rightly? About the right person, odd wrapping kept, a failure never empty."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.adapter import (
    Days,
    Found,
    NoRecord,
    Payload,
    SourceError,
    SourceMalformed,
    SourceRefused,
    SourceUnavailable,
    TenDigits,
    WrongPerson,
)
from hub.model.agreement import Contact
from hub.model.decision import Grant
from hub.model.manifest import ProtectionFlag
from hub.model.outcome import Answered, Attempt, Denied, NotAsked, NothingFound, Protection, Unavailable
from hub.model.registry import LoadedSource
from hub.translate import interpret
from hub.translate.complete import complete_until
from messages.koder import Atgard, Led
from messages.studiestod import Studiestod
from messages.uppgifter import Avvikelse
from tests.support.policy import APPLICANT, GROUPS, STRANGER, agreement, case, source_manifest

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
CONTACT = Contact("Kundcenter", email="kontakt@kalla.example", telephone="0771-00 00 00")
FLAG = ProtectionFlag(
    Protection.NONE, {"": Protection.NONE, "J": Protection.CONFIDENTIALITY}, Protection.FLAGGED
)
ODD = Avvikelse(kod="OKANT_ELEMENT", text="Okänt.", plats="/a")
WRAPPED = Avvikelse(kod="OMSLAG", text="Udda omslag.", plats="/")
PAYLOAD = Payload("prov/1", b"<prov/>", (WRAPPED,))


def read(
    gives: Found | NoRecord | SourceError, flag: ProtectionFlag | None = FLAG, by_day: int | None = None
) -> Attempt:
    def to_section(_payload: Payload) -> Found | NoRecord:
        if isinstance(gives, SourceError):
            raise gives
        return gives

    manifest = source_manifest(protection=flag, reported_by_day=by_day)
    source = LoadedSource("prov", manifest, to_section, GROUPS)
    terms = agreement(contact=CONTACT)
    grant = Grant("CSN", terms, Days(date(2026, 9, 1), date(2026, 11, 30)), GROUPS, ("lag",), case())
    return interpret(APPLICANT, PAYLOAD, source, grant, fetched=NOW, elapsed_ms=7)


def found(person: object = APPLICANT, flag: str | None = None) -> Found:
    return Found((Studiestod(),), person, flag, deviations=(ODD,))  # type: ignore[arg-type]


def test_what_was_found_keeps_both_kinds_of_deviations() -> None:
    outcome = read(found()).outcome
    assert isinstance(outcome, Answered)
    assert outcome.deviations == (WRAPPED, ODD)


@pytest.mark.parametrize(
    ("flag", "said"),
    [
        (None, Protection.NONE),
        (" ", Protection.NONE),
        ("J", Protection.CONFIDENTIALITY),
        ("?", Protection.FLAGGED),
    ],
)
def test_the_flag_is_read_by_the_manifests_words(flag: str | None, said: Protection) -> None:
    outcome = read(found(flag=flag)).outcome
    assert isinstance(outcome, Answered)
    assert outcome.protection is said


def test_a_source_without_a_flag_is_silent() -> None:
    outcome = read(found(), flag=None).outcome
    assert isinstance(outcome, Answered)
    assert outcome.protection is Protection.SILENT


def test_somebody_else_is_discarded_and_told() -> None:
    for gives in (found(STRANGER), NoRecord(STRANGER), WrongPerson("Svaret gällde någon annan.")):
        attempt = read(gives)
        assert attempt.wrong_person
        assert isinstance(attempt.outcome, Unavailable)
        assert attempt.outcome.fault.kod == "FEL_PERSON"


def test_ten_digits_that_agree_are_the_same_person() -> None:
    assert not read(found(TenDigits(APPLICANT.value[2:]))).wrong_person
    assert read(found(TenDigits(STRANGER.value[2:]))).wrong_person


def test_nothing_found_is_no_failure_and_says_nothing_of_a_flag_unless_it_came() -> None:
    plain, flagged = read(NoRecord(APPLICANT)).outcome, read(NoRecord(APPLICANT, flag="J")).outcome
    assert isinstance(plain, NothingFound)
    assert isinstance(flagged, NothingFound)
    assert (plain.protection, flagged.protection) == (Protection.SILENT, Protection.CONFIDENTIALITY)


@pytest.mark.parametrize(
    ("error", "kind", "atgard"),
    [
        (SourceUnavailable("KALLA_NERE", "Nere."), Unavailable, Atgard.FORSOK_IGEN),
        (SourceRefused("KALLA_NEKAR", "Nekad."), Denied, Atgard.KONTAKTA_FORVALTAREN),
        (SourceMalformed("SVAR_TRASIGT", "Trasigt."), Unavailable, Atgard.KONTAKTA_KALLAN),
        (
            SourceUnavailable("NYTTONAV_CERTIFIKAT", "Saknas.", led=Led.NYTTONAV),
            NotAsked,
            Atgard.KONTAKTA_FORVALTAREN,
        ),
    ],
)
def test_each_error_becomes_its_outcome_with_a_remedy(error: SourceError, kind: type, atgard: Atgard) -> None:
    outcome = read(error).outcome
    assert isinstance(outcome, kind)
    assert isinstance(outcome, Unavailable | Denied | NotAsked)
    fault = outcome.fault
    assert (fault.kod, fault.led, fault.atgard) == (error.code, error.led, atgard)
    assert fault.kontakt == "Kundcenter, 0771-00 00 00, kontakt@kalla.example"


def test_when_to_try_again_is_a_moment() -> None:
    outcome = read(SourceUnavailable("KALLA_NERE", "Nere.", retry_after_s=90)).outcome
    assert isinstance(outcome, Unavailable)
    assert outcome.fault.tidigast == datetime(2026, 11, 21, 9, 1, 30, tzinfo=UTC)


def test_a_source_that_is_told_day_by_day_knows_all_up_to_today() -> None:
    outcome = read(found()).outcome
    assert isinstance(outcome, Answered)
    assert outcome.complete_until == date(2026, 11, 21)
    assert "EJ_RAPPORTERAT_AN" not in [one.kod for one in outcome.deviations]


@pytest.mark.parametrize(("by_day", "until"), [(12, date(2026, 10, 31)), (26, date(2026, 9, 30))])
def test_a_month_that_has_not_been_reported_is_told(by_day: int, until: date) -> None:
    outcome = read(NoRecord(APPLICANT), by_day=by_day).outcome
    assert isinstance(outcome, NothingFound)
    assert outcome.complete_until == until
    (told,) = [one for one in outcome.deviations if one.kod == "EJ_RAPPORTERAT_AN"]
    assert str(until) in told.text


@given(
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.none() | st.integers(1, 28),
)
def test_complete_never_reaches_beyond_the_period_or_today(
    one: date, other: date, today: date, by_day: int | None
) -> None:
    period = Days(min(one, other), max(one, other))
    until = complete_until(period, today, by_day)
    assert until is None or period.first <= until <= min(period.last, today)
    later = complete_until(period, today + timedelta(days=1), by_day)
    assert until is None or (later is not None and later >= until)
