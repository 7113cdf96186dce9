"""One source's part of an answer: what became of it, on which ground, and what it told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hub.page import figures
from hub.page.blocks import Block, Blocks, Column, Fact, Facts, Notice, Paragraph, Part, Table, Value, clean
from hub.page.generic import empty, facts_of
from hub.page.labels import label
from hub.page.words import Words, source

_TOLD = frozenset(
    [
        "kalla",
        "utfall",
        "fragad",
        "vag",
        "hamtad",
        "svarstidMs",
        "loggpostId",
        "avtal",
        "forfattningsstod",
        "period",
        "fullstandigTom",
        "uppgifter",
        "undanhallna",
        "saknas",
        "avvikelser",
        "fel",
    ]
)
_FAULT_TOLD = frozenset(["led", "kod", "text", "atgard", "tidigast", "kontakt"])


def part_of(given: Mapping[str, Any], words: Words) -> Part:
    """Everything of one source, what went wrong first."""
    blocks = (
        Paragraph(outcome(given, words)),
        *_fault(given, words),
        *_lists(given, words),
        Facts(tuple(_circumstances(given))),
        *further(given, _TOLD),
        *(_section(name, section) for name, section in given.get("uppgifter", {}).items()),
    )
    asked = "" if empty(given.get("period")) else f", {figures.period(given['period'])}"
    return Part(clean(source(given["kalla"]) + asked), Blocks(blocks))


def outcome(given: Mapping[str, Any], words: Words) -> str:
    return clean(words.outcome_told(given))


def further(given: Mapping[str, Any], told: frozenset[str]) -> tuple[Block, ...]:
    """Fields of a later version than ours: shown, whatever they are."""
    return facts_of({name: value for name, value in given.items() if name not in told}).all


def listing(caption: str, heads: str, rows: Iterator[tuple[Value | str, ...]]) -> tuple[Block, ...]:
    """A table, or nothing where there are no rows. `heads` with a bar between them."""
    found = tuple(
        tuple(cell if isinstance(cell, Value) else Value(clean(cell)) for cell in row) for row in rows
    )
    columns = tuple(Column(head) for head in heads.split("|"))
    return (Table(caption, columns, found),) if found else ()


def _group(name: str) -> Value:
    """An element group, `studiestod.utbetalningar`, in words with its name beside."""
    return Value(clean(": ".join(label(step) for step in name.split("."))), clean(name))


def _fault(part: Mapping[str, Any], words: Words) -> Iterator[Block]:
    fault = part.get("fel")
    if fault is None:
        return
    title = "Det här gick fel" if part["fragad"] else "Därför är källan inte frågad"
    yield Notice(title, clean(fault["text"]), grave=True)
    told = (_fact(name, text) for name, text in fault_told(fault, words))
    yield Facts((*told, _fact("Felkod", fault["kod"])))
    yield from further(fault, _FAULT_TOLD)


def fault_told(fault: Mapping[str, Any], words: Words, *, asked: bool = True) -> Iterator[tuple[str, str]]:
    """What to do about a fault, where it is and whom to turn to: name and text, not yet clean.

    Of a source that was not asked there is no place of the fault to tell.
    """
    yield "Vad du kan göra", words.sentence("atgard", fault["atgard"])
    if "tidigast" in fault:
        yield "Försök tidigast", figures.moment(fault["tidigast"])
    if asked:
        yield "Var felet ligger", words.sentence("led", fault["led"])
    if fault.get("kontakt"):
        yield "Kontakt", fault["kontakt"]


def _lists(given: Mapping[str, Any], words: Words) -> Iterator[Block]:
    """What is missing, what was withheld and why, and what was not as agreed."""
    missing = ((_group(one["grupp"]), one["text"], one["kod"]) for one in given.get("saknas", []))
    yield from listing("Frågades men kom inte", "Uppgift|Varför|Kod", missing)
    withheld = (
        (_group(one["grupp"]), words.sentence("orsak", one["orsak"])) for one in given.get("undanhallna", [])
    )
    yield from listing("Undanhållet", "Uppgift|Varför", withheld)
    odd = ((one["text"], one["plats"], one["kod"]) for one in given.get("avvikelser", []))
    yield from listing("Avvikelser i källans svar", "Vad|Var i svaret|Kod", odd)


def _circumstances(given: Mapping[str, Any]) -> Iterator[Fact]:
    yield _fact("Frågan skickades till källan", "Ja" if given["fragad"] else "Nej")
    if "hamtad" in given:
        yield _fact("Hämtad", figures.moment(given["hamtad"]))
    if not empty(given.get("period")):
        yield _fact("Delen gäller", figures.period(given["period"]))
    if "fullstandigTom" in given:
        yield _fact("Uppgifterna är fullständiga till och med", given["fullstandigTom"])
    if "avtal" in given:
        yield _fact("Enligt avtal", f"{given['avtal']['id']}, version {given['avtal']['version']}")
    if given.get("forfattningsstod"):
        yield Fact("Med stöd av", tuple(Value(clean(law)) for law in given["forfattningsstod"]))
    if "vag" in given:
        yield _fact("Väg", f"{given['vag']['id']}, version {given['vag']['version']}")
    if "svarstidMs" in given:
        yield _fact("Svarstid", f"{figures.amount(str(given['svarstidMs']))} ms")
    if "loggpostId" in given:
        yield _fact("Loggpost", given["loggpostId"])


def _fact(name: str, text: str) -> Fact:
    return Fact(name, (Value(clean(text)),))


def _section(name: str, section: Any) -> Part:
    found = facts_of(section if isinstance(section, Mapping) else {name: section})
    nothing = Blocks((Paragraph("Avsnittet är tomt."),))
    return Part(clean(label(name)), found or nothing)
