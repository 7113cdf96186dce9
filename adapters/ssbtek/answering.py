"""From what came over HTTP to each source's document. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.ssbtek import faults
from adapters.ssbtek.formats import PAYLOAD_FORMATS, element_of
from hub.adapter import Ask, Fetched, Payload, Response, SourceError
from hub.soap import read_reply
from messages.uppgifter import Avvikelse
from messages.wire import ssbtek
from messages.wire.ssbtek import Block, Data, Delfel, Pingsvar, Svar, Trasig, Version


def answer_of(response: Response, version: Version, ask: Ask) -> Svar:
    """The answer to `ask`. Raises SourceError for anything else, another's answer among it."""
    answer = read_reply(
        response, lambda body, charset: ssbtek.read_answer(body, version, charset), faults.SIDE
    )
    # Not every agency's data says whom they are about (TNS's do not), so an answer that was mixed up on the
    # way could hand one person's data to another. The correlation id is what ties answer to question.
    if answer.korrelationsid is not None and answer.korrelationsid != ask.correlation:
        raise faults.SIDE.other_correlation()
    if answer.fragadPerson is not None and answer.fragadPerson != ask.person.value:
        raise faults.other_person()
    return answer


def ping_answer_of(response: Response, version: Version) -> Pingsvar:
    """Raises SourceError."""
    return read_reply(
        response, lambda body, charset: ssbtek.read_ping_answer(body, version, charset), faults.SIDE
    )


def unpacked(answer: Svar, asked: Sequence[str]) -> Fetched:
    """Per source of `asked`, each out of its element: what failed there failed for all whose it is.

    What was odd about the envelope goes with the first document in it.
    """
    fetched: dict[str, Payload | SourceError] = {}
    included = {element_of(source) for source in asked}
    odd = answer.avvikelser + tuple(_unasked(element) for element in answer.delar if element not in included)
    for source in asked:
        match answer.delar.get(element_of(source)):
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


def with_unput_questions(came: Fetched, ask: Ask, version: Version) -> Fetched:
    """Tells of every source whose own question this version has no room for: it answered less than asked."""
    odd = Avvikelse(
        kod="FRAGA_EJ_MED",
        text=f"SSBTEK {version.name} tar inte emot källans egen fråga: vad bara den kan be om kom inte med.",
        plats="specifikaFrageparametrar",
    )
    told = dict(came)
    for part in ask.sources:
        payload = came.get(part.source)
        if part.question is None or not isinstance(payload, Payload):
            continue
        if version.slot(element_of(part.source)).block in {Block.NOTHING, Block.PERIOD}:
            told[part.source] = replace(payload, deviations=(*payload.deviations, odd))
    return told


def _unasked(element: str) -> Avvikelse:
    return Avvikelse(
        kod="EJ_TILLFRAGAD_KALLA",
        text=f"Svaret hade en del från {element}, som inte var tillfrågad. Den har kastats oläst.",
        plats=f"svarsdata/{element}",
    )
