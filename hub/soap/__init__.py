"""SOAP 1.1 as adapters talk it: one way to post, to read what comes back, and to name what went wrong.

A system that answers one question about one person over SOAP needs nothing more in its `adapter.py` than

    _TALK = SoapTalk("AF", "Arbetsförmedlingen", answer="{ns}SvarMeddelande", format="af/svarmeddelande")
    fetch, ping = _TALK.fetch, _TALK.ping

A route that carries more than that (SSBTEK) uses `post`, `read_reply` and `OtherSide` by themselves.
"""

from hub.soap.exchange import post, read_reply
from hub.soap.other_side import OtherSide, named, question_missing, unwritable
from hub.soap.talk import SoapTalk

__all__ = ["OtherSide", "SoapTalk", "named", "post", "question_missing", "read_reply", "unwritable"]
