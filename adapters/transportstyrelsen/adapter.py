"""Transportstyrelsen asked straight, over SOAP."""

from __future__ import annotations

from adapters.transportstyrelsen.names import ANSWER, ANSWER_FORMAT, RESPONDER
from hub.soap import SoapTalk

_TALK = SoapTalk("TNS", "Transportstyrelsen", answer=f"{{{RESPONDER}}}{ANSWER}", format=ANSWER_FORMAT)
fetch, ping = _TALK.fetch, _TALK.ping
