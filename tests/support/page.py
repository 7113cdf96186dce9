"""Pages of answers for tests: as HTML and as text, and whether all of an answer stands there."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
from rich.console import Console

from hub import page
from hub.page import figures
from hub.page.blocks import clean
from hub.page.generic import AMOUNTS
from hub.page.since import FIELDS
from hub.page.words import LIFTED_BY, LISTS, PROTECTION, REFUSED, SHOWN_BY, source
from messages.koder import Atgard, Led, Roll, Skydd, Tillstand, UndanhallenOrsak, Utfall, VisadAv

SCHEMAS = Path(__file__).parents[2] / "schemas"
WORDS = page.Words.read()
CODES = {
    "utfall": Utfall,
    "roll": Roll,
    "tillstand": Tillstand,
    "led": Led,
    "atgard": Atgard,
    "orsak": UndanhallenOrsak,
}


def example() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / "uppgiftssvar/1/examples/answer.json").read_bytes())
    return found


def tree(answer: Any) -> dict[str, Any]:
    return page.answer_of(json.dumps(answer).encode())


def as_html(answer: dict[str, Any]) -> Any:
    return lxml.html.document_fromstring(page.html(page.page_of(answer, WORDS)))


def as_text(answer: dict[str, Any], width: int = 3000) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    page.show(console, page.page_of(answer, WORDS))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def in_short(answer: dict[str, Any], width: int = 3000) -> str:
    """The short page as text."""
    console = Console(file=io.StringIO(), width=width, highlight=False)
    page.show(console, page.glance_of(answer, WORDS))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a tree with the name of its field. What is unchanged is told as a number."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key != "oforandrade":
                yield from leaves(below, key)
    elif isinstance(value, list):
        for below in value:
            yield from leaves(below, name)
    elif isinstance(value, bool):
        yield name, "Ja" if value else "Nej"
    elif value:
        yield name, value


def in_words(name: str, text: str) -> set[str]:
    """The ways in which a value may stand on the page."""
    if name == "utfall" and text == Utfall.NEKAD:
        return {title for title, _ in REFUSED.values()}
    if name in LISTS and text in set(CODES[name]):
        return {WORDS.text(name, text)}
    if name == "skydd":
        return {PROTECTION[Skydd(text)][0]}
    if name == "skyddLyft":
        return {LIFTED_BY[text]}
    if name == "falt":
        return {clean(FIELDS.get(text, text))}
    if name == "visadAv":
        return {SHOWN_BY[VisadAv(text)]}
    if name == "kalla":
        return {clean(source(text))}
    if name == "svarstidMs" or name in AMOUNTS:
        return {clean(figures.amount(text))}
    if name == "dagar":
        return {clean(text), clean(text).replace(".", ",")}
    return {figures.moment(text) if figures.is_moment(text) else clean(text)}


def lost(answer: dict[str, Any], shown: str) -> list[tuple[str, str]]:
    return [leaf for leaf in leaves(answer) if not any(form in shown for form in in_words(*leaf))]


def in_order(shown: Any) -> None:
    """One h1, no level of headings left out, and every table head with its scope."""
    levels = [int(one.tag[1]) for one in shown.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert shown.get("lang") == "sv"
    for table in shown.iter("table"):
        assert table.find("thead") is not None
        assert {head.get("scope") for head in table.iter("th")} == {"col", "row"}
        assert len({len(row) for row in table.iter("tr")}) == 1
