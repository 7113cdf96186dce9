"""Many persons through the simulator and the adapter, right for each. `make soak` asks about a thousand."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import httpx
import pytest

from adapters.lifecare.adapter import case_facts
from adapters.lifecare.simulated import Household
from adapters.lifecare.simulator import build
from hub.adapter import Permit, Request, Response
from hub.case_system import CaseAsk
from hub.simulators.personas import MAN, WOMAN, number_of
from hub.simulators.world import Persona, World
from messages.koder import Roll, Skydd
from tests.support.lifecare import Permits, settings

TODAY = date(2026, 11, 21)
SIZE, AT_ONCE = 4, 16
STATES = ("PAGAENDE", "AKTUALISERAT", "AVSLUTAT", "PAGAENDE", "PAGAENDE")
PROTECTION = (Skydd.INGET, Skydd.SEKRETESSMARKERING, Skydd.SKYDDAD_FOLKBOKFORING)


def population(count: int) -> tuple[World, list[Household]]:
    """Two adults and two children in each household, nobody of another's age to the day."""
    personas: dict[str, Persona] = {}
    households = []
    for n in range(count):
        births = (date(1960, 1, 1), date(1980, 1, 1), date(2010, 1, 1), date(2020, 1, 1))
        for k, first in enumerate(births):
            number = number_of(first + timedelta(days=n * 7), WOMAN if k % 2 else MAN)
            key = f"p{n}-{k}"
            personas[key] = Persona(key, number, f"Namn{k}", f"Hushåll{n}", "", PROTECTION[(n + k) % 3])
        keys = tuple(f"p{n}-{k}" for k in range(SIZE))
        households.append(Household(n + 1, STATES[n % len(STATES)], keys, keys[1]))
    return World(TODAY, personas), households


class InProcess:
    """A Transport straight into the simulator."""

    def __init__(self, world: World, households: list[Household]) -> None:
        app = httpx.ASGITransport(build(world, (), households=households))
        self.client = httpx.AsyncClient(transport=app, trust_env=False)

    async def send(self, request: Request, permit: Permit) -> Response:
        permit.use()
        answer = await self.client.request(request.method, request.url, headers=dict(request.headers))
        return Response(answer.status_code, dict(answer.headers), answer.content)


@pytest.mark.parametrize("count", [15, pytest.param(250, marks=pytest.mark.soak)])
async def test_each_person_of_many_is_told_right(count: int) -> None:
    world, households = population(count)
    assert len({one.number for one in world.personas.values()}) == count * SIZE
    transport, turn = InProcess(world, households), asyncio.Semaphore(AT_ONCE)
    given = settings("http://lifecare.example", pageSize="2")

    async def told(household: Household, key: str) -> None:
        persona, permits = world.personas[key], Permits()
        ask = CaseAsk(persona.number, "x", TODAY, given, "k")
        async with turn:
            cases = await case_facts(ask, permits, transport)
        assert all(permit.used for permit in permits.given)
        alone = household.status == "AKTUALISERAT"
        if household.status == "AVSLUTAT" or (alone and key not in household.members[:2]):
            assert cases == ()
            return
        (case,) = cases
        assert case.case_id == f"{'aktualisering' if alone else 'insats'}-{household.number}"
        assert case.status.value == household.status
        expected = [world.personas[it].number for it in household.members]
        assert [it.person for it in case.persons] == ([persona.number] if alone else expected)
        if not alone:
            roles = [Roll.SOKANDE, Roll.MEDSOKANDE, Roll.BARN, Roll.BARN]
            assert [it.role for it in case.persons] == roles
        own = next(it for it in case.persons if it.person == persona.number)
        assert own.protection is persona.protection

    await asyncio.gather(*(told(one, key) for one in households for key in one.members))
    await transport.client.aclose()
