"""What a page adds to its blocks, wherever the words stand: an explanation, and care of whom is protected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from hub.page.blocks import Block, Blocks, Fact, Facts, Items, Notice, Paragraph, Part, Table, Value
from hub.page.words import Words
from messages.koder import Tillstand

CARE = "Tänk på skyddet: fråga inte var personen bor eller vistas, och sprid det inte."
_OTHERWISE = re.compile(r"\b(?:in)?hämta\b[^.!?]*\bpå annat sätt\b", re.IGNORECASE)
"""The advice to fetch by other means, in whoever's words: of faults, agreements, adapters and signals."""

_EXPLAINED: Mapping[Tillstand, re.Pattern[str]] = {
    Tillstand.PLANERAD: re.compile(r"\bplanera(?:d|t|de)\b", re.IGNORECASE),
    Tillstand.PRELIMINAR: re.compile(r"\bpreliminär(?:t|a)?\b", re.IGNORECASE),
}
_OF_PAYMENTS = re.compile(r"betal|^(?:planerad|preliminär)$", re.IGNORECASE | re.MULTILINE)
"""Tax is preliminary too, and an agency plans more than payments: those are not what is explained."""


def explained(blocks: Blocks, words: Words) -> Blocks:
    """With a line before that in which one of the words first occurs, unless it is explained there."""
    return _explained(blocks, words, set())


def _explained(blocks: Blocks, words: Words, known: set[Tillstand]) -> Blocks:
    made: list[Block] = []
    for block in blocks.all:
        if isinstance(block, Part):
            made.append(replace(block, blocks=_explained(block.blocks, words, known)))
            continue
        texts = list(_texts(block))
        rows = []
        for state in _first_spoken_of(texts, known):
            known.add(state)
            meaning = words.lists["tillstand"].explanations.get(state, "").strip()
            if not any(meaning in text for text in texts):
                rows.append(Fact(words.text("tillstand", state), (Value(meaning),)))
        if rows:
            made.insert(_start(made, block), Facts(tuple(rows)))
        made.append(block)
    return Blocks(tuple(made))


def _start(made: Sequence[Block], block: Block) -> int:
    """Where the block begins, or the paragraphs that it is one of: signals are not parted."""
    place = len(made)
    while place and isinstance(block, Paragraph) and isinstance(made[place - 1], Paragraph):
        place -= 1
    return place


def _first_spoken_of(texts: list[str], known: set[Tillstand]) -> list[Tillstand]:
    of_payments = [text for text in texts if _OF_PAYMENTS.search(text)]
    return [
        state
        for state, pattern in _EXPLAINED.items()
        if state not in known and any(map(pattern.search, of_payments))
    ]


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield text
        case Notice(title, text):
            yield from (title, text)
        case Facts(rows):
            for row in rows:
                yield row.name
                if isinstance(row.content, Blocks):
                    yield from (text for one in row.content.all for text in _texts(one))
                else:
                    yield from (value.text for value in row.content)
        case Items(items):
            yield from (text for item in items for one in item.all for text in _texts(one))
        case Table(caption, columns, cells):
            yield from (caption, *(column.name for column in columns))
            yield from (value.text for row in cells for value in row)
        case Part(title, blocks):
            yield title
            yield from (text for one in blocks.all for text in _texts(one))
        case _:
            assert_never(block)


# ------------------------------------------------------------ whom is protected


def with_care(blocks: Blocks) -> Blocks:
    """With the sentence after every text that advises to fetch by other means: asking around tells others."""
    return Blocks(tuple(map(_careful, blocks.all)))


def _careful(block: Block) -> Block:
    match block:
        case Paragraph(text):
            return Paragraph(_cared(text))
        case Notice(_, text):
            return replace(block, text=_cared(text))
        case Facts(rows):
            return Facts(tuple(replace(row, content=_content(row.content)) for row in rows))
        case Items(items):
            return Items(tuple(map(with_care, items)))
        case Table(_, _, rows):
            return replace(block, rows=tuple(tuple(map(_cell, row)) for row in rows))
        case Part(_, blocks):
            return replace(block, blocks=with_care(blocks))
        case _:
            assert_never(block)


def _content(given: tuple[Value, ...] | Blocks) -> tuple[Value, ...] | Blocks:
    return with_care(given) if isinstance(given, Blocks) else tuple(map(_cell, given))


def _cell(value: Value) -> Value:
    return replace(value, text=_cared(value.text))


def _cared(text: str) -> str:
    if _OTHERWISE.search(text) is None:
        return text
    between = "\n" if "\n" in text else " "
    return f"{text}{between}{CARE}"
