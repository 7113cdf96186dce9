"""What all sources' readings of payments share: amounts as a calculation writes them, each payment once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.elements import all_deducted, remarked, told_once, with_ore
from messages.inkomster import Belopp
from messages.koder import Tillstand
from messages.pension import Pensionsutbetalning

AMOUNTS = st.decimals(
    min_value=-(10**16) + 1, max_value=10**16 - 1, allow_nan=False, allow_infinity=False, places=6
)


@given(AMOUNTS)
def test_an_amount_is_never_another_one_for_being_written(amount: Decimal) -> None:
    written = with_ore(amount)
    assert written == amount
    assert written is not None
    shortest = -int(amount.normalize().as_tuple().exponent)
    assert -int(written.as_tuple().exponent) == (2 if shortest <= 2 else 6)


@pytest.mark.parametrize(("given", "written"), [("1", "1.00"), ("1.500", "1.50"), ("1E+2", "100.00")])
def test_two_decimals_where_nothing_is_lost(given: str, written: str) -> None:
    assert str(with_ore(Decimal(given))) == written


@pytest.mark.parametrize("widest", ["9" * 18, "-" + "9" * 17, "1E+5", "9" * 16])
def test_what_is_written_always_has_room_on_the_wire(widest: str) -> None:
    assert Belopp(netto=with_ore(Decimal(widest))).netto == Decimal(widest)


def test_no_amount_stays_no_amount() -> None:
    assert with_ore(None) is None


def paid(amount: int) -> Pensionsutbetalning:
    return Pensionsutbetalning(id="u1", utbetalningsdag=date(2026, 11, 20), netto=Decimal(amount))


def of_amount(payment: Pensionsutbetalning) -> Decimal | None:
    """What makes two of a day the same; an amount of 0 says nothing."""
    return payment.netto or None


@given(st.lists(st.integers(0, 3), max_size=6), st.lists(st.integers(0, 3), max_size=6))
def test_each_made_one_answers_for_one_to_come(made: list[int], coming: list[int]) -> None:
    told = list(told_once([*map(paid, made)], [*map(paid, coming)], of_amount))
    assert [payment.netto for payment, state in told if state is Tillstand.UTBETALD] == made
    for amount in (1, 2, 3):
        count = sum(payment.netto == amount for payment, _ in told)
        assert count == max(made.count(amount), coming.count(amount))
    # Of what nothing identifies, nothing is taken for the same.
    assert sum(payment.netto == 0 for payment, _ in told) == made.count(0) + coming.count(0)


def test_what_is_made_comes_first_and_the_order_is_the_sources() -> None:
    made, coming = [paid(2), paid(1)], [paid(3), paid(1), paid(4)]
    told = [(str(one.netto), state.value) for one, state in told_once(made, coming, of_amount)]
    assert told == [
        ("2", "UTBETALD"),
        ("1", "UTBETALD"),
        ("3", "PRELIMINAR"),
        ("4", "PRELIMINAR"),
    ]


def test_remarks_that_hold_are_joined_in_order_and_none_is_none() -> None:
    assert remarked([(True, "Ett."), (False, "Två."), (True, "Tre.")]) == "Ett. Tre."
    assert remarked([(False, "Ett.")]) is None
    assert remarked([]) is None


@pytest.mark.parametrize(
    ("net", "taken", "holds"),
    [
        ("0", ["300"], True),
        ("0.00", [None, "0", "0.01"], True),
        ("0", [], False),
        ("0", ["0", None], False),
        ("0", ["-300"], False),
        ("1", ["300"], False),
        ("-1", ["300"], False),
        (None, ["300"], False),
    ],
)
def test_all_is_deducted_when_nothing_is_left_and_something_was_taken(
    net: str | None, taken: list[str | None], holds: bool
) -> None:
    given = [None if each is None else Decimal(each) for each in taken]
    assert all_deducted(None if net is None else Decimal(net), given) is holds
