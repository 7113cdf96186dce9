"""What stands in a question beside the person: the purpose, the law, the asker, the case id."""

from __future__ import annotations

import re
from base64 import b32encode
from collections.abc import Iterable, Mapping
from hashlib import sha256

from hub.adapter import Asker
from hub.model.board import Board, BoardId
from hub.model.calendar import SWEDEN
from hub.model.decision import Grant
from hub.model.maintenance import Shut
from messages.koder import AktorTyp, Andamal
from messages.uppgifter import Aktor

PURPOSE = {
    Andamal.HANDLAGGNING_EKONOMISKT_BISTAND: "Handläggning av ärende om ekonomiskt bistånd",
    Andamal.KONTROLL_EKONOMISKT_BISTAND: "Kontroll av ekonomiskt bistånd",
    Andamal.ATERKRAV_EKONOMISKT_BISTAND: "Återkrav av ekonomiskt bistånd",
}

SUITED = re.compile(r"[A-Za-z0-9._/:-]+")
"""Characters of a case id that every source can be trusted to take; å, ä, ö and @ are not."""

SHORT_LENGTH = 28
"""`N-` and 26 characters of base 32: 130 bits of the digest."""


def legal_text(grants: Iterable[Grant], names: Mapping[str, str]) -> str:
    """One text that names each asked source with its own paragraphs, and last what breaks the secrecy.

    A route has one such text for all its sources, so each paragraph must be seen to belong to its source.
    """
    granted = tuple(grants)
    parts = [f"{names[grant.source]}: {', '.join(grant.legal_basis)}" for grant in granted]
    secrecy = dict.fromkeys(grant.secrecy for grant in granted if grant.secrecy)
    return "; ".join((*parts, *secrecy))


def shut_text(name: str, closed: Shut) -> str:
    """`CSN har driftuppehåll till 2026-11-22 kl. 06.00 (planerat underhåll).` In Swedish time."""
    until = "tills vidare"
    if closed.until is not None:
        until = f"till {closed.until.astimezone(SWEDEN):%Y-%m-%d kl. %H.%M}"
    return f"{name} har driftuppehåll {until} ({closed.text.strip().rstrip('.')})."


def asker(board: Board, actor: Aktor) -> Asker:
    """The board as controller, by municipality and name, and the caseworker or function that asks."""
    who = actor.id if actor.typ is not AktorTyp.AUTOMATISERAD_FUNKTION else actor.funktion or actor.id
    return Asker(
        organisation_number=board.id.organisation_number,
        name=f"{board.municipality}, {board.name}",
        board=board.id.board,
        caseworker=who,
    )


def case_reference(board: BoardId, system: str, case_id: str, longest: int | None) -> str:
    """The case id as it goes out: its own when every source of the call takes it, else its short form."""
    if SUITED.fullmatch(case_id) and (longest is None or len(case_id) <= longest):
        return case_id
    return short_reference(board, system, case_id)[:longest]


def short_reference(board: BoardId, system: str, case_id: str) -> str:
    """A short case id, always the same for the same case and never the same for two in practice.

    Cut to 16 characters (the shortest a manifest may ask for) it still holds 70 bits.
    """
    # The parts are joined by what none of them can hold, so that no two cases read the same.
    named = "\n".join((board.organisation_number, board.board, system, case_id))
    digest = b32encode(sha256(named.encode()).digest()).decode()
    return f"N-{digest}"[:SHORT_LENGTH]
