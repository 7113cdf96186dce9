"""What Skatteverket's answer means: who it is about, whether there is anything, and what nobody can read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from adapters.skatteverket.codes import ZERO
from adapters.skatteverket.incomes import NO_AMOUNT, NO_DATE, incomes
from adapters.skatteverket.mapping import to_section
from adapters.skatteverket.unrecognised import HIDDEN, kind_of
from hub.adapter import NoRecord, SourceError, SourceMalformed, SourceUnavailable, WrongPerson
from hub.elements import keep_groups
from messages.beskattning import Beskattning, Skattekontoutbetalning
from messages.inkomster import Inkomstpost
from messages.koder import Tillstand
from messages.values import Personidentitet
from tests.support.elements import Bokning
from tests.support.incomes import as_items
from tests.support.skv import SOMEBODY, answer_of, found, message_of, payload, section, source


def test_capital_and_payout_are_told_whole() -> None:
    told = section(source("ordinary"))
    assert (told.fornamn, told.efternamn) == ("Robin", "Ek")
    (capital,) = told.kapitaluppgifter
    assert (capital.taxeringsar, capital.intakter, capital.overskott) == (2026, Decimal(1845), Decimal(1845))
    (payout,) = told.skattekontoutbetalningar
    assert (payout.belopp, payout.bokforingsdag) == (Decimal(4312), date(2026, 10, 19))
    assert found(source("ordinary")).person == Personidentitet(SOMEBODY)
    assert found(source("ordinary")).missing == ()


def test_nothing_found_is_an_answer() -> None:
    read = to_section(payload(source("nothing-found")))
    assert isinstance(read, NoRecord)
    assert read.person == Personidentitet(SOMEBODY)


def test_somebody_known_by_name_alone_is_found_and_whole() -> None:
    read = found(source("names-only"))
    assert isinstance(read.sections[0], Beskattning)
    assert (read.sections[0].efternamn, read.missing) == ("Ek", ())


UNTOLD = [("beskattning.kapital", "SVAR_UTAN_UPPGIFTER"), ("beskattning.skattekonto", "SVAR_UTAN_UPPGIFTER")]


@pytest.mark.parametrize("sample", ["status-without-data", "person-alone"])
@pytest.mark.parametrize("names", [True, False])
def test_no_data_without_a_status_that_says_answered_is_never_nothing_found(sample: str, names: bool) -> None:
    content = source(sample)
    if not names:
        content = content.replace(b"<folko:Fornamn>Robin</folko:Fornamn>", b"")
        content = content.replace(b"<folko:Efternamn>Ek</folko:Efternamn>", b"")
    assert [(row.grupp, row.kod) for row in found(content).missing] == UNTOLD


@pytest.mark.parametrize("status", ["0", "00", " 0 ", "+0", "", "  "])
def test_zero_or_blank_is_answered_however_written(status: str) -> None:
    content = source("nothing-found").replace(b"Kod>0<", f"Kod>{status}<".encode())
    assert isinstance(to_section(payload(content)), NoRecord)
    assert (
        section(
            source("ordinary").replace(b"PersonuppgiftKod>0<", f"PersonuppgiftKod>{status}<".encode())
        ).status
        is None
    )


def test_an_unknown_status_beside_data_is_carried_as_it_came() -> None:
    read = found(source("status-unknown"))
    assert isinstance(read.sections[0], Beskattning)
    assert read.sections[0].status is not None
    assert (read.sections[0].status.kod, read.missing, read.deviations) == ("999", (), ())


def test_zero_says_that_it_may_be_missing_or_negative() -> None:
    told = section(source("amounts-zero"))
    assert told.kapitaluppgifter[0].overskott == 0
    assert told.kapitaluppgifter[0].anmarkning == ZERO
    assert section(source("ordinary")).kapitaluppgifter[0].anmarkning is None


def test_a_negative_amount_is_carried_and_told() -> None:
    read = found(source("amount-negative"))
    assert section(source("amount-negative")).kapitaluppgifter[0].intakter == Decimal(-250)
    assert [row.kod for row in read.deviations] == ["NEGATIVT_BELOPP"]


@pytest.mark.parametrize(
    ("sample", "error", "code"),
    [
        ("failing", SourceUnavailable, "SKV_9071042"),
        ("fault-unknown", SourceUnavailable, "SKV_OKAND"),
        ("two-persons", WrongPerson, "FEL_PERSON"),
        ("person-twice", SourceMalformed, "PERSON_OTYDLIG"),
        ("no-person", SourceMalformed, "PERSON_SAKNAS"),
        ("person-unreadable", SourceMalformed, "PERSON_OLASBAR"),
        ("malformed", SourceMalformed, "OLASBART_SVAR"),
        ("empty", SourceMalformed, "OLASBART_SVAR"),
        ("not-an-answer", SourceMalformed, "OLASBART_SVAR"),
        ("hostile-entities", SourceMalformed, "OLASBART_SVAR"),
    ],
)
def test_a_failure_is_raised_never_empty(sample: str, error: type[SourceError], code: str) -> None:
    with pytest.raises(error) as raised:
        to_section(payload(source(sample)))
    assert raised.value.code == code


@pytest.mark.parametrize("code", ["9070999", "9072000", "90710420", "", SOMEBODY, "９０７１０４２"])
def test_only_the_sources_own_fault_codes_are_repeated(code: str) -> None:
    content = source("failing").replace(b"9071042", code.encode())
    with pytest.raises(SourceUnavailable) as raised:
        to_section(payload(content))
    assert raised.value.code == "SKV_OKAND"
    assert not code or code not in str(raised.value)


def test_the_text_of_a_fault_is_not_repeated() -> None:
    content = source("failing").replace(b"Ett fel hos Skatteverket.", b"Robin Ek saknas")
    with pytest.raises(SourceUnavailable) as raised:
        to_section(payload(content))
    assert "Robin" not in str(raised.value)


def test_parts_about_one_person_are_put_together() -> None:
    told = section(source("parts-about-one-person"))
    assert [each.id for each in told.kapitaluppgifter] == ["u1", "u2"]
    assert [each.id for each in told.skattekontoutbetalningar] == ["u3", "u4"]


def test_a_status_that_differs_between_parts_is_told() -> None:
    content = source("parts-about-one-person")
    at = content.rindex(b"<folko:Efternamn>Ek<")
    content = content[:at] + content[at:].replace(b"n>Ek<", b"n>Alm<", 1)
    assert section(content).efternamn == "Ek"
    assert {row.kod for row in found(content).deviations} == {"OLIKA_UPPGIFTER", "UPPREPAT_ELEMENT"}


# ------------------------------------------------------------ what nobody has described


def test_monthly_returns_are_handed_on_value_by_value() -> None:
    read = found(source("monthly-returns"))
    kept = {each.kod: each.text for each in section(source("monthly-returns")).individuppgifter}
    assert kept["IndividuppgiftLista/Individuppgift[1]/KontantErsattning"] == "28400"
    assert kept["IndividuppgiftLista/Individuppgift[2]/Redovisningsperiod"] == "202609"
    assert len(kept) == 10
    assert [(row.grupp, row.kod) for row in read.missing] == [("beskattning.individuppgifter", "EJ_TOLKAT")]


def test_returns_without_a_list_around_them_are_told_apart() -> None:
    bare = source("monthly-returns").replace(b"<svar:IndividuppgiftLista>", b"")
    kept = section(bare.replace(b"</svar:IndividuppgiftLista>", b"")).individuppgifter
    assert {each.kod.partition("/")[0] for each in kept} == {"Individuppgift[1]", "Individuppgift[2]"}


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_returns_are_found_in_any_encoding(encoding: str) -> None:
    text = source("monthly-returns").decode().replace("UTF-8", encoding.upper())
    assert section(text.encode(encoding)) == section(source("monthly-returns"))


def test_what_is_not_understood_is_told_by_place_and_kind_never_by_value() -> None:
    for sample in ("monthly-returns", "element-unknown", "attribute-unknown"):
        read, told = found(source(sample)), section(source(sample))
        words = " ".join(str(row) for row in (*read.deviations, *read.missing))
        assert not [each.text for each in told.individuppgifter if each.text in words]
        assert "(slag: " in words
    places = {row.plats: row.text for row in found(source("monthly-returns")).deviations}
    at = "PersonuppgiftLista/Personuppgift/IndividuppgiftLista/Individuppgift/KontantErsattning"
    assert "(slag: tal)" in places[at]
    assert places[at].endswith("(2 gånger.)")


def test_returns_are_handed_out_only_where_the_agreement_carries_them() -> None:
    told = section(source("monthly-returns"))
    kept, withheld = keep_groups(told, {"beskattning.kapital", "beskattning.skattekonto"})
    assert (kept.individuppgifter, kept.fornamn) == ([], None)
    assert "beskattning.individuppgifter" in withheld
    assert kept.kapitaluppgifter == told.kapitaluppgifter
    assert keep_groups(told, {"beskattning.individuppgifter"})[0].individuppgifter == told.individuppgifter


def test_what_could_be_a_personal_number_is_not_repeated() -> None:
    content = source("monthly-returns").replace(b"165560000001", SOMEBODY.encode())
    texts = [each.text for each in section(content).individuppgifter]
    assert texts.count(HIDDEN) == 2
    assert SOMEBODY not in texts


def with_element(place: bytes, element: bytes, sample: str = "ordinary") -> bytes:
    content = source(sample)
    assert place in content
    return content.replace(place, element + place)


NEW = b'<svar:Ny typ="A">fore<svar:Inne>1 kr</svar:Inne>efter</svar:Ny><svar:Tom/>'


def test_every_undescribed_place_is_named() -> None:
    read = found(with_element(b"</svar:Personuppgift>", NEW))
    assert [row.plats.rpartition("Personuppgift/")[2] for row in read.deviations] == [
        "Ny/@typ",
        "Ny",
        "Ny/Inne",
        "Tom",
    ]
    assert read.sections[0] == section(source("ordinary"))


@pytest.mark.parametrize(
    ("place", "sample", "groups"),
    [
        (b"</svar:Kapitaluppgift>", "ordinary", ["kapital"]),
        (b"</svar:Skattekontouppgift>", "ordinary", ["skattekonto"]),
        (b"</svar:Personuppgift>", "ordinary", ["individuppgifter"]),
        (b"</svar:Personuppgift>", "names-only", ["individuppgifter", "kapital", "skattekonto"]),
        (b"</svar:Personuppgift>", "nothing-found", ["individuppgifter", "kapital", "skattekonto"]),
    ],
)
def test_a_group_that_may_hide_in_what_nobody_can_read_is_told_as_missing(
    place: bytes, sample: str, groups: list[str]
) -> None:
    missing = found(with_element(place, NEW, sample)).missing
    assert [(row.grupp, row.kod) for row in missing] == [
        (f"beskattning.{group}", "EJ_TOLKAT") for group in groups
    ]


def test_an_element_that_says_nothing_makes_no_answer_partial() -> None:
    read = found(with_element(b"</svar:Personuppgift>", b"<svar:Ny/>"))
    assert (read.missing, [row.kod for row in read.deviations]) == ((), ["OKANT_ELEMENT"])


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("", "TOM"),
        ("true", "JA_NEJ"),
        ("202610", "MANAD"),
        ("2026-10", "MANAD"),
        ("202613", "TAL"),
        ("2026-10-19", "DATUM"),
        ("2026-10-19+01:00", "DATUM"),
        ("20261019", "DATUM"),
        ("20261399", "TAL"),
        ("-12,50", "TAL"),
        ("28400", "TAL"),
        ("Exempelbolaget AB", "TEXT"),
        (SOMEBODY, "PERSONNUMMER"),
    ],
)
def test_the_kind_is_what_a_text_looks_like(given: str, kind: str) -> None:
    assert kind_of(given) == kind


# ------------------------------------------------------------ incomes


def items(**payout: object) -> list[Inkomstpost]:
    told = Skattekontoutbetalning.model_validate({"id": "u1", **payout})
    return as_items("SKV", incomes(Beskattning(skattekontoutbetalningar=[told])))


def test_a_payout_is_an_income_of_the_day_it_was_booked() -> None:
    (item,) = as_items("SKV", incomes(section(source("ordinary"))))
    assert (item.forman.text, item.belopp.netto) == ("Skatteåterbäring", Decimal("4312.00"))
    assert (item.utbetalningsdag, item.tillstand) == (date(2026, 10, 19), Tillstand.UTBETALD)
    assert (item.uppgiftId, item.anmarkning) == ("u2", None)


def test_two_equal_payouts_are_two_items() -> None:
    assert len(list(incomes(section(source("several-years-and-payouts"))))) == 2


def test_a_payout_that_was_never_booked_is_not_counted_as_paid() -> None:
    (item,) = items(belopp=Decimal(10))
    assert (item.tillstand, item.anmarkning) == (Tillstand.PRELIMINAR, NO_DATE)


def test_an_amount_that_cannot_be_read_is_not_lost() -> None:
    (item,) = items(bokforingsdag=date(2026, 10, 19))
    assert (item.belopp.netto, item.anmarkning) == (None, NO_AMOUNT)


def test_zero_without_a_day_is_no_payout_and_with_one_it_is_noted() -> None:
    assert items(belopp=Decimal(0)) == []
    (item,) = items(belopp=Decimal(0), bokforingsdag=date(2026, 10, 19))
    assert item.anmarkning == ZERO


@pytest.mark.parametrize(("given", "netto"), [("517.5", "517.50"), ("1.005", "1.005"), ("4312", "4312.00")])
def test_nothing_is_rounded(given: str, netto: str) -> None:
    (item,) = items(belopp=Decimal(given), bokforingsdag=date(2026, 10, 19))
    assert str(item.belopp.netto) == netto


def test_another_section_is_refused() -> None:
    with pytest.raises(TypeError):
        incomes(Bokning())


def test_the_person_of_broken_rules_is_still_answered() -> None:
    told = message_of(answer_of("regelbrytare"))
    assert [item["belopp"].get("netto") for item in told["inkomstposter"]] == ["517.50"]
    assert {"NEGATIVT_BELOPP", "OLASBART_VARDE", "OKANT_ELEMENT", "SAKNAT_ELEMENT"} <= {
        row["kod"] for row in told["avvikelser"]
    }
