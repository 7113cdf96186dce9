"""Is Skatteverket asked for what was granted, and nothing else?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import chain, combinations

import pytest

from adapters.skatteverket.question import to_payload
from hub.adapter import Days, Payload
from messages.beskattning import Beskattning
from messages.wire.ssbtek import Beskattningsfraga, read_tax_block
from tests.support.ssbtek import ask, source_ask

GROUPS = {
    "beskattning.individuppgifter": "individuppgifter",
    "beskattning.skattekonto": "skattekonto",
    "beskattning.kapital": "skatteuppgifter",
}
OTHERS = sorted(set(Beskattning.grupper) - set(GROUPS))
EVERY_CHOICE = list(
    chain.from_iterable(combinations([*GROUPS, *OTHERS], size) for size in range(len(GROUPS) + 3))
)


def question(first: date, last: date, *groups: str) -> Beskattningsfraga:
    source = replace(source_ask("SKV"), period=Days(first, last), groups=frozenset(groups), question=None)
    made = to_payload(ask(sources=(source,)), source, "skv/ssbtek-11")
    assert made.format == "skv/ssbtek-11"
    return read_tax_block(made.content)


@pytest.mark.parametrize("groups", EVERY_CHOICE, ids=len)
def test_what_is_asked_for_follows_from_the_granted_groups(groups: tuple[str, ...]) -> None:
    asked = question(date(2026, 9, 1), date(2026, 11, 30), *groups)
    assert {name: getattr(asked, name) for name in GROUPS.values()} == {
        name: group in groups for group, name in GROUPS.items()
    }
    assert (asked.foretagsinformation, asked.beskattningsbilagor) == (False, False)


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2026, 9, 1), date(2026, 11, 30), (2026,)),
        (date(2025, 12, 31), date(2026, 1, 1), (2025, 2026)),
        (date(2024, 3, 1), date(2026, 2, 28), (2024, 2025, 2026)),
    ],
)
def test_the_years_are_those_the_period_touches(first: date, last: date, years: tuple[int, ...]) -> None:
    assert question(first, last, "beskattning.kapital").ar == years


def test_another_format_is_refused() -> None:
    source = source_ask("SKV")
    with pytest.raises(ValueError, match="skv/ssbtek-11"):
        to_payload(ask(sources=(source,)), source, "skv/ssbtek-12")


def test_the_same_question_is_made_each_time() -> None:
    source = source_ask("SKV")
    made = to_payload(ask(), source, "skv/ssbtek-11")
    assert isinstance(made, Payload)
    assert made == to_payload(ask(), source, "skv/ssbtek-11")
