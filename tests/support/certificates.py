"""A hub that speaks TLS on its own loop and protocol, and callers who show certificates.

What asks for a caller is one route of its own, under the guard for case systems.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sqlite3
import ssl
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import time
from typing import Annotated, Any
from urllib.parse import quote

import httpx
import yaml
from fastapi import APIRouter, Depends, Request

from hub.api.asking import caller_for
from hub.api.guard import guarded_for_systems
from hub.api.hub import Hub
from hub.demo import story
from hub.issuer import local_token
from hub.model.board import BoardId
from hub.model.query import Caller
from hub.serving import bound, run, serving
from hub.settings import Settings
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
