"""A small format of our own, for the table engine: bookings of rooms and halls."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from pydantic import Field

from hub.elements import AGREEMENT, Alternative, Row, Table
from hub.elements import convert as to
from messages.base import Elementgrupp, Meddelande, Sektion
from messages.narstaende import Narstaende
from messages.values import Tal, Text


class Bokningsrad(Meddelande):
    id: Text
    stalle: Text | None = None
    plats: Text | None = None
    dag: date | None = None
    belopp: Tal | None = None
    gast: Narstaende | None = None


class Bokning(Sektion):
    namn: ClassVar[str] = "bokning"
    namnrymd: ClassVar[str] = "urn:test:bokning:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "bokning.dagar": Elementgrupp("Dagar", ("rader[].id", "rader[].stalle", "rader[].dag")),
        "bokning.platser": Elementgrupp(
            "Platser", ("rubrik", "rader[].id", "rader[].stalle", "rader[].plats")
        ),
        "bokning.belopp": Elementgrupp("Belopp", ("rader[].id", "rader[].belopp")),
        "bokning.gaster": Elementgrupp("Gäster", ("rader[].id", "rader[].gast")),
    }

    rubrik: Text | None = None
    rader: list[Bokningsrad] = Field(default_factory=list)
    ogrupperad: Text | None = None


_RAD = "b:<stalle>/Rad"
TABLE = Table(
    format="test/bokning",
    section=Bokning,
    root="b:Svar",
    namespaces={"b": ("urn:bas",), "r": ("urn:rum",), "h": ("urn:hall",)},
    rows=(
        Row("t.svar", ".", reason="omslag", record=True),
        Row("t.kod", "kod", ":kod", to.text, required=True),
        Row("t.namn", "namn", "rubrik", to.text, AGREEMENT),
        Row("t.eko", "Eko", reason="ekot av frågan", opaque=True),
        Row("t.stalle", "b:<stalle>", reason="står på raden"),
        Row("t.rad", _RAD, "rader[]", law=AGREEMENT, mark="stalle", numbered=True, finish=lambda _: None),
        Row("t.plats", f"{_RAD}/<stalle>:plats", "rader[].plats", to.text, AGREEMENT, required=True),
        Row("t.dag", f"{_RAD}/dag", "rader[].dag", to.compact_day, AGREEMENT),
        Row("t.belopp", f"{_RAD}/belopp", "rader[].belopp", to.whole_amount, AGREEMENT),
        Row("t.enhet", f"{_RAD}/belopp/@enhet", ":enhet", to.text),
        Row("t.not", f"{_RAD}/not", ":not", to.text),
    ),
    choices={"stalle": (Alternative("Rum", "r", "rum"), Alternative("Hall", "h", "hall"))},
)
