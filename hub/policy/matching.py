"""A client that has never had to name a real case: what its file lets pass until a day (gate 3).

Decision 0021 says why there is such a thing at all, and why it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hub.model.board import Board, Matching
from hub.model.nobody import invented, nobodys_name
from hub.model.query import Facts, Query
from hub.policy.case import known
from hub.policy.laws import ONGOING_CASE
from hub.policy.rule import Gate
from hub.problems import CaseRefused, Pointer
from messages.koder import AktorTyp


def matching_of(query: Query, board: Board) -> Matching | None:
    """What the client's file says, of a question that may be answered so: None where there is no such word.

    Of a question about several persons none of them is the one whose case it would be.
    """
    client = board.client(query.caller.client_id)
    one_person = len(query.question.personer) == 1
    return client.matching if client is not None and query.match_person and one_person else None


def may_match(query: Query, facts: Facts, board: Board) -> bool:
    """Whether the person's case is to be looked for: the file lets it today, and the question names none."""
    matching = matching_of(query, board)
    return matching is not None and matching.holds(facts.today) and known(query, facts) is None


def with_caseworker(query: Query, board: Board, today: date) -> Query:
    """The question asked by the caseworker of the client's file, where the client names nobody.

    As it is where the file names none, or its day is over: then the gates refuse it.
    """
    matching, asker = matching_of(query, board), query.question.ingivare
    if matching is None or matching.caseworker is None or not matching.holds(today):
        return query
    actor = asker.aktor
    if actor.typ is not AktorTyp.HANDLAGGARE or not invented(actor.id):
        return query
    name = matching.caseworker if nobodys_name(actor.namn) or invented(actor.namn) else actor.namn
    named = actor.like({"id": matching.caseworker, "namn": name})
    return query.putting({"ingivare": asker.like({"aktor": named})})


def _over(query: Query, facts: Facts) -> Iterator[Pointer]:
    matching = matching_of(query, facts.board) if facts.board else None
    if matching is not None and not matching.holds(facts.today) and known(query, facts) is None:
        yield Pointer("/arende", f"Ärendet är okänt, och fick vara det till och med {matching.last}.")


def _in_several(query: Query, facts: Facts) -> Iterator[Pointer]:
    if known(query, facts) is None and (facts.of_person or 0) > 1:
        yield Pointer("/arende", "Ärendet är okänt, och personen är i flera pågående ärenden hos nämnden.")


def _in_none(query: Query, facts: Facts) -> Iterator[Pointer]:
    if known(query, facts) is None and facts.of_person == 0:
        yield Pointer("/arende", "Ärendet är okänt, och personen är inte i något pågående ärende.")


MATCHING_OVER = Gate(
    3,
    "arendematchning-upphord",
    ONGOING_CASE,
    CaseRefused,
    "Tiden då klienten fick fråga utan att ange ett verkligt ärende är ute. Skicka ärendets eget id ur "
    "verksamhetssystemet; den som förvaltar systemet kan ställa in det. Navets förvaltare kan ge ny tid i "
    "kommunens fil, om nämnden beslutar det.",
    _over,
)
ONE_CASE = Gate(
    3,
    "flera-arenden-for-personen",
    ONGOING_CASE,
    CaseRefused,
    "Ärendet är okänt, och personen är i flera av nämndens pågående ärenden, så att navet inte kan veta "
    "vilket som avses. Skicka det avsedda ärendets eget id ur verksamhetssystemet.",
    _in_several,
)
CASE_OF_PERSON = Gate(
    3,
    "inget-arende-for-personen",
    ONGOING_CASE,
    CaseRefused,
    "Ärendet är okänt, och personen är inte i något av nämndens pågående ärenden av det slag som ändamålet "
    "kräver. Kontrollera personen, eller låt ärendesystemet registrera ärendet innan frågan ställs.",
    _in_none,
)
