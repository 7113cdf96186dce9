"""Are all personal numbers in the repository of Skatteverket's published test series?

Its persons have the birth numbers 238 (women) and 239 (men); those born 1890 to 1910 have 980 or 981.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from messages.values import luhn_valid
from tests.support.house import tracked

WRITTEN = re.compile(
    r"(?<![0-9])(?P<century>[0-9]{2})?(?P<six>[0-9]{6})[-+]?(?P<four>[0-9]{4})(?![0-9])", re.ASCII
)
OTHERS_HASHES = "requirements.lock"
"""Hundreds of thousands of hex digits that others drew: some read as anything."""


def strangers(text: str) -> Iterator[int]:
    """Places of what could be the number of somebody who may exist."""
    for found in WRITTEN.finditer(text):
        six, four = found["six"], found["four"]
        years = [
            int(f"{century}{six[:2]}")
            for century in ([found["century"]] if found["century"] else [18, 19, 20])
        ]
        born = [year for year in years if 1800 <= year < 2100 and possible(year, six)]
        if born and luhn_valid(six + four) and not any(in_the_series(year, four) for year in born):
            yield found.start()


def possible(year: int, six: str) -> bool:
    day = int(six[4:])
    try:
        date(year, int(six[2:4]), day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def in_the_series(year: int, four: str) -> bool:
    return four[:3] in {"238", "239"} or (1890 <= year <= 1910 and four[:3] in {"980", "981"})


def test_nobody_in_the_repository_may_exist() -> None:
    found = [
        file.at(place) for file in tracked() if file.name != OTHERS_HASHES for place in strangers(file.text)
    ]
    assert found == []


def test_nor_in_a_file_name() -> None:
    assert [file.name for file in tracked() if any(True for _ in strangers(file.name))] == []


def with_check_digit(nine: str) -> str:
    return nine + next(digit for digit in "0123456789" if luhn_valid(nine + digit))


@pytest.mark.parametrize("born", ["850709", "850769"])
@pytest.mark.parametrize("form", ["{0}{1}", "19{0}{1}", "{0}-{1}", "19{0}-{1}", "{0}+{1}", "x{0}{1}x"])
def test_the_rule_sees_a_stranger_in_every_form(born: str, form: str) -> None:
    ten = with_check_digit(born + "987")
    assert list(strangers(form.format(ten[:6], ten[6:])))


@pytest.mark.parametrize(
    "harmless", ["2120002411", "162120002411", "200306062381", "0306062381", "189506299818"]
)
def test_the_rule_lets_organisations_and_the_series_be(harmless: str) -> None:
    assert not list(strangers(harmless))
