"""What every case and every decision at Försäkringskassan has in common, whichever the benefit.

Benefits with details of their own build on these (the other modules of socialforsakring/1). Amounts are SEK
and days are numbers, both in the scale that the source wrote them; days may be fractions.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from messages.base import Meddelande
from messages.delar import KodText, Period
from messages.values import Tal, Text

Ar = Annotated[int, Field(ge=1900, le=2999)]
"""A calendar year."""


class Omfattning(Meddelande):
    """A share as the source told it, never reduced: 3 of 4 stands as `taljare` 3 and `namnare` 4."""

    taljare: int | None = None
    namnare: int | None = None


class Forsakringsbeslut(Meddelande):
    """One decision. `fattat` is the day it was made; one that is not `definitivt` may still be altered.

    `forman` and `delforman` are the source's own codes, finer than the benefit of the case. `beslutatBrutto`
    is the amount before tax for each `periodicitet`, and `samordnatBrutto` what is left of it when other
    benefits have been counted off. `ersattning` is which kind of the benefit was granted, and `karens`
    whether there are days without benefit at the beginning.
    """

    id: Text
    fattat: date | None = None
    definitivt: bool | None = None
    forman: KodText | None = None
    delforman: KodText | None = None
    periodicitet: KodText | None = None
    period: Period | None = None
    beslutatBrutto: Tal | None = None
    samordnatBrutto: Tal | None = None
    omfattning: Omfattning | None = None
    dagar: Tal | None = None
    karens: bool | None = None
    ersattning: KodText | None = None


class Arendegrund(Meddelande):
    """What is told of any case. `forman` is the benefit that it is about, after the list it came in.

    `ansokt` is the day the claim came in. `aktivt` true is an open case and `avslaget` true a rejected one;
    a case without decisions that is `aktivt` waits for one. Absent is not no: some benefits are told of
    without any of the three.
    """

    id: Text
    forman: KodText
    ansokt: date | None = None
    aktivt: bool | None = None
    avslaget: bool | None = None


class Forsakringsarende(Arendegrund):
    """A case about a benefit without details of its own: the decisions say it all."""

    beslut: list[Forsakringsbeslut] = Field(default_factory=list)
