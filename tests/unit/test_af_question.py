"""What Arbetsförmedlingen is asked when it is asked straight: no more than may be had, and by its schema."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from adapters.arbetsformedlingen.names import NAMESPACE, QUESTION_FORMAT
from adapters.arbetsformedlingen.question import to_payload
from hub.adapter import Ask, Asker, Processor
from tests.support.af import GROUPS, LAW, SCHEMA, WORLD, ask

PERSONA = WORLD.personas["arbetslos"]
SCHEMA_READ = etree.XMLSchema(etree.parse(SCHEMA))


def question(asked: Ask) -> etree._Element:
    made = to_payload(asked, asked.sources[0], QUESTION_FORMAT)
    assert made.format == QUESTION_FORMAT
    element = etree.fromstring(made.content)
    SCHEMA_READ.assertValid(element)
    return element


def said(element: etree._Element) -> dict[str, str]:
    fraga = element.find(f"{{{NAMESPACE}}}Fraga")
    assert fraga is not None
    return {str(child.tag).rpartition("}")[2]: child.text or "" for child in fraga}


def test_the_question_says_who_asks_why_and_about_whom() -> None:
    assert said(question(ask(PERSONA))) == {
        "OrganisationsnummerForIngivare": "162120002411",
        "NamnPaIngivare": "Socialnämnden, Sundsvalls kommun",
        "KontonamnForHandlaggare": "hl000123",
        "Referensnummer": "EB-2026-001234",
        "From": "2026-08-01",
        "Tom": "2026-10-31",
        "SyfteMedFraga": "Handläggning av ekonomiskt bistånd",
        "LagParagraf": LAW,
        "OrganisationsnummerForPersonuppgiftsbitrade": "162120002411",
        "NamnPaPersonuppgiftsbitrade": "Kommunstyrelsen",
        "IdentitetsbeteckningFysiskPerson": PERSONA.number.value,
    }


@pytest.mark.parametrize(
    ("groups", "included"),
    [
        (GROUPS, ("true", "true", "true")),
        ({"arbetssokande.aktivitetsrapport"}, ("true", "false", "false")),
        ({"arbetssokande.inskrivning", "arbetssokande.beslut"}, ("true", "false", "true")),
        ({"arbetssokande.akassa"}, ("false", "true", "false")),
        ({"arbetssokande.person"}, ("false", "false", "false")),
    ],
)
def test_no_more_is_asked_for_than_may_be_had(groups: set[str], included: tuple[str, ...]) -> None:
    asked = question(ask(PERSONA, groups=frozenset(groups)))
    part = asked.find(f"{{{NAMESPACE}}}Inkludera")
    assert part is not None
    assert tuple(part.get(name) for name in ("ArbetssokandeInfo", "AkasseInfo", "BeslutInfo")) == included


def test_without_a_processor_none_is_named_and_a_long_number_stays() -> None:
    asker = Asker("162120002411", "Nämnden", "SN", "x")
    told = said(question(ask(PERSONA, processors=(), asker=asker)))
    assert "NamnPaPersonuppgiftsbitrade" not in told
    assert told["OrganisationsnummerForIngivare"] == "162120002411"


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=60)
)
def test_any_text_comes_through_as_it_is(text: str) -> None:
    asked = ask(PERSONA, purpose=text, legal_text=text, processors=(Processor("2120002411", text),))
    told = said(question(asked))
    assert (told["SyfteMedFraga"], told["LagParagraf"], told["NamnPaPersonuppgiftsbitrade"]) == (text,) * 3


def test_making_it_is_pure_and_hides_the_number() -> None:
    asked = ask(PERSONA)
    one, two = (to_payload(asked, asked.sources[0], QUESTION_FORMAT) for _ in range(2))
    assert one == two
    assert PERSONA.number.value not in repr(one)
