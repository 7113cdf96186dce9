"""Calls of one question run side by side, of each route no more at once than its manifest says."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count
from time import monotonic
from types import MappingProxyType, ModuleType
from typing import Any, cast

import pytest

from hub.adapter import Ask, Fetched, Permit, SourceUnavailable, Transport
from hub.fetch import Fetcher
from hub.measures import Measures
from hub.model.board import RouteChoice
from hub.model.decision import Allowed
from hub.model.document import FaultyDocuments
from hub.model.outcome import Attempt, NotAsked, Unavailable
from hub.model.plan import Call
from hub.model.registry import Registry
from hub.model.traffic import TrafficLimits
from hub.policy import decide, five_gates
from hub.registry import discover
from hub.registry.manifest import read_manifest
from hub.routing import plan
from hub.traffic import Traffic
from hub.watch import SourceWatch
from messages.koder import Atgard, Led, Roll
from messages.values import Personidentitet
from tests.support.folders import MANIFEST
from tests.support.policy import (
    NOW,
    SN,
    agreement,
    board,
    case,
    facts,
    member,
    query,
    registry,
    route_manifest,
    source_manifest,
)
from tests.support.transport import OnePermit

HOUSEHOLD = tuple(member(Roll.BARN, date(2000 + n, 1, 1 + n)) for n in range(12))
PERSONS = tuple(one.person for one in HOUSEHOLD)
GIVE_UP_S = 10
"""Nothing takes this long: a call that never comes is a failed test and not one that hangs."""


@dataclass
class Clock:
    """The real one, which a test may set ahead."""

    ahead_s: float = 0.0

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return monotonic() + self.ahead_s


@dataclass
class Agency:
    """An adapter that holds every call until `answers` is set, and knows how many it held at once.

    Each person is answered with an error of its own code, so that answers can be told apart.
    """

    answers: asyncio.Event = field(default_factory=asyncio.Event)
    falls: frozenset[Personidentitet] = frozenset()
    asked: list[Personidentitet] = field(default_factory=list)
    inside: int = 0
    most: int = 0
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def fetch(self, ask: Ask, permit: Permit, transport: Transport) -> Fetched:
        self.asked.append(ask.person)
        self.inside += 1
        self.most = max(self.most, self.inside)
        try:
            async with self._changed:
                self._changed.notify_all()
            await self.answers.wait()
        finally:
            self.inside -= 1
        if ask.person in self.falls:
            raise ZeroDivisionError("the adapter fell")
        return {one.source: SourceUnavailable(code(ask.person), "Nere.") for one in ask.sources}

    async def holds(self, number: int) -> None:
        """Until so many calls are inside at once. TimeoutError when they never are."""
        async with asyncio.timeout(GIVE_UP_S), self._changed:
            await self._changed.wait_for(lambda: self.inside >= number)

    async def saw(self, number: int) -> None:
        """Until so many calls have come. TimeoutError when they never do."""
        async with asyncio.timeout(GIVE_UP_S), self._changed:
            await self._changed.wait_for(lambda: len(self.asked) >= number)


def code(person: Personidentitet) -> str:
    return f"PERSON_{PERSONS.index(person)}"


def loaded(agencies: Mapping[str, Agency], at_once: int | None) -> Registry:
    """CSN and FK, and a route of that limit for each agency."""
    limit = {} if at_once is None else {"at_once": at_once}
    made = registry(
        source_manifest("CSN"),
        source_manifest("FK"),
        routes={name: route_manifest(**limit) for name in agencies},
    )
    talking = {
        name: replace(made.adapters[name], adapter=cast("ModuleType", agency))
        for name, agency in agencies.items()
    }
    return replace(made, adapters={**made.adapters, **talking})


def calls_about(
    number: int,
    to: Mapping[str, str],
    known: Registry,
    limits: Mapping[str, TrafficLimits] = MappingProxyType({}),
) -> tuple[Call, ...]:
    """The calls of a question about the first so many of the household; `to` is route by source."""
    members = HOUSEHOLD[:number]
    asked = query(urval=[], personer=[{"personidentitet": one.person.value} for one in members])
    routes = {source: RouteChoice(route, {"version": "11"}) for source, route in to.items()}
    at = facts(
        board=board(routes=routes),
        case=case(persons=HOUSEHOLD),
        agreements={source: (agreement(source, traffic=limits.get(source)),) for source in to},
        sources=frozenset(to),
    )
    allowed = decide(five_gates(), asked, at)
    assert isinstance(allowed, Allowed)
    ids = count(1)
    return plan(asked, allowed, NOW, known, lambda: f"call-{next(ids)}").calls


@dataclass
class Question:
    """One question on its way: its calls and what was fetched."""

    agencies: Mapping[str, Agency]
    number: int
    to: Mapping[str, str]
    at_once: int | None = None
    late: frozenset[int] = frozenset()
    """Places of calls whose time is out when they are to be made."""
    clock: Clock = field(default_factory=Clock)

    async def fetched(self) -> list[Mapping[str, Attempt]]:
        known = loaded(self.agencies, self.at_once)
        calls = calls_about(self.number, self.to, known)
        permits = {call.id: OnePermit(-1 if n in self.late else 20) for n, call in enumerate(calls)}
        fetcher = fetcher_of(known, self.clock)
        return await fetcher.fetch_all(calls, permits)


def fetcher_of(known: Registry, clock: Clock) -> Fetcher:
    return Fetcher(known, cast("Transport", None), clock, SourceWatch(clock), Traffic(clock), Measures(clock))


def codes(answers: Sequence[Mapping[str, Attempt]], source: str = "CSN") -> list[str]:
    found = []
    for answer in answers:
        if source in answer:
            outcome = answer[source].outcome
            assert isinstance(outcome, Unavailable | NotAsked)
            found.append(outcome.fault.kod)
    return found


# ------------------------------------------------------------ how many at once


@pytest.mark.parametrize(("at_once", "wanted"), [(1, 1), (2, 2), (5, 5), (12, 12), (100, 12), (None, 8)])
async def test_of_twelve_calls_so_many_are_out_at_once(at_once: int | None, wanted: int) -> None:
    agency = Agency()
    asking = asyncio.create_task(Question({"bro": agency}, 12, {"CSN": "bro"}, at_once).fetched())
    await agency.holds(wanted)
    assert len(agency.asked) == wanted
    agency.answers.set()
    answers = await asking
    assert agency.most == wanted
    assert agency.asked == list(PERSONS), "each once, and first come first served"
    assert codes(answers) == [code(person) for person in PERSONS]


async def test_each_route_has_its_own_limit() -> None:
    slow, quick = Agency(), Agency()
    quick.answers.set()
    question = Question({"bro": slow, "rak": quick}, 6, {"CSN": "bro", "FK": "rak"}, at_once=2)
    asking = asyncio.create_task(question.fetched())
    await slow.holds(2)
    await quick.saw(6)
    assert slow.asked == list(PERSONS[:2]), "they wait for their own route alone"
    slow.answers.set()
    answers = await asking
    assert (slow.most, len(slow.asked)) == (2, 6)
    assert codes(answers, "CSN") == codes(answers, "FK") == [code(person) for person in PERSONS[:6]]


async def test_each_question_has_its_own_limit() -> None:
    agency = Agency()
    both = [
        asyncio.create_task(Question({"bro": agency}, 5, {"CSN": "bro"}, at_once=2).fetched())
        for _ in range(2)
    ]
    await agency.holds(4)
    agency.answers.set()
    for asking in both:
        assert codes(await asking) == [code(person) for person in PERSONS[:5]]


async def test_a_family_of_five_goes_through_ssbtek_all_at_once() -> None:
    assert discover().routes["ssbtek"].at_once >= 5
    agency = Agency()
    at_once = discover().routes["ssbtek"].at_once
    asking = asyncio.create_task(Question({"bro": agency}, 5, {"CSN": "bro"}, at_once).fetched())
    await agency.holds(5)
    agency.answers.set()
    await asking


# ------------------------------------------------------------ turns that come too late


def kept_waiting(answer: Mapping[str, Attempt], limit: int) -> None:
    """Every source of the call says so, and what to do."""
    assert answer
    for attempt in answer.values():
        assert isinstance(attempt.outcome, NotAsked)
        fault = attempt.outcome.fault
        assert (fault.led, fault.kod, fault.atgard) == (Led.NYTTONAV, "NYTTONAV_KO", Atgard.FORSOK_IGEN)
        assert f"högst {limit} frågor åt gången" in fault.text
        assert "Fråga igen" in fault.text
        assert fault.text.endswith(".")
        assert not any(person.value in fault.text for person in PERSONS)
        assert attempt.elapsed_ms is not None
        assert attempt.elapsed_ms >= 0


async def test_a_call_whose_time_runs_out_in_the_queue_is_not_sent() -> None:
    agency = Agency()
    question = Question({"bro": agency}, 4, {"CSN": "bro", "FK": "bro"}, at_once=1, late=frozenset({1, 2}))
    asking = asyncio.create_task(question.fetched())
    await agency.holds(1)
    agency.answers.set()
    first, second, third, fourth = await asking
    assert agency.asked == [PERSONS[0], PERSONS[3]]
    for waited in (second, third):
        assert set(waited) == {"CSN", "FK"}
        kept_waiting(waited, limit=1)
    assert codes([first, fourth]) == [code(PERSONS[0]), code(PERSONS[3])]


async def test_a_turn_that_comes_after_its_time_is_not_used() -> None:
    agency, clock = Agency(), Clock()
    question = Question({"bro": agency}, 2, {"CSN": "bro"}, at_once=1, clock=clock)
    asking = asyncio.create_task(question.fetched())
    await agency.holds(1)
    clock.ahead_s = 60
    agency.answers.set()
    first, second = await asking
    assert agency.asked == [PERSONS[0]]
    assert codes([first]) == [code(PERSONS[0])]
    kept_waiting(second, limit=1)


# ------------------------------------------------------------ apart from each other


@pytest.mark.parametrize("at_once", [1, 3, 12])
async def test_a_call_that_falls_takes_no_other_with_it(at_once: int) -> None:
    agency = Agency(falls=frozenset({PERSONS[0], PERSONS[4]}))
    agency.answers.set()
    answers = await Question({"bro": agency}, 6, {"CSN": "bro"}, at_once).fetched()
    fallen = {0: "ADAPTERFEL", 4: "ADAPTERFEL"}
    assert codes(answers) == [fallen.get(n, code(person)) for n, person in enumerate(PERSONS[:6])]
    assert len(agency.asked) == 6


@dataclass
class Unsent:
    """An adapter that finds that nothing can be sent: the fault is the hub's own."""

    async def fetch(self, ask: Ask, permit: Permit, transport: Transport) -> Fetched:
        fault = SourceUnavailable("CERTIFIKAT_SAKNAS", "Klientcertifikatet saknas.", led=Led.NYTTONAV)
        return {one.source: fault for one in ask.sources}


async def test_what_the_hub_could_not_send_is_no_answer_that_ends_a_silence() -> None:
    known = loaded({"bro": cast("Agency", Unsent())}, None)
    (call,) = calls_about(1, {"CSN": "bro"}, known)
    fetcher = fetcher_of(known, Clock())
    (found,) = await fetcher.fetch_all((call,), {call.id: OnePermit(20)})
    assert isinstance(found["CSN"].outcome, NotAsked)
    reach = fetcher.watch.of(SN, "CSN")
    assert reach is not None
    assert (reach.answered, reach.unanswered) == (None, NOW)


async def test_no_calls_are_no_answers() -> None:
    assert await fetcher_of(loaded({}, None), Clock()).fetch_all((), {}) == []


# ------------------------------------------------------------ the manifest's key


def manifest(**route: Any) -> bytes:
    text = MANIFEST.format(id="provkalla", source="PROV")
    lines = "".join(f"  {key}: {value}\n" for key, value in route.items())
    return text.replace("route:\n", f"route:\n{lines}").encode()


def test_the_manifest_says_how_many_and_without_a_word_it_is_eight() -> None:
    written = [read_manifest(manifest(**it), "manifest.yaml").route for it in ({}, {"atOnce": 3})]
    assert [route.at_once for route in written if route] == [8, 3]


@pytest.mark.parametrize("value", [0, -1, 101, 2.5, "many", "true"])
def test_a_limit_that_is_none_is_a_sentence(value: object) -> None:
    with pytest.raises(FaultyDocuments) as caught:
        read_manifest(manifest(atOnce=value), "manifest.yaml")
    (fault,) = caught.value.faults
    assert fault.startswith("manifest.yaml: route.atOnce is ")
