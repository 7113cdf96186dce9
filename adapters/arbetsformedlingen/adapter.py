"""Arbetsförmedlingen asked straight, over SOAP."""

from __future__ import annotations

from adapters.arbetsformedlingen.names import ANSWER, FORMAT
from hub.soap import SoapTalk

_TALK = SoapTalk("AF", "Arbetsförmedlingen", answer=ANSWER, format=FORMAT)
fetch, ping = _TALK.fetch, _TALK.ping
