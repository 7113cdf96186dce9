"""There is no grace: a case is closed from Swedish midnight, and a person has left from the day after."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hub.model.calendar import swedish_day
from hub.model.case import CaseFact
from hub.model.decision import Allowed, Decision, Refused
from hub.policy import decide, five_gates
from messages.arende import Arendestatus, Arendetyp
from messages.koder import Andamal
from tests.support.policy import agreement, case, facts, query

WINTER, SUMMER = date(2026, 11, 21), date(2026, 7, 1)
TERMS = agreement()
PERIOD = {"from": "2026-05-01", "tom": "2026-06-30"}
KINDS = [
    (Arendetyp.EKONOMISKT_BISTAND, Andamal.HANDLAGGNING_EKONOMISKT_BISTAND),
    (Arendetyp.KONTROLL, Andamal.KONTROLL_EKONOMISKT_BISTAND),
    (Arendetyp.ATERKRAV, Andamal.ATERKRAV_EKONOMISKT_BISTAND),
]


def at(moment: datetime, fact: CaseFact, purpose: Andamal = KINDS[0][1]) -> Decision:
    fresh = replace(fact, as_of=moment - timedelta(minutes=1), opened=date(2026, 1, 1))
    known = facts(case=fresh, now=moment, today=swedish_day(moment), agreements={"CSN": (TERMS,)})
    return decide(five_gates(), query(andamal=purpose.value, period=PERIOD), known)


def rule(decision: Decision) -> str:
    assert isinstance(decision, Refused), decision
    return decision.rule


# Swedish midnight is 23:00 UTC the day before in winter and 22:00 in summer.
@pytest.mark.parametrize(
    ("day", "last_open", "first_closed"),
    [
        (WINTER, datetime(2026, 11, 20, 22, 59, 59, tzinfo=UTC), datetime(2026, 11, 20, 23, 0, tzinfo=UTC)),
        (WINTER, datetime(2026, 11, 20, 0, 30, tzinfo=UTC), datetime(2026, 11, 20, 23, 30, tzinfo=UTC)),
        (SUMMER, datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), datetime(2026, 6, 30, 22, 0, tzinfo=UTC)),
        (SUMMER, datetime(2026, 6, 30, 21, 30, tzinfo=UTC), datetime(2026, 6, 30, 23, 30, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize(("kind", "purpose"), KINDS)
def test_a_case_closes_at_swedish_midnight(
    kind: Arendetyp, purpose: Andamal, day: date, last_open: datetime, first_closed: datetime
) -> None:
    """Also where the closing was told in advance and the state still says that it is ongoing."""
    closing = case(kind=kind, closed=day)
    assert isinstance(at(last_open, closing, purpose), Allowed)
    assert rule(at(first_closed, closing, purpose)) == "ej-avslutat-arende"


@pytest.mark.parametrize("days", [0, 1, 30, 400])
@pytest.mark.parametrize(("kind", "purpose"), KINDS)
def test_nothing_is_asked_in_a_closed_case_for_any_purpose(
    kind: Arendetyp, purpose: Andamal, days: int
) -> None:
    moment = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    closed = case(kind=kind, status=Arendestatus.AVSLUTAT, closed=WINTER - timedelta(days=days))
    for other in Andamal:
        assert rule(at(moment, closed, other)) == "ej-avslutat-arende"
    assert rule(at(moment, replace(closed, closed=None), purpose)) == "ej-avslutat-arende"


@pytest.mark.parametrize(("kind", "purpose"), KINDS)
def test_each_kind_of_case_is_asked_in_by_its_own_purpose_only(kind: Arendetyp, purpose: Andamal) -> None:
    """On the day that the application's case closed, recovery is asked about in a case of its own."""
    moment = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    for other in Andamal:
        decision = at(moment, case(kind=kind), other)
        if other is purpose:
            assert isinstance(decision, Allowed)
        else:
            assert rule(decision) == "ratt-slag-av-arende"


@pytest.mark.parametrize(
    ("moment", "belongs"),
    [
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 23, 30, tzinfo=UTC), False),
    ],
)
def test_a_person_belongs_through_the_last_day_in_swedish_time(moment: datetime, belongs: bool) -> None:
    leaving = tuple(replace(it, last=date(2026, 11, 20)) for it in case().persons)
    decision = at(moment, case(persons=leaving))
    if belongs:
        assert isinstance(decision, Allowed)
    else:
        assert rule(decision) == "person-i-arendet"
