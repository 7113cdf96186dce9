"""skulder: a kind of information that the hub has never heard of. Amounts are SEK."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from pydantic import Field

from messages.base import Elementgrupp, Meddelande, Sektion
from messages.values import Tal, Text


class Skuld(Meddelande):
    """One debt, its creditor, and where its papers are kept."""

    id: Text
    borgenar: Text | None = None
    belopp: Tal | None = None
    forfallodag: date | None = None
    kontor: Text | None = None


class Skulder(Sektion):
    """Debts of one person, version 1."""

    namn: ClassVar[str] = "skulder"
    namnrymd: ClassVar[str] = "urn:example:skulder:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "skulder.belopp": Elementgrupp(
            "Skulder med borgenär, belopp och förfallodag",
            ("skulder[].id", "skulder[].borgenar", "skulder[].belopp", "skulder[].forfallodag"),
        ),
        "skulder.kontor": Elementgrupp(
            "Kontor som har hand om skulden", ("skulder[].id", "skulder[].kontor")
        ),
    }

    skulder: list[Skuld] = Field(default_factory=list)
