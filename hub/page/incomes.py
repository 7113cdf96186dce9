"""The income items of a person as one table, as their sources told them. Nothing is added up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub.page import figures
from hub.page.blocks import Block, Blocks, Column, Part, Table, Value, clean
from hub.page.generic import empty
from hub.page.parts import further, listing
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


def incomes(items: Sequence[Mapping[str, Any]], words: Words) -> Iterator[Part]:
    """Nothing where there are none. A column that no item has anything in is left out."""
    if not items:
        return
    columns = (
        Column("Post"),
        Column("Källa"),
        Column("Förmån"),
        Column("Inkomstslag"),
        Column("Utbetalning", kept=True),
        *(Column(head, figures=True) for head in _AMOUNTS.values()),
        Column("Avser", kept=True),
    )
    rows = [_income(item, words) for item in items]
    held = [order for order in range(len(columns)) if any(row[order] != Value("") for row in rows)]
    table = Table(
        "Belopp i kronor, som källan lämnade dem",
        tuple(columns[order] for order in held),
        tuple(tuple(row[order] for order in held) for row in rows),
    )
    blocks: list[Block] = [table, *_notes(items)]
    for item in items:
        blocks += further(item, _INCOME_TOLD)
        blocks += further(item["belopp"], frozenset(_AMOUNTS))
    yield Part("Inkomstposter", Blocks(tuple(blocks)))


def _notes(items: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    """Each note once, with the items that it is of: in the table it would take the room of the figures."""
    notes: dict[str, list[str]] = {}
    for item in items:
        if item.get("anmarkning"):
            notes.setdefault(item["anmarkning"], []).append(item["id"])
    rows = ((", ".join(ids), note) for note, ids in notes.items())
    return listing("Anmärkningar till inkomstposterna", "Post|Anmärkning", rows)


def _income(item: Mapping[str, Any], words: Words) -> tuple[Value, ...]:
    amounts = item["belopp"]
    return (
        _origin(item),
        _told_by(item),
        benefit(item),
        _kind(item),
        _payment(item, words),
        *(Value(figures.amount(amounts[name]) if name in amounts else "") for name in _AMOUNTS),
        _concerned(item),
    )


def _payment(item: Mapping[str, Any], words: Words) -> Value:
    """Made, planned or preliminary, and its day if there is one."""
    lines = [item.get("utbetalningsdag"), words.text("tillstand", item["tillstand"])]
    return Value(clean("\n".join(line for line in lines if line)))


def _told_by(item: Mapping[str, Any]) -> Value:
    """The source, and small who pays where that is another one."""
    payer = f"utbetalas av {source(item['utbetalare'])}" if "utbetalare" in item else ""
    return Value(clean(source(item["kalla"])), clean(payer))


def _kind(item: Mapping[str, Any]) -> Value:
    """What the calculation calls the income. Where the table has nothing, the note tells what to do."""
    if "inkomstslag" in item:
        kind = item["inkomstslag"]
        return Value(clean(kind["text"] or kind["kod"]), clean(kind["kod"]))
    return Value("Bedöms; se anmärkningen" if item.get("anmarkning") else "Inte angivet")


def benefit(item: Mapping[str, Any]) -> Value:
    """The benefit and what it is more closely; the codes stand small."""
    coded = [item[name] for name in ("forman", "delforman", "beloppstyp") if name in item]
    texts = [one["text"] or one["kod"] for one in coded]
    codes = [one["kod"] for one, text in zip(coded, texts, strict=True) if one["kod"] != text]
    return Value(clean(_each_once(texts)), clean(_each_once(codes)))


def _each_once(texts: list[str]) -> str:
    """A benefit and its only kind often go by the same name."""
    return ", ".join(dict.fromkeys(texts))


def _concerned(item: Mapping[str, Any]) -> Value:
    """The period and the days that are paid for, a line for each day."""
    told = [] if empty(item.get("avser")) else [figures.period(item["avser"]).replace(" – ", " –\n")]
    told += [f"{item['dagar'].replace('.', ',')} dagar"] if "dagar" in item else []
    return Value(clean("\n".join(told)))


def _origin(item: Mapping[str, Any]) -> Value:
    """The item's own id, and small the ids of where it comes from, and whether there is a note of it."""
    small = [f"uppgift {item['uppgiftId']}"]
    small += [f"loggpost {item['loggpostId']}"] if "loggpostId" in item else []
    small += ["se anm."] if item.get("anmarkning") else []
    return Value(clean(item["id"]), clean(", ".join(small)))
