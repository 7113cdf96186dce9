"""The five gates, one refused question for each: what was tried, and what the hub says to it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from hub.demo.story import CASES, DemoCase, StoryError, bearer, question
from hub.simulators.world import World


@dataclass(frozen=True, slots=True)
class Trial:
    """A question that a gate stops."""

    gate: int
    tried: str
    """In a caseworker's words."""
    question: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stopped:
    """What became of a trial: the problem (RFC 9457) as it was answered."""

    trial: Trial
    problem: Mapping[str, Any]


def trials(world: World) -> Iterator[Trial]:
    """One for each gate, each with that one thing wrong."""
    good = question(world)
    asker = good["ingivare"]
    yield Trial(
        1,
        "En annan nämnd än klientens egen anges som frågande",
        good | {"ingivare": asker | {"namnd": "AN"}},
    )
    yield Trial(
        2,
        "Ett system frågar i stället för en namngiven handläggare",
        good | {"ingivare": asker | {"aktor": asker["aktor"] | {"id": "system"}}},
    )
    closed = next(case for case in CASES if case.status == "AVSLUTAT")
    yield Trial(3, "Ärendet är avslutat", good | _about(world, closed, closed.keys[0]))
    ongoing = next(case for case in CASES if case.ongoing)
    yield Trial(4, "Personen hör inte till ärendet", good | _about(world, ongoing, closed.keys[0]))
    tomorrow = (world.today + timedelta(days=1)).isoformat()
    yield Trial(5, "Perioden har inte börjat", good | {"period": {"from": tomorrow, "tom": tomorrow}})


def _about(world: World, case: DemoCase, persona: str) -> dict[str, Any]:
    number = world.personas[persona].number.value
    return {"arende": case.named(world.today.year), "personer": [{"personidentitet": number}]}


async def stopped(client: httpx.AsyncClient, token: str, world: World) -> list[Stopped]:
    """Ask them all. Raises StoryError for one that its gate does not stop."""
    found = []
    for trial in trials(world):
        asked = {**trial.question, "forfraganId": str(uuid.uuid4())}
        answer = await client.post("/nyttonav/v1/uppgiftsforfragningar", json=asked, headers=bearer(token))
        problem = answer.json()
        if answer.status_code < 400 or problem.get("grind") != trial.gate:
            raise StoryError(f"Grind {trial.gate} stoppade inte frågan: {trial.tried}.")
        found.append(Stopped(trial, problem))
    return found
