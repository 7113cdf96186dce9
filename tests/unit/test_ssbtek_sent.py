"""Is what is sent through SSBTEK what the hub was asked?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from adapters.ssbtek import adapter
from hub.adapter import (
    Payload,
    Request,
    SourceRefused,
)
from messages.koder import Led
from messages.wire.ssbtek import (
    VERSIONS,
    Hamta,
    Tidsperiod,
    read_question,
    write_answer,
)
from tests.support.ssbtek import (
    AGENCIES,
    CORRELATION,
    PERIOD,
    STUDENT,
    TAX,
    answering,
    ask,
    body_of,
    schema,
    source_ask,
)
from tests.support.ssbtek_route import CSN, came, fault, fetch

MANIFEST = Path(adapter.__file__).parent / "manifest.yaml"
BOTH = pytest.mark.parametrize("version", ["10", "11"])


@BOTH
async def test_every_agency_at_once_validates_and_says_what_was_asked(version: str) -> None:
    transport = answering(write_answer(VERSIONS[version], {}, correlation=CORRELATION))
    await fetch(ask(*AGENCIES, version=version), transport)
    [sent] = transport.sent
    schema(version).assertValid(body_of(sent.body))
    read = read_question(sent.body)
    assert isinstance(read, Hamta)
    general = read.fraga.generella
    assert general.frageTidpunkt == "2026-11-21T09:00:00.000Z"
    assert general.korrelationsid == CORRELATION
    assert general.fraganSkallInkluderasISvaret is False
    assert general.ingivare.organisationsnummer == "162120002411"
    assert general.ingivare.handlaggare == "hl000123"
    assert general.personidentitet == STUDENT.number.value
    assert general.arendeidentitet == "EB-2026-001234"
    assert general.lagtext == ask().legal_text
    assert [(row.ordningsnummer, row.organisationsnummer) for row in general.personuppgiftsbitrade] == [
        (1, "162120002411"),
        (2, "162120002395"),
    ]
    assert set(read.fraga.specifika) == set(AGENCIES)
    assert read.fraga.specifika["SKV"].beskattning == (TAX if version == "11" else None)
    lefi = read.fraga.specifika["FK"].lefi
    assert lefi is not None
    assert (lefi.version, lefi.aktorsid, lefi.lefiJsonFraga) == ("v9", "026-51", b'{"grupper": ["FK:BOB"]}')


async def test_the_call_is_soap_1_1_with_the_named_certificate_and_the_deadlines_of_the_manifest() -> None:
    transport = came({"CSN": CSN})
    settings = {**ask().settings, "url": "https://ssbtek.example/11", "credentials": "sundsvall"}
    await fetch(ask(settings=settings), transport)
    [sent] = transport.sent
    assert isinstance(sent, Request)
    assert (sent.method, sent.url, sent.credentials) == ("POST", "https://ssbtek.example/11", "sundsvall")
    assert sent.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert sent.headers["SOAPAction"] == '""'
    deadlines = yaml.safe_load(MANIFEST.read_text())["route"]["deadlines"]
    assert (sent.connect_timeout_s, sent.read_timeout_s) == (deadlines["connect"], deadlines["read"])


async def test_the_number_stands_in_the_body_alone() -> None:
    transport = came({"CSN": CSN})
    await fetch(ask(), transport)
    [sent] = transport.sent
    number = STUDENT.number.value
    assert number.encode() in sent.body
    assert number not in repr(sent)
    assert number not in sent.url
    assert not any(number in value for value in sent.headers.values())


async def test_each_agency_has_its_own_period_and_the_whole_their_union() -> None:
    transport = came({"CSN": CSN})
    early, late = date(2026, 5, 1), date(2026, 12, 31)
    await fetch(ask(sources=(source_ask("CSN", first=early), source_ask("SO", last=late))), transport)
    read = read_question(transport.sent[0].body)
    assert isinstance(read, Hamta)
    assert read.fraga.generella.tidsperiod == Tidsperiod(early, late)
    assert read.fraga.specifika["CSN"].tidsperiod == Tidsperiod(early, PERIOD.tomDatum)
    assert read.fraga.specifika["SO"].tidsperiod == Tidsperiod(PERIOD.fromDatum, late)


@pytest.mark.parametrize("source", ["FK", "SKV"])
async def test_a_source_without_its_own_question_is_left_out_and_told_of(source: str) -> None:
    asked = ask("CSN", source)
    bare = tuple(replace(one, question=None) for one in asked.sources)
    transport = came({"CSN": CSN})
    fetched = await fetch(replace(asked, sources=bare), transport)
    assert f'<s:{source} inkludera="false"/>'.encode() in transport.sent[0].body
    left_out = fetched[source]
    assert isinstance(left_out, SourceRefused)
    assert (left_out.code, left_out.led) == ("FRAGA_SAKNAS", Led.NYTTONAV)
    assert isinstance(fetched["CSN"], Payload)


async def test_nothing_is_sent_when_no_source_can_be_asked() -> None:
    transport = came({})
    asked = ask("FK")
    settings = {key: value for key, value in asked.settings.items() if key != "aktorsid"}
    fetched = await fetch(replace(asked, settings=settings), transport)
    assert transport.sent == []
    assert [getattr(error, "code", None) for error in fetched.values()] == ["NYTTONAV_INSTALLNING"]


async def test_a_source_that_ssbtek_does_not_have() -> None:
    fetched = await fetch(ask("KFM", "CSN"), came({"CSN": CSN}))
    left_out = fetched["KFM"]
    assert isinstance(left_out, SourceRefused)
    assert left_out.code == "VAG_SAKNAR_KALLAN"


@pytest.mark.parametrize(
    "settings",
    [
        {"url": "https://ssbtek.example", "version": "11"},
        {"url": "https://ssbtek.example", "version": "11", "credentials": ""},
        {"url": "", "version": "11", "credentials": "x"},
        {"url": "http://127.0.0.1:9", "version": "9"},
        {"url": "http://127.0.0.1:9"},
    ],
)
async def test_nothing_is_sent_on_a_half_set_up_route(settings: dict[str, str]) -> None:
    transport = came({"CSN": CSN})
    error = await fault(ask(settings=settings), transport)
    assert (error.code, error.led) == ("NYTTONAV_INSTALLNING", Led.NYTTONAV)
    assert transport.sent == []


async def test_what_xml_cannot_carry_is_not_sent() -> None:
    transport = came({"CSN": CSN})
    error = await fault(ask(purpose="a\x01b"), transport)
    assert (error.code, error.led) == ("FRAGA_EJ_SKRIVBAR", Led.NYTTONAV)
    assert transport.sent == []
