"""Pensionsmyndigheten's ways of writing a value: is each read as what it is, or told of?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.forsakringskassan import pension_shapes as shapes
from adapters.forsakringskassan.pension_codes import BENEFIT_GROUP
from hub.elements import Odd, Unreadable
from messages.delar import KodText

READ = shapes.code(BENEFIT_GROUP)


def test_the_answers_own_words_go_before_the_lists() -> None:
    assert READ({"kod": "PM:AP", "beskrivning": "Allmän pension (2026)"}) == KodText(
        kod="PM:AP", text="Allmän pension (2026)"
    )
    assert READ({"kod": " pm:ap "}) == KodText(kod="PM:AP", text="Allmän pension")
    assert READ({}) is None


@pytest.mark.parametrize(
    ("given", "carried", "code"),
    [
        ({"kod": "PM:NY", "beskrivning": "Ny förmån"}, KodText(kod="PM:NY", text="Ny förmån"), "OKAND_KOD"),
        ({"kod": "PM:NY"}, KodText(kod="PM:NY", text="Okänd kod"), "OKAND_KOD"),
        ({"beskrivning": "Ny förmån"}, KodText(kod="Ny förmån", text="Ny förmån"), "KOD_SAKNAS"),
    ],
)
def test_an_unknown_code_is_carried_and_told(given: dict[str, str], carried: KodText, code: str) -> None:
    with pytest.raises(Odd) as odd:
        READ(given)
    assert (odd.value.value, odd.value.code) == (carried, code)


@given(
    given=st.fixed_dictionaries(
        {},
        optional={
            name: st.none()
            | st.booleans()
            | st.integers()
            | st.text(max_size=12)
            | st.lists(st.integers(), max_size=2)
            | st.dictionaries(st.text(max_size=2), st.integers(), max_size=1)
            for name in ("kod", "beskrivning")
        },
    )
)
def test_no_code_breaks_the_reading(given: dict[str, Any]) -> None:
    try:
        read = READ(given)
    except Odd as odd:
        read = odd.value
    except Unreadable:
        return
    assert read is None or isinstance(read, KodText)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("7210", "7210"),
        ("7210.50", "7210.50"),
        ("1.2345678E7", "12345678"),
        ("1E3", "1000"),
        ("-0", "0"),
        ("0.1250000000", "0.125"),
    ],
)
def test_a_number_is_read_in_every_way_that_json_writes_it(written: str, value: str) -> None:
    assert str(shapes.number(written)) == value


@pytest.mark.parametrize("written", ["1E99", "9" * 13, "NaN", "1,5", "Infinity", "1" * 40])
def test_what_is_no_amount_is_unreadable(written: str) -> None:
    with pytest.raises(Unreadable):
        shapes.number(written)


@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**11), max_value=10**11)
)
def test_no_number_is_rounded_in_silence(number: Decimal) -> None:
    try:
        read, told = shapes.number(str(number)), False
    except Odd as odd:
        read, told = odd.value, True
    assert read is not None
    assert abs(read - number) <= Decimal("0.0000005")
    assert told == (read != number)


@pytest.mark.parametrize(
    ("written", "day"), [("2026-03-04", (2026, 3, 4)), ("2026-03", (2026, 3, 1)), ("2026", (2026, 1, 1))]
)
def test_what_holds_from_a_month_or_a_year_holds_from_its_first_day(
    written: str, day: tuple[int, int, int]
) -> None:
    assert shapes.first_day(written) == date(*day)


@pytest.mark.parametrize("written", ["2026-13", "2026-02-30", "0000", "mars"])
def test_a_day_that_is_not_is_unreadable(written: str) -> None:
    with pytest.raises(Unreadable):
        shapes.first_day(written)


def test_a_time_without_zone_is_swedish_and_told() -> None:
    with pytest.raises(Odd) as odd:
        shapes.moment("2026-07-01T12:00:00")
    assert (odd.value.code, odd.value.value) == ("TID_UTAN_ZON", datetime(2026, 7, 1, 10, tzinfo=UTC))
    assert shapes.moment("2026-07-01T12:00:00Z") == datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        *("2026-07-01", "i går", "2026-07-01T25:00:00Z"),
        *("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00", "9999-12-31T23:30:00Z"),
    ],
)
def test_what_is_no_time_is_unreadable(written: str) -> None:
    with pytest.raises(Unreadable):
        shapes.moment(written)
