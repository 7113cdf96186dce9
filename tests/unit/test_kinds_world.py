"""Whatever any agency of the world pays to anyone has a kind, or a row of its own that says why not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.akassor.mapping import to_section as of_funds
from adapters.csn.mapping import to_section as of_csn
from adapters.forsakringskassan.elements import FORMAT as INSURANCE
from adapters.forsakringskassan.mapping import to_section as of_lefi
from adapters.forsakringskassan.pension import FORMAT as PENSION
from adapters.skatteverket.mapping import to_section as of_tax
from adapters.skatteverket.simulated import known_of
from hub.adapter import Found, NoRecord, Payload
from hub.agreements.kinds import KINDS
from hub.elements import load_codes
from hub.model.kinds import OFF_THE_LIST
from messages.inkomster import Inkomstpost
from tests.support import csn, fk, skv, so
from tests.support.incomes import items_of, part_of
from tests.support.ssbtek import WORLD

RULE_BREAKER = "regelbrytare"
"""Pays with codes of tomorrow: those are off the list, and the item says so."""


def answers(key: str) -> Iterator[tuple[str, Found | NoRecord]]:
    """What each of the five sources that pay says of a persona, of any time."""
    lefi = fk.simulated(key)
    yield "FK", of_lefi(Payload(INSURANCE, lefi))
    yield "PM", of_lefi(Payload(PENSION, lefi))
    yield "CSN", of_csn(csn.payload(csn.answer_of(key)))
    yield "SO", of_funds(so.payload(so.answer_of(key)))
    if known_of(key, skv.TODAY) is not None:
        yield "SKV", of_tax(skv.payload(skv.answer_of(key)))


def items(key: str) -> list[Inkomstpost]:
    return items_of(
        *(part_of(source, *read.sections) for source, read in answers(key) if isinstance(read, Found))
    )


@pytest.fixture(scope="module")
def world() -> dict[str, list[Inkomstpost]]:
    return {key: items(key) for key in WORLD.personas}


def off_the_list(told: list[Inkomstpost]) -> set[tuple[str, str]]:
    note = OFF_THE_LIST.note
    assert note is not None
    return {(item.kalla, item.forman.text) for item in told if note in (item.anmarkning or "")}


def test_every_benefit_of_the_world_has_its_row(world: dict[str, list[Inkomstpost]]) -> None:
    unknown = {key: odd for key, told in world.items() if (odd := off_the_list(told))}
    assert unknown == {RULE_BREAKER: {("PM", "Ny förmån")}}


def test_no_item_is_without_both_kind_and_note(world: dict[str, list[Inkomstpost]]) -> None:
    for key, told in world.items():
        for item in told:
            assert item.inkomstslag or item.anmarkning, (key, item.kalla, item.forman.kod)


def test_the_world_pays_every_kind_that_its_agencies_can_pay(world: dict[str, list[Inkomstpost]]) -> None:
    paid = {item.inkomstslag.kod for told in world.values() for item in told if item.inkomstslag}
    # No one has elstöd, whose code nobody knows; wages are values of Skatteverket's and become no items.
    assert paid == set(load_codes(KINDS).texts) - {"ELSTOD", "LON"}


def test_some_have_no_income_at_all(world: dict[str, list[Inkomstpost]]) -> None:
    assert [key for key, told in world.items() if not told]
