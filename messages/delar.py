"""Small parts that answers and sections share."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from messages.base import Meddelande
from messages.values import Text


class KodText(Meddelande):
    """A code with its Swedish plain-language text."""

    kod: Text
    text: Text


class Period(Meddelande):
    """Two calendar days, both included, as a source told them."""

    from_: date | None = Field(default=None, alias="from")
    tom: date | None = None
