"""A whole answer as a page: the protection first, then person by person. Nothing is summed or concluded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hub.page import figures
from hub.page.blocks import Block, Blocks, Fact, Facts, Notice, Page, Part, Value, clean
from hub.page.generic import empty
from hub.page.incomes import incomes
from hub.page.overview import overview
from hub.page.parts import further, listing, outcome, part_of
from hub.page.since import since
from hub.page.words import PROTECTION, SHOWN_BY, Words, source
from messages.koder import Skydd, VisadAv

_TOLD = frozenset(["svarId", "forfraganId", "besvarad", "skydd", "kvitto", "personer"])
_PERSON_TOLD = frozenset(
    ["personidentitet", "roll", "aktualitet", "kallor", "inkomstposter", "signaler", "jamforelse"]
)
_SIGNAL_TOLD = frozenset(["kod", "text", "kalla", "underlag"])


def page_of(answer: Mapping[str, Any], words: Words, *, sections: bool = True) -> Page:
    """The page of an answer's tree (reading.py). Without `sections` it stops at signals and incomes.

    What went wrong at a source is told in either.
    """
    skydd = Skydd(answer["skydd"])
    title = f"Uppgiftssvar {answer['svarId']}"
    receipt = answer["kvitto"]
    made = (
        ("Besvarad", figures.moment(answer["besvarad"])),
        ("Svar på förfrågan", answer["forfraganId"]),
        ("Loggad i", receipt["logg"]),
        ("Loggens kontrollpunkt", receipt["kontrollpunkt"]),
    )
    people = answer.get("personer", [])
    blocks = (
        Notice(*PROTECTION[skydd], grave=skydd is not Skydd.INGET),
        Facts(tuple(Fact(name, (Value(clean(text)),)) for name, text in made)),
        *further(receipt, frozenset({"logg", "kontrollpunkt"})),
        *further(answer, _TOLD),
        *overview(people, words),
        *(_person(person, words, sections) for person in people),
    )
    warned = "" if skydd is Skydd.INGET else f" · {PROTECTION[skydd][0]}"
    return Page(title, title + warned, Blocks(blocks))


def _person(person: Mapping[str, Any], words: Words, sections: bool) -> Part:
    shown = person["aktualitet"]
    way = f"{SHOWN_BY[VisadAv(shown['visadAv'])]}, {figures.moment(shown['tidpunkt'])}"
    parts = person.get("kallor", [])
    items = person.get("inkomstposter", [])
    blocks: tuple[Block, ...] = (
        Facts((Fact("Att ärendet är aktuellt visades av", (Value(clean(way)),)),)),
        *further(shown, frozenset({"visadAv", "tidpunkt"})),
        *listing("Vad som blev av varje källa", "Källa|Utfall", _outcomes(parts, words, sections)),
        *further(person, _PERSON_TOLD),
        *_signals(person.get("signaler", [])),
        *since(person.get("jamforelse"), items),
        *incomes(items, words),
        *(part_of(part, words) for part in parts if sections),
    )
    role = words.text("roll", person["roll"])
    return Part(clean(f"{role}, {person['personidentitet']}"), Blocks(blocks))


def _outcomes(
    parts: list[Mapping[str, Any]], words: Words, sections: bool
) -> Iterator[tuple[Value | str, ...]]:
    """Without sections the fault stands here, since there is nothing further down to tell it."""
    for part in parts:
        asked = "" if empty(part.get("period")) else f", {figures.period(part['period'])}"
        told = [outcome(part, words)]
        if not sections and "fel" in part:
            told += [part["fel"]["text"], words.sentence("atgard", part["fel"]["atgard"])]
        yield source(part["kalla"]) + asked, " ".join(told)


def _signals(signals: list[Mapping[str, Any]]) -> Iterator[Part]:
    rows = (
        (
            one["text"],
            source(one["kalla"]) if "kalla" in one else "",
            ", ".join(one.get("underlag", [])),
            one["kod"],
        )
        for one in signals
    )
    table = listing("", "Signal|Källa|Underlag|Kod", rows)
    if table:
        grown = (block for one in signals for block in further(one, _SIGNAL_TOLD))
        yield Part("Att uppmärksamma", Blocks((*table, *grown)))
