"""registerpost/1: one thing that a board's register holds, as it is handed over when the board leaves a hub.

A register is a file with one such message on each line, in JSON: first cases, then lists with their cases,
then statements and notices. Each line tells exactly one of what it may tell.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from messages.arende import Arende, Arendetyp
from messages.arendelistor import MOST_PARTS, Antal, ListatArende, Sha256
from messages.base import Fraga
from messages.handelser import Handelse
from messages.intyg import Intygsperson
from messages.uppgifter import Arendereferens
from messages.values import Code, Identifier, Moment, Text, Uuid


class Felregistrerat(Fraga):
    """A case that was registered by mistake, or has lost what began it; `dag` is when the hub was told."""

    arendetyp: Arendetyp
    tidpunkt: Moment
    dag: date


class Registerarende(Fraga):
    """A case: as it stands in `arende`, or `felregistrerat`.

    Where events have been told, `handelser` are they, and `senasteLage` the newest whole state that they are
    laid on (left out: there was none).
    """

    system: Identifier
    id: Identifier
    arende: Arende | None = None
    felregistrerat: Felregistrerat | None = None
    senasteLage: Arende | None = None
    handelser: list[Handelse] = Field(default_factory=list)


class Registerlista(Fraga):
    """A list in use. Its cases follow, each on a line of its own."""

    listaId: Uuid
    system: Identifier
    avser: Moment
    anmald: Moment
    digest: Sha256
    delar: Annotated[int, Field(ge=1, le=MOST_PARTS)]
    arenden: Antal
    personer: Antal


class Registerlistarende(Fraga):
    """One case of a list that has been told before it."""

    listaId: Uuid
    arende: ListatArende


class Registerintyg(Fraga):
    """A caseworker's own statement, by `lamnatAv`, with its confirmation if it has one."""

    intygId: Uuid
    klient: Text
    arende: Arendereferens
    arendetyp: Arendetyp
    oppnat: date
    personer: Annotated[list[Intygsperson], Field(min_length=1)]
    skal: Text
    lamnat: Moment
    lamnatAv: Identifier
    gallerTill: Moment
    bekraftat: Moment | None = None
    bekraftatAv: Identifier | None = None


class Registerdriftmeddelande(Fraga):
    """A notice that a source was not to be asked, told by the board's own system for its own questions."""

    driftmeddelandeId: Uuid
    kalla: Code
    klient: Text
    fran: Moment
    till: Moment | None = None
    text: Text
    meddelat: Moment
    ersattAv: Uuid | None = None


class Registerpost(Fraga):
    """One line of a register that is handed over: exactly one of these."""

    elementnamn: ClassVar[str] = "registerpost"
    namnrymd: ClassVar[str] = "urn:nyttonav:registerpost:1"

    arende: Registerarende | None = None
    lista: Registerlista | None = None
    listatArende: Registerlistarende | None = None
    intyg: Registerintyg | None = None
    driftmeddelande: Registerdriftmeddelande | None = None
