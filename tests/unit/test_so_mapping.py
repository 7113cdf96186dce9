"""What the a-kassor's answer means: who it is about, who said what, who said nothing, and what was odd."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.akassor import codes
from adapters.akassor.mapping import to_section
from adapters.akassor.writing import Application, Fund, Payment
from hub.adapter import NoRecord, SourceMalformed, TenDigits
from hub.elements import Unreadable
from messages.uppgifter import Saknas
from messages.values import Personidentitet
from tests.support.so import UNEMPLOYED, answer, answer_of, found, message_of, payload, section, source
from tests.support.ssbtek import WORLD

PAYMENT = Payment(date(2026, 10, 23), Decimal("14210.00"), "17.5", date(2026, 9, 1), date(2026, 9, 30))
PAYING = Fund("Exempelkassan", "1", (PAYMENT,))
SILENT = Fund("Tysta kassan", "9")


def test_a_fund_is_told_whole() -> None:
    (fund,) = section(source("ordinary")).akassor
    assert fund.namn == "Exempelkassan"
    assert fund.status is not None
    assert (fund.status.kod, fund.status.text) == ("1", "1")
    _, payment = fund.utbetalningar
    assert payment.utbetalningsdag == date(2026, 10, 23)
    assert (str(payment.nettoEfterSkatt), str(payment.nettoEfterAvdrag)) == ("14210.00", "13010.00")
    assert payment.ersattningsdagar == Decimal("17.5")
    assert payment.avser is not None
    assert (payment.avser.from_, payment.avser.tom) == (date(2026, 9, 1), date(2026, 9, 30))
    (suspension,) = fund.avstangningar
    assert suspension.period is not None
    assert (suspension.period.from_, suspension.period.tom) == (date(2026, 8, 3), date(2026, 8, 22))
    (application,) = fund.ansokningar
    assert (application.beslutsdag, application.utbetalningsansokanInlamnad) == (date(2026, 5, 19), True)


def test_ordinary_answers_deviate_in_nothing() -> None:
    for sample in ("ordinary", "several-akassor", "decision-nil", "dates-with-offset", "utf-16", "latin-1"):
        assert found(source(sample)).deviations == (), sample


def test_an_empty_list_is_an_answer() -> None:
    read = to_section(payload(source("nothing-found")))
    assert read == NoRecord(Personidentitet(UNEMPLOYED))


@pytest.mark.parametrize(
    ("sample", "code"),
    [
        ("list-missing", "LISTA_SAKNAS"),
        ("empty", "PERSON_OLASBAR"),
        ("person-missing", "PERSON_OLASBAR"),
        ("person-unreadable", "PERSON_OLASBAR"),
        ("person-twice", "PERSON_OLASBAR"),
        ("malformed", "OLASBART_SVAR"),
        ("hostile-entities", "OLASBART_SVAR"),
        ("not-an-answer", "OLASBART_SVAR"),
    ],
)
def test_a_failure_is_raised_never_empty(sample: str, code: str) -> None:
    with pytest.raises(SourceMalformed) as failed:
        to_section(payload(source(sample)))
    assert failed.value.code == code


def test_a_list_that_is_not_understood_is_not_an_empty_one() -> None:
    odd = b"<ArbetsloshetsersattningLista><Ersattning/></ArbetsloshetsersattningLista>"
    with pytest.raises(SourceMalformed) as failed:
        to_section(payload(answer().replace(b"<ArbetsloshetsersattningLista/>", odd)))
    assert failed.value.code == "LISTA_OLASBAR"


def test_what_one_fund_said_stands_and_the_silent_one_is_named() -> None:
    read = found(answer(PAYING, SILENT))
    assert read.missing == (
        Saknas(
            grupp="arbetsloshetsersattning",
            kod="AKASSA_UTAN_BESKED",
            text="Tysta kassan (status 9) lämnade inga uppgifter. Det går inte att avgöra om det saknas "
            "ersättning eller om något gick fel; fråga a-kassan.",
        ),
    )
    assert [fund.namn for fund in section(answer(PAYING, SILENT)).akassor] == [
        "Exempelkassan",
        "Tysta kassan",
    ]


@pytest.mark.parametrize("status", ["OK", "0", "1", "200", "Klar", "all clear", "INGA UPPGIFTER", "", None])
def test_no_status_without_data_is_taken_for_fine(status: str | None) -> None:
    silent = Fund("Prövokassan", status)
    assert len(found(answer(silent)).missing) == 1
    assert len(found(answer(PAYING, silent, silent)).missing) == 2


@pytest.mark.parametrize("status", ["Tekniskt fel", "500", "", None])
def test_no_status_costs_data_that_came(status: str | None) -> None:
    read = found(answer(Fund("Exempelkassan", status, (PAYMENT,))))
    assert read.missing == ()


def test_an_undecided_application_is_something_said() -> None:
    read = found(answer(Fund("Exempelkassan", "1", application=Application("", False))))
    assert read.missing == ()
    (application,) = read.sections[0].akassor[0].ansokningar  # type: ignore[attr-defined]
    assert (application.beslutsdag, application.utbetalningsansokanInlamnad) == (None, False)


def test_free_text_stands_in_the_section_but_not_in_sentences() -> None:
    words = f"Ring Anna i Ånge om {UNEMPLOYED}"
    read = found(answer(PAYING, Fund(f"Kassan {UNEMPLOYED}", words)))
    assert read.missing[0].text.startswith("En a-kassa lämnade inga uppgifter.")
    silent = section(answer(Fund("Exempelkassan", words))).akassor[0]
    assert silent.status is not None
    assert silent.status.text == words


def test_a_status_that_is_a_personal_number_is_not_repeated() -> None:
    assert UNEMPLOYED not in found(answer(PAYING, Fund("Exempelkassan", UNEMPLOYED))).missing[0].text


def test_two_equal_payments_are_two() -> None:
    (fund,) = section(source("payments-equal")).akassor
    one, other = fund.utbetalningar
    assert one.id != other.id
    assert one.model_copy(update={"id": other.id}) == other


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1", "windows-1252"])
def test_any_declared_encoding_is_read(encoding: str) -> None:
    written = answer_of("mangfald", encoding=encoding)
    assert section(written) == section(answer_of("mangfald"))
    assert section(written).akassor[1].namn == "Prövokassan"


def test_without_century_the_ten_digits_decide() -> None:
    read = found(source("person-without-century"))
    assert isinstance(read.person, TenDigits)
    assert read.person == Personidentitet(UNEMPLOYED)


def test_a_coordination_number_is_read() -> None:
    number = WORLD.personas["samordnad"].number
    assert number.is_coordination_number
    assert found(answer(PAYING, number=number.value)).person == number


def test_every_rule_broken_costs_no_payment() -> None:
    told = section(source("rule-breaker"))
    assert [len(fund.utbetalningar) for fund in told.akassor] == [2, 3, 0]
    assert {row.kod for row in found(source("rule-breaker")).deviations} == {
        "OKANT_ELEMENT",
        "SAKNAT_ELEMENT",
        "OLASBART_VARDE",
    }


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("4.5", "4.5"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("5.", "5"),
        ("+7", "7"),
        (" 1.50 ", "1.50"),
        ("-0", "0"),
    ],
)
def test_decimals_keep_the_scale_they_came_in(given: str, number: str) -> None:
    assert str(codes.number(given)) == number


@pytest.mark.parametrize("given", [".", "-", "-.", "..5", "1,5", "1e5", "ett", "9" * 13, "NaN"])
def test_what_is_no_decimal_is_unreadable(given: str) -> None:
    with pytest.raises(Unreadable):
        codes.number(given)


def test_truth_is_told_in_the_types_four_ways_only() -> None:
    assert [codes.truth(given) for given in ("true", "1", "FALSE", "0", " ")] == [
        True,
        True,
        False,
        False,
        None,
    ]
    with pytest.raises(Unreadable):
        codes.truth("ja")


@given(
    place=st.integers(min_value=0, max_value=3_000),
    junk=st.one_of(st.binary(max_size=12), st.text("<>&'\"/= 0123456789åJ", max_size=12).map(str.encode)),
)
def test_no_damage_makes_anything_but_an_answer_or_one_of_the_three_errors(place: int, junk: bytes) -> None:
    whole = source("failing-one-of-three")
    at = place % len(whole)
    told = message_of(whole[:at] + junk + whole[at + len(junk) :])
    for sentence in (told.get("fel", {}).get("text", ""), *(str(row) for row in told.get("avvikelser", ()))):
        assert UNEMPLOYED[2:] not in sentence
