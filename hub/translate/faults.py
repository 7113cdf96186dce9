"""Faults as callers read them: where, what, and what to do."""

from __future__ import annotations

from datetime import datetime, timedelta

from hub.adapter import SourceError, SourceMalformed, SourceRefused
from hub.model.agreement import Contact
from hub.model.decision import Denial
from hub.model.outcome import Denied, NotAsked, Outcome, Unavailable
from messages.koder import Atgard, Led
from messages.uppgifter import Fel


def failed(error: SourceError, contact: Contact, now: datetime) -> Outcome:
    """One of the adapter's three errors as an outcome."""
    retry = now + timedelta(seconds=error.retry_after_s) if error.retry_after_s is not None else None
    if error.led is Led.NYTTONAV:
        return NotAsked(_fel(error, Atgard.KONTAKTA_FORVALTAREN, contact, retry))
    match error:
        case SourceRefused():
            return Denied(_fel(error, Atgard.KONTAKTA_FORVALTAREN, contact), asked=True, words=error.words)
        case SourceMalformed():
            return Unavailable(_fel(error, Atgard.KONTAKTA_KALLAN, contact), error.words)
        case _:
            return Unavailable(_fel(error, Atgard.FORSOK_IGEN, contact, retry), error.words)


def _fel(error: SourceError, atgard: Atgard, contact: Contact, tidigast: datetime | None = None) -> Fel:
    return Fel(
        led=error.led,
        kod=error.code,
        text=error.text,
        atgard=atgard,
        tidigast=tidigast,
        kontakt=str(contact),
    )


def in_full(text: str, words: str) -> str:
    """A sentence with the source's own words at its end."""
    return f"{text.rstrip('.')}: {words.rstrip('. ')}." if words else text


def denied(denial: Denial) -> Denied:
    """A named source that no agreement opens."""
    fault = Fel(led=Led.NYTTONAV, kod=denial.code, text=denial.text, atgard=denial.atgard)
    return Denied(fault, asked=False)


def adapter_fault(contact: Contact) -> Unavailable:
    """Our own adapter failed on the answer; what the source said is not known to be wrong."""
    return Unavailable(
        Fel(
            led=Led.NYTTONAV,
            kod="ADAPTERFEL",
            text="Navets adapter klarade inte svaret. Felet är registrerat hos förvaltaren.",
            atgard=Atgard.KONTAKTA_FORVALTAREN,
            kontakt=str(contact),
        )
    )
