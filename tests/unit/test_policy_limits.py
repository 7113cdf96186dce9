"""Gate 5 by agreement: how long, how far ahead, how far back. Nothing is cut silently."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.adapter import Days
from hub.model.decision import Allowed, Grant, Refused
from hub.policy import decide, five_gates
from hub.policy.limits import MOST_PORTIONS, earliest, horizon, portions
from hub.problems import BadPeriod
from tests.support.policy import agreement, board, facts, query

CSN_SHORT = {"CSN": (agreement(longest_period_days=92),)}


@pytest.mark.parametrize(
    ("period", "passes", "place"),
    [
        (("2026-08-01", "2026-10-31"), True, None),  # 92 days
        (("2026-07-31", "2026-10-31"), False, "/period"),  # 93 days
        (("2026-11-01", "2026-12-31"), True, None),  # to the end of next month
        (("2026-11-01", "2027-01-01"), False, "/period/tom"),
        (("2023-11-01", "2023-12-31"), True, None),  # 36 months back
        (("2023-10-31", "2023-12-31"), False, "/period/from"),
    ],
)
def test_the_period_stays_within_the_agreement(
    period: tuple[str, str], passes: bool, place: str | None
) -> None:
    asked = query(period={"from": period[0], "tom": period[1]})
    decision = decide(five_gates(), asked, facts(agreements=CSN_SHORT))
    if passes:
        assert isinstance(decision, Allowed)
        return
    assert isinstance(decision, Refused)
    assert (decision.gate, decision.problem, decision.rule) == (5, BadPeriod, "period-inom-avtalet")
    assert [pointer.plats for pointer in decision.pointers] == [place]


def test_the_strictest_of_the_sources_asked_decides_and_a_row_of_its_own_helps() -> None:
    routes = {source: board().routes["CSN"] for source in ("CSN", "FK")}
    both = facts(
        board=board(routes=routes),
        agreements={"CSN": (agreement(),), "FK": (agreement("FK", longest_period_days=31),)},
    )
    refused = decide(five_gates(), query(urval=[]), both)
    assert isinstance(refused, Refused)
    assert "FK: högst 31 dagar" in refused.pointers[0].text
    own = {"kalla": "FK", "period": {"from": "2026-10-01", "tom": "2026-10-31"}}
    assert isinstance(decide(five_gates(), query(urval=[{"kalla": "CSN"}, own]), both), Allowed)
    too_long = own | {"period": {"from": "2026-09-30", "tom": "2026-10-31"}}
    refused = decide(five_gates(), query(urval=[{"kalla": "CSN"}, too_long]), both)
    assert isinstance(refused, Refused)
    assert [pointer.plats for pointer in refused.pointers] == ["/urval/1/period"]


def test_a_source_that_is_not_asked_limits_nothing() -> None:
    short_but_routeless = {"CSN": (agreement(),), "FK": (agreement("FK", longest_period_days=1),)}
    asked = query(urval=[{"kalla": "CSN"}, {"kalla": "FK"}])
    assert isinstance(decide(five_gates(), asked, facts(agreements=short_but_routeless)), Allowed)


def test_horizon_and_earliest_by_example() -> None:
    assert horizon(date(2026, 11, 21), 1) == date(2026, 12, 31)
    assert horizon(date(2026, 12, 31), 1) == date(2027, 1, 31)
    assert horizon(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert horizon(date(2026, 11, 21), 0) == date(2026, 11, 30)
    assert earliest(date(2026, 11, 21), 11) == date(2025, 12, 1)
    assert earliest(date(2026, 11, 21), 36) == date(2023, 11, 1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 24))
def test_the_horizon_is_always_the_last_day_of_a_month_not_before_today(today: date, months: int) -> None:
    last = horizon(today, months)
    assert last >= today
    assert (last + timedelta(days=1)).day == 1
    assert earliest(last, months) == today.replace(day=1)


@given(
    st.integers(1, 400),
    st.integers(0, 3000),
    st.dates(date(2020, 1, 1), date(2026, 1, 1)),
)
def test_portions_are_the_period_without_gap_or_overlap_each_within_the_limit(
    longest: int, more: int, first: date
) -> None:
    period = Days(first, first + timedelta(days=more))
    split = portions(agreement(longest_period_days=longest, longer_in_portions=True), period)
    if more + 1 <= longest or more + 1 > longest * MOST_PORTIONS:
        assert split == ((0, period),)
        return
    assert [number for number, _ in split] == list(range(1, len(split) + 1))
    days = [each for _, each in split]
    assert (days[0].first, days[-1].last) == (period.first, period.last)
    assert all(later.first == earlier.last + timedelta(days=1) for earlier, later in pairwise(days))
    assert all(1 <= (each.last - each.first).days + 1 <= longest for each in days)


def test_a_longer_period_is_refused_unless_the_agreement_has_it_asked_in_portions() -> None:
    asked = query(period={"from": "2026-08-01", "tom": "2026-10-31"})
    refused = decide(five_gates(), asked, facts(agreements={"CSN": (agreement(longest_period_days=40),)}))
    assert isinstance(refused, Refused)
    split = agreement(longest_period_days=40, longer_in_portions=True)
    allowed = decide(five_gates(), asked, facts(agreements={"CSN": (split,)}))
    assert isinstance(allowed, Allowed)
    grants = [row for person in allowed.persons for row in person.sources if isinstance(row, Grant)]
    assert [(row.portion, row.period.first.isoformat(), row.period.last.isoformat()) for row in grants] == [
        (1, "2026-08-01", "2026-09-09"),
        (2, "2026-09-10", "2026-10-19"),
        (3, "2026-10-20", "2026-10-31"),
    ]


def test_a_period_of_too_many_portions_is_refused_for_its_length() -> None:
    split = agreement(longest_period_days=10, longer_in_portions=True)
    asked = query(period={"from": "2026-08-01", "tom": "2026-10-31"})
    refused = decide(five_gates(), asked, facts(agreements={"CSN": (split,)}))
    assert isinstance(refused, Refused)
    assert [pointer.plats for pointer in refused.pointers] == ["/period"]
