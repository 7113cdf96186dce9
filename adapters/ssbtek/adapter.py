"""SSBTEK as a route: one call to the composite service, up to seven agencies' answers."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.ssbtek import faults
from adapters.ssbtek.answering import answer_of, ping_answer_of, unpacked, with_unput_questions
from adapters.ssbtek.asking import to_question
from hub.adapter import Ask, Fetched, Permit, SourceError, Transport
from hub.soap import post, unwritable
from messages.wire import ssbtek
from messages.wire.ssbtek import Version, WireError


async def fetch(ask: Ask, permit: Permit, transport: Transport) -> Fetched:
    """Per source asked: its own document, unpacked, or why there is none.

    Raises SourceError for what concerns the whole call: no connection, a SOAP fault, an unreadable answer,
    an answer to another question (WrongPerson where it names another person).
    """
    version = _version(ask.settings)
    question, left_out = to_question(ask, version)
    if not question.specifika:
        return left_out
    try:
        body = ssbtek.write_question(version, question)
    except WireError as error:
        raise unwritable(error.text) from None
    response = await post(body, ask.settings, faults.SIDE, permit, transport)
    asked = [one.source for one in ask.sources if one.source not in left_out]
    came = unpacked(answer_of(response, version, ask), asked)
    return {**left_out, **with_unput_questions(came, ask, version)}


async def ping(settings: Mapping[str, str], permit: Permit, transport: Transport) -> None:
    """Ask whether the service is up, without personal data. Raises SourceError when it is not."""
    await ping_sources(settings, permit, transport)


async def ping_sources(
    settings: Mapping[str, str], permit: Permit, transport: Transport
) -> Mapping[str, SourceError | None]:
    """As `ping`, and what the service says of each agency: None when it is up; absent when not told.

    It says nothing of Pensionsmyndigheten, which answers in Försäkringskassan's element.
    """
    version = _version(settings)
    response = await post(ssbtek.write_ping(version), settings, faults.SIDE, permit, transport)
    answer = ping_answer_of(response, version)
    return {
        source: None if part.error is None else faults.of_part(source, part.error)
        for source, part in answer.delar.items()
    }


def _version(settings: Mapping[str, str]) -> Version:
    version = ssbtek.VERSIONS.get(settings.get("version", ""))
    if version is None:
        raise faults.SIDE.setting_missing("version")
    return version
