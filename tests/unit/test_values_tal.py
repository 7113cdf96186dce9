"""Numbers: which ones may stand in a message, whatever form they are given in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from messages.values import Tal, plain

NUMBERS: TypeAdapter[Decimal] = TypeAdapter(Tal)


def read(given: object) -> Decimal | None:
    try:
        return NUMBERS.validate_python(given)
    except ValidationError:
        return None


@given(st.decimals(allow_nan=True, allow_infinity=True) | st.decimals(places=7) | st.decimals(places=6))
@example(Decimal("0.123456"))
@example(Decimal("0.1234567"))
@example(Decimal("-0.123456"))
@example(Decimal("-.1234567"))
@example(Decimal("1E+6"))
@example(Decimal("1E+17"))
@example(Decimal("1E+18"))
@example(Decimal("0E+18"))
@example(Decimal("1E-7"))
@example(Decimal("123456789012345678"))
@example(Decimal("1234567890123456789"))
@example(Decimal("NaN"))
@example(Decimal("Inf"))
def test_a_number_has_at_most_18_digits_and_six_decimals(number: Decimal) -> None:
    _, digits, exponent = number.as_tuple()
    allowed = isinstance(exponent, int) and exponent >= -6 and len(digits) + max(exponent, 0) <= 18
    found = read(number)
    if allowed:
        assert found is not None
        assert found.as_tuple() == number.as_tuple(), "kept with its scale"
        assert NUMBERS.validate_json(f'"{plain(number)}"') == number
    else:
        assert found is None


@pytest.mark.parametrize(
    "text", ["", " 5 ", "1_000", "1E+6", "+5", "5.", ".5", "٥", "NaN", "1.1234567", "123456789012345678.5"]
)
def test_a_text_is_a_number_only_as_the_wire_writes_one(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(("given", "number"), [("5.50", "5.50"), ("-0", "-0"), (5, "5"), (2.5, "2.5")])
def test_a_number_is_read_exactly(given: Any, number: str) -> None:
    found = read(given)
    assert found is not None
    assert found.as_tuple() == Decimal(number).as_tuple()


@pytest.mark.parametrize("given", [True, None, [], (0, (1,), 0), b"5", float("inf"), 10**18])
def test_nothing_else_is_a_number(given: object) -> None:
    assert read(given) is None
