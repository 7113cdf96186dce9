"""A case registered by mistake is as unknown as one that never was, whatever older words say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hub.model.case import PLACES, CaseFact
from hub.model.decision import Allowed, Refused
from hub.policy import decide, five_gates
from messages.arende import Arendestatus
from messages.koder import VisadAv
from tests.support.policy import NOW, TODAY, agreement, case, facts, query

AGREED = {"CSN": (agreement(evidence=dict.fromkeys(PLACES, 86_400), direct_access=False),)}


def void(minutes_ago: int) -> CaseFact:
    told = case(origin=VisadAv.REGISTER, as_of=NOW - timedelta(minutes=minutes_ago))
    return replace(told, void=True, status=Arendestatus.AVSLUTAT, closed=TODAY, persons=())


def decided(*cases: CaseFact) -> Allowed | Refused:
    return decide(five_gates(), query(), facts(cases=cases, agreements=AGREED))


def test_it_is_refused_as_one_that_never_was() -> None:
    assert decided(void(1)) == decided()
    assert isinstance(decided(void(1)), Refused)


@pytest.mark.parametrize("origin", [it for it in PLACES if it is not VisadAv.REGISTER])
@pytest.mark.parametrize("first", [True, False])
def test_an_older_word_does_not_show_it(origin: VisadAv, first: bool) -> None:
    other = case(origin=origin, as_of=NOW - timedelta(minutes=5))
    told = (void(1), other) if first else (other, void(1))
    assert decided(*told) == decided()
    assert isinstance(decided(other), Allowed), "or it would have"


def test_a_newer_word_of_a_system_does() -> None:
    newer = case(origin=VisadAv.ARENDESYSTEM, as_of=NOW)
    assert isinstance(decided(void(1), newer), Allowed)
