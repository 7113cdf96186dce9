"""hyra/v1: one question for both sources. Pure."""

from __future__ import annotations

import json

from hub.adapter import Ask, Payload, SourceAsk

_PARTS = {"HYRA": "avtal", "HYRESKO": "ko"}


def to_payload(ask: Ask, source: SourceAsk, format: str) -> Payload:  # noqa: A002 - the SDK's word
    """Who, for which days, and what; the same bytes whichever source of the Ask it is made for."""
    question = {
        "person": ask.person.value,
        "period": {"fran": source.period.first.isoformat(), "till": source.period.last.isoformat()},
        "delar": sorted(_PARTS[one.source] for one in ask.sources if one.source in _PARTS),
        "fragare": ask.asker.name,
    }
    return Payload(format, json.dumps(question).encode())
