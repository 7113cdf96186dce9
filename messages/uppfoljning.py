"""kalluppfoljning/1: what a source has promised in its agreement, and what one board has seen of it."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from messages.base import Meddelande, Post
from messages.koder import Led
from messages.uppgifter import Avtalsreferens
from messages.values import Code, Moment, Tal, Text

MONTH_PATTERN = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"

Manad = Annotated[str, StringConstraints(pattern=MONTH_PATTERN)]
"""A Swedish calendar month, `2026-11`."""


class Felantal(Meddelande):
    """How many questions came to nothing, at which hop and why."""

    led: Led
    kod: Code
    antal: int


class Svarstidsantal(Meddelande):
    """How many answers took more than the limit before and at most this; without limit what took longer."""

    hogstMs: int | None = None
    antal: int


class Tillganglighet(Meddelande):
    """The share of questions that were answered, in percent, rounded down.

    `raknade` are the questions that count: answered ones, and unanswered ones but for the hub's own faults.
    `uppfyllt` is left out where nothing is promised, and where they are too few to tell.
    """

    raknade: int
    mattProcent: Tal | None = None
    utlovadProcent: Tal | None = None
    uppfyllt: bool | None = None


class Svarstid(Meddelande):
    """How soon the answers came, seen from the hub. Over an intermediary that asks several sources at once,
    the time is that of its whole answer.

    `p50HogstMs`: half of the answers took at most so long; left out where that is beyond the longest limit.
    `mattProcent` is of the answers that came within `inomMs`, the time that is promised.
    """

    raknade: int
    p50HogstMs: int | None = None
    p95HogstMs: int | None = None
    p99HogstMs: int | None = None
    inomMs: int | None = None
    mattProcent: Tal | None = None
    utlovadProcent: Tal | None = None
    uppfyllt: bool | None = None
    fordelning: Annotated[list[Svarstidsantal], Post("svarstidsantal")] = Field(default_factory=list)


class Manadsuppfoljning(Meddelande):
    """One month of one route under one version of the agreement. `pagar`: the month is not over.

    `fragor` are one for each person and source. Each of them is answered (`besvarade`; of these `nekade` by
    a no), not answered (`obesvarade`) or not sent (`ejStallda`).
    """

    manad: Manad
    pagar: bool
    vag: Text
    avtal: Avtalsreferens
    fragor: int
    besvarade: int
    nekade: int
    obesvarade: Annotated[list[Felantal], Post("obesvarad")]
    ejStallda: Annotated[list[Felantal], Post("ejStalld")]
    tillganglighet: Tillganglighet
    svarstid: Svarstid


class Kalluppfoljning(Meddelande):
    """A source's promises and what was measured, month by month, for one board's questions.

    A month in which the board asked nothing has no row. What is counted is added to the register by a round,
    every 15 seconds: what a process that fell had counted since its last round is lost.
    """

    elementnamn: ClassVar[str] = "kalluppfoljning"
    namnrymd: ClassVar[str] = "urn:nyttonav:kalluppfoljning:1"

    kalla: Code
    fran: Manad
    tom: Manad
    tidpunkt: Moment
    manader: Annotated[list[Manadsuppfoljning], Post("manadsuppfoljning")]
