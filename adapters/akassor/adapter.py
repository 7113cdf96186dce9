"""The a-kassor asked straight, over SOAP."""

from __future__ import annotations

from adapters.akassor.names import ANSWER_ROOT, FORMAT, NAMESPACE
from hub.soap import SoapTalk

_TALK = SoapTalk("SO", "a-kassornas tjänst", answer=f"{{{NAMESPACE}}}{ANSWER_ROOT}", format=FORMAT)

fetch, ping = _TALK.fetch, _TALK.ping
