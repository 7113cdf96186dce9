"""Which provisions carry which elements, source by source, as somebody who knows the law would list them.

2008:975 names them by paragraph. What it does not name is either in an agreement or is not asked for: the
reason for a refusal, other persons, addresses, pensionable income, co-borrowers, and what is not paid yet
(but the a-kassas' coming payments).
"""

from __future__ import annotations

from typing import ClassVar

import pytest

from hub.elements import AGREEMENT, Row, Table, compile_table, statutes
from hub.elements import convert as to
from hub.model.registry import Registry
from hub.registry import discover
from messages.base import Sektion
from messages.koder import UndanhallenOrsak
from messages.values import Text

REGISTRY: Registry = discover()

CARRIED = """
CSN  2  arenden ansokningar beviljade utbetalningar
FK   3  namn fodelse sjukpenning foraldrapenning bostadsbidrag aktivitetsstod underhallsstod utbetalningar
SO   4  ansokningar utbetalningar avstangningar
AF   5  person inskrivning akassa beslut aktivitetsrapport
SKV  6  identitet kapital skattekonto individuppgifter
PM   7  ansprak beslut utbetalningar
"""
NOT_CARRIED = """
CSN  medlantagare
FK   adress folkbokforing civilstand medborgarskap barn samhoriga arbetsstallen
FK   preliminaraUtbetalningar sjukpenninggrundandeInkomst skatteuppgifter intjanande levnadsintyg
PM   preliminaraUtbetalningar levnadsintyg pensionsbehallning pensionsunderlag
TNS  fordon registreringsnummer
MIV  person ansokningar beslut tillstand
"""


def groups(source: str, words: list[str]) -> list[str]:
    every = REGISTRY.source(source).groups
    found = [group for word in words for group in every if group.partition(".")[2] == word]
    assert len(found) == len(words), (source, words, found)
    return found


@pytest.mark.parametrize("line", CARRIED.strip().splitlines())
def test_a_provision_carries_what_it_names(line: str) -> None:
    source, paragraph, *words = line.split()
    for group in groups(source, words):
        cited = REGISTRY.statutes[group]
        assert all(text.startswith(f"2008:975 {paragraph} §, ") for text in cited), (group, cited)
        assert REGISTRY.not_carried(group).orsak is UndanhallenOrsak.AVTAL


class Lan(Sektion):
    """A section without groups of its own."""

    namn: ClassVar[str] = "lan"
    namnrymd: ClassVar[str] = "urn:test:lan:1"

    bok: Text | None = None


@pytest.mark.parametrize(("law", "carried"), [("1 § lånelagen", True), (AGREEMENT, False)])
def test_a_section_that_is_one_group_is_carried_by_what_carries_anything_of_it(
    law: str, carried: bool
) -> None:
    rows = (Row("l", ".", reason="omslag", record=True), Row("l.bok", "bok", "bok", to.text, law))
    table = compile_table(Table("test/lan", Lan, "l:Lan", {"l": ("urn:lan",)}, rows))
    assert statutes([table]) == ({"lan": (law,)} if carried else {})


@pytest.mark.parametrize("line", NOT_CARRIED.strip().splitlines())
def test_what_no_provision_names_only_an_agreement_can_carry(line: str) -> None:
    source, *words = line.split()
    for group in groups(source, words):
        assert group not in REGISTRY.statutes
        assert REGISTRY.not_carried(group).orsak is UndanhallenOrsak.SAKNAR_STOD
