"""The talk, without a network: the system that answers lies beside it, in system.py.

A real one sends a `Request` through `transport`, which uses the permit up; adapters/README.md shows how.
"""

from __future__ import annotations

from collections.abc import Mapping

from hub.adapter import Ask, Fetched, Payload, Permit, SourceError, Transport

from . import system


async def fetch(ask: Ask, permit: Permit, transport: Transport) -> Fetched:  # noqa: ARG001
    """Per source asked: its payload, or why there is none."""
    permit.use()
    return {asked.source: _answer(asked.question) for asked in ask.sources}


async def ping(settings: Mapping[str, str], permit: Permit, transport: Transport) -> None:  # noqa: ARG001
    """It is always up."""
    permit.use()


def _answer(question: Payload | None) -> Payload | SourceError:
    assert question is not None, "the manifest says that each source's own question is made"
    try:
        return Payload("demo/svar", system.answer(question.content))
    except SourceError as error:
        return error
