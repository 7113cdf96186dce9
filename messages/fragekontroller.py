"""fragekontroll/1 and fragekontrollsvar/1: an agency asks whether the hub put a question that it received.

By the question's id, never by person: an agency has no right to learn who is in a case at a board.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from messages.base import Fraga, Meddelande
from messages.koder import VisadAv
from messages.values import Moment, Text, Uuid


class Fragekontroll(Fraga):
    """The id that came with the question: `korrelationsid` in it, or X-Correlation-ID beside it."""

    elementnamn: ClassVar[str] = "fragekontroll"
    namnrymd: ClassVar[str] = "urn:nyttonav:fragekontroll:1"

    korrelation: Uuid


class PasseradGrind(Meddelande):
    """One of the five gates that the question passed: what was tried, and the law behind it on that day."""

    grind: Annotated[int, Field(ge=1, le=5)]
    text: Text
    lag: Text


class Fragekontrollsvar(Meddelande):
    """`stalld` true: the hub put the question to the agency at `tidpunkt`, its ongoing case shown by
    `visadAv` (the weakest, where several persons were asked about), all gates passed.

    False: the hub's log has no such question to that agency. Nothing else is told then.
    """

    elementnamn: ClassVar[str] = "fragekontrollsvar"
    namnrymd: ClassVar[str] = "urn:nyttonav:fragekontrollsvar:1"

    stalld: bool
    grindar: list[PasseradGrind]
    visadAv: VisadAv | None = None
    tidpunkt: Moment | None = None
