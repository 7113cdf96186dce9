"""A page in a terminal. Texts are handed over as texts, never as markup that could be obeyed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, Group, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from hub.page.blocks import (
    Block,
    Blocks,
    Column,
    Fact,
    Facts,
    Items,
    Notice,
    Page,
    Paragraph,
    Part,
    Table,
    Value,
)

_INDENT = 2
_LONGEST = 24
"""Letters. A longer word is an id or a code, which can be broken and still be read."""


def show(console: Console, page: Page) -> None:
    """Print the page."""
    console.print(Rule(Text(page.title, "bold")))
    console.print(_group(page.blocks, 2, console.width))


def _group(blocks: Blocks, level: int, width: int) -> Group:
    return Group(*(one for block in blocks.all for one in _block(block, level, width)))


def _block(block: Block, level: int, width: int) -> Iterator[RenderableType]:
    match block:
        case Paragraph(text):
            yield Text(text)
        case Notice(title, text, grave):
            style = "bold red" if grave else "bold"
            border = "red" if grave else "none"
            yield Panel(Text.assemble((title, style), "\n", text), border_style=border)
        case Facts(rows):
            for row in rows:
                yield from _fact(row, level, width)
        case Items(items):
            for number, item in enumerate(items, 1):
                yield Text(f"{number}.", "dim")
                yield _indented(_group(item, level, width - _INDENT))
        case Table():
            yield from _table(block, width)
        case Part(title, blocks):
            yield Text("")
            yield Rule(Text(title, "bold"), align="left") if level == 2 else Text(title, "bold underline")
            yield _group(blocks, level + 1, width)


def _indented(what: RenderableType) -> Padding:
    return Padding(what, (0, 0, 0, _INDENT))


def _fact(row: Fact, level: int, width: int) -> Iterator[RenderableType]:
    name = Text(f"{row.name}: ", "bold")
    if isinstance(row.content, Blocks):
        yield name
        yield _indented(_group(row.content, level, width - _INDENT))
    elif len(row.content) == 1:
        yield name + _value(row.content[0])
    else:
        yield name
        yield from (_indented(_value(value)) for value in row.content)


def _table(table: Table, width: int) -> Iterator[RenderableType]:
    """As a grid where its words fit, with less air where that helps; else row by row."""
    if table.caption:
        yield Text(table.caption, "bold")
    for air in (1, 0):
        widths = _widths(table, width - (2 * air + 1) * len(table.columns) - 1)
        if widths is not None:
            yield _grid(table, widths, air)
            return
    yield from _one_by_one(table)


def _grid(table: Table, widths: Sequence[int], air: int) -> Grid:
    grid = Grid(padding=(0, air))
    for column, width in zip(table.columns, widths, strict=True):
        justify: JustifyMethod = "right" if column.figures else "left"
        grid.add_column(Text(column.name), justify=justify, overflow="fold", width=width)
    for cells in table.rows:
        grid.add_row(*(_value(cell) for cell in cells))
    return grid


def _widths(table: Table, room: int) -> list[int] | None:
    """Letters for each column: its longest word at least, then where the most is lacking. None: no room."""
    widths, wanted = [], []
    for order, column in enumerate(table.columns):
        cells = [Value(column.name), *(row[order] for row in table.rows)]
        pieces = [piece for cell in cells for piece in _pieces(cell, column)]
        widths.append(min(_LONGEST, max(map(cell_len, pieces))))
        wanted.append(max(cell_len(line) for cell in cells for line in _value(cell).plain.split("\n")))
    wanted = [max(pair) for pair in zip(widths, wanted, strict=True)]
    spare = room - sum(widths)
    if spare < 0:
        return None
    while spare and widths != wanted:
        neediest = max(range(len(widths)), key=lambda order: wanted[order] - widths[order])
        widths[neediest] += 1
        spare -= 1
    return widths


def _pieces(cell: Value, column: Column) -> list[str]:
    """What is not to be broken: words, and whole lines of figures and of what is kept."""
    apart = "\n" if column.figures or column.kept else "[ \n]"
    return [*re.split(apart, cell.text), *re.split("[ \n]", f"({cell.small})" if cell.small else "")]


def _one_by_one(table: Table) -> Iterator[RenderableType]:
    """A table that is too wide, row by row."""
    for row in table.rows:
        first, *rest = zip(table.columns, row, strict=True)
        yield Text(f"{first[0].name}: ", "bold") + _value(first[1])
        for column, cell in rest:
            if cell.text or cell.small:
                yield _indented(Text(f"{column.name}: ", "bold") + _value(cell))


def _value(value: Value) -> Text:
    return Text.assemble(value.text, (f" ({value.small})", "dim") if value.small else "")
