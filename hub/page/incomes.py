"""The income items of a person as one table, as their sources told them. Nothing is added up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub.page import figures
from hub.page.blocks import Block, Blocks, Column, Part, Table, Value, clean
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


def incomes(items: Sequence[Mapping[str, Any]], words: Words) -> Iterator[Part]:
    """Nothing where there are none. A column that no item has anything in is left out."""
    if not items:
        return
    columns = (
        Column("Källa"),
        Column("Förmån"),
        Column("Inkomstslag"),
        Column("Tillstånd"),
        Column("Utbetalas", figures=True),
        *(Column(head, figures=True) for head in _AMOUNTS.values()),
        Column("Avser"),
        Column("Anmärkning"),
        Column("Post"),
    )
    rows = [_income(item, words) for item in items]
    held = [order for order in range(len(columns)) if any(row[order] != Value("") for row in rows)]
    table = Table(
        "Belopp i kronor, som källan lämnade dem",
        tuple(columns[order] for order in held),
        tuple(tuple(row[order] for order in held) for row in rows),
    )
    blocks: list[Block] = [table]
    for item in items:
        blocks += further(item, _INCOME_TOLD)
        blocks += further(item["belopp"], frozenset(_AMOUNTS))
    yield Part("Inkomstposter", Blocks(tuple(blocks)))


def _income(item: Mapping[str, Any], words: Words) -> tuple[Value, ...]:
    amounts = item["belopp"]
    return (
        _told_by(item),
        benefit(item),
        _kind(item),
        Value(clean(words.text("tillstand", item["tillstand"]))),
        Value(clean(item.get("utbetalningsdag", ""))),
        *(Value(figures.amount(amounts[name]) if name in amounts else "") for name in _AMOUNTS),
        _concerned(item),
        Value(clean(item.get("anmarkning", ""))),
        _origin(item),
    )


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
    """The period and the days that are paid for."""
    told = [] if empty(item.get("avser")) else [figures.period(item["avser"])]
    told += [f"{item['dagar'].replace('.', ',')} dagar"] if "dagar" in item else []
    return Value(clean(", ".join(told)))


def _origin(item: Mapping[str, Any]) -> Value:
    """The item's own id, and small the ids of where it comes from."""
    record = f", loggpost {item['loggpostId']}" if "loggpostId" in item else ""
    return Value(clean(item["id"]), clean(f"uppgift {item['uppgiftId']}{record}"))
