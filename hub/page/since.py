"""What has become of the income items that the asker had: the comparison of an answer, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub.page.blocks import Block, Blocks, Column, Paragraph, Part, Table, Value, clean
from hub.page.incomes import benefit, is_outside, net
from hub.page.parts import further, listing
from hub.page.words import source

_TOLD = frozenset(["nya", "andrade", "borta", "ejAvgjorda", "oforandrade"])
_ITEM = (
    Column("Post"),
    Column("Källa"),
    Column("Förmån"),
    Column("Utbetalas", figures=True),
    Column("Netto", figures=True),
)
FIELDS = {
    "forman": "hur förmånen benämns",
    "delforman": "delförmån",
    "beloppstyp": "beloppstyp",
    "belopp.brutto": "bruttobelopp",
    "belopp.skatt": "skatt",
    "belopp.avdrag": "avdrag",
    "belopp.netto": "nettobelopp",
    "utbetalningsdag": "utbetalningsdag",
    "avser": "tiden som den avser",
    "tillstand": "tillstånd",
    "dagar": "antal dagar",
}
"""What a payment may have changed in, in plain words. A later version's own stands as it came."""


def since(given: Mapping[str, Any] | None, items: Sequence[Mapping[str, Any]]) -> Iterator[Part]:
    """Nothing where the question named no items. Of what is unchanged only the number.

    An item that is gone is in the asker's system only: its id there is all that the answer has of it.
    """
    if given is None:
        return
    by_id = {item["id"]: item for item in items}
    unchanged = given.get("oforandrade", [])
    blocks: list[Block] = [Paragraph(_summary(given, len(unchanged)))]
    new = [_item(one, by_id) for one in given.get("nya", [])]
    blocks += _table("Nya inkomstposter", _ITEM, new)
    changed = [
        (
            *_item(one["inkomstpostId"], by_id),
            Value(clean(", ".join(FIELDS.get(name, name) for name in one.get("falt", [])))),
            Value(clean(one["kandId"])),
        )
        for one in given.get("andrade", [])
    ]
    blocks += _table("Ändrade", (*_ITEM, Column("Har ändrats i"), Column("Ert id")), changed)
    blocks += listing(
        "Borta: källan redovisar dem inte längre", "Ert id", ((it,) for it in given.get("borta", []))
    )
    undecided = ((one["kandId"], one["text"]) for one in given.get("ejAvgjorda", []))
    blocks += listing("Går inte att avgöra", "Ert id|Varför", undecided)
    blocks += _grown(given)
    yield Part("Sedan förra gången", Blocks(tuple(blocks)))


def _summary(given: Mapping[str, Any], unchanged: int) -> str:
    same = "1 inkomstpost är oförändrad" if unchanged == 1 else f"{unchanged} inkomstposter är oförändrade"
    if any(given.get(name) for name in _TOLD - {"oforandrade"}):
        return f"{same}."
    return f"Inget har ändrats sedan förra gången: {same}."


def _table(caption: str, columns: tuple[Column, ...], rows: Sequence[tuple[Value, ...]]) -> tuple[Table, ...]:
    return (Table(caption, columns, tuple(rows)),) if rows else ()


def _item(post: str, items: Mapping[str, Mapping[str, Any]]) -> tuple[Value, ...]:
    """An item of the answer in short; the table of incomes has all of it."""
    item = items.get(post)
    if item is None:
        return (Value(clean(post)), *(Value(""),) * 4)
    return (
        Value(clean(post)),
        Value(clean(source(item["kalla"]))),
        Value(benefit(item).text),
        Value(clean(item.get("utbetalningsdag", "")), "utanför tiden" if is_outside(item) else ""),
        Value(clean(net(item))),
    )


def _grown(given: Mapping[str, Any]) -> Iterator[Block]:
    """What a later version has more."""
    yield from further(given, _TOLD)
    known = {
        "andrade": frozenset({"inkomstpostId", "kandId", "falt"}),
        "ejAvgjorda": frozenset({"kandId", "text"}),
        "oforandrade": frozenset({"inkomstpostId", "kandId"}),
    }
    for name, told in known.items():
        for one in given.get(name, []):
            yield from further(one, told)
