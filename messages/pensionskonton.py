"""Pension accounts and the years that earned them, in the section pension."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from messages.base import Meddelande
from messages.delar import KodText
from messages.values import Moment, Tal, Text

Ar = Annotated[int, Field(ge=1800, le=2999)]
"""A calendar year."""


class Kontotransaktion(Meddelande):
    """What an event added to an account or took from it."""

    transaktionstyp: KodText | None = None
    belopp: Tal | None = None


class Kontohandelse(Meddelande):
    """What happened to an account, and when."""

    handelsetyp: KodText | None = None
    tidpunkt: Moment | None = None
    transaktioner: list[Kontotransaktion] = Field(default_factory=list)


class Pensionskontovarde(Meddelande):
    """The value of an account from a day on, the year it was settled, and the event behind it."""

    gallerFran: date | None = None
    faststallelsear: Ar | None = None
    varde: Tal | None = None
    handelse: Kontohandelse | None = None


class Pensionskonto(Meddelande):
    """One account: inkomstpension or premiepension. Its value is no money that can be taken out."""

    id: Text
    kontotyp: KodText | None = None
    varden: list[Pensionskontovarde] = Field(default_factory=list)


class Pensionsunderlagsar(Meddelande):
    """What a year earned pension on: income, and amounts credited for studies, small children and so on."""

    id: Text
    ar: Ar | None = None
    pensionsgrundandeInkomst: Tal | None = None
    studier: Tal | None = None
    sjukOchAktivitetsersattning: Tal | None = None
    arMedSmaBarn: Tal | None = None
    plikttjanst: Tal | None = None
    fortidspension: Tal | None = None
