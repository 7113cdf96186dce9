"""An answer in short: all that a caseworker must not miss, without what the sources told in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from hub.page import figures
from hub.page.answer import framed, person_title, protection
from hub.page.blocks import Block, Blocks, Column, Fact, Facts, Page, Paragraph, Part, Table, Value, clean
from hub.page.generic import empty
from hub.page.incomes import (
    NONE_WITHIN,
    benefit,
    by_time,
    concerned,
    filled,
    kind_name,
    net,
    note_of,
    noted,
    numbered_notes,
    payer,
    set_apart,
)
from hub.page.labels import label
from hub.page.noticed import NOT_REPORTED, NOTICED, none_noticed
from hub.page.overview import overview
from hub.page.parts import fault_told
from hub.page.since import since
from hub.page.words import NOT_NOTHING, Words, source, was_refused
from messages.koder import Utfall

_WHOLE = (
    "Det här är svaret i korthet. Källornas uppgifter, beslut, perioder och lagrum står i svaret som helhet."
)
_INCOMES = (
    Column("Förmån"),
    Column("Inkomstslag"),
    Column("Utbetalas", kept=True),
    Column("Avser", kept=True),
    Column("Netto, kr", figures=True),
)
_NO_WAGES = "Posterna är utbetalningar från myndigheter och a-kassor. Lön från arbetsgivare är inte med."
_UNTOLD: Mapping[str, str] = MappingProxyType({})


def glance_of(answer: Mapping[str, Any], words: Words, known_as: Mapping[str, str] = _UNTOLD) -> Page:
    """The short page of an answer's tree (reading.py).

    `known_as`: personal number to words of the asker's own, shown under that person's heading.
    """
    people = answer.get("personer", [])
    head: tuple[Block, ...] = (
        *protection(answer),
        Facts((Fact("Besvarad", (Value(clean(figures.moment(answer["besvarad"]))),)),)),
        Paragraph(_WHOLE),
        *overview(people, words),
    )
    persons = (_person(one, known_as.get(one["personidentitet"], ""), words) for one in people)
    return framed(answer, Blocks((Part("Svaret i korthet", Blocks(head)), *persons)), words)


def _person(person: Mapping[str, Any], known_as: str, words: Words) -> Part:
    items = person.get("inkomstposter", [])
    blocks: tuple[Block, ...] = (
        *([Paragraph(clean(known_as))] if known_as else []),
        _sources(person.get("kallor", []), words),
        _signals(person.get("signaler", []), person.get("kallor", [])),
        *since(person.get("jamforelse"), items),
        _incomes(items, _incomplete(person.get("kallor", [])), words),
    )
    return Part(person_title(person, words), Blocks(blocks))


def _sources(parts: Sequence[Mapping[str, Any]], words: Words) -> Table:
    """Sources of which exactly the same can be said share a row."""
    rows: dict[str, list[str]] = {}
    for part in parts:
        asked = "" if empty(part.get("period")) else f", {figures.period(part['period'])}"
        rows.setdefault("\n".join(_became(part, words)), []).append(source(part["kalla"]) + asked)
    return Table(
        "Vad som blev av varje källa",
        (Column("Källa"), Column("Utfall")),
        tuple((Value(clean(",\n".join(names))), Value(clean(text))) for text, names in rows.items()),
    )


def _became(part: Mapping[str, Any], words: Words) -> Iterator[str]:
    fault, outcome = part.get("fel"), words.outcome(part)
    told = ", ".join(label(name) for name in part.get("uppgifter", {}))
    if told:
        yield f"{outcome}: {told}."
    elif fault and not part["fragad"]:
        # Said of "källan", so that sources left out on the same ground share a row.
        why = fault["text"].replace(source(part["kalla"]), "källan")
        yield f"{outcome}. {NOT_NOTHING} {why}"
    else:
        yield words.outcome_told(part)
    if fault and (part["fragad"] or told):
        yield f"Vad som hände: {fault['text']}"
    if fault:
        yield from (f"{name}: {text}" for name, text in fault_told(fault, words, asked=part["fragad"]))
    yield from _lacking(part, words)
    yield from _deviations(part.get("avvikelser", []))


def _lacking(part: Mapping[str, Any], words: Words) -> Iterator[str]:
    """What did not come, by what is said of it, and what was withheld, by why."""
    missing, withheld = part.get("saknas", []), part.get("undanhallna", [])
    for text in dict.fromkeys(one["text"] for one in missing):
        yield f"Kom inte: {_named([one['grupp'] for one in missing if one['text'] == text])}. {text}"
    for reason in dict.fromkeys(one["orsak"] for one in withheld):
        names = _named([one["grupp"] for one in withheld if one["orsak"] == reason])
        yield f"Undanhållet: {names}. {words.sentence('orsak', reason)}"


def _deviations(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """One is told; several are counted, as they are mostly of interest to who mends the source.

    That days may be lacking is always told: it decides what the absence of a payment means.
    """
    lacking = dict.fromkeys(one["text"] for one in found if one["kod"] == NOT_REPORTED)
    yield from (f"Observera: {text}" for text in lacking)
    others = [one["text"] for one in found if one["text"] not in lacking]
    if len(others) == 1:
        yield f"Observera: {others[0]}"
    elif others:
        yield f"Observera: {len(others)} avvikelser i källans svar; svaret som helhet visar dem."


def _named(groups: Sequence[str]) -> str:
    """Element groups, `person.adress`, as Person (adress, barn); a whole section by its name alone."""
    sections: dict[str, list[str]] = {}
    for group in groups:
        section, *rest = group.split(".")
        below = sections.setdefault(section, [])
        if rest:
            below.append(": ".join(label(step) for step in rest).lower())
    return ", ".join(
        f"{label(section)} ({', '.join(names)})" if names else label(section)
        for section, names in sections.items()
    )


def _signals(signals: Sequence[Mapping[str, Any]], parts: Sequence[Mapping[str, Any]]) -> Part:
    told = tuple(Paragraph(clean(f"• {one['text']}")) for one in signals)
    return Part(NOTICED, Blocks(told or none_noticed(parts)))


def _incomplete(parts: Sequence[Mapping[str, Any]]) -> list[str]:
    """Sources that were to tell and have not told all: who only looks at the tables must see it there."""
    lacking = {Utfall.DELVIS_BESVARAD, Utfall.EJ_TILLGANGLIG, Utfall.EJ_STALLD}
    found = (part for part in parts if part["utfall"] in lacking or was_refused(part))
    return list(dict.fromkeys(source(part["kalla"]) for part in found))


def _incomes(items: Sequence[Mapping[str, Any]], incomplete: Sequence[str], words: Words) -> Part:
    """A table for what a source has paid, has planned and holds preliminary: they are never mixed."""
    lacking = (
        [f"Inkomster kan saknas här: {', '.join(incomplete)} har inte lämnat allt."] if incomplete else []
    )
    said = tuple(Paragraph(clean(text)) for text in (*lacking, _NO_WAGES))
    if not items:
        nothing = "Inga betalningar i svaret. Se ovan vad som blev av varje källa."
        return Part("Inkomstposter", Blocks((Paragraph(nothing), *said)))
    asked_about, others = by_time(items)
    notes = numbered_notes([*asked_about, *others])
    within = _tables(asked_about, notes, words) if asked_about else (Paragraph(NONE_WITHIN),)
    outside = set_apart(_tables(others, notes, words))
    return Part("Inkomstposter", Blocks((*said, *within, *outside, *noted(notes))))


def _tables(items: Sequence[Mapping[str, Any]], notes: Mapping[str, str], words: Words) -> tuple[Table, ...]:
    alike: dict[tuple[str, str], list[tuple[Value, ...]]] = {}
    for item in items:
        alike.setdefault((item["kalla"], item["tillstand"]), []).append(_income(item, notes))
    return tuple(
        filled(f"{source(code)}: {words.sentence('tillstand', state)}", _INCOMES, rows)
        for (code, state), rows in alike.items()
    )


def _income(item: Mapping[str, Any], notes: Mapping[str, str]) -> tuple[Value, ...]:
    return (
        Value(benefit(item).text, clean(payer(item))),
        Value(clean(kind_name(item)), note_of(item, notes)),
        Value(clean(item.get("utbetalningsdag", "Dag saknas"))),
        concerned(item, figures.month),
        Value(clean(net(item) or "Inget belopp")),
    )
