"""What an agreement file says of how a case may be shown, and of who may ask: read, or told what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from hub.agreements.source import read_agreement
from hub.model.agreement import Agreement
from hub.model.document import FaultyDocuments
from messages.koder import AktorTyp, VisadAv
from tests.support.policy import registry, source_manifest

FILE = Path(__file__).parents[1] / "support" / "contracts" / "kallor" / "csn.yaml"
LOADED = registry(source_manifest("CSN"))
ELECTRONIC = {"overlamnande": "ANNAT_ELEKTRONISKT_UTLAMNANDE"}
OWN = {"aktualitet": {"REGISTER": "35d", "EGET_INTYG": "1d"}}
AUTOMATED = {"aktorer": ["HANDLAGGARE", "AUTOMATISERAD_FUNKTION"], "fragarForeOppnande": []}


def read(**changes: Any) -> Agreement:
    written = yaml.safe_load(FILE.read_text("utf-8")) | changes
    return read_agreement(yaml.safe_dump(written, allow_unicode=True).encode(), "csn.yaml", LOADED)


def fault(**changes: Any) -> str:
    with pytest.raises(FaultyDocuments) as caught:
        read(**changes)
    (only,) = caught.value.faults
    return only


def test_each_place_has_its_greatest_age_in_seconds() -> None:
    ages = {
        "REGISTER": "35d",
        "ARENDESYSTEM": "30s",
        "LISTA": "36h",
        "SIGNERAT_INTYG": "5m",
        "EGET_INTYG": "1d",
    }
    assert read(aktualitet=ages).evidence == {
        VisadAv.REGISTER: 35 * 86_400,
        VisadAv.ARENDESYSTEM: 30,
        VisadAv.LISTA: 36 * 3600,
        VisadAv.SIGNERAT_INTYG: 300,
        VisadAv.EGET_INTYG: 86_400,
    }


@pytest.mark.parametrize("age", ["", "0d", "35", "35 d", "-1d", "1w", "1.5h", "d", "٣d"])
def test_an_age_that_cannot_be_read_is_a_fault(age: str) -> None:
    said = fault(aktualitet={"REGISTER": age})
    assert said.startswith("csn.yaml: aktualitet.REGISTER: an age is written as a number and s, m, h or d")


def test_a_place_that_there_is_none_of_is_a_fault() -> None:
    assert "aktualitet" in fault(aktualitet={"SAMTYCKE": "1d"})
    assert "aktualitet" in fault(aktualitet={})


# ------------------------------------------------------------ a caseworker's own statement


def test_it_is_confirmed_first_unless_the_agreement_says_afterwards() -> None:
    assert not read(**OWN).confirmed_afterwards
    assert read(**ELECTRONIC, **OWN, intygBekraftasEfterat=True).confirmed_afterwards


def test_by_direct_access_it_is_never_confirmed_afterwards() -> None:
    said = fault(**OWN, intygBekraftasEfterat=True)
    assert said == (
        "csn.yaml: intygBekraftasEfterat is true, but by DIREKTATKOMST a caseworker's own statement must be "
        "confirmed before it is relied on. Remove it."
    )


def test_confirming_afterwards_what_is_not_accepted_at_all_is_a_fault() -> None:
    said = fault(**ELECTRONIC, intygBekraftasEfterat=True)
    assert said.endswith("aktualitet lacks EGET_INTYG. Add it or remove it.")


# ------------------------------------------------------------ automated functions and contact centres


def test_functions_are_named_or_any_that_is_named_may_ask() -> None:
    assert read().functions is None
    assert read(**AUTOMATED).functions is None
    assert read(**AUTOMATED, funktioner=["Återansökan"]).functions == frozenset({"Återansökan"})


def test_functions_of_actors_who_may_not_ask_are_a_fault() -> None:
    said = fault(funktioner=["Återansökan"])
    assert said.endswith("but aktorer lets none ask. Add AUTOMATISERAD_FUNKTION there.")
    assert "funktioner" in fault(**AUTOMATED, funktioner=[])
    assert "funktioner" in fault(**AUTOMATED, funktioner=[" "])


def test_no_function_asks_before_a_case_is_opened() -> None:
    said = fault(**(AUTOMATED | {"fragarForeOppnande": ["AUTOMATISERAD_FUNKTION"]}))
    assert said.startswith("csn.yaml: fragarForeOppnande[0] names AUTOMATISERAD_FUNKTION")


def test_who_asks_before_opening_is_among_those_who_ask() -> None:
    assert read().before_opening == {AktorTyp.KONTAKTCENTER}
    said = fault(aktorer=["HANDLAGGARE"])
    assert said == (
        "csn.yaml: fragarForeOppnande[0] names KONTAKTCENTER, which aktorer does not. "
        "Add it there or remove it."
    )
