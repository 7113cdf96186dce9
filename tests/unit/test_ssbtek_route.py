"""Is what is sent what the hub was asked, and does each fault become the right error in the right place?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.ssbtek import adapter
from adapters.ssbtek.formats import PAYLOAD_FORMATS, element_of
from hub.adapter import (
    Ask,
    Fetched,
    Payload,
    Request,
    SourceError,
    SourceMalformed,
    SourceRefused,
    SourceUnavailable,
    WrongPerson,
)
from messages.koder import Led
from messages.wire.ssbtek import (
    VERSIONS,
    Data,
    Delfel,
    Fault,
    Hamta,
    Pingdel,
    RawData,
    Tidsperiod,
    read_question,
    write_answer,
    write_fault,
    write_ping_answer,
)
from tests.support.ssbtek import (
    AGENCIES,
    CORRELATION,
    PERIOD,
    STUDENT,
    TAX,
    WORLD,
    Answering,
    answering,
    ask,
    body_of,
    question,
    schema,
    source_ask,
)
from tests.support.transport import OnePermit

MANIFEST = Path(adapter.__file__).parent / "manifest.yaml"
ELEVEN = VERSIONS["11"]
CSN = Data(b"<CSNSvar/>")
BOTH = pytest.mark.parametrize("version", ["10", "11"])


async def fetch(asked: Ask, transport: Any) -> Fetched:
    return await adapter.fetch(asked, OnePermit(), transport)


def came(parts: Any, **given: Any) -> Answering:
    return answering(write_answer(ELEVEN, parts, **{"correlation": CORRELATION, **given}))


async def fault(asked: Ask, transport: Any) -> SourceError:
    with pytest.raises(SourceError) as raised:
        await fetch(asked, transport)
    return raised.value


async def part_error(error: Delfel, source: str = "CSN") -> SourceError:
    got = (await fetch(ask(source), came({source: error})))[source]
    assert isinstance(got, SourceError)
    return got


# ------------------------------------------------------------ what is sent


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


# ------------------------------------------------------------ what comes back


async def test_every_document_has_its_formats_name() -> None:
    parts = {source: RawData(b"<x/>") for source in AGENCIES}
    parts |= {
        "CSN": RawData(b"<s:svar>PGEvPg==</s:svar>"),
        "FK": RawData(b"<s:lefiJsonSvar>e30=</s:lefiJsonSvar>"),
        "SKV": RawData(b"<svar>&lt;a/&gt;</svar>"),
    }
    fetched = await fetch(ask(*AGENCIES), came(parts))
    payloads = {source: part for source, part in fetched.items() if isinstance(part, Payload)}
    assert {source: part.format for source, part in payloads.items()} == {
        source: PAYLOAD_FORMATS[source] for source in AGENCIES
    }
    assert payloads["CSN"].content == b"<a/>"
    assert payloads["FK"].content == b"{}"
    assert payloads["SKV"].content == b"<a/>"
    assert b"SvarMeddelande" in payloads["AF"].content


def test_the_manifest_carries_what_the_envelope_has_room_for() -> None:
    route = yaml.safe_load(MANIFEST.read_text())["route"]
    assert set(route["carries"]) == set(PAYLOAD_FORMATS)
    assert tuple(source for source in route["carries"] if element_of(source) == source) == AGENCIES
    within = {source: carried.get("within", source) for source, carried in route["carries"].items()}
    assert within == {source: element_of(source) for source in PAYLOAD_FORMATS}
    assert tuple(route["versions"]) == tuple(VERSIONS)


@pytest.mark.parametrize(
    ("error", "kind", "code", "led"),
    [
        (Delfel("SSBT", "TIMEOUT", ("x",)), SourceUnavailable, "KALLA_TIDSGRANS", Led.FORMEDLARE),
        (Delfel("SSBT", "17", ("Read timed out",)), SourceUnavailable, "KALLA_TIDSGRANS", Led.FORMEDLARE),
        (Delfel("SSBT", "17", ("Okänt fel",)), SourceUnavailable, "FORMEDLARE_FEL", Led.FORMEDLARE),
        (Delfel("BT", "17", ("Okänt fel",)), SourceUnavailable, "KALLA_FEL", Led.KALLA),
        (Delfel("BT", "-1005", ("För lång",)), SourceRefused, "ARENDE_ID_FOR_LANGT", Led.KALLA),
        (Delfel("SSBT", "-1005", ("För lång",)), SourceUnavailable, "FORMEDLARE_FEL", Led.FORMEDLARE),
        (Delfel("BT", "", ()), SourceUnavailable, "KALLA_FEL", Led.KALLA),
    ],
)
async def test_an_agencys_error_lies_where_kalla_says(
    error: Delfel, kind: type[SourceError], code: str, led: Led
) -> None:
    got = await part_error(error)
    assert type(got) is kind
    assert (got.code, got.led) == (code, led)


async def test_a_timeout_may_be_tried_again_in_a_minute() -> None:
    assert (await part_error(Delfel("SSBT", "TIMEOUT", ("x",)))).retry_after_s == 60


async def test_minus_1005_is_csns_word_alone() -> None:
    assert type(await part_error(Delfel("BT", "-1005", ("x",)), "AF")) is SourceUnavailable


@pytest.mark.parametrize(
    ("felkod", "shown"),
    [
        ("-1005x", True),
        ("9071003", True),
        (STUDENT.number.value, False),
        (STUDENT.number.value[2:], False),
        ("Anna Ek", False),
        ("", False),
    ],
)
async def test_a_felkod_is_repeated_only_when_it_can_be_no_person(felkod: str, shown: bool) -> None:
    got = await part_error(Delfel("BT", felkod, (f"Fel för {STUDENT.number.value} Anna Ek",)))
    assert (bool(felkod) and felkod in got.text) is shown
    assert STUDENT.number.value not in str(got)
    assert "Anna" not in str(got)


async def test_one_agencys_fault_is_not_the_others() -> None:
    parts = {"CSN": CSN, "AF": Delfel("BT", "1", ("x",)), "TNS": RawData(b"\x01")}
    fetched = await fetch(ask("AF", "CSN", "SO", "TNS"), came(parts))
    assert isinstance(fetched["CSN"], Payload)
    got = {
        source: (type(part), getattr(part, "code", "")) for source, part in fetched.items() if source != "CSN"
    }
    assert got == {
        "AF": (SourceUnavailable, "KALLA_FEL"),
        "SO": (SourceMalformed, "SVAR_SAKNAS"),
        "TNS": (SourceMalformed, "SVAR_EJ_LASBART"),
    }


async def test_an_agency_that_was_not_asked_is_thrown_away_and_told_of() -> None:
    fetched = await fetch(
        ask("CSN", "SO"), came({"AF": RawData(b"<hemligt/>"), "CSN": CSN, "SO": RawData(b"<a/>")})
    )
    assert set(fetched) == {"CSN", "SO"}
    told = [
        [(odd.kod, odd.plats) for odd in part.deviations]
        for part in fetched.values()
        if isinstance(part, Payload)
    ]
    assert told == [[("EJ_TILLFRAGAD_KALLA", "svarsdata/AF")], []]


async def test_what_is_odd_in_the_envelope_follows_the_first_document() -> None:
    whole = write_answer(ELEVEN, {"CSN": CSN}, correlation=CORRELATION).replace(
        b"</s:svarsdata>", b"<s:KFM/></s:svarsdata>"
    )
    fetched = await fetch(ask("AF", "CSN"), answering(whole))
    payload = fetched["CSN"]
    assert isinstance(payload, Payload)
    assert [odd.plats for odd in payload.deviations] == ["svarsdata/KFM"]


async def test_an_answer_to_another_question_is_thrown_away_whole() -> None:
    error = await fault(ask("CSN"), came({"CSN": CSN}, correlation="en-annan"))
    assert type(error) is SourceMalformed
    assert (error.code, error.led) == ("FEL_KORRELATION", Led.FORMEDLARE)


async def test_an_answer_without_correlation_id_is_let_in() -> None:
    assert isinstance((await fetch(ask("CSN"), came({"CSN": CSN}, correlation=None)))["CSN"], Payload)


async def test_an_echoed_question_about_somebody_else_is_the_wrong_person() -> None:
    other = WORLD.personas["pensionar"].number.value
    error = await fault(ask("CSN"), came({"CSN": CSN}, echo=question("11", "CSN", personidentitet=other)))
    assert isinstance(error, WrongPerson)
    assert error.code == "FEL_PERSON"
    assert other not in str(error)
    right = await fetch(ask("CSN"), came({"CSN": CSN}, echo=question("11", "CSN")))
    assert isinstance(right["CSN"], Payload)


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize(
    ("soap_fault", "kind", "code"),
    [
        (Fault("Server", "Internal error"), SourceUnavailable, "FORMEDLARE_FEL"),
        (Fault("Server.Inre", "x", "17", ("y",)), SourceUnavailable, "FORMEDLARE_FEL"),
        (Fault("", ""), SourceUnavailable, "FORMEDLARE_FEL"),
        (Fault("Client", "x"), SourceRefused, "FORMEDLARE_NEKADE"),
        (Fault("VersionMismatch", "x"), SourceRefused, "FORMEDLARE_NEKADE"),
    ],
)
async def test_a_soap_fault_is_the_intermediarys_whatever_the_status(
    status: int, soap_fault: Fault, kind: type[SourceError], code: str
) -> None:
    error = await fault(ask("CSN", "AF"), answering(write_fault(ELEVEN, soap_fault), status))
    assert type(error) is kind
    assert (error.code, error.led) == (code, Led.FORMEDLARE)


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (301, SourceMalformed, "FORMEDLARE_HANVISNING"),
        (302, SourceMalformed, "FORMEDLARE_HANVISNING"),
        (307, SourceMalformed, "FORMEDLARE_HANVISNING"),
        (401, SourceRefused, "FORMEDLARE_BEHORIGHET"),
        (403, SourceRefused, "FORMEDLARE_BEHORIGHET"),
        (404, SourceRefused, "FORMEDLARE_NEKADE"),
        (429, SourceUnavailable, "FORMEDLARE_DRIFTSTORNING"),
        (500, SourceUnavailable, "FORMEDLARE_DRIFTSTORNING"),
        (503, SourceUnavailable, "FORMEDLARE_DRIFTSTORNING"),
        (204, SourceMalformed, "SVAR_EJ_LASBART"),
    ],
)
@pytest.mark.parametrize("content_type", ["text/html", "text/xml", "application/json", ""])
async def test_a_status_without_soap(
    status: int, kind: type[SourceError], code: str, content_type: str
) -> None:
    error = await fault(ask("CSN"), answering(b"<html>Nej.</html>", status, content_type))
    assert type(error) is kind
    assert (error.code, error.led) == (code, Led.FORMEDLARE)


async def test_data_beside_a_bad_status_are_not_believed() -> None:
    error = await fault(ask("CSN"), answering(came({"CSN": CSN}).response.body, 503))
    assert error.code == "FORMEDLARE_DRIFTSTORNING"


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("120", 120), ("999999999", 86_400), ("", None), ("Fri, 31 Dec", None), ("-1", None)],
)
async def test_retry_after_in_whole_seconds_is_believed_up_to_a_day(
    given: str, seconds: float | None
) -> None:
    error = await fault(ask("CSN"), answering(b"", 503, "text/plain", retry_after=given))
    assert error.retry_after_s == seconds


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"<!DOCTYPE html><html><body>Driftstopp</body></html>", "text/html"),
        (b"<!DOCTYPE html><html><body>Driftstopp</body></html>", "text/xml"),
        (b"", "text/xml"),
        (b"  \n", "text/xml"),
        (b"{}", "application/json"),
        (came({"CSN": CSN}).response.body, "application/soap+xml"),
        (came({"CSN": CSN}).response.body, "multipart/related; type=text/xml"),
        (came({"CSN": CSN}).response.body[:300], "text/xml"),
        (write_answer(VERSIONS["10"], {"CSN": CSN}), "text/xml"),
    ],
    ids=["html", "html as xml", "empty", "blank", "json", "soap 1.2", "mtom", "half", "another version"],
)
async def test_what_is_no_answer(body: bytes, content_type: str) -> None:
    error = await fault(ask("CSN"), answering(body, 200, content_type))
    assert type(error) is SourceMalformed
    assert (error.code, error.led) == ("SVAR_EJ_LASBART", Led.FORMEDLARE)


async def test_the_charset_of_the_header_is_heeded() -> None:
    parts = {"SKV": Data("<a>Åsa</a>".encode())}
    text = write_answer(ELEVEN, parts, correlation=CORRELATION).decode()
    bare = text[text.index("?>") + 2 :].encode("iso-8859-1")
    fetched = await fetch(ask("SKV"), answering(bare, content_type="text/xml; charset=ISO-8859-1"))
    payload = fetched["SKV"]
    assert isinstance(payload, Payload)
    assert payload.content == "<a>Åsa</a>".encode()


@pytest.mark.parametrize(
    ("raised", "led"),
    [
        (SourceUnavailable("KALLA_TIDSGRANS", "Sent.", led=Led.KALLA, retry_after_s=3.0), Led.FORMEDLARE),
        (SourceMalformed("SVAR_FOR_STORT", "Stort.", led=Led.KALLA), Led.FORMEDLARE),
        (SourceUnavailable("NATVERK_AVBROTT", "Av.", led=Led.NATVERK), Led.NATVERK),
        (SourceUnavailable("NYTTONAV_CERTIFIKAT", "Inget.", led=Led.NYTTONAV), Led.NYTTONAV),
    ],
)
async def test_the_other_end_of_the_wire_is_the_intermediary(raised: SourceError, led: Led) -> None:
    class Failing:
        async def send(self, request: Any, permit: Any) -> Any:
            raise raised

    error = await fault(ask("CSN"), Failing())
    assert type(error) is type(raised)
    assert (error.code, error.led, error.retry_after_s) == (raised.code, led, raised.retry_after_s)


# ------------------------------------------------------------ ping


async def test_ping_tells_of_each_agency() -> None:
    parts = {"AF": Pingdel(True), "CSN": Pingdel(True, Delfel("SSBT", "TIMEOUT", ("x",)))}
    transport = answering(write_ping_answer(ELEVEN, parts))
    states = await adapter.ping_sources(ask().settings, OnePermit(), transport)
    assert states["AF"] is None
    assert isinstance(states["CSN"], SourceUnavailable)
    assert b"testaBastjanstInformation" in transport.sent[0].body


async def test_ping_raises_when_the_service_is_down() -> None:
    with pytest.raises(SourceUnavailable):
        await adapter.ping(ask().settings, OnePermit(), answering(b"", 503))
