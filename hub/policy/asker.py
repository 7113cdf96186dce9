"""Gates 1 and 2: the asking board and its client, and the person who asks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hub.model.board import BoardId
from hub.model.query import Facts, Query
from hub.model.scope import Scope
from hub.policy.laws import ACCESS, CONTROLLER
from hub.policy.lifting import may_see_protected
from hub.policy.rule import Gate
from hub.problems import GateRefused, NotAuthorised, Pointer, ProtectedRefused
from messages.koder import AktorTyp

# What systems send when no person stands behind the question. A real caseworker's id may hold one of the
# words beside others (anna.test), so all words must be of these, or the first be one that names accounts.
_ROLE_WORDS = """
    system sys systemkonto admin administrator administratör root test tester testare testuser user users
    anvandare användare konto handlaggare handläggare kontaktcenter okand okänd unknown anonym anonymous
    guest gast gäst default demo dummy none null ingen integration integrationskonto nyttonav ssbtek
    funktion automat automatik
"""
_ACCOUNT_WORDS = "svc srv service servicekonto batch robot bot rpa api job cron daemon"
_ACCOUNTS = frozenset(_ACCOUNT_WORDS.split())
_NOT_A_PERSON = frozenset(_ROLE_WORDS.split()) | _ACCOUNTS
_SEPARATORS = re.compile(r"[\s._:/@-]+")


def invented(text: str) -> bool:
    """Whether an id is a system's word and not a caseworker's: `system`, `svc-ifo`, `test01`."""
    local_part = text.casefold().partition("@")[0]
    words = (word.rstrip("0123456789") for word in _SEPARATORS.split(local_part))
    named = [word for word in words if word]
    if not named:
        # Digits alone may be an employment number; one digit over and over is not.
        return len(set(text)) <= 1
    return named[0] in _ACCOUNTS or all(
        word in _NOT_A_PERSON or (len(word) > 2 and len(set(word)) == 1) for word in named
    )


def _another_board(query: Query, _facts: Facts) -> Iterator[Pointer]:
    asker, board = query.question.ingivare, query.caller.board
    if asker.organisationsnummer != board.organisation_number:
        yield Pointer("/ingivare/organisationsnummer", "Är inte organisationsnumret i åtkomstbiljetten.")
    if asker.namnd != board.board:
        yield Pointer("/ingivare/namnd", "Är inte nämnden i åtkomstbiljetten.")


def _board_not_served(query: Query, facts: Facts) -> Iterator[Pointer]:
    asker = query.question.ingivare
    if facts.board is None or facts.board.id != BoardId(asker.organisationsnummer, asker.namnd):
        yield Pointer("/ingivare", "Nämnden finns inte bland navets nämnder.")


def _client_not_listed(query: Query, facts: Facts) -> Iterator[Pointer]:
    client = facts.board.client(query.caller.client_id) if facts.board else None
    if client is None:
        yield Pointer("/ingivare", "Klienten i åtkomstbiljetten är inte upptagen hos nämnden.")
    elif Scope.ASK not in client.scopes or Scope.ASK not in query.caller.scopes:
        yield Pointer("/ingivare", f"Klienten har inte behörigheten {Scope.ASK}.")


def _nobody_named(query: Query, _facts: Facts) -> Iterator[Pointer]:
    actor = query.question.ingivare.aktor
    if actor.typ is AktorTyp.AUTOMATISERAD_FUNKTION:
        if not (actor.funktion or "").strip():
            yield Pointer("/ingivare/aktor/funktion", "Funktionen ska namnges.")
        return
    if invented(actor.id):
        yield Pointer("/ingivare/aktor/id", "Är ett systems namn, inte en handläggares identitet.")
    # Boards may give caseworkers a working name (Handläggare 123), so only the bare word is refused.
    if actor.namn.strip().casefold() in _NOT_A_PERSON | {""}:
        yield Pointer("/ingivare/aktor/namn", "Ska vara handläggarens namn.")


def _no_unit(query: Query, _facts: Facts) -> Iterator[Pointer]:
    if not query.question.ingivare.aktor.enhet.strip():
        yield Pointer("/ingivare/aktor/enhet", "Enheten saknas.")


def _may_not_see_protected(query: Query, facts: Facts) -> Iterator[Pointer]:
    if query.question.skyddadeUppgifter is None:
        return
    if facts.board is None or not may_see_protected(query, facts.board):
        yield Pointer("/skyddadeUppgifter", f"Klienten har inte behörigheten {Scope.SEE_PROTECTED}.")
    # A reason is somebody's: a function would give the same one each time.
    if query.question.ingivare.aktor.typ is AktorTyp.AUTOMATISERAD_FUNKTION:
        yield Pointer("/ingivare/aktor/typ", "En automatiserad funktion har inget eget skäl att ange.")


OWN_BOARD = Gate(
    1,
    "egen-namnd",
    CONTROLLER,
    NotAuthorised,
    "Frågan anger en annan nämnd än den som åtkomstbiljetten gäller. "
    "Ange den egna nämnden i ingivare, eller hämta en biljett för rätt nämnd.",
    _another_board,
)
BOARD_SERVED = Gate(
    1,
    "ansluten-namnd",
    CONTROLLER,
    NotAuthorised,
    "Nämnden är inte ansluten. Be förvaltaren av navet att ta upp nämnden i kommunens fil.",
    _board_not_served,
)
CLIENT_LISTED = Gate(
    1,
    "upptagen-klient",
    CONTROLLER,
    NotAuthorised,
    "Klienten får inte ställa frågor för nämnden. "
    "Be förvaltaren av navet att ta upp klienten med behörigheten uppgifter:fraga hos nämnden.",
    _client_not_listed,
)
NAMED_CASEWORKER = Gate(
    2,
    "namngiven-handlaggare",
    ACCESS,
    GateRefused,
    "Den som frågar är inte namngiven. Skicka identitet och namn för den handläggare som ställer frågan; "
    "ett system frågar bara som AUTOMATISERAD_FUNKTION, där avtalet medger det.",
    _nobody_named,
)
UNIT_NAMED = Gate(
    2,
    "handlaggarens-enhet",
    ACCESS,
    GateRefused,
    "Handläggarens enhet saknas. Skicka den enhet i nämnden som handläggaren arbetar vid.",
    _no_unit,
)
MAY_SEE_PROTECTED = Gate(
    2,
    "skyddade-uppgifter",
    ACCESS,
    ProtectedRefused,
    "Frågan begär uppgifter som annars undanhålls om skyddade personer. Det kräver behörigheten "
    "uppgifter:skyddade, och att en människa frågar. Ta bort skyddadeUppgifter ur frågan, eller be "
    "förvaltaren av navet att ta upp klienten med den behörigheten hos nämnden.",
    _may_not_see_protected,
)
