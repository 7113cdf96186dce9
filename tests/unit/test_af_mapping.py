"""What Arbetsförmedlingen's answer means: who it is about, whether there is anything, and what was odd."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.arbetsformedlingen import codes
from adapters.arbetsformedlingen.mapping import to_section
from adapters.arbetsformedlingen.writing import Decision, Jobseeker
from hub.adapter import NoRecord, SourceError, SourceMalformed, SourceUnavailable, TenDigits, WrongPerson
from hub.elements import Odd, Unreadable
from messages.values import Personidentitet
from tests.support.af import WORLD, answer_of, found, message_of, payload, section, source

PROGRAMME = WORLD.personas["programdeltagare"].number.value


def kinds(content: bytes) -> set[tuple[str, str]]:
    return {(odd.kod, odd.plats) for odd in found(content).deviations}


def test_a_jobseeker_is_told_whole() -> None:
    told = section(source("ordinary"))
    assert (told.arbetssokande, told.registrerad, told.omfattning) == (True, date(2025, 3, 21), 100)
    assert told.kategori is not None
    assert told.kategori.text == "Deltar i jobb- och utvecklingsgarantin"
    assert told.aktivitetsrapport is not None
    assert told.aktivitetsrapport.svar is not None
    assert (told.aktivitetsrapport.svar.text, told.aktivitetsrapport.senasteDatum) == (
        "Inlämnad",
        date(2026, 11, 5),
    )
    (decision,) = told.beslut
    assert decision.ersattning is not None
    assert decision.period is not None
    assert (decision.id, decision.ersattning.kod) == ("u1", "AKTIVITETSSTOD")
    assert (decision.period.from_, decision.period.tom) == (date(2026, 5, 5), date(2027, 5, 5))
    assert found(source("ordinary")).deviations == ()
    assert found(source("ordinary")).person == Personidentitet(PROGRAMME)


def test_what_real_answers_lack_is_named_and_nothing_else_is_lost() -> None:
    missing = {("SAKNAT_ELEMENT", place) for place in ("Fraga", "Svar/LagParagraf")}
    missing.add(("SAKNAT_ELEMENT", "Svar/ArbetssokandeInfo/AktivetetsRapportDatum"))
    assert kinds(source("required-missing")) == missing
    whole = section(source("a-kassa"))
    assert section(source("required-missing")) == whole.model_copy(update={"aktivitetsrapport": None})


def test_both_spellings_of_the_report_say_the_same_and_the_other_is_told() -> None:
    assert section(source("report-other-spelling")) == section(source("ordinary"))
    place = "Svar/ArbetssokandeInfo/AktivitetsRapportDatum"
    assert ("ANNAN_STAVNING", place) in kinds(source("report-other-spelling"))
    assert not any(code == "ANNAN_STAVNING" for code, _ in kinds(source("required-missing")))


@pytest.mark.parametrize(("code", "text"), [("500", "Inte registrerad"), ("501", "Inte inlämnad")])
def test_a_report_that_is_not_there_is_information(code: str, text: str) -> None:
    read = found(source(f"report-{code}"))
    assert read.missing == ()
    report = section(source(f"report-{code}")).aktivitetsrapport
    assert report is not None
    assert report.svar is not None
    assert (report.svar.kod, report.svar.text) == (code, text)


def test_a_technical_fault_in_the_report_leaves_it_missing_and_the_rest_stands() -> None:
    (missing,) = found(source("report-502")).missing
    assert missing.grupp == "arbetssokande.aktivitetsrapport"
    assert section(source("report-502")).arbetssokande is True


def test_words_after_the_code_are_kept() -> None:
    report = codes.report("501 - Rapport ej inkommen")
    assert report is not None
    assert (report.kod, report.text) == ("501", "Rapport ej inkommen")
    with pytest.raises(Odd) as odd:
        codes.report("599 Något nytt")
    assert odd.value.value.kod == "599 Något nytt"
    with pytest.raises(Odd):
        codes.report("Inte i tid")
    assert codes.report(" ") is None


# ------------------------------------------------------------ the status


def failed(content: bytes) -> SourceError:
    with pytest.raises(SourceError) as raised:
        to_section(payload(content))
    return raised.value


def test_a_status_other_than_0_is_a_source_that_cannot_answer_now() -> None:
    error = failed(source("failing"))
    assert type(error) is SourceUnavailable
    assert error.code == "AF_9"
    assert "Tekniskt fel vid hämtning" in error.words
    assert "Tekniskt" not in error.text, "they may tell where somebody is"


@pytest.mark.parametrize("code", ["1", "-7", "404", "FEL", "0x", "00001"])
def test_no_status_but_0_is_ever_nothing_found(code: str) -> None:
    assert isinstance(failed(answer_of("okand", known=None, status=(code, "x"))), SourceUnavailable)


@pytest.mark.parametrize("code", ["0", "00", "+0", " 0 "])
def test_0_with_no_information_is_nothing_found(code: str) -> None:
    read = to_section(payload(answer_of("okand", known=None, status=(code, "OK"))))
    assert isinstance(read, NoRecord)
    assert read.person == WORLD.personas["okand"].number


def test_a_personal_number_in_the_status_is_never_repeated() -> None:
    number = WORLD.personas["okand"].number.value
    for error in (
        failed(source("failing-with-number-in-text")),
        failed(answer_of("okand", known=None, status=(number, number))),
    ):
        assert number not in str(error) + error.words


def test_a_status_beside_data_is_told_as_missing_and_the_data_stand() -> None:
    read = found(source("failing-yet-told"))
    assert [(each.grupp, each.kod) for each in read.missing] == [("arbetssokande", "AF_9")]
    assert read.sections[0] == found(source("a-kassa")).sections[0]


def test_neither_status_nor_information_is_no_answer() -> None:
    assert failed(source("empty-status-missing")).code == "STATUS_SAKNAS"
    assert failed(source("empty")).code == "SVAR_SAKNAS"


def test_what_was_told_but_could_not_be_read_is_not_nothing_found() -> None:
    assert isinstance(failed(source("nothing-readable")), SourceMalformed)
    stray = answer_of("okand", known=Jobseeker()).replace(
        b"ArbetssokandeInfo/>", b"ArbetssokandeInfo><api:Ny/></api:ArbetssokandeInfo>"
    )
    assert isinstance(failed(stray), SourceMalformed)


def test_an_empty_block_of_information_is_nothing_found() -> None:
    assert isinstance(to_section(payload(answer_of("okand", known=Jobseeker()))), NoRecord)


def test_not_being_a_jobseeker_is_information() -> None:
    assert section(answer_of("okand", known=Jobseeker(False))).arbetssokande is False


# ------------------------------------------------------------ who, and whether protected


@pytest.mark.parametrize("sample", ["two-persons", "echo-of-another"])
def test_somebody_else_in_the_answer_costs_all_of_it(sample: str) -> None:
    assert isinstance(failed(source(sample)), WrongPerson)


def test_ten_digits_are_taken_without_guessing_the_century() -> None:
    content = answer_of("arbetslos", number=WORLD.personas["arbetslos"].number.value[2:])
    read = to_section(payload(content))
    assert isinstance(read.person, TenDigits)
    assert read.person == WORLD.personas["arbetslos"].number


def test_a_person_that_cannot_be_read_is_malformed() -> None:
    assert failed(source("person-unreadable")).code == "PERSON_OLASBAR"


@pytest.mark.parametrize(
    ("given", "flag"), [("true", "true"), (" True ", "true"), ("1", "1"), ("", ""), (None, None)]
)
def test_the_flag_is_the_sources_own_value(given: str | None, flag: str | None) -> None:
    assert found(answer_of("arbetslos", protected=given)).flag == flag


def test_a_flag_that_stands_twice_is_no_flag_that_can_be_trusted() -> None:
    assert found(source("flag-twice")).flag == "upprepad"
    assert found(source("flag-unreadable")).flag == "hemlig"


# ------------------------------------------------------------ values


def test_dates_with_an_offset_are_the_same_days() -> None:
    assert section(source("dates-with-offset")) == section(source("ordinary"))


def test_beyond_any_sense_is_told_and_never_guessed() -> None:
    told = section(source("extent-beyond-sense"))
    assert told.omfattning == 400
    assert told.beslut[0].omfattning is None
    assert {code for code, _ in kinds(source("extent-beyond-sense"))} == {"ORIMLIGT_VARDE", "OLASBART_VARDE"}


def test_extensions_are_named_by_place_and_never_by_value() -> None:
    read = found(source("extended"))
    assert [odd.kod for odd in read.deviations] == ["OKANT_ELEMENT", "OKANT_ELEMENT"]
    assert "okand" not in str(read.deviations)


@pytest.mark.parametrize("sample", ["utf-16", "latin-1", "namespace-wrong", "namespace-missing"])
def test_encoding_and_namespace_change_nothing_in_what_is_said(sample: str) -> None:
    assert section(source(sample)) == section(source("ordinary"))


def test_many_decisions_are_all_told_with_an_id_each() -> None:
    told = section(source("many-of-everything"))
    assert [each.id for each in told.beslut] == [f"u{number}" for number in range(1, 25)]


@given(st.text(max_size=40))
def test_a_report_code_is_carried_or_odd(text: str) -> None:
    try:
        read = codes.report(text)
    except Odd as odd:
        read = odd.value
    assert read is None or (read.kod and read.text)


@given(st.text(max_size=12))
def test_booleans_and_extents_are_values_or_unreadable(text: str) -> None:
    for convert in (codes.boolean, codes.extent):
        try:
            convert(text)
        except (Unreadable, Odd):
            continue


@given(
    st.builds(
        Jobseeker,
        st.none() | st.booleans(),
        st.none() | st.text("0123456789ABCÅÄÖ ", max_size=8),
        st.none() | st.dates(),
        st.none() | st.integers(-5, 2000),
        st.none() | st.dates(),
        st.none() | st.sampled_from(["200", "500", "501", "502", "x"]),
        fund=st.none() | st.text("abcåäö ", max_size=20),
        decisions=st.lists(
            st.builds(Decision, st.text("abc ", max_size=9), st.integers(-1, 200), st.dates(), st.dates()),
            max_size=3,
        ),
    ),
    st.sampled_from(["0", "1", ""]),
)
def test_whatever_is_said_becomes_an_answer_or_one_of_the_errors(known: Jobseeker, status: str) -> None:
    content = answer_of("arbetslos", known=known, status=(status, "x"))
    told = message_of(content)
    if status == "1":
        assert "ingaUppgifter" not in told
    if known.active is not None:
        assert told["uppgifter"]["arbetssokande"]["arbetssokande"] is known.active
    assert to_section_twice(content)


def to_section_twice(content: bytes) -> bool:
    """Reading is pure."""
    return message_of(content) == message_of(content)
