"""Row: a household of five through SSBTEK over its slowest person alone.

Both sides ask the same hub, a demo of its own with the simulators in a process beside it, over plain HTTP on
loopback, in turn: alone, household, alone, household. SSBTEK is given the time that agencies take: its
simulator answers late, each person by a time of their own.

alone      one question about the person whom SSBTEK is slowest about.
household  one question about all five of the case, that person among them: five calls to SSBTEK side by
           side, their intentions and conclusions in the log, five persons' answers read, masked by the
           child's protection, checked and rendered as one.

Beside it the same two with an SSBTEK that answers at once: the hub's own work for four persons more. That has
no budget, because what is bounded is what a caseworker waits for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import uvloop

from hub.adapter import Request
from hub.simulators.personas import world
from hub.stores.transport import Credentials, HttpTransport, make_transport
from tests.bench.asking import demo, look_up, sources, today
from tests.bench.frame import Line, RowError, Samples, alternating, ms
from tests.support.transport import OnePermit

SECONDS = {"foralder": 1.0, "foralder2": 0.8, "gymnasist": 0.6, "barn1": 0.4, "barn2": 0.3}
"""How late SSBTEK answers about each of the family."""
SLOWEST = max(SECONDS, key=SECONDS.__getitem__)
ROUNDS, WARM_UP = 12, 2
BUDGET = 1.10


def measure() -> list[Line]:
    with demo() as serving:
        return uvloop.run(_compare(serving.ready))


async def _compare(ready: Mapping[str, Any]) -> list[Line]:
    numbers = {key: world(today()).personas[key].number.value for key in SECONDS}
    case = _case_of(ready, set(numbers.values()))
    transport = make_transport("aiohttp", Credentials({}))

    async def alone() -> None:
        await look_up(transport, ready, case, [numbers[SLOWEST]])

    async def household() -> None:
        answer = await look_up(transport, ready, case, list(numbers.values()))
        _through_ssbtek(answer, len(numbers))

    try:
        await _late(transport, ready, {})
        prompt = await alternating((alone, household), ROUNDS, WARM_UP)
        await _late(transport, ready, SECONDS)
        late = await alternating((alone, household), ROUNDS, WARM_UP)
    finally:
        await transport.aclose()
    return [
        _line(late, "agencies slow by person", BUDGET),
        _line(prompt, "agencies that answer at once", None),
    ]


def _case_of(ready: Mapping[str, Any], numbers: set[str]) -> Mapping[str, Any]:
    for case in ready["arenden"]:
        if {person["personidentitet"] for person in case["personer"]} == numbers:
            found: Mapping[str, Any] = case
            return found
    raise RowError("the demo has no case of the family: its personas or the day have changed")


async def _late(transport: HttpTransport, ready: Mapping[str, Any], seconds: Mapping[str, float]) -> None:
    """SSBTEK answers so late about each persona from now on, and about others at once."""
    place = urljoin(ready["simulatorer"]["ssbtek"], "/_sim/fel")
    switches = [{"fel": "LANGSAM", "persona": persona, "sekunder": late} for persona, late in seconds.items()]
    headers = {"Content-Type": "application/json"}
    wanted = [Request("DELETE", place, headers)]
    wanted += [Request("POST", place, headers, json.dumps(switch).encode()) for switch in switches]
    for request in wanted:
        answer = await transport.send(request, OnePermit(30))
        if answer.status >= 300:
            raise RowError(f"the simulator answered {answer.status} to a fault switch")


def _through_ssbtek(answer: Mapping[str, Any], persons: int) -> None:
    asked = [part for part in sources(answer) if part["fragad"]]
    if len(answer["personer"]) != persons or {part["vag"]["id"] for part in asked} != {"ssbtek"}:
        raise RowError("the family was not asked about through SSBTEK alone")


def _line(taken: list[Samples], agencies: str, budget: float | None) -> Line:
    alone, household = taken
    ratio = household.p50 / alone.p50
    return Line(
        "household",
        f"five persons over {SLOWEST} alone, {agencies}, {len(household.seconds)} rounds",
        ms(household.p50),
        ms(household.p99),
        baseline=ms(alone.p50),
        ratio=f"{ratio:.3f}",
        budget=f"ratio {budget:.2f}" if budget is not None else "",
        ok=ratio <= budget if budget is not None else None,
    )
