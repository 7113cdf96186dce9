"""Migrationsverket asked straight, over SOAP."""

from __future__ import annotations

from adapters.migrationsverket.names import ANSWER, ANSWER_FORMAT, CORRELATION, SERVICE
from hub.soap import SoapTalk

_TALK = SoapTalk(
    "MIV",
    "Migrationsverket",
    answer=f"{{{SERVICE}}}{ANSWER}",
    format=ANSWER_FORMAT,
    correlation=CORRELATION,
)
fetch, ping = _TALK.fetch, _TALK.ping
