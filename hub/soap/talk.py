"""A source that is asked straight: one question about one person, one answer, in SOAP 1.1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from hub.adapter import Ask, Fetched, Payload, Permit, Response, SourceAsk, SourceError, Transport
from hub.soap.exchange import post, read_reply
from hub.soap.other_side import OtherSide, question_missing
from messages.wire.soap import Fault, content_of, envelope, read_fault
from messages.wire.xml import WireError, local, parse


@dataclass(frozen=True, slots=True)
class SoapTalk:
    """The talk with one source, as `fetch` and `ping` of its folder's adapter.py."""

    source: str
    """Source id: AF."""
    name: str
    """What sentences call it: Arbetsförmedlingen."""
    answer: str
    """The element inside the body of an answer, `{namespace}name`."""
    format: str
    """What the answer is called as a payload: the same name as when it comes through SSBTEK."""
    action: str = ""
    """SOAPAction, where the service wants one."""
    correlation: str | None = None
    """Path of the element in the answer that repeats the question's correlation id, where there is one."""

    @property
    def _side(self) -> OtherSide:
        return OtherSide(self.name)

    async def fetch(self, ask: Ask, permit: Permit, transport: Transport) -> Fetched:
        """The source's document, out of its envelope. Raises SourceError for anything else."""
        fetched: dict[str, Payload | SourceError] = {}
        for one in ask.sources:
            if one.source == self.source:
                fetched[one.source] = await self._answered(ask, one, permit, transport)
            else:
                fetched[one.source] = self._side.not_carried()
        return fetched

    async def ping(self, settings: Mapping[str, str], permit: Permit, transport: Transport) -> None:
        """Whether the service takes SOAP messages; raises SourceError when it does not.

        There is no published ping, and a question about nobody would still be a question. An envelope with
        an empty body asks nothing: whatever SOAP message comes back, most likely a fault, shows that the
        service is up (inferred).
        """
        response = await post(envelope(b""), settings, self._side, permit, transport, action=self.action)
        if response.status in {401, 403}:
            raise self._side.of_status(response.status, response.headers)
        try:
            content_of(parse(response.body), heed_headers=False)
        except WireError:
            if response.status != 200:
                raise self._side.of_status(response.status, response.headers) from None
            raise self._side.unreadable("det är inget SOAP-meddelande") from None

    async def _answered(
        self, ask: Ask, one: SourceAsk, permit: Permit, transport: Transport
    ) -> Payload | SourceError:
        if one.question is None:
            return question_missing()
        body = envelope(_bare(one.question.content))
        response = await post(body, ask.settings, self._side, permit, transport, action=self.action)
        return self._payload(response, ask)

    def _payload(self, response: Response, ask: Ask) -> Payload:
        answer = read_reply(response, self._read, self._side)
        told = answer.findtext(self.correlation) if self.correlation else None
        if told is not None and told.strip() not in {"", ask.correlation}:
            raise self._side.other_correlation()
        return Payload(self.format, etree.tostring(answer, encoding="utf-8", with_tail=False))

    def _read(self, body: bytes, charset: str | None) -> etree._Element | Fault:
        content = content_of(parse(body, encoding=charset), heed_headers=False)
        if (fault := read_fault(content)) is not None:
            return fault
        # In another namespace it is still the answer's element: what is to be made of it, its mapping knows.
        if local(content) != self.answer.rpartition("}")[2]:
            raise WireError(f"Svaret är inte {self.answer.rpartition('}')[2]}.")
        return content


def _bare(document: bytes) -> bytes:
    """A document without its XML declaration, which may only stand first in the envelope."""
    return document.partition(b"?>")[2] if document.startswith(b"<?xml") else document
