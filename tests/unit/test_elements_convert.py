"""Text to values: what is read, what says nothing, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from hub.elements import Odd, Unreadable
from hub.elements import convert as to
from messages.studiestod import Vecka
from messages.values import Tal, Text

ALL: list[tuple[Callable[[str], Any], Any]] = [
    (to.text, Text),
    (to.whole_amount, Tal),
    (to.decimal, Tal),
    (to.integer, int),
    (to.compact_day, date),
    (to.day, date),
    (to.week, Vecka),
    (to.week_first_day, date),
    (to.week_last_day, date),
    (to.birth_year, int),
]
LIKELY = st.one_of(
    st.text(max_size=30),
    st.text("0123456789-+., :TZ", max_size=16),
    st.from_regex(r"[0-9]{6}|[0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True),
)


@pytest.mark.parametrize(("convert", "kind"), ALL)
@given(text=LIKELY)
def test_whatever_comes_is_a_value_of_the_kind_or_refused(
    convert: Callable[[str], Any], kind: Any, text: str
) -> None:
    try:
        value = convert(text)
    except Unreadable:
        return
    except Odd as odd:
        value = odd.value
    if value is not None:
        assert TypeAdapter(kind).validate_python(value, strict=True) == value


@given(day=st.dates())
def test_a_compact_day_comes_back(day: date) -> None:
    assert to.compact_day(f"{day.year:04}{day:%m%d}") == day


@pytest.mark.parametrize("text", ["0", "00", "00000000", "", "   ", " 0 "])
def test_zero_is_no_date_yet(text: str) -> None:
    assert to.compact_day(text) is None
    assert to.week(text) is None
    assert to.week_first_day(text) is None


@pytest.mark.parametrize(
    "text", ["20261301", "20260230", "2026091", "202609010", "2026-09-01", "２０２６０９０１"]
)
def test_what_is_no_compact_day_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        to.compact_day(text)


@given(day=st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)))
def test_a_week_runs_from_its_monday_to_its_sunday(day: date) -> None:
    year, number, weekday = day.isocalendar()
    text = f"{year}{number:02}"
    first, last = to.week_first_day(text), to.week_last_day(text)
    assert to.week(text) == text
    assert first == day - timedelta(days=weekday - 1)
    assert last == day + timedelta(days=7 - weekday)


@pytest.mark.parametrize(
    "text", ["202600", "202554", "202553", "2026-36", "20263", "2026360", "abcdef", "２０２６３６"]
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        to.week(text)


def test_the_last_week_of_all_time_is_refused_not_overflowed() -> None:
    with pytest.raises(Unreadable):
        to.week_last_day("999952")


@given(number=st.integers(min_value=-(10**14) + 1, max_value=10**15 - 1))
def test_an_amount_comes_back_whole(number: int) -> None:
    amount = to.whole_amount(f" {number} ")
    assert amount == number
    assert amount is not None
    assert amount.as_tuple().exponent == 0


@pytest.mark.parametrize(("text", "shown"), [("0003968", "3968"), ("-0", "0"), ("-0003", "-3")])
def test_an_amount_is_shown_plainly(text: str, shown: str) -> None:
    assert str(to.whole_amount(text)) == shown


@pytest.mark.parametrize(
    "text", ["3 968", "3968,00", "3968.00", "+5", "1e5", "--1", "-", "9" * 16, "٣٩٦٨", "kr"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        to.whole_amount(text)


@pytest.mark.parametrize(
    ("text", "value"), [("1.50", Decimal("1.50")), ("-0.0", Decimal("0.0")), ("7", Decimal(7))]
)
def test_a_decimal_keeps_its_scale(text: str, value: Decimal) -> None:
    read = to.decimal(text)
    assert str(read) == str(value)


@pytest.mark.parametrize("text", ["2016-11-18+01:00", "2016-11-18Z", "2016-11-18"])
def test_an_offset_leaves_the_calendar_day(text: str) -> None:
    assert to.day(text) == date(2016, 11, 18)


def test_what_xml_forbids_is_replaced_and_told() -> None:
    with pytest.raises(Odd) as told:
        to.text("a\x00b\ufffec")
    assert told.value.value == "a\ufffdb\ufffdc"
    assert told.value.code == "OTILLATNA_TECKEN"


def test_a_text_beyond_all_measure_is_cut_and_told() -> None:
    with pytest.raises(Odd) as told:
        to.text("x" * 1_000_000)
    assert told.value.value == "x" * 10_000
    assert told.value.code == "FOR_LANG_TEXT"


def test_line_breaks_and_swedish_stand() -> None:
    assert to.text(" Å\nä\tö ") == "Å\nä\tö"


def test_a_personal_number_is_read_with_century_only() -> None:
    them = to.person("200306062381")
    assert them is not None
    assert (them.value, to.birth_year("200306062381")) == ("200306062381", 2003)
    with pytest.raises(Unreadable):
        to.person("0306062381")
