"""uppehallstillstand/1: a person's applications and permits at Migrationsverket.

Ids (`u1`, `u2`, ...) are unique within the section and the same each time the same answer is read. Codes are
Migrationsverket's own; their texts are those of the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from pydantic import Field

from messages.base import Elementgrupp, Meddelande, Sektion
from messages.delar import KodText, Period
from messages.values import Text


class Tillstandsarende(Meddelande):
    """One case: what was applied for, how it was decided, and for how long a permit holds.

    `giltighetstid` is PERMANENT or TIDBEGRANSAT; `period` is when a permit begins and, if it does, ends.
    Without `beslutsdatum` and `beslut` the case is not decided.
    """

    id: Text
    arendetyp: KodText | None = None
    ansokningsdatum: date | None = None
    beslut: KodText | None = None
    beslutstyp: KodText | None = None
    anledning: KodText | None = None
    beslutsdatum: date | None = None
    giltighetstid: KodText | None = None
    period: Period | None = None


_ARENDET = ("arenden[].id", "arenden[].arendetyp")
"""Which case and of what kind: a decision or a permit says nothing without it."""


class Uppehallstillstand(Sektion):
    """Residence permits, version 1. `hemland` and `inresedatum` (into Sweden) are of the person."""

    namn: ClassVar[str] = "uppehallstillstand"
    namnrymd: ClassVar[str] = "urn:nyttonav:uppehallstillstand:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "uppehallstillstand.person": Elementgrupp(
            "Namn, hemland och inresedatum", ("fornamn", "efternamn", "hemland", "inresedatum")
        ),
        "uppehallstillstand.ansokningar": Elementgrupp(
            "Ärenden hos Migrationsverket: vad som är sökt och när", (*_ARENDET, "arenden[].ansokningsdatum")
        ),
        "uppehallstillstand.beslut": Elementgrupp(
            "Beslut med slag, anledning och datum",
            (
                *_ARENDET,
                "arenden[].beslut",
                "arenden[].beslutstyp",
                "arenden[].anledning",
                "arenden[].beslutsdatum",
            ),
        ),
        "uppehallstillstand.tillstand": Elementgrupp(
            "Tillståndens giltighetstid", (*_ARENDET, "arenden[].giltighetstid", "arenden[].period")
        ),
    }

    fornamn: Text | None = None
    efternamn: Text | None = None
    hemland: Text | None = None
    inresedatum: date | None = None
    arenden: list[Tillstandsarende] = Field(default_factory=list)
