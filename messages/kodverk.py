"""kodverk/1: the code lists, every code with its Swedish plain-language text."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from messages.base import Meddelande
from messages.values import Text


class Kod(Meddelande):
    """One code: its text, and what it means for a caseworker where that helps."""

    kod: Text
    text: Text
    forklaring: Text | None = None


class Kodlista(Meddelande):
    """One list. `oppen`: the source makes codes of its own, which come with a text of their own."""

    id: Text
    titel: Text
    oppen: bool
    koder: list[Kod]


class Kodverk(Meddelande):
    """All lists, in the order of their ids."""

    elementnamn: ClassVar[str] = "kodverk"
    namnrymd: ClassVar[str] = "urn:nyttonav:kodverk:1"

    kodlistor: list[Kodlista] = Field(default_factory=list)
