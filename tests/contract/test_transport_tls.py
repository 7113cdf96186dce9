"""Mutual TLS: the right certificate is shown, the other side is verified, and nothing goes without either."""

from __future__ import annotations

import asyncio
import gc
import ssl
import warnings
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import uvloop

from hub.adapter import SourceUnavailable
from hub.stores.transport import ClientCertificate, Credentials, HttpTransport, TransportKind, make_transport
from messages.koder import Led
from tests.support.hostile import Doorkeeper, Loopback, answer, huge, raw
from tests.support.tls import Authority
from tests.support.transport import OnePermit, call

KINDS: tuple[TransportKind, ...] = ("aiohttp", "httpx")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> TransportKind:
    kind: TransportKind = request.param
    return kind


@pytest.fixture
async def transport(kind: TransportKind, authority: Authority) -> AsyncIterator[HttpTransport]:
    names = ("2120002411-SN", "2120002411-AN")
    certificates = {name: authority.client(name) for name in names}
    made = make_transport(kind, Credentials(certificates, ca=authority.ca_file))
    yield made
    await made.aclose()


async def refused(transport: HttpTransport, url: str, credentials: str | None) -> SourceUnavailable:
    with pytest.raises(SourceUnavailable) as caught:
        await transport.send(call(url, credentials=credentials), OnePermit())
    return caught.value


async def test_each_board_shows_its_own_certificate(transport: HttpTransport, authority: Authority) -> None:
    async with Loopback(answer(b"ja"), authority.server()) as server:
        for name in ("2120002411-SN", "2120002411-AN", "2120002411-SN"):
            response = await transport.send(call(server.url(), credentials=name), OnePermit())
            assert response.body == b"ja"
    assert [seen.client for seen in server.seen] == ["2120002411-SN", "2120002411-AN", "2120002411-SN"]
    assert [seen.connection for seen in server.seen] == [1, 2, 1]


async def test_a_certificate_not_configured_stops_the_call(
    transport: HttpTransport, authority: Authority
) -> None:
    async with Loopback(answer(), authority.server(ask_client=False)) as server:
        error = await refused(transport, server.url(), "2120001355-SN")
    assert (error.code, error.led) == ("NYTTONAV_CERTIFIKAT", Led.NYTTONAV)
    assert "2120001355-SN" in error.text
    assert server.connections == 0


async def test_a_certificate_is_never_left_out_for_want_of_tls(transport: HttpTransport) -> None:
    async with Loopback(answer()) as server:
        error = await refused(transport, server.url(), "2120002411-SN")
    assert (error.code, error.led) == ("NYTTONAV_CERTIFIKAT", Led.NYTTONAV)
    assert server.connections == 0


async def test_a_certificate_that_cannot_be_read_stops_the_call(
    kind: TransportKind, authority: Authority
) -> None:
    broken = authority.client("broken")
    assert broken.key
    broken.key.write_text("not a key")
    transport = make_transport(kind, Credentials({"broken": broken}))
    async with Loopback(answer(), authority.server(ask_client=False)) as server:
        error = await refused(transport, server.url(), "broken")
    await transport.aclose()
    assert (error.code, error.led) == ("NYTTONAV_CERTIFIKAT", Led.NYTTONAV)
    assert server.connections == 0


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_server_that_demands_a_certificate_gets_none_unasked(
    transport: HttpTransport, authority: Authority, version: ssl.TLSVersion
) -> None:
    """With TLS 1.3 the refusal comes after the handshake, when the answer is read."""
    context = authority.server()
    context.minimum_version = context.maximum_version = version
    with Doorkeeper(context) as server:
        error = await refused(transport, server.url(), None)
    assert (error.code, error.led) == ("NATVERK_TLS", Led.NATVERK)
    assert not server.let_in


async def test_a_client_the_server_does_not_know(
    kind: TransportKind, authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    stranger = Authority(tmp_path / "other").client("stranger", trust=authority.ca_file)
    transport = make_transport(kind, Credentials({"stranger": stranger}))
    with Doorkeeper(authority.server()) as server:
        error = await refused(transport, server.url(), "stranger")
    await transport.aclose()
    assert error.code == "NATVERK_TLS"
    assert not server.let_in


async def test_a_server_of_another_authority_is_not_trusted(transport: HttpTransport, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    async with Loopback(answer(), Authority(tmp_path / "other").server(ask_client=False)) as server:
        error = await refused(transport, server.url(), "2120002411-SN")
        unnamed = await refused(transport, server.url(), None)
    assert (error.code, error.led) == (unnamed.code, unnamed.led) == ("NATVERK_TLS", Led.NATVERK)
    assert not server.seen


async def test_own_authority_replaces_the_machines(
    kind: TransportKind, authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A server that the machine trusts is still a stranger to a certificate with its own CA."""
    (tmp_path / "machine").mkdir()
    machine = Authority(tmp_path / "machine")
    monkeypatch.setenv("SSL_CERT_FILE", str(machine.ca_file))
    transport = make_transport(kind, Credentials({"own": authority.client("own")}))
    async with Loopback(answer(), machine.server(ask_client=False)) as server:
        assert (await transport.send(call(server.url()), OnePermit())).status == 200
        assert (await refused(transport, server.url(), "own")).code == "NATVERK_TLS"
    await transport.aclose()


@pytest.mark.parametrize("identity", ["localhost", "127.0.0.2", "*.example.test"])
async def test_a_server_under_another_name_is_not_trusted(
    transport: HttpTransport, authority: Authority, identity: str
) -> None:
    async with Loopback(answer(), authority.server(identity)) as server:
        error = await refused(transport, server.url(), "2120002411-SN")
    assert error.code == "NATVERK_TLS"
    assert not server.seen


async def test_a_server_whose_certificate_has_run_out_is_not_trusted(
    transport: HttpTransport, authority: Authority
) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    async with Loopback(answer(), authority.server(not_after=yesterday)) as server:
        error = await refused(transport, server.url(), "2120002411-SN")
    assert error.code == "NATVERK_TLS"


async def test_old_tls_is_refused(transport: HttpTransport, authority: Authority) -> None:
    context = authority.server()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with Doorkeeper(context) as server:
        error = await refused(transport, server.url(), "2120002411-SN")
    assert error.code == "NATVERK_TLS"
    assert not server.let_in


async def test_a_server_that_speaks_no_tls(transport: HttpTransport) -> None:
    with Doorkeeper(None) as server:
        error = await refused(transport, server.url(), "2120002411-SN")
    assert error.code == "NATVERK_TLS"


async def _exercise(kind: TransportKind, certificate: ClientCertificate, tls: ssl.SSLContext) -> None:
    transport = make_transport(kind, Credentials({"board": certificate}))
    async with Loopback(answer(b"x" * 8000), tls) as server:
        requests = [call(server.url(), credentials="board") for _ in range(10)]
        answers = await asyncio.gather(*(transport.send(r, OnePermit()) for r in requests))
        assert all(len(response.body) == 8000 for response in answers)
        server.behaviour = huge(5_000_000, announced=False)
        with pytest.raises(Exception, match="SVAR_FOR_STORT"):
            await transport.send(call(server.url(), credentials="board", max_bytes=1000), OnePermit())
        server.behaviour = raw(b"")
        with pytest.raises(SourceUnavailable, match="NATVERK_AVBROTT"):
            await transport.send(call(server.url(), credentials="board"), OnePermit())
        await transport.aclose()


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
def test_closing_leaves_nothing_open(kind: TransportKind, authority: Authority, loop: str) -> None:
    """Good answers, a cut one, a broken one; then all is closed. On the loop the hub runs on, too."""
    factory = uvloop.new_event_loop if loop == "uvloop" else asyncio.new_event_loop
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with asyncio.Runner(loop_factory=factory) as runner:
            runner.run(_exercise(kind, authority.client("board"), authority.server()))
        gc.collect()
    assert [str(warning.message) for warning in told if warning.category is ResourceWarning] == []
