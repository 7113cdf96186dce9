"""Is a source left alone in its windows, to the minute and by Swedish clocks, and never otherwise?"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.model.maintenance import Once, Shut, Span, Weekly, Window, shut

SUNDAY_NIGHT = Weekly(frozenset({6}), time(22), time(2), "Underhåll")
MORNINGS = Weekly(frozenset(range(7)), time(4), time(5, 30), "Säkerhetskopia")


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)


def once(first: str, until: str | None, text: str = "Byte") -> Once:
    return Once(Span(at(first), at(until) if until else None), text)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        # 2026-11-22 is a Sunday; Swedish time is UTC+1.
        ("2026-11-22T21:59:59+01:00", None),
        ("2026-11-22T22:00+01:00", "2026-11-23T02:00+01:00"),
        ("2026-11-23T00:30+01:00", "2026-11-23T02:00+01:00"),
        ("2026-11-23T01:59:59+01:00", "2026-11-23T02:00+01:00"),
        ("2026-11-23T02:00+01:00", None),
        ("2026-11-23T22:30+01:00", None),
        # In summer it is UTC+2.
        ("2026-07-05T22:00+02:00", "2026-07-06T02:00+02:00"),
        ("2026-07-05T21:59+02:00", None),
        # The clocks are put back in the night to 2026-10-25 and forward in that to 2026-03-29.
        ("2026-10-25T22:00+01:00", "2026-10-26T02:00+01:00"),
        ("2026-03-29T23:00+02:00", "2026-03-30T02:00+02:00"),
    ],
)
def test_a_weekly_window_over_midnight(now: str, until: str | None) -> None:
    found = shut([SUNDAY_NIGHT], at(now))
    assert found == (None if until is None else Shut(at(until), "Underhåll"))


def test_a_night_that_is_an_hour_longer_has_a_window_that_is() -> None:
    night = Weekly(frozenset({5}), time(22), time(4), "Underhåll")
    (span,) = [
        one for one in night.around(at("2026-10-25T00:30+02:00")) if one.holds(at("2026-10-25T00:30+02:00"))
    ]
    assert span.until is not None
    assert span.until - span.first == timedelta(hours=7)


def test_of_several_the_longest_counts_and_one_without_end_is_longest() -> None:
    now = "2026-11-22T04:30+01:00"
    short, long = (
        once("2026-11-22T04:00+01:00", "2026-11-22T04:45+01:00"),
        once(now, "2026-11-22T09:00+01:00", "Lång"),
    )
    assert shut([MORNINGS, short], at(now)) == Shut(at("2026-11-22T05:30+01:00"), "Säkerhetskopia")
    assert shut([MORNINGS, long, short], at(now)) == Shut(at("2026-11-22T09:00+01:00"), "Lång")
    assert shut([MORNINGS, long, once(now, None, "Fel")], at(now)) == Shut(None, "Fel")


def test_what_follows_without_a_gap_counts_as_one_window() -> None:
    after = once("2026-11-22T05:30+01:00", "2026-11-22T08:00+01:00")
    later = once("2026-11-22T08:01+01:00", "2026-11-22T10:00+01:00")
    found = shut([later, MORNINGS, after], at("2026-11-22T04:10+01:00"))
    assert found == Shut(at("2026-11-22T08:00+01:00"), "Säkerhetskopia")


def test_windows_that_leave_no_gap_are_shut_until_further_notice() -> None:
    noon, every = time(12), frozenset(range(7))
    windows = [Weekly(every, time(0), noon, "Natt"), Weekly(every, noon, time(0), "Dag")]
    assert shut(windows, datetime(2026, 11, 22, 9, tzinfo=UTC)) == Shut(None, "Natt")
    assert shut(windows[:1], datetime(2026, 11, 22, 9, tzinfo=UTC)) == Shut(
        datetime(2026, 11, 22, 11, tzinfo=UTC), "Natt"
    )


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.builds(
    lambda first, long: Once(Span(first, first + long), "Driftuppehåll"),
    MOMENTS,
    st.timedeltas(timedelta(minutes=1), timedelta(days=40)),
)
WEEKLY = st.builds(
    Weekly, st.frozensets(st.integers(0, 6), min_size=1), st.times(), st.times(), st.just("Driftuppehåll")
).filter(lambda one: one.first != one.until)


@given(st.lists(SPANS | WEEKLY, max_size=5), MOMENTS)
def test_it_is_shut_just_when_some_window_holds_and_open_when_it_is_said_to_end(
    windows: list[Window], now: datetime
) -> None:
    found = shut(windows, now)
    assert (found is not None) == any(span.holds(now) for one in windows for span in one.around(now))
    if found is not None and found.until is not None:
        assert found.until > now
        assert shut(windows, found.until) is None
