"""LEFI's question, lefi/v9: one for Försäkringskassan and Pensionsmyndigheten together. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping

from adapters.forsakringskassan.client_question import read
from adapters.forsakringskassan.faults import nothing_to_ask, periods_differ
from adapters.forsakringskassan.groups import KINDS, SOURCES, Wanted, groups_in, groups_of, wanted_of
from hub.adapter import Ask, Payload, SourceAsk
from hub.own_format import ClientQuestion

QUESTION = "lefi/v9"


def to_payload(ask: Ask, source: SourceAsk, wanted: str) -> Payload:
    """A LefiExternFormansinformationFraga with the codes of every LEFI source of the Ask, in UTF-8.

    The same bytes whichever source it is made for. Of a client's own question no code that it lacks. Raises
    SourceRefused (NYTTONAV) when nothing that this source may be asked has a code, ValueError for another
    format.
    """
    if wanted != QUESTION:
        raise ValueError(f"forsakringskassan asks in {QUESTION}, not in {wanted}")
    if not _codes_of(source):
        raise nothing_to_ask(source.source)
    together = [one for one in ask.sources if one.source in SOURCES and _codes_of(one)]
    if any(one.period != source.period for one in together):
        raise periods_differ()
    asked = frozenset[Wanted]().union(*(_codes_of(one) for one in together))
    question = {
        "personnummer": ask.person.value,
        "period": {"from": source.period.first.isoformat(), "tom": source.period.last.isoformat()},
        **_lists(asked),
    }
    return Payload(wanted, json.dumps(question, separators=(",", ":")).encode())


def _codes_of(one: SourceAsk) -> frozenset[Wanted]:
    codes = wanted_of(one.groups)
    return codes if one.client is None else codes & read(one.client.content).codes


def _lists(asked: frozenset[Wanted]) -> Mapping[str, list[str]]:
    """List to its codes, sorted; a list without codes is not there."""
    lists = {kind: sorted(one.code for one in asked if one.kind == kind) for kind in KINDS}
    return {kind: codes for kind, codes in lists.items() if codes}


def wanted(content: bytes, question_format: str) -> ClientQuestion:
    """What a client's own question asks for, of either authority. Raises WrongQuestion as LEFI says 400.

    A group counts as asked for when any of its codes is: one benefit's payments are payments. What is then
    sent has the client's codes only (`to_payload`). Raises ValueError for another format.
    """
    if question_format != QUESTION:
        raise ValueError(f"forsakringskassan reads {QUESTION}, not {question_format}")
    question = read(content)
    owned = {
        source: groups_in(frozenset(code for code in question.codes if code.code.startswith(f"{source}:")))
        for source in SOURCES
    }
    bare = sorted(f"{code.kind} {code.code}" for code in question.codes if not groups_of(*code))
    return ClientQuestion(
        {source: groups for source, groups in owned.items() if groups},
        question.person,
        question.period,
        not_carried=(*bare, *(("okänt fält",) if question.fields_unknown else ())),
    )


def codes_asked(question: bytes) -> frozenset[Wanted]:
    """The codes of a question of ours. For the mapping, which tells what was asked for and did not come."""
    told = json.loads(question)
    return frozenset(Wanted(kind, code) for kind in KINDS for code in told.get(kind, ()))
