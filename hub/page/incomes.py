"""The income items of a person as one table, as their sources told them. Nothing is added up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hub.model.incomes import LATER, OUTSIDE
from hub.page import figures
from hub.page.blocks import Block, Blocks, Column, Fact, Facts, Paragraph, Part, Table, Value, clean
from hub.page.generic import empty
from hub.page.parts import further
from hub.page.words import Words, source

_INCOME_TOLD = frozenset(
    [
        "id",
        "kalla",
        "uppgiftId",
        "forman",
        "delforman",
        "beloppstyp",
        "belopp",
        "utbetalningsdag",
        "avser",
        "tillstand",
        "dagar",
        "anmarkning",
        "loggpostId",
        "inkomstslag",
        "utbetalare",
    ]
)
_AMOUNTS = {"brutto": "Brutto", "skatt": "Skatt", "avdrag": "Avdrag", "netto": "Netto"}
_COLUMNS = (
    Column("Post"),
    Column("Källa"),
    Column("Förmån"),
    Column("Inkomstslag"),
    Column("Utbetalning", kept=True),
    *(Column(head, figures=True) for head in _AMOUNTS.values()),
    Column("Avser", kept=True),
)
_CAPTION = "Belopp i kronor, som källan lämnade dem"
NONE_WITHIN = "Inga betalningar i svaret har en utbetalningsdag i den tid som frågan gäller."
_OUTSIDE = "Betalningar utanför den tid som frågan gäller"
_NOT_COUNTED = (
    "Källan har lämnat dem fastän de hör till dagar före eller efter tiden. Räkna inte med dem i någon av de "
    "månader som frågan gäller."
)


def incomes(items: Sequence[Mapping[str, Any]], words: Words) -> Iterator[Part]:
    """Nothing where there are none."""
    if not items:
        return
    asked_about, outside = by_time(items)
    notes = numbered_notes([*asked_about, *outside])
    within, others = ([_income(item, notes, words) for item in some] for some in (asked_about, outside))
    blocks: list[Block] = [filled(_CAPTION, _COLUMNS, within) if within else Paragraph(NONE_WITHIN)]
    blocks += set_apart((filled(_CAPTION, _COLUMNS, others),) if others else ())
    blocks += noted(notes)
    for item in items:
        blocks += further(item, _INCOME_TOLD)
        blocks += further(item["belopp"], frozenset(_AMOUNTS))
    yield Part("Inkomstposter", Blocks(tuple(blocks)))


# ------------------------------------------------------------ shared with the short views of items


def filled(caption: str, columns: Sequence[Column], rows: Sequence[tuple[Value, ...]]) -> Table:
    """The table without the columns in which it has nothing."""
    held = [order for order in range(len(columns)) if any(row[order] != Value("") for row in rows)]
    return Table(
        clean(caption),
        tuple(columns[order] for order in held),
        tuple(tuple(row[order] for order in held) for row in rows),
    )


def is_outside(item: Mapping[str, Any]) -> bool:
    """Of a day that the question is not about: the hub says so first in its note."""
    return str(item.get("anmarkning", "")).startswith((OUTSIDE, LATER))


def by_time(items: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Those of the time asked about, and those paid outside it, in their order."""
    return [item for item in items if not is_outside(item)], [item for item in items if is_outside(item)]


def set_apart(tables: Sequence[Table]) -> tuple[Part, ...]:
    """What is paid outside the time, under a heading of its own that says so. Nothing where there is none."""
    return (Part(_OUTSIDE, Blocks((Paragraph(_NOT_COUNTED), *tables))),) if tables else ()


def numbered_notes(items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Each note once, with its number: in the table it would take the room of the figures."""
    found = dict.fromkeys(item["anmarkning"] for item in items if item.get("anmarkning"))
    return {note: f"not {number}" for number, note in enumerate(found, 1)}


def note_of(item: Mapping[str, Any], notes: Mapping[str, str]) -> str:
    return notes.get(item.get("anmarkning", ""), "")


def noted(notes: Mapping[str, str]) -> tuple[Facts, ...]:
    """The notes that the numbers stand for. Nothing where there are none."""
    rows = tuple(Fact(number.capitalize(), (Value(clean(note)),)) for note, number in notes.items())
    return (Facts(rows),) if rows else ()


def benefit(item: Mapping[str, Any]) -> Value:
    """The benefit and what it is more closely; the codes stand small."""
    coded = [item[name] for name in ("forman", "delforman", "beloppstyp") if name in item]
    texts = [one["text"] or one["kod"] for one in coded]
    codes = [one["kod"] for one, text in zip(coded, texts, strict=True) if one["kod"] != text]
    return Value(clean(_each_once(texts)), clean(_each_once(codes)))


def kind_name(item: Mapping[str, Any]) -> str:
    """What the calculation calls the income. Where the table has nothing, the note tells what to do."""
    if "inkomstslag" in item:
        return str(item["inkomstslag"]["text"] or item["inkomstslag"]["kod"])
    return "Bedöms" if item.get("anmarkning") else "Inte angivet"


def payer(item: Mapping[str, Any]) -> str:
    """Who pays, where that is another one than who tells."""
    return f"utbetalas av {source(item['utbetalare'])}" if "utbetalare" in item else ""


def net(item: Mapping[str, Any]) -> str:
    """The net where the source tells one. Otherwise what it tells, by name: nothing is reckoned here."""
    amounts = item["belopp"]
    if "netto" in amounts:
        return figures.amount(amounts["netto"])
    told = ((name, amounts[name]) for name in _AMOUNTS if name in amounts)
    return ", ".join(f"{name} {figures.amount(text)}" for name, text in told)


def concerned(item: Mapping[str, Any], written: Callable[[Mapping[str, Any]], str]) -> Value:
    """The period, as `written` puts it, with a line for each day of it, and how many days are paid for."""
    told = [] if empty(item.get("avser")) else [written(item["avser"]).replace(" – ", " –\n")]
    if "dagar" in item:
        told.append(f"{item['dagar'].replace('.', ',')} {'dag' if item['dagar'] == '1' else 'dagar'}")
    return Value(clean("\n".join(told)))


# ------------------------------------------------------------ a row of the whole table


def _income(item: Mapping[str, Any], notes: Mapping[str, str], words: Words) -> tuple[Value, ...]:
    amounts = item["belopp"]
    code = item["inkomstslag"]["kod"] if "inkomstslag" in item else ""
    beside = ", ".join(one for one in (code, note_of(item, notes)) if one)
    return (
        _origin(item),
        Value(clean(source(item["kalla"])), clean(payer(item))),
        benefit(item),
        Value(clean(kind_name(item)), clean(beside)),
        _payment(item, words),
        *(Value(figures.amount(amounts[name]) if name in amounts else "") for name in _AMOUNTS),
        concerned(item, figures.period),
    )


def _payment(item: Mapping[str, Any], words: Words) -> Value:
    """Made, planned or preliminary, and its day if there is one."""
    told = [item.get("utbetalningsdag"), words.text("tillstand", item["tillstand"])]
    return Value(clean("\n".join(line for line in told if line)))


def _each_once(texts: list[str]) -> str:
    """A benefit and its only kind often go by the same name."""
    return ", ".join(dict.fromkeys(texts))


def _origin(item: Mapping[str, Any]) -> Value:
    """The item's own id, and small the ids of where it comes from."""
    small = [f"uppgift {item['uppgiftId']}"]
    small += [f"loggpost {item['loggpostId']}"] if "loggpostId" in item else []
    return Value(clean(item["id"]), clean(", ".join(small)))
