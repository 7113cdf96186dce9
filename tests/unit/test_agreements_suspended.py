"""On which days is a source not asked although its agreement stands, and how are they written?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hub.cli.contracts import agreement_lines
from hub.model.agreement import Suspension
from hub.model.decision import Allowed
from hub.policy import decide, five_gates
from tests.support.policy import agreement, facts, query
from tests.unit.test_agreements_evidence import fault, read

WHY = "Tjänsten byggs om."
YEAR = {"galler": {"from": "2026-01-01", "tom": "2026-12-31"}}


def days(first: str, last: str | None = None) -> dict[str, Any]:
    return {"from": first, "orsak": WHY} | ({"tom": last} if last else {})


def test_suspensions_are_read_oldest_first() -> None:
    made = read(vilande=[days("2026-11-01"), days("2026-03-01", "2026-03-31")])
    assert made.suspensions == (
        Suspension(date(2026, 3, 1), date(2026, 3, 31), WHY),
        Suspension(date(2026, 11, 1), None, WHY),
    )
    assert read().suspensions == ()


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), True),
        (date(2026, 11, 30), False),
    ],
)
def test_both_ends_are_days_on_which_it_is_not_asked(day: date, asked: bool) -> None:
    suspended = (
        Suspension(date(2026, 11, 21), date(2026, 11, 22), WHY),
        Suspension(date(2026, 11, 30), None, WHY),
    )
    terms = {"CSN": (agreement(suspensions=suspended),)}
    decided = decide(five_gates(), query(), facts(today=day, agreements=terms))
    assert isinstance(decided, Allowed) is asked, decided


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"vilande": [days("2026-03-02", "2026-03-01")]},
            "vilande[0].tom lies before vilande[0].from. Mend one of the days.",
        ),
        (
            {"vilande": [days("2025-12-31", "2026-01-31")]},
            "vilande[0] begins 2025-12-31, before galler does. Let it begin 2026-01-01 or later.",
        ),
        (
            YEAR | {"vilande": [days("2026-12-01", "2027-01-01")]},
            "vilande[0] ends 2027-01-01, after galler does. Let it end 2026-12-31, or leave tom out.",
        ),
        (
            YEAR | {"vilande": [days("2027-01-01")]},
            "vilande[0] begins 2027-01-01, when galler has ended. Remove it, or mend one of the days.",
        ),
        (
            {"vilande": [days("2026-03-01", "2026-03-31"), days("2026-03-31", "2026-04-30")]},
            "vilande[1] overlaps another vilande from 2026-03-31. Let each day stand in one of them.",
        ),
        (
            {"vilande": [days("2026-05-01", "2026-05-02"), days("2026-03-01")]},
            "vilande[0] overlaps another vilande from 2026-05-01. Let each day stand in one of them.",
        ),
        ({"vilande": [{"from": "2026-03-01"}]}, "vilande[0].orsak is missing. Add it."),
        ({"vilande": [{"tom": "2026-03-01", "orsak": WHY}]}, "vilande[0].from is missing. Add it."),
        (
            {"vilande": [days("2026-03-01") | {"orsaken": WHY}]},
            "vilande[0].orsaken is not a known key. Remove it. Nearest: orsak.",
        ),
    ],
)
def test_what_cannot_be_meant_is_a_fault(changes: dict[str, Any], sentence: str) -> None:
    assert fault(**changes) == f"csn.yaml: {sentence}"


@pytest.mark.parametrize(
    "suspended",
    [
        [days("2026-01-01", "2026-01-01")],
        [days("2026-12-31", "2026-12-31")],
        [days("2026-12-31")],
        [days("2026-03-01", "2026-03-31"), days("2026-04-01", "2026-04-30")],
    ],
)
def test_the_first_and_last_day_and_neighbouring_days_are_no_fault(suspended: list[dict[str, Any]]) -> None:
    assert len(read(**YEAR, vilande=suspended).suspensions) == len(suspended)


def test_they_are_shown_to_those_who_keep_the_agreement() -> None:
    shown = "\n".join(agreement_lines(read(vilande=[days("2026-03-01", "2026-03-31")])))
    assert f"  suspended    2026-03-01 - 2026-03-31  {WHY}\n" in shown
