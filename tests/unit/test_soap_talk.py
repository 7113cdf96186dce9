"""A source asked straight: what is sent, and whether whatever comes back becomes the right error."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.adapter import (
    Ask,
    Payload,
    SourceError,
    SourceMalformed,
    SourceRefused,
    SourceUnavailable,
)
from hub.soap import OtherSide, SoapTalk, named
from messages.koder import Led
from messages.wire.soap import Fault, envelope, write_fault
from tests.support.ssbtek import CORRELATION, STUDENT, Answering, answering, ask, body_of, source_ask
from tests.support.transport import OnePermit

TALK = SoapTalk(
    "AF", "Exempelverket", answer="{urn:x}Svar", format="x/svar", action="urn:x:fraga", correlation="id"
)
QUESTION = f'<x:Fraga xmlns:x="urn:x">{STUDENT.number.value}</x:Fraga>'.encode()
URL = {"url": "http://127.0.0.1:9/x", "version": "1"}


def asked(*sources: str, question: bytes | None = QUESTION, settings: dict[str, str] = URL) -> Ask:
    own = None if question is None else Payload("x/fraga", question)
    parts = tuple(replace(source_ask(source), question=own) for source in sources or ("AF",))
    return ask(sources=parts, settings=settings)


async def came(transport: Answering, given: Ask | None = None) -> Payload | SourceError:
    try:
        return (await TALK.fetch(given or asked(), OnePermit(), transport))["AF"]
    except SourceError as error:
        return error


async def failed(transport: Answering, given: Ask | None = None) -> SourceError:
    error = await came(transport, given)
    assert isinstance(error, SourceError), error
    return error


def answer(inside: str = "ja", prefix: str = "x", space: str = "urn:x") -> bytes:
    return envelope(f'<{prefix}:Svar xmlns:{prefix}="{space}">{inside}</{prefix}:Svar>'.encode())


# ------------------------------------------------------------ what is sent


async def test_the_question_is_sent_in_a_soap_1_1_envelope_with_the_named_certificate() -> None:
    transport = answering(answer())
    settings = {"url": "https://x.example/tjanst", "credentials": "sundsvall"}
    await came(transport, asked(settings=settings))
    (sent,) = transport.sent
    assert (sent.method, sent.url, sent.credentials) == ("POST", settings["url"], "sundsvall")
    assert sent.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert sent.headers["SOAPAction"] == '"urn:x:fraga"'
    assert body_of(sent.body).tag == "{urn:x}Fraga"
    assert body_of(sent.body).text == STUDENT.number.value


async def test_the_number_stands_in_the_body_alone() -> None:
    transport = answering(answer())
    await came(transport)
    (sent,) = transport.sent
    number = STUDENT.number.value
    assert number.encode() in sent.body
    assert number not in repr(sent)
    assert not any(number in value for value in (sent.url, *sent.headers.values()))


async def test_a_question_with_its_own_xml_declaration_is_sent_without_it() -> None:
    transport = answering(answer())
    await came(transport, asked(question=b'<?xml version="1.0" encoding="UTF-8"?>\n' + QUESTION))
    assert body_of(transport.sent[0].body).tag == "{urn:x}Fraga"


async def test_without_its_own_question_nothing_is_sent() -> None:
    transport = answering(answer())
    error = await failed(transport, asked(question=None))
    assert (type(error), error.code, error.led) == (SourceRefused, "FRAGA_SAKNAS", Led.NYTTONAV)
    assert transport.sent == []


@pytest.mark.parametrize(
    ("settings", "name"), [({}, "url"), ({"url": "https://x.example"}, "credentials"), ({"url": ""}, "url")]
)
async def test_without_its_settings_nothing_is_sent(settings: dict[str, str], name: str) -> None:
    transport = answering(answer())
    error = await failed(transport, asked(settings=settings))
    assert (type(error), error.code, error.led) == (SourceUnavailable, "NYTTONAV_INSTALLNING", Led.NYTTONAV)
    assert name in error.text
    assert transport.sent == []


async def test_a_source_that_it_does_not_lead_to_is_told_and_costs_nothing() -> None:
    fetched = await TALK.fetch(asked("AF", "SO"), OnePermit(), answering(answer()))
    assert isinstance(fetched["AF"], Payload)
    other = fetched["SO"]
    assert isinstance(other, SourceRefused)
    assert other.code == "VAG_SAKNAR_KALLAN"
    transport = answering(answer())
    assert set(await TALK.fetch(asked("SO"), OnePermit(), transport)) == {"SO"}
    assert transport.sent == []


# ------------------------------------------------------------ what comes back


async def test_the_document_comes_out_of_its_envelope_under_its_own_name() -> None:
    got = await came(answering(answer("<x:a/>åäö")))
    assert isinstance(got, Payload)
    assert got.format == "x/svar"
    assert b"Envelope" not in got.content
    assert "åäö".encode() in got.content


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-8"])
async def test_any_encoding_that_the_answer_declares_is_read(encoding: str) -> None:
    text = answer("åäö").decode().replace("UTF-8", encoding.upper())
    got = await came(answering(text.encode(encoding)))
    assert isinstance(got, Payload)
    assert "åäö".encode() in got.content


async def test_the_charset_of_the_header_counts_where_the_document_names_none() -> None:
    text = answer("åäö").decode().partition("?>")[2]
    got = await came(answering(text.encode("latin-1"), content_type="text/xml; charset=iso-8859-1"))
    assert isinstance(got, Payload)
    assert "åäö".encode() in got.content


async def test_in_another_namespace_it_is_for_the_mapping_to_judge() -> None:
    assert isinstance(await came(answering(answer(space="urn:y"))), Payload)


@pytest.mark.parametrize(
    ("code", "kind", "told"),
    [
        ("Server", SourceUnavailable, "KALLA_FEL"),
        ("Server.Timeout", SourceUnavailable, "KALLA_FEL"),
        ("InternalServiceFault", SourceUnavailable, "KALLA_FEL"),
        ("Något", SourceUnavailable, "KALLA_FEL"),
        ("Client", SourceRefused, "KALLA_NEKADE"),
        ("Client.Authentication", SourceRefused, "KALLA_NEKADE"),
        ("VersionMismatch", SourceRefused, "KALLA_NEKADE"),
        ("MustUnderstand", SourceRefused, "KALLA_NEKADE"),
        ("ActionNotSupported", SourceRefused, "KALLA_NEKADE"),
        ("InvalidSecurity", SourceRefused, "KALLA_NEKADE"),
    ],
)
@pytest.mark.parametrize("status", [200, 500])
async def test_a_soap_fault(code: str, kind: type[SourceError], told: str, status: int) -> None:
    words = f"Fel om {STUDENT.number.value}"
    error = await failed(answering(write_fault(Fault(code, words)), status))
    assert (type(error), error.code, error.led) == (kind, told, Led.KALLA)
    assert words not in error.text
    assert "Exempelverket" in error.text


@pytest.mark.parametrize(
    ("status", "kind", "told"),
    [
        (301, SourceMalformed, "KALLA_HANVISNING"),
        (401, SourceRefused, "KALLA_BEHORIGHET"),
        (403, SourceRefused, "KALLA_BEHORIGHET"),
        (404, SourceRefused, "KALLA_NEKADE"),
        (429, SourceUnavailable, "KALLA_DRIFTSTORNING"),
        (500, SourceUnavailable, "KALLA_DRIFTSTORNING"),
        (503, SourceUnavailable, "KALLA_DRIFTSTORNING"),
        (202, SourceMalformed, "SVAR_EJ_LASBART"),
    ],
)
async def test_an_http_status_that_is_no_answer(status: int, kind: type[SourceError], told: str) -> None:
    for body, content_type in ((b"<html/>", "text/html"), (b"<a/>", "text/xml"), (answer(), "text/xml")):
        error = await failed(answering(body, status, content_type, retry_after="120"))
        assert (type(error), error.code, error.led) == (kind, told, Led.KALLA)
        assert error.retry_after_s == (120 if kind is SourceUnavailable else None)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "text/xml"),
        (b"  ", "text/xml"),
        (b"<html><body/></html>", "text/html"),
        (b"<a/>", "text/xml"),
        (answer()[:-20], "text/xml"),
        (envelope(b""), "text/xml"),
        (envelope(b"<a/><b/>"), "text/xml"),
        (envelope(b"<Annat/>"), "text/xml"),
        (envelope(b"<d>" * 10_000 + b"</d>" * 10_000), "text/xml"),
        (answer().replace(b"<soap:E", b'<!DOCTYPE x [<!ENTITY a "b">]><soap:E', 1), "text/xml"),
        (answer().replace(b"schemas.xmlsoap.org/soap/envelope/", b"www.w3.org/2003/05/x"), "text/xml"),
    ],
)
async def test_what_is_no_answer_is_malformed(body: bytes, content_type: str) -> None:
    error = await failed(answering(body, content_type=content_type))
    assert (type(error), error.code, error.led) == (SourceMalformed, "SVAR_EJ_LASBART", Led.KALLA)


@given(st.binary(max_size=200))
async def test_whatever_bytes_come_it_is_an_error_of_ours(body: bytes) -> None:
    assert isinstance(await came(answering(body)), SourceError)


async def test_an_answer_to_another_question_is_thrown_away() -> None:
    assert isinstance(await came(answering(answer(f"<id>{CORRELATION}</id>"))), Payload)
    assert isinstance(await came(answering(answer("<id/>"))), Payload)
    error = await failed(answering(answer("<id>en-annan</id>")))
    assert (type(error), error.code) == (SourceMalformed, "FEL_KORRELATION")


# ------------------------------------------------------------ ping


async def pinged(transport: Any, settings: dict[str, str] = URL) -> None:
    await TALK.ping(settings, OnePermit(), transport)


@pytest.mark.parametrize(
    "body", [write_fault(Fault("Client", "Tomt")), write_fault(Fault("Server", "x")), answer()]
)
async def test_any_soap_message_shows_that_the_service_is_up(body: bytes) -> None:
    transport = answering(body, 500)
    await pinged(transport)
    assert b"Body></soap:Body" in transport.sent[0].body


@pytest.mark.parametrize(
    ("transport", "kind"),
    [
        (answering(b"Stopp", 503, "text/plain"), SourceUnavailable),
        (answering(b"<html/>", 200, "text/html"), SourceMalformed),
        (answering(b"", 200), SourceMalformed),
        (answering(write_fault(Fault("Client", "x")), 403), SourceRefused),
        (answering(b"Nej", 401), SourceRefused),
    ],
)
async def test_anything_else_shows_that_it_is_not(transport: Any, kind: type[SourceError]) -> None:
    with pytest.raises(kind):
        await pinged(transport)


async def test_a_ping_without_settings_sends_nothing() -> None:
    transport = answering(answer())
    with pytest.raises(SourceUnavailable):
        await pinged(transport, {})
    assert transport.sent == []


# ------------------------------------------------------------ who is at the other end


class Unreached:
    """A transport that gets no answer."""

    async def send(self, request: Any, permit: Any) -> Any:
        raise SourceUnavailable("KALLA_TIDSGRANS", "Mottagaren svarade inte i tid.", led=Led.KALLA)


async def test_what_the_transport_says_of_a_source_asked_straight_stands() -> None:
    with pytest.raises(SourceUnavailable) as raised:
        await TALK.fetch(asked(), OnePermit(), Unreached())
    assert (raised.value.code, raised.value.led) == ("KALLA_TIDSGRANS", Led.KALLA)


def test_an_intermediary_is_named_as_one() -> None:
    side = OtherSide("SSBTEK", Led.FORMEDLARE)
    error = side.of_transport(SourceMalformed("SVAR_FOR_STORT", "För stort.", led=Led.KALLA))
    assert (type(error), error.led) == (SourceMalformed, Led.FORMEDLARE)
    network = SourceUnavailable("NATVERK_TLS", "x", led=Led.NATVERK)
    assert side.of_transport(network) is network
    assert side.of_fault(Fault("Server", "x")).code == "FORMEDLARE_FEL"


def test_a_code_that_could_be_a_number_is_not_repeated() -> None:
    assert named("ERR-17") == " (felkod ERR-17)"
    assert named(STUDENT.number.value) == named("Fel om Saga") == named("") == ""
