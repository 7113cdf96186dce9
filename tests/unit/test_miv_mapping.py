"""What Migrationsverket's answer means: cases, none, or a failure; whom it is about; what was odd."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from adapters.migrationsverket.mapping import to_section
from adapters.migrationsverket.writing import Answer, Case, build_answer
from hub.adapter import (
    NoRecord,
    SourceError,
    SourceMalformed,
    TenDigits,
    WrongPerson,
)
from messages.values import Personidentitet
from tests.support.miv import found, message_of, payload, section_of, source

SOMEBODY = "200306062381"


def test_a_case_is_told_whole() -> None:
    section = section_of(source("ordinary"))
    assert (section.fornamn, section.efternamn, section.hemland) == ("Dawit", "Tesfaye", "Eritrea")
    assert section.inresedatum == date(2023, 4, 27)
    first, second = section.arenden
    assert (first.id, second.id) == ("u1", "u2")
    assert (first.ansokningsdatum, first.beslutsdatum) == (date(2023, 4, 28), date(2024, 1, 15))
    assert first.period is not None
    assert (first.period.from_, first.period.tom) == (date(2024, 1, 15), date(2027, 1, 14))
    pairs = [first.arendetyp, first.beslut, first.beslutstyp, first.anledning, first.giltighetstid]
    assert [(pair.kod, pair.text) for pair in pairs if pair] == [
        ("TILLST", "Ansökan om tillstånd"),
        ("BEV", "Beviljat"),
        ("UT", "Uppehållstillstånd"),
        ("SKYDD", "Skyddsbehov"),
        ("TIDBEGRANSAT", "Tidsbegränsat"),
    ]
    assert (second.beslut, second.giltighetstid, second.period) == (None, None, None)


def test_a_code_without_its_name_and_a_name_without_its_code_still_stand() -> None:
    bare = section_of(source("code-without-name")).arenden[0].beslut
    named = section_of(source("name-without-code")).arenden[0].beslut
    assert bare is not None
    assert named is not None
    assert (bare.kod, bare.text) == ("BEV", "BEV")
    assert (named.kod, named.text) == ("OKAND", "Beviljat")


@pytest.mark.parametrize(
    ("sample", "person"),
    [
        ("nothing-found", Personidentitet(SOMEBODY)),
        ("nothing-found-empty-collection", Personidentitet(SOMEBODY)),
        ("nothing-found-naming-nobody", None),
    ],
)
def test_a_whole_answer_without_cases_says_that_there_are_none(
    sample: str, person: Personidentitet | None
) -> None:
    read = to_section(payload(source(sample)))
    assert isinstance(read, NoRecord)
    assert read.person == person
    assert read.deviations == ()


@pytest.mark.parametrize(
    ("sample", "error"),
    [
        ("id-missing-nothing-told", SourceMalformed),
        ("response-missing", SourceMalformed),
        ("response-empty", SourceMalformed),
        ("case-nil-alone", SourceMalformed),
        ("case-empty", SourceMalformed),
        ("collection-unknown", SourceMalformed),
        ("failing", SourceMalformed),
        ("person-unreadable", SourceMalformed),
        ("response-twice", WrongPerson),
        ("malformed", SourceMalformed),
        ("empty", SourceMalformed),
        ("hostile", SourceMalformed),
        ("not-an-answer", SourceMalformed),
    ],
)
def test_a_failure_is_raised_never_empty(sample: str, error: type[SourceError]) -> None:
    with pytest.raises(error):
        to_section(payload(source(sample)))


@pytest.mark.parametrize("sample", ["case-nil-person-told", "collection-unknown-person-told"])
def test_cases_that_could_not_be_read_are_told_to_be_missing(sample: str) -> None:
    read = found(source(sample))
    assert {row.kod for row in read.missing} == {"EJ_LASBART"}
    assert "uppehallstillstand.person" not in {row.grupp for row in read.missing}
    assert len(read.missing) == 3


def test_a_nil_case_beside_another_is_named_and_costs_it_nothing() -> None:
    read = found(source("case-nil"))
    assert read.missing == ()
    assert [row.kod for row in read.deviations] == ["TOMT_ELEMENT"]


def test_known_without_cases_is_told() -> None:
    read = found(source("person-without-cases"))
    assert read.missing == ()
    assert section_of(source("person-without-cases")).arenden == []


@pytest.mark.parametrize("written", ["0306062381", "030606-2381", "030606+2381", "20030606-2381", SOMEBODY])
def test_the_person_is_compared_however_the_number_is_written(written: str) -> None:
    content = source("ordinary").replace(SOMEBODY.encode(), written.encode())
    person = found(content).person
    assert person == Personidentitet(SOMEBODY)
    assert person != Personidentitet("198401032399")
    assert isinstance(person, TenDigits) is (len(written.replace("-", "").replace("+", "")) == 10)
    assert SOMEBODY[2:] not in repr(found(content))


TEXTS = st.one_of(st.none(), st.text("ABCÅÄÖ0123456789 &<>", min_size=1, max_size=12).filter(str.strip))
DAYS = st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2099, 12, 31)))
CASES = st.builds(Case, anledning=TEXTS, beslutsKod=TEXTS, beslutsdatum=DAYS, fromDatum=DAYS, tomDatum=DAYS)


@given(st.lists(CASES, max_size=5), st.sampled_from(["", "Z", "+01:00"]), st.booleans())
def test_what_is_written_is_read(cases: list[Case], offset: str, qualified: bool) -> None:
    written = Answer(
        "x", hemland="Norge", personnummer=SOMEBODY, cases=tuple(cases), offset=offset, qualified=qualified
    )
    read = section_of(etree.tostring(build_answer(written))).arenden
    told = [case for case in cases if case != Case()]
    assert len(read) == len(told)
    for one, case in zip(read, told, strict=True):
        assert (one.beslut.kod if one.beslut else None) == (case.beslutsKod and case.beslutsKod.strip())
        assert one.beslutsdatum == case.beslutsdatum
        period = (one.period.from_, one.period.tom) if one.period else (None, None)
        assert period == (case.fromDatum, case.tomDatum)


@given(
    place=st.integers(min_value=0, max_value=2_000),
    junk=st.one_of(st.binary(max_size=12), st.text("<>&'\"/= 0123456789åJ", max_size=12).map(str.encode)),
)
def test_no_damage_makes_anything_but_an_answer_or_one_of_the_three_errors(place: int, junk: bytes) -> None:
    whole = source("ordinary")
    at = place % len(whole)
    told = message_of(whole[:at] + junk + whole[at + len(junk) :])
    assert "ingaUppgifter" not in told
    for sentence in (told.get("fel", {}).get("text", ""), *(str(row) for row in told.get("avvikelser", ()))):
        assert SOMEBODY[2:] not in sentence
