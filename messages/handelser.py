"""arendehandelser/1: what has happened in a case, event by event, and the receipt for it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from messages.arende import Arendeperson, Arendestatus, Arendetyp
from messages.base import Fraga, Meddelande
from messages.values import Identifier, Moment, Uuid

MOST_EVENTS = 500
MOST_OF_A_CASE = 2_000
"""Events kept of one case: each telling reads them all, and no case has so many that nothing went wrong."""


class Handelsetyp(StrEnum):
    """What happened.

    AKTUALISERAT and OPPNAT begin a case; OPPNAT after AVSLUTAT opens it again. RATTELSE: the event that it
    names counts as never told. FELREGISTRERAT: the whole case was registered by mistake.
    """

    AKTUALISERAT = "AKTUALISERAT"
    OPPNAT = "OPPNAT"
    AVSLUTAT = "AVSLUTAT"
    PERSON_TILLKOM = "PERSON_TILLKOM"
    PERSON_LAMNADE = "PERSON_LAMNADE"
    ROLL_ANDRAD = "ROLL_ANDRAD"
    SKYDD_ANDRAT = "SKYDD_ANDRAT"
    RATTELSE = "RATTELSE"
    FELREGISTRERAT = "FELREGISTRERAT"


BEGINS = frozenset({Handelsetyp.AKTUALISERAT, Handelsetyp.OPPNAT})
"""Either may be told first, so each says all that a case begins with."""

COMES = BEGINS | {Handelsetyp.PERSON_TILLKOM}
"""A person comes into the case, with from and tom."""

TELLS: dict[Handelsetyp, tuple[str, ...]] = {
    Handelsetyp.AKTUALISERAT: ("arendetyp", "person"),
    Handelsetyp.OPPNAT: ("arendetyp", "dag", "person"),
    Handelsetyp.AVSLUTAT: ("dag",),
    Handelsetyp.PERSON_TILLKOM: ("person",),
    Handelsetyp.PERSON_LAMNADE: ("dag", "person"),
    Handelsetyp.ROLL_ANDRAD: ("person",),
    Handelsetyp.SKYDD_ANDRAT: ("person",),
    Handelsetyp.RATTELSE: ("rattarHandelseId",),
    Handelsetyp.FELREGISTRERAT: (),
}
"""What an event of each kind must tell; the rest of these fields it leaves out."""

_TOLD = ("arendetyp", "dag", "person", "rattarHandelseId")


class Handelse(Fraga):
    """One event. `lopnummer` orders those of the same `tidpunkt`, which is when it happened.

    `dag`: the day of opening or closing, or the person's last day in the case.
    """

    handelseId: Uuid
    lopnummer: Annotated[int, Field(ge=0, le=2_147_483_647)]
    tidpunkt: Moment
    typ: Handelsetyp
    arendetyp: Arendetyp | None = None
    dag: date | None = None
    person: Arendeperson | None = None
    rattarHandelseId: Uuid | None = None

    @model_validator(mode="after")
    def _tells_what_it_should(self) -> Self:
        wanted = TELLS[self.typ]
        for name in _TOLD:
            if name in wanted and getattr(self, name) is None:
                raise ValueError(f"En händelse av typen {self.typ} anger {' och '.join(wanted)}.")
            if name not in wanted and getattr(self, name) is not None:
                raise ValueError(f"En händelse av typen {self.typ} anger inte {name}.")
        if self.person and self.typ not in COMES and (self.person.from_ or self.person.tom):
            raise ValueError(
                "Personens from och tom anges när personen kommer med; dagen då någon lämnar anges i dag."
            )
        if self.rattarHandelseId == self.handelseId:
            raise ValueError("En händelse kan inte rätta sig själv.")
        return self


class Arendehandelser(Fraga):
    """Events of one case, in any order: each takes its place by its own `tidpunkt`."""

    elementnamn: ClassVar[str] = "arendehandelser"
    namnrymd: ClassVar[str] = "urn:nyttonav:arendehandelser:1"

    handelser: Annotated[list[Handelse], Field(min_length=1, max_length=MOST_EVENTS)]


class Handelseutfall(StrEnum):
    """UPPREPAD: told before with the same content; it changed nothing."""

    NY = "NY"
    UPPREPAD = "UPPREPAD"


class Handelsekvittens(Meddelande):
    """What became of one event."""

    handelseId: Uuid
    utfall: Handelseutfall


class Arendelage(Meddelande):
    """The case as it stands, with how many persons; `tidpunkt` is the newest moment whose state is known."""

    typ: Arendetyp
    status: Arendestatus
    tidpunkt: Moment
    oppnat: date | None = None
    avslutat: date | None = None
    antalPersoner: Annotated[int, Field(ge=1)]


class Arendehandelsekvitto(Meddelande):
    """The receipt, event by event in the order sent.

    `lage` is the case's state after them. Left out: there is none to look anything up in, since the case is
    registered by mistake or what began it has been corrected.
    """

    elementnamn: ClassVar[str] = "arendehandelsekvitto"
    namnrymd: ClassVar[str] = "urn:nyttonav:arendehandelsekvitto:1"

    system: Identifier
    id: Identifier
    handelser: list[Handelsekvittens] = Field(default_factory=list)
    lage: Arendelage | None = None
