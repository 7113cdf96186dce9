"""LEFI's question, lefi/v9: one for Försäkringskassan and Pensionsmyndigheten together. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from adapters.forsakringskassan.faults import nothing_to_ask, periods_differ
from adapters.forsakringskassan.groups import CARRIES, KINDS, SOURCES, Wanted, wanted_of
from hub.adapter import Ask, Payload, SourceAsk

QUESTION = "lefi/v9"


def to_payload(ask: Ask, source: SourceAsk, wanted: str) -> Payload:
    """A LefiExternFormansinformationFraga with the codes of every LEFI source of the Ask, in UTF-8.

    The same bytes whichever source it is made for. Raises SourceRefused (NYTTONAV) when nothing that this
    source may be asked has a code, ValueError for another format.
    """
    if wanted != QUESTION:
        raise ValueError(f"forsakringskassan asks in {QUESTION}, not in {wanted}")
    if not wanted_of(source.groups):
        raise nothing_to_ask(source.source)
    together = [one for one in ask.sources if one.source in SOURCES and wanted_of(one.groups)]
    if any(one.period != source.period for one in together):
        raise periods_differ()
    asked = wanted_of(frozenset[str]().union(*(one.groups for one in together)))
    question = {
        "personnummer": ask.person.value,
        "period": {"from": source.period.first.isoformat(), "tom": source.period.last.isoformat()},
        **_lists(asked),
    }
    return Payload(wanted, json.dumps(question, separators=(",", ":")).encode())


def _lists(asked: frozenset[Wanted]) -> Mapping[str, list[str]]:
    """List to its codes, sorted; a list without codes is not there."""
    lists = {kind: sorted(one.code for one in asked if one.kind == kind) for kind in KINDS}
    return {kind: codes for kind, codes in lists.items() if codes}


def groups_asked(question: bytes) -> frozenset[str]:
    """The element groups that a question of ours asks for; of the person all, since one code brings them.

    For the mapping, which tells what was asked for and did not come.
    """
    told = json.loads(question)
    return _brought(frozenset(Wanted(kind, code) for kind in KINDS for code in told.get(kind, ())))


@lru_cache(maxsize=256)
def _brought(asked: frozenset[Wanted]) -> frozenset[str]:
    return frozenset(group for group, needs in CARRIES.items() if needs <= asked)
