"""demo/svar to its section and income items. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from hub.adapter import (
    Found,
    NoRecord,
    Payload,
    Payment,
    SectionType,
    SourceMalformed,
    SourceRefused,
    SourceUnavailable,
)
from hub.elements import compile_table, read_xml, with_ore
from messages.base import Sektion
from messages.delar import KodText
from messages.koder import Tillstand
from messages.values import Personidentitet

from .elements import TABLE
from .section import DemoUppgifter, Post

_TABLE = compile_table(TABLE)
_STATES = {"KLAR": Tillstand.UTBETALD, "VANTAR": Tillstand.PLANERAD}


def to_section(payload: Payload) -> Found | NoRecord:
    """What the source said of one person.

    Raises SourceUnavailable and SourceRefused where the source says so, and SourceMalformed for what is no
    answer about anyone.
    """
    reading = read_xml(_TABLE, payload.content, payload.groups)
    record = reading.records[0]
    outcome = record.outcome.get("utfall")
    if outcome == "STANGT":
        raise SourceUnavailable("DEMO_STANGT", "Källan är stängd just nu.")
    if outcome == "FEL":
        raise SourceRefused("DEMO_FEL", "Källan lämnade inga uppgifter utan svarade med ett fel.")
    person, flag = _person(record.outcome.get("person", "")), record.outcome.get("skyddad")
    if outcome == "SAKNAS" and not record.section:
        return NoRecord(person, flag, reading.deviations.told())
    if outcome != "FINNS":
        raise SourceMalformed("UTFALL_OKANT", "Källans svar säger inte om något finns (@utfall).")
    section = reading.made(DemoUppgifter, record.section)
    told = reading.deviations.told()
    return Found((section,), person, flag, deviations=told, withheld=reading.withheld)


def _person(number: str) -> Personidentitet:
    try:
        return Personidentitet(number)
    except ValueError:
        raise SourceMalformed("PERSON_OLASBAR", "Personen i källans svar kan inte läsas (@person).") from None


def incomes(section: Sektion) -> Iterator[Payment]:
    """One payment for each amount. Raises TypeError for another section than the folder's own."""
    if not isinstance(section, DemoUppgifter):
        raise TypeError(f"amounts of demoUppgifter are read here, not of {section.namn}")
    return (_payment(post) for post in section.poster if post.belopp is not None)


def _payment(post: Post) -> Payment:
    return Payment(
        element=post.id,
        forman=KodText(kod="POST", text=post.benamning or "Post"),
        netto=with_ore(post.belopp),
        utbetalningsdag=post.dag,
        # The least that can be said of an amount whose state is not told.
        tillstand=_STATES.get(post.status.kod if post.status else "", Tillstand.PRELIMINAR),
    )


SECTIONS = (SectionType(DemoUppgifter.namn, DemoUppgifter.namnrymd, DemoUppgifter, incomes),)
