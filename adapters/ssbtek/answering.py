"""From what came over HTTP to each source's document. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from adapters.ssbtek import faults
from adapters.ssbtek.formats import PAYLOAD_FORMATS
from hub.adapter import Ask, Fetched, Payload, Response, SourceError
from messages.uppgifter import Avvikelse
from messages.wire import ssbtek
from messages.wire.ssbtek import Data, Delfel, Fault, Pingsvar, Svar, Trasig, Version, WireError

Read = TypeVar("Read", Svar, Pingsvar)
_XML = frozenset({"text/xml", "application/xml", ""})


def answer_of(response: Response, version: Version, ask: Ask) -> Svar:
    """The answer to `ask`. Raises SourceError for anything else, another's answer among it."""
    answer = _read(ssbtek.read_answer, response, version)
    # Not every agency's data says whom they are about (TNS's do not), so an answer that was mixed up on the
    # way could hand one person's data to another. The correlation id is what ties answer to question.
    if answer.korrelationsid is not None and answer.korrelationsid != ask.correlation:
        raise faults.other_correlation()
    if answer.fragadPerson is not None and answer.fragadPerson != ask.person.value:
        raise faults.other_person()
    return answer


def ping_answer_of(response: Response, version: Version) -> Pingsvar:
    """Raises SourceError."""
    return _read(ssbtek.read_ping_answer, response, version)


def _read(
    read: Callable[[bytes, Version, str | None], Read | Fault], response: Response, version: Version
) -> Read:
    content_type = response.headers.get("content-type", "")
    is_xml = content_type.partition(";")[0].strip().lower() in _XML
    if response.status == 200:
        if not is_xml:
            raise faults.unreadable("innehållet är något annat än XML")
        if not response.body.strip():
            raise faults.unreadable("det är tomt")
    elif not is_xml:
        raise faults.of_status(response.status, response.headers)
    try:
        came = read(response.body, version, ssbtek.charset_of(content_type))
    except WireError as error:
        if response.status != 200:
            raise faults.of_status(response.status, response.headers) from None
        raise faults.unreadable(error.text.rstrip(".")) from None
    if isinstance(came, Fault):
        raise faults.of_fault(came)
    if response.status != 200:
        raise faults.of_status(response.status, response.headers)
    return came


def unpacked(answer: Svar, asked: Sequence[str]) -> Fetched:
    """Per source of `asked`. What was odd about the envelope goes with the first document in it."""
    fetched: dict[str, Payload | SourceError] = {}
    odd = answer.avvikelser + tuple(_unasked(source) for source in answer.delar if source not in asked)
    for source in asked:
        match answer.delar.get(source):
            case Data(content):
                fetched[source] = Payload(PAYLOAD_FORMATS[source], content, odd)
                odd = ()
            case Delfel() as error:
                fetched[source] = faults.of_part(source, error)
            case Trasig(text):
                fetched[source] = faults.broken_part(text)
            case None:
                fetched[source] = faults.absent()
    return fetched


def _unasked(source: str) -> Avvikelse:
    return Avvikelse(
        kod="EJ_TILLFRAGAD_KALLA",
        text=f"Svaret hade en del från {source}, som inte var tillfrågad. Den har kastats oläst.",
        plats=f"svarsdata/{source}",
    )
