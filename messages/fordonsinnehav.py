"""fordonsinnehav/1: the vehicles that Transportstyrelsen has registered on a person.

Ids (`u1`, `u2`, ...) are unique within the section and the same each time the same answer is read. Texts are
the register's own; a vehicle has whatever of them the register holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from messages.base import Elementgrupp, Meddelande, Sektion
from messages.delar import KodText
from messages.values import Text


class Fordon(Meddelande):
    """One vehicle. `fabrikat` is the make, `handelsbeteckning` the model, `fordonsar` the model year as the
    register writes it, `fordonsslag` the kind: car, trailer and so on."""

    id: Text
    registreringsnummer: Text | None = None
    fabrikat: Text | None = None
    handelsbeteckning: Text | None = None
    fordonsar: Text | None = None
    fordonsslag: KodText | None = None


class Fordonsinnehav(Sektion):
    """Vehicles held, version 1."""

    namn: ClassVar[str] = "fordonsinnehav"
    namnrymd: ClassVar[str] = "urn:nyttonav:fordonsinnehav:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "fordonsinnehav.fordon": Elementgrupp(
            "Fordon: slag, fabrikat, modell och årsmodell",
            (
                "fordon[].id",
                "fordon[].fabrikat",
                "fordon[].handelsbeteckning",
                "fordon[].fordonsar",
                "fordon[].fordonsslag",
            ),
        ),
        # Apart, because with it a vehicle can be found on a street.
        "fordonsinnehav.registreringsnummer": Elementgrupp(
            "Fordonens registreringsnummer", ("fordon[].id", "fordon[].registreringsnummer")
        ),
    }

    fordon: list[Fordon] = Field(default_factory=list)
