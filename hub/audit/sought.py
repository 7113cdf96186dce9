"""A search of the log: what it is found by, and the record that it is itself. Pure but for salts and ids."""

from __future__ import annotations

from datetime import datetime

from hub.audit.events import LogSearched
from hub.audit.nouns import Search
from hub.audit.parts import CaseRef
from hub.audit.refs import case_ref, caseworker_ref, person_ref, review_ref
from hub.audit.scribe import Scribe, without_numbers
from hub.audit.vault import KeyVault
from hub.model.board import BoardId
from hub.model.ledger import NewEntry, Ref
from hub.model.query import Caller
from hub.problems import MalformedQuestion, Pointer


def searched(
    scribe: Scribe, caller: Caller, wanted: Search, reason: str, reviewer: str | None, now: datetime
) -> NewEntry:
    """The record of a search, or of one page of it. Raises MalformedQuestion without a reason."""
    if not reason.strip():
        raise MalformedQuestion(
            "En loggsökning kräver ett skäl: skriv varför loggen granskas.", fel=[Pointer("/skal", "saknas")]
        )
    sealed = tuple(scribe.sealed(caller.board, person, now) for person in wanted.persons)
    caseworkers = tuple(map(without_numbers, wanted.caseworkers))
    cases = tuple(CaseRef(*map(without_numbers, case)) for case in wanted.cases)
    event = LogSearched(
        client=caller.client_id,
        reason=without_numbers(reason),
        person=sealed[0] if len(sealed) == 1 else None,
        caseworker=caseworkers[0] if len(caseworkers) == 1 else None,
        case=cases[0] if len(cases) == 1 else None,
        first=wanted.first,
        last=wanted.last,
        review=wanted.review or None,
        persons=sealed if len(sealed) > 1 else None,
        criteria=_criteria(wanted, caseworkers, cases) or None,
        further=True if wanted.cursor is not None else None,
        reviewer=None if reviewer is None else without_numbers(reviewer),
    )
    return scribe.entry(event, now)


def refs_wanted(vault: KeyVault, board: BoardId, wanted: Search) -> tuple[Ref, ...]:
    return (
        *(person_ref(key) for person in wanted.persons for key in vault.lookup_keys(board, person)),
        *(case_ref(*case) for case in wanted.cases),
        *(caseworker_ref(caseworker) for caseworker in wanted.caseworkers),
        *([review_ref()] if wanted.review else ()),
    )


def facets_wanted(wanted: Search) -> tuple[tuple[str, tuple[str | int, ...]], ...]:
    """Names of `Facets` with the values that will do."""
    every: dict[str, tuple[str | int, ...]] = {
        "client": wanted.clients,
        "source": wanted.sources,
        "outcome": wanted.outcomes,
        "gate": wanted.gates,
        "agreement": wanted.agreements,
        "protection": wanted.protections,
    }
    return tuple((name, values) for name, values in every.items() if values)


def _criteria(
    wanted: Search, caseworkers: tuple[str, ...], cases: tuple[CaseRef, ...]
) -> dict[str, list[str]]:
    """What else was asked for, under the names of the wire."""
    every = {
        "flerHandlaggare": caseworkers if len(caseworkers) > 1 else (),
        "flerArenden": tuple(f"{it.system} {it.id}" for it in cases) if len(cases) > 1 else (),
        "klienter": wanted.clients,
        "kallor": wanted.sources,
        "utfall": wanted.outcomes,
        "grindar": tuple(map(str, wanted.gates)),
        "avtal": wanted.agreements,
        "skydd": wanted.protections,
    }
    return {name: [without_numbers(it) for it in values] for name, values in every.items() if values}
