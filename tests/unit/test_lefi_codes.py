"""Has every code that LEFI's published interface lists a Swedish text, and is none made up?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.forsakringskassan import codes
from hub.elements import CodeList, Odd, every_list, load_codes

SCHEMA = Path(codes.__file__).parent / "schemas" / "lefi-v9.schema.json"
TYPES: dict[str, dict[str, Any]] = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]

LISTS = {
    "LefiPersoninformation.civilstand": codes.CIVIL_STATUS,
    "LefiAktivitetsstodUppgifter.atgardstyp": codes.MEASURE,
    "LefiAktivitetsstodBeslut.ersattning": codes.COMPENSATION_ACTIVITY,
    "LefiArbetsskadelivrantaEfterlevandeUppgifter.orsak": codes.CAUSE_WORK_INJURY_SURVIVOR,
    "LefiArbetsskadelivrantaEgenUppgifter.orsak": codes.CAUSE_WORK_INJURY,
    "LefiArbetsskadelivrantaBeslut.ersattning": codes.COMPENSATION_WORK_INJURY,
    "LefiMottagareAvBarnbidragInstitution.institution": codes.INSTITUTION,
    "LefiForaldrapenningBeslut.ersattning": codes.COMPENSATION_PARENTAL,
    "LefiForaldrapenningErsattningsdag.niva": codes.PARENTAL_LEVEL,
    "LefiForaldrapenningAnspraksdag.niva": codes.PARENTAL_LEVEL,
    "LefiGraviditetspenningBeslut.ersattning": codes.COMPENSATION_PREGNANCY,
    "LefiIntjanandeBarnBeslut.foraldertyp": codes.PARENT_KIND,
    "LefiLevnadsintygUppgift.status": codes.LIFE_CERTIFICATE,
    "LefiMerkostnadsersattningBeslut.beslutstatus": codes.DECISION_STATUS,
    "LefiMerkostnadsersattningBeslut.beslutsutfall": codes.OUTCOME_ADDITIONAL_COST,
    "LefiMerkostnadsersattningPeriodbeslut.utbetalningstyp": codes.PAYING_ADDITIONAL_COST,
    "LefiNarstaendepenningBeslut.ersattning": codes.COMPENSATION_CLOSE_RELATIVE,
    "LefiOmvardnadsbidragBeslut.beslutstatus": codes.DECISION_STATUS,
    "LefiOmvardnadsbidragBeslut.beslutsutfall": codes.OUTCOME_CHILD_CARE,
    "LefiOmvardnadsbidragPeriodBeslut.utbetalningstyp": codes.PAYING_CHILD_CARE,
    "LefiUtbetalningUppgift.typ": codes.PAYMENT_KIND,
    "LefiUtbetalningUppgift.foretag": codes.PAYING_AUTHORITY,
    "LefiUtbetalningDetalj.beloppstyp": codes.AMOUNT_TYPE,
    "LefiProgramanvisning.program": codes.PROGRAMME,
    "LefiProgramersattningDag.ersattning": codes.COMPENSATION_PROGRAMME,
    "LefiSjukpenninggrundandeInkomstUppgift.typ": codes.SGI_KIND,
    "LefiStudiemedelAvisering.typ": codes.STUDY_NOTICE,
    "LefiTillfalligForaldrapenningBeslut.ersattning": codes.COMPENSATION_TEMPORARY_PARENTAL,
    "LefiTillfalligForaldrapenningDag.inkomsttyp": codes.INCOME_KIND,
    "LefiTillfalligForaldrapenningDag.berakningssatt": codes.CALCULATION,
    "LefiUnderhallsstodBeslut.ersattning": codes.COMPENSATION_MAINTENANCE,
    "LefiVardbidragBeslut.ersattning": codes.COMPENSATION_CARE_ALLOWANCE,
    "LefiYrkesskadelivrantaBeslut.ersattning": codes.COMPENSATION_OCCUPATIONAL_INJURY,
}
"""The list of each field whose codes are published; `periodicitet` is the same one in sixteen decisions."""

ENUMS = {
    "LefiAvvikelseKod": codes.DEVIATION,
    "LefiUtlamnareKod": codes.DELIVERER,
    "LefiTillstandKod": codes.STATE,
}

PENSION = {
    "LefiPmFormanGruppKod": "pension-formansgrupp",
    "LefiPmFormanBeslutStatusKod": "pension-beslutsstatus",
    "LefiPmFormanBeslutUtfallKod": "pension-beslutsutfall",
    "LefiPmFormanBeslutatBeloppFrekvensKod": "pension-beloppsfrekvens",
    "LefiPmFormanBeslutadErsattningTypKod": "pension-ersattningstyp",
    "LefiPmFormanSamordningTypKod": "pension-samordningstyp",
    "LefiPmCivilstandKod": "pension-civilstand",
    "LefiPmFormanUtbetalningAvdragTypKod": "pension-avdragstyp",
    "LefiPmUtbetalningFormanKod": "pension-utbetalningsforman",
    "LefiPmFormanUtbetalningBeloppTypKod": "pension-beloppstyp",
    "LefiPmOvrigInformationTypKod": "pension-informationstyp",
    "LefiPmLevnadsintygStatusKod": "pension-levnadsintygsstatus",
    "LefiPmPensionKontoTypKod": "pension-kontotyp",
    "LefiPmPensionKontoHandelseTypKod": "pension-kontohandelse",
    "LefiPmPensionKontoTransaktionTypKod": "pension-kontotransaktion",
    "LefiExternFormanGruppKod": "pension-formansgrupp",
    "LefiExternOvrigInformationTypKod": "pension-informationstyp",
}


def listed() -> Iterator[tuple[str, set[str]]]:
    """Each field with codes of its own, as `Type.field`, and the codes as text."""
    for name, kind in TYPES.items():
        for field, said in kind.get("properties", {}).items():
            for part in said.get("allOf", ()):
                if "properties" in part:
                    yield f"{name}.{field}", {str(code) for code in part["properties"]["id"]["enum"]}


def list_of(place: str) -> CodeList:
    return codes.PERIODICITY if place.endswith(".periodicitet") else LISTS[place]


def enums(*, pension: bool) -> dict[str, set[str]]:
    """Each type that is nothing but codes, one authority's part of them."""
    found = {}
    for name, kind in TYPES.items():
        theirs = {
            str(code)
            for code in kind.get("enum", ())
            if (name.startswith("LefiPm") or str(code).startswith("PM:")) is pension
        }
        if theirs:
            found[name] = theirs
    return found


@pytest.mark.parametrize(
    ("place", "told"), list(listed()), ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_list_has_the_codes_that_its_field_can_have_and_no_other(place: str, told: set[str]) -> None:
    assert set(list_of(place).texts) == told


def test_all_293_codes_are_counted_once_for_each_field_that_can_have_them() -> None:
    assert sum(len(told) for _, told in listed()) == 293
    assert len([place for place, _ in listed() if place.endswith(".periodicitet")]) == 16
    assert {place for place, _ in listed() if not place.endswith(".periodicitet")} == set(LISTS)


@pytest.mark.parametrize(("name", "told"), list(enums(pension=False).items()))
def test_every_code_of_forsakringskassans_part_has_a_text(name: str, told: set[str]) -> None:
    assert told <= set(ENUMS.get(name, codes.BENEFIT_GROUP).texts)


def test_every_code_of_pensionsmyndighetens_part_has_a_text() -> None:
    told = enums(pension=True)
    assert {name: set(load_codes(PENSION[name]).texts) for name in told} == told


def test_the_codes_that_say_how_lefi_answered_are_the_published_ones() -> None:
    told = enums(pension=False)
    assert {name: set(one.texts) for name, one in ENUMS.items()} == {name: told[name] for name in ENUMS}
    groups = told["LefiFkFormanGruppKod"] | told["LefiExternOvrigInformationTypKod"]
    assert set(codes.BENEFIT_GROUP.texts) == groups
    assert len(groups) == 27 + 5


def test_every_list_of_the_answer_has_a_kind() -> None:
    lists = set(TYPES["LefiFormansinformation"]["properties"]) - {"generellPersoninformation"}
    assert len(codes.BENEFIT_KIND.texts) == len(lists) == 41


def test_every_list_of_ours_is_a_constant_and_every_constant_a_list() -> None:
    ours = {one.id for one in every_list() if re.match(r"(socialforsakring|person)-", one.id)}
    constants = [one for one in vars(codes).values() if isinstance(one, CodeList)]
    assert sorted(one.id for one in constants) == sorted(ours)


def test_a_source_without_a_published_list_keeps_its_code() -> None:
    read = codes.BENEFIT.read("XYZ")
    assert read is not None
    assert read.kod == "XYZ"
    with pytest.raises(Odd) as odd:
        codes.PERIODICITY.read("9")
    assert odd.value.value.kod == "9"


@pytest.mark.parametrize("code", ["FK:BST", "FK:ET"])
def test_a_group_of_unknown_meaning_says_that_it_is_unknown(code: str) -> None:
    assert codes.BENEFIT_GROUP.texts[code] == f"Okänd grupp ({code})"
    assert "inte publicerat" in codes.BENEFIT_GROUP.explanations[code]


def test_what_has_no_answer_says_nothing_of_the_person() -> None:
    for one in ("INTERNT_FEL", "OBEHORIG"):
        assert "säger ingenting om personen" in load_codes("socialforsakring-avvikelse").explanations[one]
