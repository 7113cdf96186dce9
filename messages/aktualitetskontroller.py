"""aktualitetskontroll/1 and aktualitetssvar/1: what a board may tell another of the same municipality.

Whether a person is in an ongoing case there: yes or no, and nothing more (15 kap. 8 § socialtjänstlagen).
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from messages.base import Fraga, Meddelande
from messages.uppgifter import Ingivare
from messages.values import Namnd, PersonidentitetSkriven, Text


class Aktualitetskontroll(Fraga):
    """Is this person in an ongoing case at `namnd`, a board of the asker's own municipality? `skal` says why
    that must be known; it stands in both boards' logs."""

    elementnamn: ClassVar[str] = "aktualitetskontroll"
    namnrymd: ClassVar[str] = "urn:nyttonav:aktualitetskontroll:1"

    ingivare: Ingivare
    namnd: Namnd
    personidentitet: PersonidentitetSkriven
    skal: Annotated[Text, Field(min_length=3, max_length=1000)]


class Aktualitetssvar(Meddelande):
    """`aktuell` is true when the person today belongs to an opened case of a kind that the board tells of."""

    elementnamn: ClassVar[str] = "aktualitetssvar"
    namnrymd: ClassVar[str] = "urn:nyttonav:aktualitetssvar:1"

    aktuell: bool
