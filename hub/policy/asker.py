"""Gates 1 and 2: the asking board and its client, and the person who asks."""

from __future__ import annotations

from collections.abc import Iterator

from hub.model.board import BoardId
from hub.model.nobody import invented, nobodys_name
from hub.model.query import Facts, Query
from hub.model.scope import Scope
from hub.policy.laws import ACCESS, CONTROLLER
from hub.policy.lifting import may_see_protected
from hub.policy.rule import Gate
from hub.problems import GateRefused, NotAuthorised, Pointer, ProtectedRefused
from messages.koder import AktorTyp


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
    if nobodys_name(actor.namn):
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
