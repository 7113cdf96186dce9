"""The a-kassor's own question: all that is to be said, in the order of the format, the same each time."""

from __future__ import annotations

from lxml import etree

from adapters.akassor.names import NAMESPACE, QUESTION
from adapters.akassor.question import to_payload
from hub.adapter import Processor
from tests.support.so import SCHEMA
from tests.support.ssbtek import PERIOD, STUDENT, ask

TWO = (Processor("2120002411", "Kommunstyrelsen & co"), Processor("162120002395", "Timrå kommun"))


def said(*processors: Processor) -> list[tuple[str, str]]:
    whole = ask("SO", processors=processors)
    made = to_payload(whole, whole.sources[0], QUESTION)
    assert made.format == QUESTION
    root = etree.fromstring(made.content)
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root)
    return [(etree.QName(child).localname, child.text or "") for child in root]


def test_everything_is_said_in_order() -> None:
    assert said() == [
        ("OrganisationsnummerIngivare", "162120002411"),
        ("NamnIngivare", "Socialnämnden, Sundsvalls kommun"),
        ("KontonamnHandlaggare", "hl000123"),
        ("Referensnummer", "EB-2026-001234"),
        ("From", PERIOD.fromDatum.isoformat()),
        ("Tom", PERIOD.tomDatum.isoformat()),
        ("Syfte", "Handläggning av ekonomiskt bistånd"),
        ("Paragraf", "CSN: 15 kap. 10 § socialtjänstlagen (2025:400), 2 § förordningen (2008:975)"),
        ("IdentificationNumber", STUDENT.number.value),
    ]


def test_processors_stand_in_two_lists_in_the_same_order() -> None:
    assert said(*TWO)[8:12] == [
        ("OrganisationsnummerPersonuppgiftsbitrade", "162120002411"),
        ("OrganisationsnummerPersonuppgiftsbitrade", "162120002395"),
        ("NamnPersonuppgiftsbitrade", "Kommunstyrelsen & co"),
        ("NamnPersonuppgiftsbitrade", "Timrå kommun"),
    ]


def test_it_is_pure_and_fits_in_an_envelope() -> None:
    whole = ask("SO", processors=TWO)
    made = to_payload(whole, whole.sources[0], QUESTION)
    assert made == to_payload(whole, whole.sources[0], QUESTION)
    assert made.content.startswith(f'<GetUnemploymentBenefitPaymentRequest xmlns="{NAMESPACE}">'.encode())
    assert STUDENT.number.value not in repr(made)
