"""A list of cases, part by part into a running hub; it goes on where an earlier run stopped."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import httpx

from hub.cli.arenden_file import ReadFile
from hub.lists import cut, part_of
from hub.model.board import BoardId
from messages import json_codec
from messages.arendelistor import Arendelista, Arendelistlage, Listtillstand
from messages.base import Meddelande
from messages.unreadable import Unreadable

_LISTS = "/nyttonav/v1/arendelistor"
_TIMEOUT_S = 60
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
"""RFC 6750, section 2.1. What else stands in one cannot be sent, and is not repeated."""
_NO_ADDRESS = (
    "--url är ingen adress; skriv den med http:// eller https://, till exempel http://127.0.0.1:8420."
)
_AGAIN = "Kör kommandot igen; det fortsätter där det slutade."


class NotTaken(Exception):
    """The hub did not take the list; the text is a Swedish sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Done:
    """What is in use now, and whether it was not before."""

    list_id: str
    cases: int
    persons: int
    changed: bool


class Sender:
    """Talks with one hub. Raises NotTaken where `url` is no address."""

    def __init__(self, url: str, token: Callable[[], str]) -> None:
        self._token = token
        # Nothing of this goes by way of a proxy; the system's and SSL_CERT_FILE's authorities are trusted.
        verify = ssl.create_default_context()
        try:
            self._client = httpx.Client(base_url=url, timeout=_TIMEOUT_S, trust_env=False, verify=verify)
        except httpx.InvalidURL:
            raise NotTaken(_NO_ADDRESS) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def bring_in(
        self, read: ReadFile, board: BoardId, system: str, moment: datetime, tell: Callable[[int], None]
    ) -> Done:
        """Announce the list, send what has not come, and bring it in. Raises NotTaken."""
        found = self._asked("POST", _LISTS, _announced(read, board, system, moment))
        if found.tillstand is Listtillstand.INFORD:
            return Done(found.listaId, found.arenden, found.personer, changed=False)
        here = f"{_LISTS}/{found.listaId}"
        for number, cases in enumerate(cut(read.cases), 1):
            if found.nastaDel is not None and number >= found.nastaDel:
                self._asked("PUT", f"{here}/delar/{number}", part_of(cases))
            tell(number)
        self._asked("POST", f"{here}/inforanden", None)
        return Done(found.listaId, found.arenden, found.personer, changed=True)

    def _asked(self, method: str, path: str, message: Meddelande | None) -> Arendelistlage:
        token = self._token()
        if not _TOKEN.fullmatch(token):
            raise NotTaken(
                "Biljetten rymmer annat än en biljett har. Kontrollera NYTTONAV_BILJETT (--token)."
            )
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        content = json_codec.encode(message) if message is not None else None
        if content is not None:
            headers["Content-Type"] = "application/json"
        try:
            answer = self._client.request(method, path, content=content, headers=headers)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            # The latter is a TransportError too: it must be seen first.
            raise NotTaken(_NO_ADDRESS) from None
        except httpx.TransportError as error:
            raise NotTaken(f"Navet svarar inte ({type(error).__name__}). {_AGAIN}") from None
        if not answer.is_success:
            raise NotTaken(_refusal(answer))
        try:
            return json_codec.decode(Arendelistlage, answer.content, {})
        except Unreadable:
            raise NotTaken("Det som svarar är inget Nyttonav. Kontrollera adressen (--url).") from None


def _announced(read: ReadFile, board: BoardId, system: str, moment: datetime) -> Arendelista:
    return Arendelista(
        organisationsnummer=board.organisation_number,
        namnd=board.board,
        system=system,
        avser=moment,
        digest=read.digest,
        delar=read.parts,
        arenden=len(read.cases),
        personer=read.persons,
    )


def _refusal(answer: httpx.Response) -> str:
    """The hub's problem (RFC 9457) in sentences, with what to do where running again helps."""
    try:
        problem: dict[str, Any] = answer.json()
        said = f"{problem['title']}. {problem['detail']}"
    except (ValueError, KeyError, TypeError):
        return f"Navet svarade {answer.status_code}. Kontrollera adressen (--url)."
    places = [f"{one['plats']}: {one['text']}." for one in problem.get("fel", [])]
    again = [_AGAIN] if answer.status_code in (401, 408, 503) else []
    return " ".join([said, *places, *again])
