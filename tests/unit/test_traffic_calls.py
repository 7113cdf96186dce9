"""Do calls keep within the limits of every source that they carry, and cost nothing where there are none?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast

import pytest

from hub.adapter import Transport
from hub.fetch import Fetcher
from hub.measures import Measures
from hub.model.board import RouteChoice
from hub.model.decision import Allowed
from hub.model.outcome import Attempt, NotAsked
from hub.model.traffic import LimitKind, NoRoom, TrafficLimits
from hub.policy import decide, five_gates
from hub.routing import crowded, plan
from hub.traffic import Traffic
from hub.watch import SourceWatch
from messages.koder import Atgard, Led
from tests.support.policy import NOW, agreement, board, facts, query, registry, source_manifest
from tests.support.transport import OnePermit
from tests.unit.test_fetch_limits import PERSONS, Agency, Clock, calls_about, code, codes, loaded

BOTH = {"CSN": "bro", "FK": "bro"}
MIDNIGHT = datetime(2026, 11, 21, 23, tzinfo=UTC)


async def fetched(
    agency: Agency,
    number: int,
    traffic: Traffic | None,
    limits: Mapping[str, TrafficLimits],
    to: Mapping[str, str] = BOTH,
    seconds: float = 20,
) -> list[Mapping[str, Attempt]]:
    """One question about so many persons, each call with so many seconds."""
    known = loaded({"bro": agency, "rak": agency}, None)
    calls = calls_about(number, to, known, limits)
    clock = Clock()
    fetcher = Fetcher(
        known,
        cast("Transport", None),
        clock,
        SourceWatch(clock),
        traffic or cast("Traffic", None),
        Measures(clock),
    )
    return await fetcher.fetch_all(calls, {call.id: OnePermit(seconds) for call in calls})


async def test_where_no_agreement_has_limits_nobody_is_asked_for_a_place() -> None:
    agency = Agency()
    agency.answers.set()
    answers = await fetched(agency, 5, None, {})
    assert codes(answers) == [code(person) for person in PERSONS[:5]]


async def test_so_many_are_out_at_once_whichever_question_they_are_of() -> None:
    agency, traffic, limits = Agency(), Traffic(Clock()), {"CSN": TrafficLimits(at_once=3)}
    both = [asyncio.create_task(fetched(agency, 4, traffic, limits)) for _ in range(2)]
    await agency.holds(3)
    await asyncio.sleep(0.05)
    assert len(agency.asked) == 3
    agency.answers.set()
    for asking in both:
        assert codes(await asking) == [code(person) for person in PERSONS[:4]]
    assert agency.most == 3


async def test_a_call_that_falls_leaves_its_place() -> None:
    agency = Agency(falls=frozenset(PERSONS))
    agency.answers.set()
    answers = await fetched(agency, 6, Traffic(Clock()), {"CSN": TrafficLimits(at_once=1)})
    assert codes(answers) == ["ADAPTERFEL"] * 6


async def test_a_source_without_limits_does_not_wait_for_one_that_has_them() -> None:
    agency, limits = Agency(), {"CSN": TrafficLimits(at_once=1)}
    to = {"CSN": "bro", "FK": "rak"}
    asking = asyncio.create_task(fetched(agency, 4, Traffic(Clock()), limits, to))
    await agency.holds(5)
    agency.answers.set()
    await asking


async def test_who_had_no_room_in_time_was_not_asked_and_every_source_of_the_call_says_why() -> None:
    agency = Agency()
    limits = {"CSN": TrafficLimits(at_once=1)}
    asking = asyncio.create_task(fetched(agency, 2, Traffic(Clock()), limits, seconds=1.0))
    await agency.holds(1)
    await asyncio.sleep(0.7)
    agency.answers.set()
    _, late = await asking
    assert agency.asked == [PERSONS[0]]
    for source in ("CSN", "FK"):
        outcome = late[source].outcome
        assert isinstance(outcome, NotAsked)
        fault = outcome.fault
        assert (fault.led, fault.kod, fault.atgard) == (Led.NYTTONAV, "TRAFIKGRANS", Atgard.FORSOK_IGEN)
        assert "CSN tar enligt avtalet emot högst 1 frågor åt gången" in fault.text
        assert ("samma anrop som den till CSN" in fault.text) is (source == "FK")
        assert (fault.tidigast, fault.kontakt) == (NOW.replace(second=1), "CSN stöd")


async def test_the_last_of_a_day_goes_and_the_others_are_told_of_midnight() -> None:
    agency = Agency()
    agency.answers.set()
    limits = {"CSN": TrafficLimits(per_day=2)}
    answers = await fetched(agency, 3, Traffic(Clock()), limits, {"CSN": "bro"})
    assert codes(answers) == [code(PERSONS[0]), code(PERSONS[1]), "TRAFIKGRANS"]
    outcome = answers[2]["CSN"].outcome
    assert isinstance(outcome, NotAsked)
    assert outcome.fault.tidigast == MIDNIGHT
    assert "dygnets frågor är slut" in outcome.fault.text


def test_a_source_whose_day_is_used_up_is_left_out_and_the_others_of_its_call_are_asked() -> None:
    asked = query(urval=[])
    at = facts(
        board=board(routes={source: RouteChoice("bro", {"version": "11"}) for source in ("CSN", "FK")}),
        agreements={source: (agreement(source),) for source in ("CSN", "FK")},
        sources=frozenset({"CSN", "FK"}),
    )
    allowed = decide(five_gates(), asked, at)
    assert isinstance(allowed, Allowed)
    none = NoRoom("CSN", LimitKind.DAY, 2, MIDNIGHT)
    known = registry(source_manifest("CSN"), source_manifest("FK"))
    made = plan(asked, allowed, NOW, known, lambda: "anrop", {}, {"CSN": none})
    (call,) = made.calls
    assert [grant.source for grant in call.grants] == ["FK"]
    (left_out,) = made.unsent
    assert left_out.outcome.fault == crowded("CSN", agreement("CSN"), none)


@pytest.mark.parametrize("kind", LimitKind)
def test_every_limit_is_told_in_a_sentence_that_names_it(kind: LimitKind) -> None:
    told = crowded("CSN", agreement("CSN"), NoRoom("CSN", kind, 7, MIDNIGHT))
    assert f"högst 7 {kind.value} från alla nämnder tillsammans" in told.text
    assert told.text.endswith(".")
