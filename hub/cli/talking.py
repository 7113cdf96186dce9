"""Messages to a running hub and its answers, for commands that are a client of it."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable
from typing import Any, Self, TypeVar

import httpx

from messages import json_codec
from messages.base import Meddelande
from messages.unreadable import Unreadable

Answer = TypeVar("Answer", bound=Meddelande)

_TIMEOUT_S = 60
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
"""RFC 6750, section 2.1. What else stands in one cannot be sent, and is not repeated."""
_NO_ADDRESS = (
    "--url är ingen adress; skriv den med http:// eller https://, till exempel http://127.0.0.1:8420."
)


class NotTaken(Exception):
    """The hub did not do what was asked; the text is a Swedish sentence with the remedy."""


class Talk:
    """Talks with one hub. `again` is what helps where a later try may. Raises NotTaken."""

    def __init__(self, url: str, token: Callable[[], str], again: str) -> None:
        self._token = token
        self._again = again
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

    def ask(self, method: str, path: str, message: Meddelande | None, answer: type[Answer]) -> Answer:
        """Raises NotTaken, with the hub's own sentences where it refused."""
        came = self._sent(method, path, message)
        if not came.is_success:
            raise NotTaken(self._refusal(came))
        try:
            return json_codec.decode(answer, came.content, {})
        except Unreadable:
            raise NotTaken("Det som svarar är inget Nyttonav. Kontrollera adressen (--url).") from None

    def _sent(self, method: str, path: str, message: Meddelande | None) -> httpx.Response:
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
            return self._client.request(method, path, content=content, headers=headers)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            # The latter is a TransportError too: it must be seen first.
            raise NotTaken(_NO_ADDRESS) from None
        except httpx.TransportError as error:
            raise NotTaken(f"Navet svarar inte ({type(error).__name__}). {self._again}") from None

    def _refusal(self, answer: httpx.Response) -> str:
        """The hub's problem (RFC 9457) in sentences, with what to do where running again helps."""
        try:
            problem: dict[str, Any] = answer.json()
            said = f"{problem['title']}. {problem['detail']}"
        except (ValueError, KeyError, TypeError):
            return f"Navet svarade {answer.status_code}. Kontrollera adressen (--url)."
        places = [f"{one['plats']}: {one['text']}." for one in problem.get("fel", [])]
        again = [self._again] if answer.status_code in (401, 408, 503) else []
        return " ".join([said, *places, *again])
