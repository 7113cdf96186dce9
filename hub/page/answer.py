"""A whole answer as a page: the protection first, then person by person. Nothing is summed or concluded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from hub.page import figures
from hub.page.asides import explained, with_care
from hub.page.blocks import Block, Blocks, Fact, Facts, Notice, Page, Part, Value, clean
from hub.page.generic import empty
from hub.page.incomes import incomes
from hub.page.noticed import NOTICED, none_noticed
from hub.page.overview import overview
from hub.page.parts import fault_told, further, listing, outcome, part_of
from hub.page.since import since
from hub.page.words import LIFTED, PROTECTION, SHOWN_BY, Words, lifted_by, source
from messages.koder import Skydd, VisadAv

_TOLD = frozenset(["svarId", "forfraganId", "besvarad", "skydd", "skyddLyft", "kvitto", "personer"])
_PERSON_TOLD = frozenset(
    ["personidentitet", "roll", "aktualitet", "kallor", "inkomstposter", "signaler", "jamforelse"]
)
_SIGNAL_TOLD = frozenset(["kod", "text", "kalla", "underlag"])


def page_of(answer: Mapping[str, Any], words: Words) -> Page:
    """The page of an answer's tree (reading.py). In short: glance.py."""
    receipt = answer["kvitto"]
    made = (
        ("Besvarad", figures.moment(answer["besvarad"])),
        ("Svar på förfrågan", answer["forfraganId"]),
        ("Loggad i", receipt["logg"]),
        ("Loggens kontrollpunkt", receipt["kontrollpunkt"]),
    )
    people = answer.get("personer", [])
    blocks = (
        *protection(answer),
        Facts(tuple(Fact(name, (Value(clean(text)),)) for name, text in made)),
        *further(receipt, frozenset({"logg", "kontrollpunkt"})),
        *further(answer, _TOLD),
        *overview(people, words),
        *(_person(person, words) for person in people),
    )
    return framed(answer, Blocks(blocks), words)


def framed(answer: Mapping[str, Any], blocks: Blocks, words: Words) -> Page:
    """A page of the answer: its id, and on each sheet whether it is protected; with what must stand beside
    its words wherever they are (asides.py)."""
    skydd = Skydd(answer["skydd"])
    title = f"Uppgiftssvar {answer['svarId']}"
    warned = "" if skydd is Skydd.INGET else f" · {PROTECTION[skydd][0]}"
    lifted = f" · {LIFTED.upper()}" if answer.get("skyddLyft") else ""
    beside = explained(blocks, words)
    beside = beside if skydd is Skydd.INGET else with_care(beside)
    return Page(title, title + warned + lifted, beside)


def protection(answer: Mapping[str, Any]) -> tuple[Notice, ...]:
    """What stands first: that protected data are shown, where they are, and then the protection itself."""
    skydd, lifted = Skydd(answer["skydd"]), answer.get("skyddLyft")
    warning = (Notice(f"Varning: {LIFTED}", clean(lifted_by(lifted)), grave=True),) if lifted else ()
    return (*warning, Notice(*PROTECTION[skydd], grave=skydd is not Skydd.INGET))


def person_title(person: Mapping[str, Any], words: Words) -> str:
    return clean(f"{words.text('roll', person['roll'])}, {person['personidentitet']}")


def _person(person: Mapping[str, Any], words: Words) -> Part:
    shown = person["aktualitet"]
    way = f"{SHOWN_BY[VisadAv(shown['visadAv'])]}, {figures.moment(shown['tidpunkt'])}"
    parts = person.get("kallor", [])
    items = person.get("inkomstposter", [])
    blocks: tuple[Block, ...] = (
        Facts((Fact("Att ärendet är aktuellt visades av", (Value(clean(way)),)),)),
        *further(shown, frozenset({"visadAv", "tidpunkt"})),
        *listing("Vad som blev av varje källa", "Källa|Utfall", _outcomes(parts, words)),
        *further(person, _PERSON_TOLD),
        _signals(person.get("signaler", []), parts),
        *since(person.get("jamforelse"), items),
        *incomes(items, words),
        *(part_of(part, words) for part in parts),
    )
    return Part(person_title(person, words), Blocks(blocks))


def _outcomes(parts: list[Mapping[str, Any]], words: Words) -> Iterator[tuple[Value | str, ...]]:
    for part in parts:
        asked = "" if empty(part.get("period")) else f", {figures.period(part['period'])}"
        yield source(part["kalla"]) + asked, "\n".join((outcome(part, words), *_to_do(part, words)))


def _to_do(part: Mapping[str, Any], words: Words) -> Iterator[str]:
    """What can be done about it; the part itself tells the rest of the fault."""
    for name, text in islice(fault_told(part["fel"], words), 1) if "fel" in part else ():
        yield f"{name}: {text}"


def _signals(signals: list[Mapping[str, Any]], parts: list[Mapping[str, Any]]) -> Part:
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
    grown = (block for one in signals for block in further(one, _SIGNAL_TOLD))
    return Part(NOTICED, Blocks((*table, *grown) if table else none_noticed(parts)))
