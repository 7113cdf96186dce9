"""What CSN's answer means: who it is about, whether there is anything, and what was odd."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.csn.mapping import to_section
from hub.adapter import NoRecord, SourceError, SourceMalformed, SourceRefused, TenDigits, WrongPerson
from messages.studiestod import Studiestod, Studiestodsarende
from messages.values import Personidentitet
from tests.support.csn import STUDENT, answer_of, found, message_of, payload, source


def case(content: bytes) -> Studiestodsarende:
    section = found(content).sections[0]
    assert isinstance(section, Studiestod)
    return section.arenden[0]


def test_a_case_is_told_whole() -> None:
    first = case(source("ordinary"))
    assert (first.stod.kod, first.lopnummer) == ("STUDIEMEDEL", "001")
    assert first.stodform is not None
    assert (first.stodform.kod, first.stodform.text) == ("GRUND", "Studiemedel")
    granted = first.beviljade[0]
    assert (granted.startvecka, granted.takt, granted.totalbelopp) == ("202635", 100, Decimal(19840))
    assert granted.period is not None
    assert granted.period.from_ == date(2026, 8, 24)
    paid = first.utbetalningar[0]
    assert paid.status is not None
    assert (paid.status.kod, paid.utbetalningsdag) == ("UTBETALD", date(2026, 8, 27))
    assert paid.tider[0].beloppsrader[0].belopp == Decimal(992)
    assert first.ansokningar[0].soktLan is False


def test_ids_are_unique_and_the_same_each_time() -> None:
    section = found(source("all-five-forms")).sections[0]
    assert isinstance(section, Studiestod)
    ids = re.findall(r'"id":"(u[0-9]+)"', section.model_dump_json())
    assert ids == [f"u{number}" for number in range(1, len(ids) + 1)]
    assert found(source("all-five-forms")).sections[0] == section


def test_all_five_forms_are_told() -> None:
    section = found(source("all-five-forms")).sections[0]
    assert isinstance(section, Studiestod)
    assert {arende.stod.kod for arende in section.arenden} == {
        "STUDIEMEDEL",
        "STUDIEHJALP",
        "STUDIESTARTSSTOD",
        "OMSTALLNINGSSTUDIESTOD",
        "HEMUTRUSTNINGSLAN",
    }
    starter = next(each for each in section.arenden if each.stod.kod == "STUDIESTARTSSTOD")
    assert starter.beviljade[0].grundskoletakt == 100


@pytest.mark.parametrize("key", ["student", "gymnasist", "omstallare", "skyddad", "startare", "mangfald"])
def test_the_two_versions_say_the_same(key: str) -> None:
    assert (
        found(answer_of(key, version="3.0")).sections[0] == found(answer_of(key, version="4.0")).sections[0]
    )


def test_not_found_is_an_answer() -> None:
    read = to_section(payload(source("nothing-found")))
    assert isinstance(read, NoRecord)
    assert read.person == Personidentitet("198401032399")


def test_not_found_with_data_hands_out_the_data() -> None:
    read = found(source("not-found-yet-told"))
    assert [row.plats for row in read.deviations] == ["Personer/Person/@Status"]


@pytest.mark.parametrize(
    ("sample", "error"),
    [
        ("case-id-too-long", SourceRefused),
        ("failing", SourceRefused),
        ("no-person", SourceMalformed),
        ("two-persons", WrongPerson),
        ("person-unreadable", SourceMalformed),
        ("malformed", SourceMalformed),
        ("hostile-entities", SourceMalformed),
        ("not-an-answer", SourceMalformed),
    ],
)
def test_a_failure_is_raised_never_empty(sample: str, error: type[SourceError]) -> None:
    with pytest.raises(error):
        to_section(payload(source(sample)))


def test_the_words_of_a_result_are_carried_unless_they_name_a_person() -> None:
    plain = source("failing")
    with pytest.raises(SourceRefused) as refused:
        to_section(payload(plain))
    assert refused.value.words == "Tekniskt fel hos CSN"
    assert "Tekniskt" not in str(refused.value), "they may tell where somebody is"
    with pytest.raises(SourceRefused) as silent:
        to_section(payload(plain.replace(b"Tekniskt fel hos CSN", f"Fel om {STUDENT}".encode())))
    assert STUDENT[2:] not in str(silent.value) + silent.value.words


def test_a_result_code_that_is_a_persons_number_is_not_repeated() -> None:
    told = source("failing").replace(b"-2001", STUDENT.encode())
    with pytest.raises(SourceRefused) as refused:
        to_section(payload(told))
    assert refused.value.code == "CSN_OKAND"
    assert STUDENT[2:] not in str(refused.value)


@pytest.mark.parametrize("code", ["0", "00", "+0", " 0 "])
def test_zero_is_no_fault_however_written(code: str) -> None:
    written = f"<kf:ResultatKod>{code}<".encode()
    assert found(source("ordinary").replace(b"<kf:ResultatKod>0<", written)).deviations == ()


def test_without_century_the_ten_digits_decide() -> None:
    read = found(source("century-missing"))
    assert isinstance(read.person, TenDigits)
    assert read.person == Personidentitet(STUDENT)
    assert read.person != Personidentitet("198401032399")
    assert STUDENT[2:] not in repr(read)


@pytest.mark.parametrize(("sekretess", "flag"), [("J", "J"), ("  ", "  "), ("X", "X")])
def test_the_flag_is_handed_on_as_it_came(sekretess: str, flag: str) -> None:
    content = source("ordinary").replace(b'sekretess="  "', f'sekretess="{sekretess}"'.encode())
    assert found(content).flag == flag


def test_no_flag_is_no_flag() -> None:
    assert found(source("ordinary").replace(b'sekretess="  "', b"")).flag is None


def test_a_co_borrower_is_known_by_year_and_number() -> None:
    them = case(source("co-borrower")).medlantagare
    assert them is not None
    assert (them.relation.kod, them.fodelsear) == ("MEDLANTAGARE", 2006)
    assert them.personidentitet == Personidentitet("200607092384")


def test_an_unreadable_co_borrower_is_told_and_costs_the_case_nothing() -> None:
    content = source("co-borrower").replace(b'medlanare="200607092384"', b'medlanare="okand"')
    assert case(content).medlantagare is None
    assert [row.kod for row in found(content).deviations] == ["OLASBART_VARDE"]


def test_an_unknown_schema_version_is_told() -> None:
    content = source("ordinary").replace(b'schemaVersion="4.0"', b'schemaVersion="5.0"')
    assert [row.kod for row in found(content).deviations] == ["OKAND_VERSION"]


def test_text_without_its_code_still_stands() -> None:
    first = case(source("elements-missing"))
    assert first.stodform is not None
    assert (first.stodform.kod, first.stodform.text) == ("OKAND", "Studiemedel")


@given(
    place=st.integers(min_value=0, max_value=9_000),
    junk=st.one_of(st.binary(max_size=12), st.text("<>&'\"/= 0123456789åJ", max_size=12).map(str.encode)),
)
def test_no_damage_makes_anything_but_an_answer_or_one_of_the_three_errors(place: int, junk: bytes) -> None:
    whole = source("ordinary")
    at = place % len(whole)
    told = message_of(whole[:at] + junk + whole[at + len(junk) :])
    for sentence in (told.get("fel", {}).get("text", ""), *(str(row) for row in told.get("avvikelser", ()))):
        assert STUDENT[2:] not in sentence
