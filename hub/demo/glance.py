"""An answer at a glance: what became of each source, income items and signals, person by person.

Made of the page's own blocks (hub/page). What the sources told in full is left to `nyttonav visa`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from hub.page import Words, figures
from hub.page.blocks import Block, Blocks, Column, Fact, Facts, Notice, Paragraph, Part, Table, Value, clean
from hub.page.labels import label
from hub.page.words import PROTECTION, source
from messages.koder import Skydd, Tillstand, Utfall

_INCOME_HEADS = (
    Column("Förmån"),
    Column("Inkomstslag"),
    Column("Utbetalas"),
    Column("Avser"),
    Column("Netto, kr", figures=True),
    Column("Tillstånd"),
)


def protection_of(answer: Mapping[str, Any]) -> tuple[Block, ...]:
    """The answer's protection, as the page puts it, and what it means for the rest of the screen."""
    skydd = Skydd(answer["skydd"])
    notice = Notice(*PROTECTION[skydd], grave=skydd is not Skydd.INGET)
    if skydd is Skydd.INGET:
        return (notice,)
    meant = (
        "Vad som kan röja var någon bor eller arbetar är undanhållet; belopp, förmåner och beslut står kvar."
    )
    return (notice, Paragraph(meant))


def person_at_a_glance(person: Mapping[str, Any], who: str, words: Words) -> Part:
    """One person of an answer's tree (hub.page.answer_of); `who` is the demo's own word for the person."""
    blocks = (
        Paragraph(clean(f"Testpersonen {who}")),
        _sources(person["kallor"], words),
        *_signals(person["signaler"]),
        *_incomes(person["inkomstposter"], words),
    )
    role = words.text("roll", person["roll"])
    return Part(clean(f"{role}, {person['personidentitet']}"), Blocks(blocks))


def _sources(parts: Sequence[Mapping[str, Any]], words: Words) -> Table:
    """Sources of which exactly the same can be said share a row."""
    rows: dict[str, list[str]] = {}
    for part in parts:
        rows.setdefault("\n".join(_became(part, words)), []).append(source(part["kalla"]))
    return Table(
        "Vad som blev av varje källa",
        (Column("Källa"), Column("Utfall")),
        tuple((Value(clean(",\n".join(names))), Value(clean(text))) for text, names in rows.items()),
    )


def _became(part: Mapping[str, Any], words: Words) -> Iterator[str]:
    told = ", ".join(label(name) for name in part["uppgifter"])
    outcome = words.text("utfall", part["utfall"])
    if told:
        yield f"{outcome}: {told}."
    elif "fel" in part and not part["fragad"]:
        # Said of "källan", so that sources left out on the same ground share a row.
        why = part["fel"]["text"].replace(source(part["kalla"]), "källan")
        yield f"{words.text('utfall', Utfall.EJ_STALLD)}. {why}"
    else:
        yield words.sentence("utfall", part["utfall"])
    if "fel" in part and part["fragad"]:
        yield from _fault(part["fel"], words)
    yield from (f"Kom inte: {_named([one['grupp']])}. {one['text']}" for one in part["saknas"])
    for reason in dict.fromkeys(one["orsak"] for one in part["undanhallna"]):
        names = [one["grupp"] for one in part["undanhallna"] if one["orsak"] == reason]
        yield f"Undanhållet: {_named(names)}. {words.sentence('orsak', reason)}"
    yield from _deviations([one["text"] for one in part["avvikelser"]])


def _fault(fault: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield f"Vad som hände: {fault['text']}"
    yield f"Var felet ligger: {words.sentence('led', fault['led'])}"
    earliest = f", tidigast {figures.moment(fault['tidigast'])}" if "tidigast" in fault else ""
    yield f"Vad du kan göra: {words.text('atgard', fault['atgard'])}{earliest}."
    if fault.get("kontakt"):
        yield f"Kontakt: {fault['kontakt']}."


def _deviations(texts: Sequence[str]) -> Iterator[str]:
    """One is told; several are counted, as they are mostly of interest to who mends the source."""
    if len(texts) == 1:
        yield f"Observera: {texts[0]}"
    elif texts:
        yield f"Observera: {len(texts)} avvikelser i källans svar; hela svaret visar dem."


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


def _signals(signals: Sequence[Mapping[str, Any]]) -> Iterator[Block]:
    if signals:
        yield Part("Att uppmärksamma", Blocks(tuple(Paragraph(clean(f"• {one['text']}")) for one in signals)))


def _incomes(items: Sequence[Mapping[str, Any]], words: Words) -> Iterator[Block]:
    if not items:
        yield Part("Inkomstposter", Blocks((Paragraph("Inga betalningar i svaret."),)))
        return
    notes: dict[str, str] = {}
    for item in items:
        if "anmarkning" in item:
            notes.setdefault(item["anmarkning"], f"not {len(notes) + 1}")
    by_source: dict[str, list[Mapping[str, Any]]] = {}
    for item in items:
        by_source.setdefault(item["kalla"], []).append(item)
    tables = (
        _filled(source(code), [_income(one, notes, words) for one in held])
        for code, held in by_source.items()
    )
    states = dict.fromkeys(item["tillstand"] for item in items if item["tillstand"] != Tillstand.UTBETALD)
    meant = tuple(Paragraph(clean(words.sentence("tillstand", state))) for state in states)
    told = tuple(Fact(name.capitalize(), (Value(clean(text)),)) for text, name in notes.items())
    yield Part("Inkomstposter", Blocks((*tables, Facts(told), *meant)))


def _filled(caption: str, rows: Sequence[tuple[Value, ...]]) -> Table:
    """The table without the columns in which it has nothing."""
    held = [order for order in range(len(_INCOME_HEADS)) if any(row[order] != Value("") for row in rows)]
    return Table(
        clean(caption),
        tuple(_INCOME_HEADS[order] for order in held),
        tuple(tuple(row[order] for order in held) for row in rows),
    )


def _income(item: Mapping[str, Any], notes: Mapping[str, str], words: Words) -> tuple[Value, ...]:
    benefits = [item[name] for name in ("forman", "delforman", "beloppstyp") if name in item]
    payer = f"betalas av {source(item['utbetalare'])}" if "utbetalare" in item else ""
    kind = item["inkomstslag"]["text"] if "inkomstslag" in item else "Inget"
    days = f"{item['dagar'].replace('.', ',')} dagar" if "dagar" in item else ""
    return (
        Value(
            clean(", ".join(dict.fromkeys(one["text"] or one["kod"] for one in benefits))),
            clean(payer),
        ),
        Value(clean(kind), notes.get(item.get("anmarkning", ""), "")),
        Value(clean(item.get("utbetalningsdag", "Dag saknas"))),
        Value(clean(_concerned(item.get("avser") or {})), clean(days)),
        Value(clean(_amount(item["belopp"]))),
        Value(clean(words.text("tillstand", item["tillstand"]))),
    )


def _concerned(period: Mapping[str, Any]) -> str:
    """A whole month by its number, so that most rows are one line; any other time from day to day."""
    if not period:
        return ""
    if "from" in period and "tom" in period:
        first, last = date.fromisoformat(period["from"]), date.fromisoformat(period["tom"])
        if (first, last) == (first.replace(day=1), first.replace(day=monthrange(first.year, first.month)[1])):
            return f"{first:%Y-%m}"
    return figures.period(period)


def _amount(amounts: Mapping[str, Any]) -> str:
    """The net where the source tells one. Otherwise what it tells, by name: nothing is reckoned here."""
    if "netto" in amounts:
        return figures.amount(amounts["netto"])
    return ", ".join(f"{name} {figures.amount(text)}" for name, text in amounts.items()) or "Inget belopp"
