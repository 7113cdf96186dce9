"""A page in a terminal. Texts are handed over as texts, never as markup that could be obeyed."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from hub.page.blocks import Block, Blocks, Fact, Facts, Items, Notice, Page, Paragraph, Part, Table, Value

_INDENT = 2
_NARROW = 10
"""A column in which words are broken at fewer letters cannot be read."""
_BORDER = 3


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
    caption = Text(table.caption, "bold")
    if _needed(table) > width:
        yield from [caption] if table.caption else []
        yield from _one_by_one(table)
        return
    grid = Grid(title=caption if table.caption else None, title_justify="left")
    for column in table.columns:
        grid.add_column(
            Text(column.name),
            justify="right" if column.figures else "left",
            overflow="fold",
            no_wrap=column.figures,
        )
    for cells in table.rows:
        grid.add_row(*(_value(cell) for cell in cells))
    yield grid


def _needed(table: Table) -> int:
    """Letters in a line, where every column is wide enough to be read."""
    widest = [
        max(len(column.name), *(len(row[order].text) for row in table.rows))
        for order, column in enumerate(table.columns)
    ]
    return sum(min(one, _NARROW) + _BORDER for one in widest) + 1


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
