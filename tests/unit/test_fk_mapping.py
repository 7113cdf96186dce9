"""What Försäkringskassan's answer means: every list, who it is about, who is protected, what was left out."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from adapters.forsakringskassan.mapping import SECTIONS, to_section
from hub.adapter import (
    NoRecord,
    SourceMalformed,
    SourceRefused,
    SourceUnavailable,
    TenDigits,
    WrongPerson,
)
from hub.elements import groups_of
from messages.delar import KodText, Period
from messages.forsakringsarende import Omfattning
from messages.narstaende import Narstaende
from messages.person import Person
from messages.socialforsakring import Socialforsakring
from messages.values import Personidentitet
from tests.support.fk import (
    CHILD,
    NUMBER,
    amount,
    answer,
    found,
    general,
    left_out,
    odd,
    payload,
    person,
    question,
    section,
    simulated,
    source,
    state,
)

CODE = {"id": "ABB", "beskrivning": "Barnbidrag"}
OCTOBER = {"fran": "2026-10-01", "till": "2026-10-31"}
DECISION = {
    "fattades": "2026-09-20",
    "definitivt": False,
    "forman": CODE,
    "delforman": {"id": "AB", "beskrivning": "Allmänt barnbidrag"},
    "periodicitet": {"id": 1, "beskrivning": "Månadsvis"},
    "period": OCTOBER,
    "beslutatBruttobelopp": amount(Decimal("1250.50")),
}


# ---------------------------------------------------------------- what stands in the section


def test_a_case_is_told_alike_whichever_the_benefit() -> None:
    told = {
        "startades": "2026-09-01",
        "aktivt": True,
        "avslaget": False,
        "beslut": [{**DECISION, "omfattning": {"taljare": 3, "namnare": 4}}],
    }
    (case,) = section(answer(handikappersattningsarende=[told])).handikappersattning
    assert case.forman == KodText(kod="HANDIKAPPERSATTNING", text="Handikappersättning")
    assert (case.id, case.ansokt, case.aktivt, case.avslaget) == ("u1", date(2026, 9, 1), True, False)
    (decision,) = case.beslut
    assert (decision.id, decision.fattat, decision.definitivt) == ("u2", date(2026, 9, 20), False)
    assert decision.forman == KodText(kod="ABB", text="Barnbidrag")
    assert decision.delforman == KodText(kod="AB", text="Allmänt barnbidrag")
    assert decision.periodicitet == KodText(kod="1", text="Månadsvis")
    assert decision.period == Period(from_=date(2026, 10, 1), tom=date(2026, 10, 31))
    assert str(decision.beslutatBrutto) == "1250.5"
    assert decision.omfattning == Omfattning(taljare=3, namnare=4)


def test_a_claim_is_told_while_it_waits_and_when_it_is_refused() -> None:
    waiting = {"startades": "2026-11-03", "aktivt": True, "avslaget": False, "beslut": []}
    refused = {"startades": "2026-09-20", "aktivt": False, "avslaget": True}
    first, second = section(answer(bostadsbidragsarende=[waiting, refused])).bostadsbidrag
    assert (first.ansokt, first.aktivt, first.avslaget, first.beslut) == (date(2026, 11, 3), True, False, [])
    assert (second.ansokt, second.aktivt, second.avslaget) == (date(2026, 9, 20), False, True)


def test_half_days_are_kept() -> None:
    read = section(source("half-days"))
    assert read.sjukpenning[0].beslut[0].dagar == Decimal("10.5")
    (payment,) = read.utbetalningar
    first, deducted = payment.detaljer
    assert (first.dagar, first.timmar) == (Decimal("2.5"), Decimal("19.75"))
    assert deducted.beloppstyp == KodText(kod="INF", text="Utmätning")
    assert (deducted.avdrag, deducted.brutto) == (Decimal("300.0"), None)


def test_one_decision_that_is_no_list_stands_in_one() -> None:
    care = {
        "beslut": {**DECISION, "beslutsutfall": {"id": 5}, "underlag": {"Barn": [{"personnummer": CHILD}]}}
    }
    document = answer(omvardnadsbidragsarende=[care], merkostnadsersattningsarende=[care])
    read = section(document)
    (childcare,), (costs,) = read.omvardnadsbidrag[0].beslut, read.merkostnadsersattning[0].beslut
    assert childcare.beslutsutfall != costs.beslutsutfall, "the same code means different things"
    assert [them.fodelsear for them in childcare.barn] == [2019]
    assert odd(document) == {}


def test_others_are_a_relation_and_a_year_of_birth() -> None:
    child = {"personnummer": CHILD, "foddes": "2019-06-16", "namn": "Leila Haddad", "avled": []}
    read = section(answer(barnbidragsarende=[{"grunduppgifter": {"barn": child}}]))
    assert read.barnbidrag[0].barn == Narstaende(
        relation=KodText(kod="BARN", text="Barn"), fodelsear=2019, personidentitet=Personidentitet(CHILD)
    )
    assert "Haddad" not in read.model_dump_json()


def test_general_information_is_a_section_of_its_own() -> None:
    told = person(source("ordinary"))
    assert told.namn_ == "Amina Haddad"
    assert told.fodelsedag == date(1987, 8, 23)
    assert told.civilstand == KodText(kod="2", text="Gift")
    (home,) = told.adresser
    assert (home.utdelningsadress, home.postort) == (["Exempelgatan 4", "lgh 1102"], "Exempelstad")
    assert home.land == KodText(kod="SE", text="Sverige")
    (work,) = told.arbetsstallen
    assert work.arbetsgivare is not None
    assert work.arbetsgivare.organisationsnummer == "5560000019"
    assert work.arbetstid == Omfattning(taljare=1, namnare=2)
    assert [them.relation.kod for them in (*told.barn, *told.samhoriga)] == ["BARN", "SAMHORIG"]


def test_a_sole_traders_number_is_left_out_and_told() -> None:
    told = person(source("sole-trader")).arbetsstallen[0].arbetsgivare
    assert told is not None
    assert (told.namn, told.organisationsnummer) == ("Haddads bageri", None)
    place = "generellPersoninformation/arbetsstallen/arbetsgivare/organisationsnummer"
    assert odd(source("sole-trader")) == {place: "ORGANISATIONSNUMMER_UTELAMNAT"}


def test_there_is_no_person_section_where_none_was_told_of() -> None:
    assert [type(each) for each in found(answer(underhallsskuld=[{}])).sections] == [Socialforsakring]
    read = found(answer(generellPersoninformation=general(), underhallsskuld=[]))
    assert [type(each) for each in read.sections] == [Socialforsakring, Person]


def test_ids_are_one_series_through_the_section() -> None:
    read = json.loads(found(simulated("foralder")).sections[0].model_dump_json())
    ids: list[str] = []

    def collect(part: Any) -> None:
        if isinstance(part, dict):
            ids.extend([part["id"]] if isinstance(part.get("id"), str) else [])
            part = part.values()
        for each in part if not isinstance(part, str | int | bool | None) else ():
            collect(each)

    collect(read)
    assert sorted(ids) == sorted(f"u{place}" for place in range(1, len(ids) + 1))
    assert len(ids) > 30


def test_the_same_answer_is_the_same_section() -> None:
    content = simulated("sjuk")
    assert to_section(payload(content)) == to_section(payload(content))


@pytest.mark.parametrize(
    "key",
    ["student", "mangfald", "foralder", "sjuk", "bilagare", "programdeltagare", "pensionar", "nyanland"],
)
def test_what_the_simulator_tells_deviates_in_nothing(key: str) -> None:
    assert [row for row in found(simulated(key)).deviations if row.kod != "OKANT_ELEMENT"] == []


# ---------------------------------------------------------------- nothing, failures, and what was left out


def test_empty_lists_are_an_answer() -> None:
    assert to_section(payload(answer(barnbidragsarende=[], generellPersoninformation=[]))) == NoRecord(None)


@pytest.mark.parametrize(
    ("states", "lists", "kind", "code"),
    [
        ((state("FELANDE"),), {"barnbidragsarende": [{}]}, SourceUnavailable, "KALLA_FELANDE"),
        ((state("OTILLGANGLIG"),), {}, SourceUnavailable, "KALLA_EJ_TILLGANGLIG"),
        ((state("OK"), state("FELANDE")), {"barnbidragsarende": []}, SourceUnavailable, "KALLA_FELANDE"),
        ((), {"barnbidragsarende": []}, SourceMalformed, "TILLSTAND_SAKNAS"),
        ((state("OK", "PM"),), {"barnbidragsarende": []}, SourceMalformed, "TILLSTAND_SAKNAS"),
        ((state("SOVER"),), {"barnbidragsarende": []}, SourceMalformed, "TILLSTAND_SAKNAS"),
        ((state(),), {}, SourceMalformed, "LISTA_SAKNAS"),
        ((state(),), {"barnbidragsarende": None}, SourceMalformed, "LISTA_SAKNAS"),
        ((state(),), {"barnbidragsarende": "saknas"}, SourceMalformed, "LISTA_OLASBAR"),
        (
            (state(),),
            {"barnbidragsarende": [[]], "utbetalningsuppgift": []},
            SourceMalformed,
            "LISTA_OLASBAR",
        ),
    ],
)
def test_a_failure_is_raised_never_empty(
    states: tuple[Any, ...], lists: dict[str, Any], kind: type[Exception], code: str
) -> None:
    with pytest.raises(kind, match=f"^{code}:"):
        to_section(payload(answer(states=states, **lists)))


def test_pensionsmyndigheten_down_costs_forsakringskassan_nothing() -> None:
    read = found(answer(states=(state(), state("FELANDE", "PM")), barnbidragsarende=[{}]))
    assert (read.missing, read.deviations) == ((), ())


def test_data_without_a_state_are_read_and_told() -> None:
    assert odd(source("state-missing")) == {"utlamnare": "TILLSTAND_SAKNAS"}


def test_a_group_without_right_and_one_that_failed_are_told() -> None:
    read = found(source("failing-in-part"), question("FK:ABB", "FK:BOB", "FK:FP", "FK:SJP"))
    told = {row.grupp: row.kod for row in read.missing if row.grupp.startswith("socialforsakring")}
    assert told == {
        "socialforsakring.bostadsbidrag": "INTERNT_FEL",
        "socialforsakring.sjukpenning": "OBEHORIG",
    }


def test_a_board_without_any_right_is_refused() -> None:
    refused = {"formansinformation": left_out("OBEHORIG", "FK:ABB", "FK:BOB")}
    document = {**answer(), "avvikelser": refused, "formansinformation": {}}
    with pytest.raises(SourceRefused, match=r"^KALLA_BEHORIGHET:"):
        to_section(payload(document, question("FK:ABB", "FK:BOB")))


def test_a_list_that_was_asked_for_and_is_not_there_is_told_also_when_the_rest_is_empty() -> None:
    document = answer(barnbidragsarende=[])
    assert to_section(payload(document, question("FK:ABB"))) == NoRecord(None)
    read = found(document, question("FK:ABB", "FK:SJP"))
    assert [(row.grupp, row.kod) for row in read.missing] == [
        ("socialforsakring.sjukpenning", "GRUPP_UTELAMNAD")
    ]


def test_general_information_that_is_not_there_is_told_for_every_part_of_it() -> None:
    asked = question(ovrigInformation=["FK:GEPI"])
    assert {row.grupp for row in found(answer(barnbidragsarende=[]), asked).missing} == groups_of(Person)
    assert to_section(payload(answer(generellPersoninformation=[]), asked)) == NoRecord(None)


def test_a_group_of_several_lists_came_when_one_of_them_did() -> None:
    assert to_section(payload(answer(underhallsstodskrav=[]), question("FK:US"))) == NoRecord(None)


def test_a_list_that_lefi_adds_tomorrow_is_named_and_is_not_nothing() -> None:
    tomorrow = answer(barnbidragsarende=[], nyttArende=[{"startades": "2026-10-01"}])
    assert odd(tomorrow) == {"nyttArende": "OKANT_ELEMENT"}
    empty = to_section(payload(answer(barnbidragsarende=[], nyttArende=[])))
    assert isinstance(empty, NoRecord)
    assert [row.kod for row in empty.deviations] == ["OKANT_ELEMENT"]


def test_what_is_unknown_is_named_and_costs_nothing() -> None:
    assert odd(source("key-unknown")) == {
        "nyttFalt": "OKANT_ELEMENT",
        "generellPersoninformation/fodelseort": "OKANT_ELEMENT",
        "barnbidragsarende/arendetyp": "OKANT_ELEMENT",
        "barnbidragsarende/beslut/beslutatBruttobelopp/manad": "OKANT_ELEMENT",
        "nyFormansarende": "OKANT_ELEMENT",
    }
    assert section(source("key-unknown")).barnbidrag[0].beslut[0].beslutatBrutto == 1250


# ---------------------------------------------------------------- whom it is about, and who is protected


@pytest.mark.parametrize(
    ("given", "told"), [(NUMBER, Personidentitet(NUMBER)), (NUMBER[2:], TenDigits(NUMBER[2:]))]
)
def test_it_says_whom_it_is_about(given: str, told: Personidentitet | TenDigits) -> None:
    assert found(answer(generellPersoninformation=general(given))).person == told


def test_two_persons_are_none() -> None:
    for second in (general(CHILD), general(), [{"namn": "Någon annan"}]):
        with pytest.raises(WrongPerson):
            to_section(payload(answer(generellPersoninformation=[*general(), *second])))


def test_a_child_inside_the_answer_is_not_whom_it_is_about() -> None:
    child = {"grunduppgifter": {"barn": {"personnummer": CHILD}}}
    assert found(answer(barnbidragsarende=[child])).person is None


@pytest.mark.parametrize(
    ("document", "flag"),
    [
        (answer(generellPersoninformation=general()), "false"),
        (answer(generellPersoninformation=general(skyddad=True)), "true"),
        (answer(generellPersoninformation=general(skyddad="JA")), "oklar"),
        (answer(generellPersoninformation=general(skyddad=None)), None),
        (answer(generellPersoninformation=general(samhorig=[{"skyddad": True}])), "true"),
        (answer(generellPersoninformation=general(barn={"skyddad": True})), "true"),
        (answer(generellPersoninformation=general(barn=[[{"skyddad": True}]])), "true"),
        (answer(generellPersoninformation=general(ny={"skyddad": "kanske"})), "oklar"),
        (answer(barnbidragsarende=[{"grunduppgifter": {"barn": {"skyddad": True}}}]), "true"),
        (answer(barnbidragsarende=[{"grunduppgifter": {"barn": {"skyddad": False}}}]), None),
        (answer(bostadsbidragsarende=[{"medsokande": [{}, {"skyddad": True}, {"skyddad": False}]}]), "true"),
        (answer(barnbidragsarende=[{}]), None),
    ],
)
def test_anyone_who_is_protected_protects_the_answer(document: dict[str, Any], flag: str | None) -> None:
    assert found(document).flag == flag


def test_nobody_known_may_be_protected_all_the_same() -> None:
    read = to_section(payload({**answer(barnbidragsarende=[]), "ny": {"skyddad": True}}))
    assert isinstance(read, NoRecord)
    assert read.flag == "true"


# ---------------------------------------------------------------- two formats in one folder


def test_each_format_is_read_by_its_own_table() -> None:
    assert [kind.name for kind in SECTIONS] == ["socialforsakring", "person", "pension"]
    document = {**answer(states=(state(), state("OK", "PM")), barnbidragsarende=[{}]), "ansprak": [{}]}
    content = payload(document).content
    assert [each.namn for each in found(content).sections] == ["socialforsakring"]
    pension = to_section(type(payload(b""))("lefi/v9-pm", content))
    assert [each.namn for each in pension.sections] == ["pension"]  # type: ignore[union-attr]
