"""Do files and functions stay small enough to be read in one go?"""

from __future__ import annotations

from statistics import median

from tests.support.house import HOUSE, functions, modules

LONGEST_FILE, MEDIAN_FILE, LONGEST_BODY = 300, 120, 40


def test_no_module_is_long_and_most_are_short() -> None:
    lines = {file.name: len(file.text.splitlines()) for file in modules(*HOUSE)}
    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}
    assert median(lines.values()) < MEDIAN_FILE


def test_no_function_is_long() -> None:
    bodies = {
        f"{file.name}:{one.lineno} {one.name}": (one.body[-1].end_lineno or 0) - one.body[0].lineno + 1
        for file in modules(*HOUSE)
        for one in functions(file.tree)
    }
    assert {name: count for name, count in bodies.items() if count > LONGEST_BODY} == {}
