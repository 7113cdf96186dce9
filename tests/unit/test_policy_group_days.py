"""Which elements may be asked for follows the days of the period: is each day asked about with its own?"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.adapter import Days
from hub.model.agreement import Agreement, PeriodDays
from hub.model.decision import Allowed, Denial, Grant, Refused
from hub.policy import decide, five_gates
from hub.policy.limits import MOST_PORTIONS, portions
from tests.support.policy import GROUPS, agreement, facts, query

PERIOD = {"from": "2026-08-01", "tom": "2026-10-31"}
PAYMENTS = "studiestod.utbetalningar"
TURN = date(2026, 9, 15)
FROM_THEN = agreement(group_days={PAYMENTS: PeriodDays(TURN, None)})

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    """Groups with days of any kind, and a limit to the period."""
    found = {}
    for group in sorted(draw(st.sets(st.sampled_from(sorted(GROUPS))))):
        first, last = sorted((draw(DAYS), draw(DAYS)))
        keep = draw(st.sampled_from(("first", "last", "both")))
        found[group] = PeriodDays(first if keep != "last" else None, last if keep != "first" else None)
    longest = draw(st.integers(20, 400))
    return agreement(group_days=found, longest_period_days=longest, longer_in_portions=draw(st.booleans()))


def asked(terms: Agreement, *groups: str) -> list[Grant | Denial] | Refused:
    urval = [{"kalla": "CSN", "uppgifter": list(groups)} if groups else {"kalla": "CSN"}]
    decision = decide(five_gates(), query(period=PERIOD, urval=urval), facts(agreements={"CSN": (terms,)}))
    if isinstance(decision, Refused):
        return decision
    assert isinstance(decision, Allowed)
    return [row for person in decision.persons for row in person.sources]


@given(agreements(), DAYS, st.integers(0, 364))
def test_every_day_is_in_one_portion_about_which_the_same_may_be_asked(
    terms: Agreement, first: date, more: int
) -> None:
    period = Days(first, first + timedelta(days=more))
    cut = portions(terms, period)
    longest = terms.longest_period_days * (MOST_PORTIONS if terms.longer_in_portions else 1)
    if more + 1 > longest:
        assert cut == ((0, period),)  # refused for its length
        return
    days = [
        days.first + timedelta(days=n) for _, days in cut for n in range((days.last - days.first).days + 1)
    ]
    assert days == [first + timedelta(days=n) for n in range(more + 1)]
    for _, portion in cut:
        assert (portion.last - portion.first).days < terms.longest_period_days
        within = range((portion.last - portion.first).days + 1)
        assert len({terms.groups_on(portion.first + timedelta(days=n)) for n in within}) == 1
    assert [number for number, _ in cut] == ([0] if len(cut) == 1 else list(range(1, len(cut) + 1)))


def test_a_period_over_the_day_is_asked_about_in_two_portions_each_with_its_own() -> None:
    found = asked(FROM_THEN)
    assert isinstance(found, list)
    before, after = found
    assert isinstance(before, Grant)
    assert isinstance(after, Grant)
    assert (before.period, after.period) == (
        Days(date(2026, 8, 1), date(2026, 9, 14)),
        Days(TURN, date(2026, 10, 31)),
    )
    assert before.groups == GROUPS - {PAYMENTS}
    assert before.beyond == {PAYMENTS}
    assert after.groups == GROUPS
    assert after.beyond == frozenset()


def test_a_portion_about_which_nothing_wanted_may_be_asked_is_denied_by_itself() -> None:
    found = asked(FROM_THEN, PAYMENTS)
    assert isinstance(found, list)
    before, after = found
    assert isinstance(before, Denial)
    assert (before.code, before.portion) == ("UPPGIFTER_OMFATTAS_INTE_DA", 1)
    assert before.period == Days(date(2026, 8, 1), date(2026, 9, 14))
    assert isinstance(after, Grant)
    assert after.groups == {PAYMENTS}


def test_what_no_day_of_the_period_carries_is_refused() -> None:
    later = agreement(group_days={PAYMENTS: PeriodDays(date(2026, 11, 1), None)})
    refused = asked(later, PAYMENTS)
    assert isinstance(refused, Refused)
    assert refused.rule == "uppgifter-omfattas-inte"
    whole = asked(later)
    assert isinstance(whole, list)
    assert [row.portion for row in whole] == [0]


def test_a_group_asked_for_that_the_agreement_never_carries_is_known_to_be_beyond() -> None:
    found = asked(agreement(), PAYMENTS, "studiestod.medlantagare")
    assert isinstance(found, list)
    (row,) = found
    assert isinstance(row, Grant)
    assert row.groups == {PAYMENTS}
    assert row.beyond == {"studiestod.medlantagare"}
