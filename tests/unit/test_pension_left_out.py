"""Is an authority that is down, and a group that did not come, told of, and never taken for nothing?"""

from __future__ import annotations

from typing import Any

import pytest

from adapters.forsakringskassan import states
from adapters.forsakringskassan.pension_mapping import to_section
from hub.adapter import NoRecord, SourceMalformed, SourceRefused, SourceUnavailable
from messages.uppgifter import Saknas
from tests.support import lefi_pm as pm
from tests.support.lefi_pm import EVERYTHING, answer, deviation, found, kod, payload, state, told


def kinds(rows: tuple[Saknas, ...]) -> set[tuple[str, str]]:
    return {(row.grupp, row.kod) for row in rows}


def test_empty_lists_from_an_authority_that_is_well_say_that_there_is_nothing() -> None:
    assert isinstance(to_section(payload(answer(), EVERYTHING)), NoRecord)


@pytest.mark.parametrize(
    ("code", "kind"), [("FELANDE", "KALLA_FELANDE"), ("OTILLGANGLIG", "KALLA_EJ_TILLGANGLIG")]
)
def test_an_authority_that_is_down_is_no_empty_answer(code: str, kind: str) -> None:
    with pytest.raises(SourceUnavailable) as raised:
        to_section(payload(answer(states=[state("OK", "FK"), state(code)]), EVERYTHING))
    assert raised.value.code == kind


def test_the_other_authoritys_state_is_none_of_this_ones() -> None:
    document = answer(states=[state("FELANDE", "FK"), state("OK")], utbetalningar=[pm.payment()])
    assert told(document) == []


def test_of_two_states_the_worse_counts() -> None:
    with pytest.raises(SourceUnavailable):
        to_section(payload(answer(states=[state("OTILLGANGLIG"), state("OK")])))


def test_data_without_a_state_is_read_and_told() -> None:
    document = answer(states=[], utbetalningar=[pm.payment()])
    assert told(document) == [("TILLSTAND_SAKNAS", "utlamnare")]


@pytest.mark.parametrize("states", [[], [state("OK", "FK")], [state("KANSKE")], [{"utlamnare": kod("PM")}]])
def test_no_state_and_no_data_is_no_answer(states: list[dict[str, Any]]) -> None:
    with pytest.raises(SourceMalformed) as raised:
        to_section(payload(answer(states=states), EVERYTHING))
    assert raised.value.code == "TILLSTAND_SAKNAS"


def test_a_group_left_out_with_a_word_is_missing() -> None:
    document = answer(
        utbetalningar=[pm.payment()],
        avvikelser={
            "ansprak": [deviation("OBEHORIG", "PM:AP")],
            "ovrigInformation": [deviation("INTERNT_FEL", "PM:PU", "ovrigInformationstyp")],
        },
    )
    claims, years = found(document, EVERYTHING).missing
    assert (claims.grupp, claims.kod) == ("pension.ansprak", "OBEHORIG")
    assert claims.text.endswith("Det gäller: Allmän pension.")
    assert (years.grupp, years.kod) == ("pension.pensionsunderlag", "INTERNT_FEL")
    assert "Det gäller" not in years.text


def test_what_lefi_itself_writes_about_a_group_is_never_repeated() -> None:
    document = answer(utbetalningar=[pm.payment()], avvikelser={"beslut": [deviation("NYTT", "PM:XX")]})
    (row,) = found(document, EVERYTHING).missing
    assert (row.grupp, row.kod) == ("pension", "OKAND_AVVIKELSE")
    assert "fritext" not in row.text
    assert "NYTT" not in row.text


def test_forsakringskassans_deviations_are_not_told_of_this_authority() -> None:
    document = answer(
        utbetalningar=[pm.payment()],
        avvikelser={"utbetalningar": [deviation("OBEHORIG", "FK:ABB")], "ansprak": []},
    )
    assert found(document, EVERYTHING).missing == ()


def test_a_deviation_that_does_not_say_what_it_concerns_is_told() -> None:
    document = answer(utbetalningar=[pm.payment()], avvikelser={"beslut": [{"avvikelse": kod("OBEHORIG")}]})
    assert [(row.grupp, row.kod) for row in found(document).missing] == [("pension", "OBEHORIG")]


def test_a_list_that_was_asked_for_and_is_not_there_is_missing_without_a_word() -> None:
    document = answer(empty=("ansprak", "beslut"), utbetalningar=[pm.payment()])
    assert kinds(found(document, EVERYTHING).missing) == {
        ("pension.levnadsintyg", "GRUPP_UTELAMNAD"),
        ("pension.pensionsbehallning", "GRUPP_UTELAMNAD"),
        ("pension.pensionsunderlag", "GRUPP_UTELAMNAD"),
        ("pension.preliminaraUtbetalningar", "GRUPP_UTELAMNAD"),
    }


def test_an_empty_list_is_an_answer_and_null_is_none() -> None:
    asked = ("pension.levnadsintyg", "pension.ansprak")
    assert isinstance(to_section(payload(answer(), asked)), NoRecord)
    assert kinds(found(answer(ansprak=None, ovrigInformation=None), asked).missing) == {
        (group, "GRUPP_UTELAMNAD") for group in asked
    }


def test_what_was_not_asked_for_is_not_missing() -> None:
    document = answer(empty=(), utbetalningar=[pm.payment()])
    assert found(document, ("pension.utbetalningar",)).missing == ()


def test_nothing_but_silence_is_not_nothing() -> None:
    read = found(answer(empty=()), ("pension.utbetalningar",))
    assert kinds(read.missing) == {("pension.utbetalningar", "GRUPP_UTELAMNAD")}
    with pytest.raises(SourceMalformed, match="LISTA_SAKNAS"):
        to_section(payload(answer(empty=())))


def all_left_out(code: str) -> dict[str, Any]:
    return answer(avvikelser={"utbetalningar": [deviation(code, f"PM:{one}") for one in ("AP", "BTI", "EF")]})


def test_a_board_that_may_see_nothing_is_refused() -> None:
    with pytest.raises(SourceRefused, match="KALLA_BEHORIGHET"):
        to_section(payload(all_left_out("OBEHORIG"), ("pension.utbetalningar",)))


def test_an_authority_that_failed_at_everything_is_unavailable() -> None:
    with pytest.raises(SourceUnavailable, match="KALLA_FELANDE"):
        to_section(payload(all_left_out("INTERNT_FEL"), ("pension.utbetalningar",)))


def test_a_board_that_may_see_something_is_told_what_it_may_not() -> None:
    read = found(all_left_out("OBEHORIG"), ("pension.utbetalningar", "pension.ansprak"))
    assert kinds(read.missing) == {("pension.utbetalningar", "OBEHORIG")}


@pytest.mark.parametrize(
    ("under", "lists"),
    [
        (None, {"utlamnare", "formansinformation", "ansprak"}),
        ("formansinformation", {"barnbidragsarende"}),
        ("ansprak", set()),
        ("beslut", set()),
        ("saknas", set()),
    ],
)
def test_which_lists_came_is_seen_without_reading_them(under: str | None, lists: set[str]) -> None:
    information: dict[str, Any] = {"barnbidragsarende": [], "skatteuppgift": None}
    document = answer(empty=("ansprak",), formansinformation=information, beslut=None)
    assert states.lists_in(payload(document), under) == lists
