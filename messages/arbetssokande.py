"""arbetssokande/1: a jobseeker: registration, activity report, a-kassa, decisions on compensation.

Ids (`u1`, `u2`, ...) are unique within the section and the same each time the same answer is read. Amounts
are not told by the source: what a decision pays stands with whoever pays it (Försäkringskassan).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from messages.base import Elementgrupp, Meddelande, Sektion
from messages.delar import KodText, Period
from messages.values import Text

Procent = Annotated[int, Field(ge=0, le=999)]
"""Per cent of full time."""


class Aktivitetsrapport(Meddelande):
    """The latest activity report: what the source answers about it, and its date where one was handed in."""

    svar: KodText | None = None
    senasteDatum: date | None = None


class Ersattningsbeslut(Meddelande):
    """A decision on the right to a form of compensation in a programme, and for which days."""

    id: Text
    ersattning: KodText | None = None
    omfattning: Procent | None = None
    period: Period | None = None


class Arbetssokande(Sektion):
    """A jobseeker, version 1.

    `arbetssokande` is whether the person is registered now, `registrerad` since when, `avaktualiserad` until
    when. `kategori` tells openly unemployed from others, in the source's codes. `akassa` is the source's name
    for the unemployment fund the person belongs to; absent is not known to belong to any.
    """

    namn: ClassVar[str] = "arbetssokande"
    namnrymd: ClassVar[str] = "urn:nyttonav:arbetssokande:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "arbetssokande.person": Elementgrupp("Namn", ("fornamn", "efternamn")),
        "arbetssokande.inskrivning": Elementgrupp(
            "Om personen är inskriven som arbetssökande, sedan när, i vilken kategori och omfattning",
            ("arbetssokande", "registrerad", "avaktualiserad", "kategori", "omfattning"),
        ),
        "arbetssokande.aktivitetsrapport": Elementgrupp("Senaste aktivitetsrapport", ("aktivitetsrapport",)),
        "arbetssokande.akassa": Elementgrupp("Medlemskap i arbetslöshetskassa", ("akassa",)),
        "arbetssokande.beslut": Elementgrupp(
            "Beslut om ersättning i program: slag, omfattning och period", ("beslut",)
        ),
    }

    fornamn: Text | None = None
    efternamn: Text | None = None
    arbetssokande: bool | None = None
    registrerad: date | None = None
    avaktualiserad: date | None = None
    kategori: KodText | None = None
    omfattning: Procent | None = None
    aktivitetsrapport: Aktivitetsrapport | None = None
    akassa: Text | None = None
    beslut: list[Ersattningsbeslut] = Field(default_factory=list)
