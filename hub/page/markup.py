"""A page as one HTML file: no scripts, nothing fetched. Built as a tree, so that every text is escaped."""

from __future__ import annotations

import re

from lxml import etree

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
from hub.page.style import SHEET, STYLE

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_RUNNING = re.compile(r"[\w :·,-]*")
_DEEPEST_HEADING = 6


def html(page: Page) -> str:
    """The whole file's text, to be written as UTF-8."""
    root = etree.Element("html", lang="sv")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "meta", charset="utf-8")
    etree.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    etree.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    etree.SubElement(head, "meta", name="robots", content="noindex")
    _text(head, "title", page.title)
    # The one text of an answer that stands in the style, where no escaping reaches: letters of its id only.
    assert _RUNNING.fullmatch(page.running)
    _text(head, "style", STYLE + SHEET.replace("RUNNING", page.running))
    main = etree.SubElement(etree.SubElement(root, "body"), "main")
    _text(main, "h1", page.title)
    _blocks(main, page.blocks, 2)
    etree.indent(head)
    return f"<!DOCTYPE html>\n{etree.tostring(root, encoding='unicode', method='html')}\n"


def _blocks(parent: etree._Element, blocks: Blocks, level: int) -> None:
    for block in blocks.all:
        _block(parent, block, level)


def _block(parent: etree._Element, block: Block, level: int) -> None:
    match block:
        case Paragraph(text):
            _text(parent, "p", text)
        case Notice():
            _notice(parent, block)
        case Facts(rows):
            _facts(parent, rows, level)
        case Items(items):
            listed = etree.SubElement(parent, "ol")
            for item in items:
                _blocks(etree.SubElement(listed, "li"), item, level)
        case Table():
            _table(parent, block)
        case Part(title, blocks):
            section = etree.SubElement(parent, "section")
            _text(section, f"h{min(level, _DEEPEST_HEADING)}", title)
            _blocks(section, blocks, level + 1)


def _notice(parent: etree._Element, notice: Notice) -> None:
    box = etree.SubElement(parent, "div", {"class": "notice grave" if notice.grave else "notice"})
    box.set("role", "note")
    _text(box, "p", notice.title).set("class", "title")
    _text(box, "p", notice.text).set("class", "words")


def _facts(parent: etree._Element, rows: tuple[Fact, ...], level: int) -> None:
    listed = etree.SubElement(parent, "dl")
    for row in rows:
        _text(listed, "dt", row.name)
        told = etree.SubElement(listed, "dd")
        if isinstance(row.content, Blocks):
            _blocks(told, row.content, level)
            continue
        for value in row.content:
            _value(etree.SubElement(told, "p"), value)


def _table(parent: etree._Element, table: Table) -> None:
    box = etree.SubElement(parent, "div", {"class": "scroll"})
    made = etree.SubElement(box, "table")
    if table.caption:
        _text(made, "caption", table.caption)
    heads = etree.SubElement(etree.SubElement(made, "thead"), "tr")
    for column in table.columns:
        _cell(heads, "th", Value(column.name), column).set("scope", "col")
    body = etree.SubElement(made, "tbody")
    for cells in table.rows:
        row = etree.SubElement(body, "tr")
        for order, (column, value) in enumerate(zip(table.columns, cells, strict=True)):
            cell = _cell(row, "td" if order else "th", value, column)
            if not order:
                cell.set("scope", "row")


def _cell(row: etree._Element, tag: str, value: Value, column: Column) -> etree._Element:
    cell = etree.SubElement(row, tag)
    _value(cell, value)
    if column.figures or column.kept:
        cell.set("class", "figures" if column.figures else "kept")
    return cell


def _value(parent: etree._Element, value: Value) -> None:
    parent.text = value.text
    if "\n" in value.text:
        parent.set("class", "words")
    if value.small:
        parent.text = f"{value.text} " if value.text else ""
        _text(parent, "small", value.small)


def _text(parent: etree._Element, tag: str, text: str) -> etree._Element:
    made = etree.SubElement(parent, tag)
    made.text = text
    return made
