"""Any object of an answer as blocks: every value is shown, whatever the section. Empty ones are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hub.page import figures
from hub.page.blocks import Block, Blocks, Column, Fact, Facts, Items, Table, Value, clean
from hub.page.labels import label

MOST_COLUMNS = 7
"""A wider table does not fit a printed sheet; its rows are then set out one by one."""
AMOUNTS = frozenset(
    [
        "belopp",
        "totalbelopp",
        "brutto",
        "skatt",
        "avdrag",
        "netto",
        "nettoEfterSkatt",
        "nettoEfterAvdrag",
        "beslutatBrutto",
        "samordnatBrutto",
        "intakter",
        "overskott",
        "inkomster",
        "summa",
        "fribelopp",
        "aterkrav",
        "utbetalning",
    ]
)
"""Fields whose numbers are written as amounts. A number elsewhere may be an id, and stands as it came."""


def facts_of(given: Mapping[str, Any]) -> Blocks:
    """An object as a definition list, its fields in their order."""
    rows = tuple(Fact(clean(label(name)), _content(name, it)) for name, it in given.items() if not empty(it))
    return Blocks((Facts(rows),) if rows else ())


def empty(given: Any) -> bool:
    """Whether there is nothing in it at any depth. A truth value is always something."""
    if isinstance(given, Mapping):
        return all(empty(value) for value in given.values())
    if isinstance(given, list):
        return all(empty(value) for value in given)
    return given is None or given == ""


def value_of(name: str, given: Any) -> Value | None:
    """What can stand in one cell: a scalar, a code with its text, a period. None for anything else."""
    if isinstance(given, bool):
        return Value("Ja" if given else "Nej")
    if isinstance(given, str):
        return Value(clean(_written(name, given)))
    if isinstance(given, Mapping) and all(isinstance(value, str) and value for value in given.values()):
        if set(given) == {"kod", "text"}:
            small = "" if given["kod"] == given["text"] else given["kod"]
            return Value(clean(given["text"]), clean(small))
        if given and set(given) <= {"from", "tom"}:
            return Value(clean(figures.period(given)))
    return None


def _written(name: str, text: str) -> str:
    if name in AMOUNTS:
        return figures.amount(text)
    return figures.moment(text) if figures.is_moment(text) else text


def _content(name: str, given: Any) -> tuple[Value, ...] | Blocks:
    value = value_of(name, given)
    if value is not None:
        return (value,)
    if isinstance(given, Mapping):
        return facts_of(given)
    values = [value_of(name, one) for one in given if not empty(one)]
    flat = tuple(value for value in values if value is not None)
    if len(flat) == len(values):
        return flat
    return Blocks((_listed(name, [one for one in given if not empty(one)]),))


def _listed(name: str, given: list[Any]) -> Block:
    """Objects as a table where each is flat and there is room, else one by one."""
    columns = _columns(given)
    if columns is not None and len(given) > 1:
        heads = tuple(Column(clean(label(column)), column in AMOUNTS) for column in columns)
        return Table("", heads, tuple(_row(columns, one) for one in given))
    return Items(tuple(_item(name, one) for one in given))


def _item(name: str, one: Any) -> Blocks:
    if isinstance(one, Mapping) and value_of(name, one) is None:
        return facts_of(one)
    return Blocks((Facts((Fact(clean(label(name)), _content(name, one)),)),))


def _columns(given: Iterable[Any]) -> list[str] | None:
    """The fields of flat objects in their order, or None where a table will not do."""
    found: dict[str, None] = {}
    for one in given:
        if not isinstance(one, Mapping):
            return None
        for name, value in one.items():
            if empty(value):
                continue
            if value_of(name, value) is None:
                return None
            found[name] = None
    return list(found) if len(found) <= MOST_COLUMNS else None


def _row(columns: Iterable[str], one: Mapping[str, Any]) -> tuple[Value, ...]:
    return tuple(value_of(name, one.get(name)) or Value("") for name in columns)
