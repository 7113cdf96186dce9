"""CSN's part of the simulator answers as CSN does, and refuses what CSN refuses."""

from __future__ import annotations

import base64
from datetime import date

import pytest
from lxml import etree

from adapters.csn.mapping import to_section
from adapters.csn.simulated import KNOWN
from adapters.csn.simulator import PARTS, CsnPart
from hub.adapter import Days, Found, NoRecord, SourceRefused
from hub.simulators.parts import PartData, PartError, PartQuestion
from hub.simulators.personas import world
from hub.simulators.world import Persona
from messages.values import Personidentitet
from tests.support.csn import SCHEMA, TODAY, payload

WORLD = world(TODAY)
NAMESPACE = "http://schema.forsakringskassan.se/integration/ssbt/11"


def ask(person: Persona | str, part: CsnPart | None = None, case: str = "EB-1") -> PartData | PartError:
    number = person if isinstance(person, str) else person.number.value
    period = Days(date(2026, 9, 1), date(2026, 11, 30))
    question = PartQuestion("11", NAMESPACE, number, case, "hl1", period, etree.Element("CSN"))
    return (part or CsnPart()).answer(WORLD, None if isinstance(person, str) else person, question)


def document(answer: PartData | PartError) -> bytes:
    assert isinstance(answer, PartData)
    (reply,) = answer.children
    assert reply.tag == f"{{{NAMESPACE}}}svar"
    return base64.b64decode(reply.text or "", validate=True)


@pytest.mark.parametrize("key", sorted(KNOWN))
@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_every_known_person_is_answered_and_read(key: str, version: str) -> None:
    persona = WORLD.personas[key]
    written = document(ask(persona, CsnPart(version)))
    assert written.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    read = to_section(payload(written))
    assert isinstance(read, Found)
    assert read.person == persona.number
    assert read.deviations == ()
    assert (read.flag == "J") is persona.protected


@pytest.mark.parametrize("key", sorted(KNOWN))
def test_what_is_written_is_valid_by_the_schema(key: str) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.assertValid(etree.fromstring(document(ask(WORLD.personas[key]))))


def test_someone_csn_does_not_know_is_not_found() -> None:
    read = to_section(payload(document(ask(WORLD.personas["okand"]))))
    assert isinstance(read, NoRecord)
    assert read.person == WORLD.personas["okand"].number


def test_someone_the_world_does_not_know_is_not_found_either() -> None:
    read = to_section(payload(document(ask("198401032399"))))
    assert isinstance(read, NoRecord)
    assert read.person == Personidentitet("198401032399")


def test_a_case_id_of_32_characters_is_refused_and_31_are_not() -> None:
    refused = ask(WORLD.personas["student"], case="x" * 32)
    assert isinstance(refused, PartError)
    assert (refused.kalla, refused.felkod) == ("BT", "-1005")
    assert isinstance(ask(WORLD.personas["student"], case="x" * 31), PartData)


def test_a_coordination_number_is_refused() -> None:
    assert isinstance(ask(WORLD.personas["samordnad"]), PartError)


def test_a_result_code_comes_without_persons() -> None:
    written = document(ask(WORLD.personas["student"], CsnPart(result=("-2001", "Tekniskt fel"))))
    with pytest.raises(SourceRefused):
        to_section(payload(written))


@pytest.mark.parametrize(
    "today", [date(2026, 1, 1), date(2028, 2, 29), date(2026, 7, 31), date(2027, 12, 31)]
)
def test_any_day_has_payments_made_and_payments_planned(today: date) -> None:
    for key in ("student", "gymnasist", "omstallare", "startare"):
        payments = [payment for case in KNOWN[key](today) for payment in case.payments]
        assert {"Utbetald", "Planerad"} <= {payment.state for payment in payments}, (key, today)


def test_the_folder_brings_one_part() -> None:
    assert [part.source for part in PARTS] == ["CSN"]
