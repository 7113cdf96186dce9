"""Does what comes through SSBTEK, and each fault of it, become the right thing in the right place?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.ssbtek import adapter
from adapters.ssbtek.formats import PAYLOAD_FORMATS, element_of
from hub.adapter import (
    Payload,
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
    Pingdel,
    RawData,
    write_answer,
    write_fault,
    write_ping_answer,
)
from tests.support.ssbtek import (
    AGENCIES,
    CORRELATION,
    STUDENT,
    WORLD,
    answering,
    ask,
    question,
)
from tests.support.ssbtek_route import CSN, ELEVEN, came, fault, fetch, part_error
from tests.support.transport import OnePermit

MANIFEST = Path(adapter.__file__).parent / "manifest.yaml"


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
