"""Is the golden table what the hub tells, and does its arithmetic hold when read as a caseworker reads it?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from tests.support.golden import FILE, everyone
from tests.support.ssbtek import WORLD

PERSON = re.compile(r"^## .* \(`(.+)`\): ", re.MULTILINE)
NUMBERS = re.compile(r"i[0-9]+")
MONTHS = {"2026-09": "september 2026", "2026-10": "oktober 2026", "2026-11": "november 2026"}
STATES = ("utbetald", "planerad", "preliminär")


@dataclass
class Page:
    """One person's part of the file: the cells of the items by number, of the sums, and what is left out."""

    items: dict[str, list[str]] = field(default_factory=dict)
    sums: list[list[str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def pages() -> Mapping[str, Page]:
    text = FILE.read_text(encoding="utf-8")
    _, *pieces = PERSON.split(text)
    return {key: _page(piece) for key, piece in zip(pieces[::2], pieces[1::2], strict=True)}


def _page(text: str) -> Page:
    page = Page()
    for line in text.partition("Signaler:")[0].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if NUMBERS.fullmatch(cells[0]):
            page.items[cells[0]] = cells
        elif cells[0] in MONTHS.values():
            page.sums.append(cells)
        elif line.startswith("- i"):
            page.left_out += NUMBERS.findall(line.partition(":")[0])
    return page


def amount(written: str) -> Decimal:
    return Decimal(written.strip(" ()").replace(" ", "").replace(",", ".").replace("−", "-"))


async def test_the_table_is_what_the_hub_tells() -> None:
    told = await everyone()
    assert FILE.read_text(encoding="utf-8") == told, "if it is meant: python -m tests.support.golden"


def test_everyone_is_in_it() -> None:
    assert list(pages()) == list(WORLD.personas)


@pytest.mark.parametrize("persona", WORLD.personas)
def test_every_payment_is_in_one_sum_or_named_as_left_out(persona: str) -> None:
    page = pages()[persona]
    added = [number for row in page.sums for cell in row[2:] for number in NUMBERS.findall(cell)]
    assert sorted([*added, *page.left_out]) == sorted(page.items)


@pytest.mark.parametrize("persona", WORLD.personas)
def test_each_sum_is_of_the_month_the_kind_and_the_state_that_it_says(persona: str) -> None:
    page = pages()[persona]
    for month, kind, *by_state in page.sums:
        for state, cell in zip(STATES, by_state, strict=True):
            of_sum = [page.items[number] for number in NUMBERS.findall(cell)]
            assert {(MONTHS[it[4][:7]], it[3], it[6]) for it in of_sum} <= {(month, kind, state)}
            if of_sum:
                terms, _, total = cell.rpartition(" (")[0].rpartition(" = ")
                assert amount(total) == sum(amount(it[7]) for it in of_sum)
                assert not terms or [amount(term) for term in terms.split(" + ")] == [
                    amount(it[7]) for it in of_sum
                ]
