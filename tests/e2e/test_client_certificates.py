"""Is who asks by a client certificate who it says, over real TLS and behind a proxy, and nobody else ever?

The whole hub answers on its own loop and protocol. What asks for a caller is one route of the test's own,
under the guard for case systems.
"""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import sqlite3
import ssl
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import time
from types import SimpleNamespace
from typing import Annotated, Any
from urllib.parse import quote

import httpx
import pytest
import trustme
import yaml
from fastapi import APIRouter, Depends, Request
from structlog.testing import capture_logs

from hub.api import app as api
from hub.api.asking import STRANGER, caller_for
from hub.api.guard import guarded_for_systems
from hub.api.hub import Hub
from hub.audit import OPERATOR
from hub.demo import story
from hub.demo.stage import CONTRACTS
from hub.issuer import local_token
from hub.model.board import BoardId
from hub.model.query import Caller
from hub.serving import bound, run, serving
from hub.settings import Profile, Settings
from hub.stores.transport import ClientCertificate
from tests.support.tls import Authority

SN, AN, TIMRA = story.BOARD, BoardId("2120002411", "AN"), BoardId("2120002395", "SN")
HEADER, PROXY = "X-SSL-Client-Cert", "127.0.0.2"
WHO = "/nyttonav/v1/vem"
TODAY = datetime.now(UTC).date()
ASKS = ["uppgifter:fraga"]


PROBE = APIRouter(include_in_schema=False)


@PROBE.post("/vem")
async def who(
    request: Request, candidates: Annotated[tuple[Caller, ...], Depends(guarded_for_systems(*ASKS))]
) -> dict[str, str]:
    asked = await request.json()
    found = await caller_for(request, candidates, asked["organisationsnummer"], asked["namn"])
    return {"klient": found.client_id, "namnd": str(found.board)}


@dataclass(frozen=True)
class Served:
    """A hub on loopback that speaks TLS, and believes one proxy."""

    url: str
    settings: Settings
    hub: Hub
    loop: asyncio.AbstractEventLoop
    ours: Authority
    certificates: dict[str, ClientCertificate] = field(repr=False)

    @contextmanager
    def client(
        self,
        shows: str | ClientCertificate | None = None,
        *,
        address: str = "127.0.0.1",
        version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3,
    ) -> Iterator[httpx.Client]:
        """A client that shows this certificate and comes from that address."""
        context = ssl.create_default_context(cafile=self.ours.ca_file)
        context.maximum_version = version
        mine = self.certificates[shows] if isinstance(shows, str) else shows
        if mine is not None:
            assert mine.certificate is not None
            context.load_cert_chain(mine.certificate, mine.key)
        transport = httpx.HTTPTransport(verify=context, local_address=address)
        with httpx.Client(base_url=self.url, transport=transport, timeout=20) as client:
            yield client

    def token(self, board: BoardId, client: str, *scopes: str) -> dict[str, str]:
        made = local_token(self.settings, self.hub.boards[board], client, list(scopes), 300, time())
        return {"Authorization": f"Bearer {made}"}

    def header(self, name: str, rfc9440: bool = False) -> dict[str, str]:
        """The certificate as a proxy hands it on."""
        written = pem(self.certificates[name])
        if rfc9440:
            return {HEADER: f":{base64.b64encode(ssl.PEM_cert_to_DER_cert(written)).decode()}:"}
        return {HEADER: quote(written, safe="")}

    def wait(self, awaited: Any) -> Any:
        """On the hub's own loop."""
        done: Future[Any] = asyncio.run_coroutine_threadsafe(awaited, self.loop)
        return done.result(20)

    def records(self, origin: str) -> list[dict[str, Any]]:
        with sqlite3.connect(f"file:{self.settings.data}/logg.db?mode=ro", uri=True) as stored:
            rows = stored.execute(
                "SELECT e.payload FROM entries e JOIN logs l ON l.id = e.log WHERE l.origin = ?", (origin,)
            ).fetchall()
        stored.close()
        return [json.loads(payload) for (payload,) in rows]


def pem(certificate: ClientCertificate) -> str:
    assert certificate.certificate is not None
    return certificate.certificate.read_text("ascii")


def fingerprint(certificate: ClientCertificate) -> str:
    return sha256(ssl.PEM_cert_to_DER_cert(pem(certificate))).hexdigest()


def listed(contracts: Path, certificates: dict[str, ClientCertificate]) -> None:
    """Sundsvall's boards share one, beside SN's own; of Timrå's, two have days other than today."""

    def shows(name: str, **days: str) -> dict[str, str]:
        return {"sha256": fingerprint(certificates[name])} | days

    gone, ahead = (str(TODAY + timedelta(days=days)) for days in (-2, 2))
    whose: dict[str, dict[str, list[dict[str, str]]]] = {
        "sundsvall": {
            "sundsvall-sn-arendesystem": [shows("sn"), shows("sn-next"), shows("shared")],
            "sundsvall-an-arendesystem": [shows("shared")],
            "sundsvall-sn-loggkontroll": [shows("reviewer")],
        },
        "timra": {
            "timra-sn-arendesystem": [
                shows("timra"),
                shows("past", tom=gone),
                shows("ahead", **{"from": ahead}),
            ],
            "timra-sn-etjanst": [shows("late"), shows("early")],
        },
    }
    for municipality, clients in whose.items():
        path = contracts / "kommuner" / f"{municipality}.yaml"
        written = yaml.safe_load(path.read_text("utf-8"))
        for board in written["namnder"]:
            board["ingivarnamn"] = [f"{written['namn']} {board['id']}"]
            for client in board["klienter"]:
                client["certifikat"] = clients.get(client["id"], [])
        path.write_text(yaml.safe_dump(written, allow_unicode=True), "utf-8")


def issued(authority: Authority) -> dict[str, ClientCertificate]:
    now, day = datetime.now(UTC), timedelta(days=1)
    names = ("sn", "sn-next", "shared", "reviewer", "timra", "past", "ahead", "unlisted")
    made = {name: authority.client(name) for name in names}
    made["late"] = authority.client("late", not_before=now - 9 * day, not_after=now - day)
    made["early"] = authority.client("early", not_before=now + day, not_after=now + 9 * day)
    return made


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("certificates")
    ours = Authority(folder)
    certificates = issued(ours)
    shutil.copytree(CONTRACTS, folder / "contracts")
    listed(folder / "contracts", certificates)
    mine = ours.ca.issue_cert("127.0.0.1")
    mine.cert_chain_pems[0].write_to_path(folder / "nav.pem")
    mine.private_key_pem.write_to_path(folder / "nav.key")
    settings = Settings(
        profile=Profile.DEVELOPMENT,
        data=folder / "data",
        keys=folder / "keys",
        contracts=folder / "contracts",
        log_level="info",
        tls_certificate=folder / "nav.pem",
        tls_key=folder / "nav.key",
        tls_client_ca=ours.ca_file,
        certificate_header=HEADER,
        certificate_header_from=(PROXY,),
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(api, "ENDPOINTS", (*api.ENDPOINTS, SimpleNamespace(router=PROBE)))
        with on_its_own_loop(settings) as (url, hub, loop):
            yield Served(url, settings, hub, loop, ours, certificates)


@contextmanager
def on_its_own_loop(settings: Settings) -> Iterator[tuple[str, Hub, asyncio.AbstractEventLoop]]:
    """In a thread, on the loop that production has: it is the one that hands the certificate over."""
    up: Future[tuple[Hub, asyncio.AbstractEventLoop, asyncio.Event]] = Future()
    with bound("127.0.0.1", 0) as listener:

        async def serve() -> None:
            stop = asyncio.Event()
            async with serving(settings, listener) as hub:
                up.set_result((hub, asyncio.get_running_loop(), stop))
                await stop.wait()

        thread = threading.Thread(target=lambda: run(serve()), daemon=True)
        thread.start()
        hub, loop, stop = up.result(30)
        try:
            yield f"https://127.0.0.1:{listener.getsockname()[1]}", hub, loop
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join(40)


def named(board: BoardId, name: str = "Kommunen") -> dict[str, str]:
    return {"organisationsnummer": board.organisation_number, "namn": name}


def asks(
    client: httpx.Client,
    board: BoardId = SN,
    name: str = "Kommunen",
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    return client.post(WHO, json=named(board, name), headers=headers)


def is_client(answer: httpx.Response, client: str, board: BoardId) -> None:
    assert (answer.status_code, answer.json()) == (200, {"klient": client, "namnd": str(board)})


def refused(answer: httpx.Response, status: int, kod: str, begins: str) -> dict[str, Any]:
    found: dict[str, Any] = answer.json()
    assert (answer.status_code, found["kod"]) == (status, kod), found
    assert found["detail"].startswith(begins), found["detail"]
    assert "example.test" not in answer.text
    return found


# ------------------------------------------------------------ TLS in the hub


def test_every_request_of_a_connection_is_of_the_certificate_it_was_opened_with(served: Served) -> None:
    with served.client("sn") as sn, served.client("timra", version=ssl.TLSVersion.TLSv1_2) as timra:
        ports = set()
        for _ in range(3):
            answer = asks(sn)
            is_client(answer, "sundsvall-sn-arendesystem", SN)
            ports.add(answer.extensions["network_stream"].get_extra_info("client_addr"))
            is_client(asks(timra, TIMRA), "timra-sn-arendesystem", TIMRA)
        assert len(ports) == 1, "the connection was not kept"


def test_a_certificate_and_the_one_after_it_hold_at_once(served: Served) -> None:
    with served.client("sn-next") as client:
        is_client(asks(client), "sundsvall-sn-arendesystem", SN)


def test_without_a_certificate_a_token_works_on_the_same_port(served: Served) -> None:
    with served.client() as client:
        refused(asks(client), 401, "INTE_INLOGGAD", "Skicka en åtkomstbiljett")
        token = served.token(TIMRA, "timra-sn-arendesystem", *ASKS)
        is_client(asks(client, TIMRA, headers=token), "timra-sn-arendesystem", TIMRA)


def test_where_both_are_shown_the_token_says_who_it_is(served: Served) -> None:
    with served.client("sn") as client:
        token = served.token(TIMRA, "timra-sn-arendesystem", *ASKS)
        is_client(asks(client, TIMRA, headers=token), "timra-sn-arendesystem", TIMRA)
        refused(
            asks(client, headers={"Authorization": "Bearer trasig"}),
            401,
            "INTE_INLOGGAD",
            "Åtkomstbiljetten kan inte verifieras",
        )


def test_the_rest_of_the_api_takes_tokens_only(served: Served) -> None:
    with served.client("sn") as client:
        refused(client.get("/nyttonav/v1/kallor"), 401, "INTE_INLOGGAD", "Skicka en åtkomstbiljett")
        assert client.get("/health/live").status_code == 200


def test_one_that_does_not_chain_to_our_cas_or_is_not_valid_gets_no_connection(
    served: Served, tmp_path: Path
) -> None:
    stranger = Authority(tmp_path).client("sn", trust=served.ours.ca_file)
    alone = self_signed(tmp_path)
    refusals = (
        (stranger, "UNKNOWN_CA", "unable to get local issuer certificate"),
        (alone, "UNKNOWN_CA", "self-signed certificate"),
        ("late", "CERTIFICATE_EXPIRED", "certificate has expired"),
        ("early", "BAD_CERTIFICATE", "certificate is not yet valid"),
    )
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        for shown, alert, why in refusals:
            with (
                capture_logs() as lines,
                served.client(shown, version=version) as client,
                pytest.raises(httpx.TransportError, match=alert),
            ):
                asks(client)
            assert [(it["event"], it["why"]) for it in lines] == [("certificate.refused", why)]
            assert "example.test" not in str(lines)
    with served.client("sn") as client:
        is_client(asks(client), "sundsvall-sn-arendesystem", SN)


def self_signed(folder: Path) -> ClientCertificate:
    """A CA's own certificate, shown as a client's."""
    ca = trustme.CA()
    certificate, key = folder / "alone.pem", folder / "alone.key"
    ca.cert_pem.write_to_path(certificate)
    ca.private_key_pem.write_to_path(key)
    return ClientCertificate(certificate, key)


# ------------------------------------------------------------ whom the board's file names


def test_one_that_no_file_lists_is_refused_and_the_operator_told_which(served: Served) -> None:
    with served.client("unlisted") as client:
        found = refused(asks(client), 403, "INTE_BEHORIG", "Klientcertifikatet är inte upptaget")
    (record,) = [it for it in served.records(OPERATOR) if it["loggpostId"] in found["loggposter"]]
    assert record["slag"] == STRANGER
    printed = record["klient"].replace(":", "").lower()
    assert printed == fingerprint(served.certificates["unlisted"])


@pytest.mark.parametrize(("name", "when"), [("past", "längre"), ("ahead", "än")])
def test_outside_the_days_that_the_file_gives_it_is_refused(served: Served, name: str, when: str) -> None:
    with served.client(name) as client:
        found = refused(
            asks(client, TIMRA), 403, "INTE_BEHORIG", f"Klientcertifikatet får inte visas {when}, enligt "
        )
    (record,) = [it for it in served.records(TIMRA.origin) if it["loggpostId"] in found["loggposter"]]
    assert (record["slag"], record["klient"]) == (STRANGER, "timra-sn-arendesystem")


def test_a_client_without_the_right_is_refused(served: Served) -> None:
    with served.client("reviewer") as client:
        found = refused(asks(client), 403, "INTE_BEHORIG", "Klienten är inte upptagen med behörigheten")
    assert len(found["loggposter"]) == 1


def test_a_system_of_two_boards_is_told_apart_by_what_the_question_calls_the_board(served: Served) -> None:
    with served.client("shared") as client:
        is_client(asks(client, SN, "sundsvalls kommun  sn"), "sundsvall-sn-arendesystem", SN)
        is_client(asks(client, AN, "Sundsvalls kommun AN"), "sundsvall-an-arendesystem", AN)
        is_client(asks(client, AN, "Arbetsmarknadsnämnden"), "sundsvall-an-arendesystem", AN)
        found = refused(asks(client, SN), 403, "INTE_BEHORIG", "Klienten frågar för flera nämnder")
    for board in (SN, AN):
        assert [
            it["slag"] for it in served.records(board.origin) if it["loggpostId"] in found["loggposter"]
        ] == [STRANGER]


def test_nobody_asks_in_another_boards_name(served: Served) -> None:
    with served.client("sn") as sn, served.client("timra") as timra:
        refused(
            asks(sn, AN, "Sundsvalls kommun AN"),
            403,
            "INTE_BEHORIG",
            "Klienten är inte upptagen hos den nämnd",
        )
        refused(asks(timra, SN), 403, "INTE_BEHORIG", "Klienten är inte upptagen hos den organisation")
        token = served.token(AN, "sundsvall-an-arendesystem", *ASKS)
        refused(
            asks(timra, SN, "Socialnämnden", headers=token),
            403,
            "INTE_BEHORIG",
            "Klienten är inte upptagen hos den",
        )


def test_one_that_is_taken_out_of_the_file_is_refused_on_the_connection_it_has(served: Served) -> None:
    path = served.settings.contracts / "kommuner" / "timra.yaml"
    before = path.read_text("utf-8")
    with served.client("timra") as client:
        is_client(asks(client, TIMRA), "timra-sn-arendesystem", TIMRA)
        path.write_text(before.replace(fingerprint(served.certificates["timra"]), "ab" * 32), "utf-8")
        try:
            served.wait(served.hub.renewal.renew())
            refused(asks(client, TIMRA), 403, "INTE_BEHORIG", "Klientcertifikatet är inte upptaget")
        finally:
            path.write_text(before, "utf-8")
            served.wait(served.hub.renewal.renew())
        is_client(asks(client, TIMRA), "timra-sn-arendesystem", TIMRA)


# ------------------------------------------------------------ a proxy before the hub


@pytest.mark.parametrize("rfc9440", [False, True], ids=["nginx", "RFC 9440"])
def test_a_proxy_that_is_named_says_whose_certificate_it_is(served: Served, rfc9440: bool) -> None:
    with served.client(address=PROXY) as proxy:
        is_client(asks(proxy, headers=served.header("sn", rfc9440)), "sundsvall-sn-arendesystem", SN)
        is_client(asks(proxy, TIMRA, headers=served.header("timra", rfc9440)), "timra-sn-arendesystem", TIMRA)


def test_from_anywhere_else_the_header_says_nothing(served: Served) -> None:
    forged = served.header("sn") | {"X-Forwarded-For": PROXY, "Forwarded": f"for={PROXY}"}
    with served.client() as client, served.client("timra") as timra:
        refused(asks(client, headers=forged), 401, "INTE_INLOGGAD", "Skicka en åtkomstbiljett")
        is_client(asks(timra, TIMRA, headers=forged), "timra-sn-arendesystem", TIMRA)


def test_a_proxys_own_certificate_is_nobodys_who_asks(served: Served) -> None:
    with served.client("timra", address=PROXY) as proxy:
        refused(asks(proxy, TIMRA), 401, "INTE_INLOGGAD", "Skicka en åtkomstbiljett")
        is_client(asks(proxy, headers=served.header("sn")), "sundsvall-sn-arendesystem", SN)


@pytest.mark.parametrize(("name", "says"), [("late", "har gått ut."), ("early", "gäller inte än.")])
def test_behind_a_proxy_one_that_is_not_valid_is_told_why(served: Served, name: str, says: str) -> None:
    with served.client(address=PROXY) as proxy:
        answer = asks(proxy, TIMRA, headers=served.header(name))
    refused(answer, 401, "KLIENTCERTIFIKATET_GALLER_INTE", f"Klientcertifikatet {says}")


def test_behind_a_proxy_what_cannot_be_read_is_told(served: Served) -> None:
    with served.client(address=PROXY) as proxy:
        gets = partial(refused, status=401, kod="KLIENTCERTIFIKATET_GALLER_INTE")
        gets(
            asks(proxy, headers={HEADER: "CN=Anna"}), begins="Klientcertifikatet från proxyn kan inte läsas."
        )
        twice = [(HEADER, served.header("sn")[HEADER])] * 2
        answer = proxy.post(WHO, json=named(SN), headers=httpx.Headers(twice))
        gets(answer, begins="Proxyn skickar flera klientcertifikat.")
