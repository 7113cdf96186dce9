"""The simulated Lifecare holds to its contract, and what it says fits the demo's cases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest

from adapters.lifecare.adapter import case_facts
from adapters.lifecare.simulated import HOUSEHOLDS
from adapters.lifecare.simulator import BASE, DOMAIN, KEYS, build
from hub.adapter import SourceError, SourceMalformed, SourceRefused, SourceUnavailable, WrongPerson
from hub.case_system import CaseAsk, CaseEvidence
from hub.demo import story
from hub.simulators.faults import Fault, FaultKind, Switches
from hub.simulators.personas import world
from hub.simulators.server import serve
from hub.stores.transport import HttpTransport, make_transport
from tests.support.lifecare import KEY, RESOURCES, Permits, settings
from tests.support.plain import NO_CERTIFICATES, plain_async_client

TODAY = date(2026, 11, 21)
WORLD = world(TODAY)
SWITCHES = Switches()


@pytest.fixture
async def url() -> AsyncIterator[str]:
    SWITCHES.clear()
    async with serve(build(WORLD, (), SWITCHES)) as running:
        yield running


@pytest.fixture
async def transport() -> AsyncIterator[HttpTransport]:
    made = make_transport("aiohttp", NO_CERTIFICATES)
    yield made
    await made.aclose()


async def told(
    url: str, transport: HttpTransport, persona: str, permits: Permits | None = None, **changes: str
) -> tuple[CaseEvidence, ...]:
    person = WORLD.personas[persona].number
    ask = CaseAsk(person, "insats-1240", TODAY, settings(url, **changes), "korrelation-1")
    return await case_facts(ask, permits or Permits(), transport)


def test_its_households_are_the_demos_cases() -> None:
    cases = {case.number: (case.status, case.keys) for case in story.CASES}
    assert {one.number: (one.status, one.members) for one in HOUSEHOLDS} == cases
    also = {
        case.number: next((it.persona for it in case.members if it.roll == "MEDSOKANDE"), None)
        for case in story.CASES
    }
    assert {one.number: one.co for one in HOUSEHOLDS} == also


@pytest.mark.parametrize("page_size", ["1", "2", "100"])
async def test_what_it_says_fits_the_register(url: str, transport: HttpTransport, page_size: str) -> None:
    for case in story.CASES:
        for asked in case.members:
            found = await told(url, transport, asked.persona, pageSize=page_size)
            assert [one.status for one in found] == ([case.status] if case.status != "AVSLUTAT" else [])
            for one in found:
                assert one.case_id == f"{'insats' if case.ongoing else 'aktualisering'}-{case.number}"
                assert one.opened == TODAY - timedelta(days=60 if case.ongoing else 3)
                members = {it.person: it for it in one.persons}
                assert [it.role for it in one.persons] == [it.roll for it in case.members]
                persona = WORLD.personas[asked.persona]
                assert members[persona.number].protection is persona.protection


async def test_somebody_it_does_not_know_is_not_shown(url: str, transport: HttpTransport) -> None:
    household = [one for one in HOUSEHOLDS if "foralder" not in one.members]
    async with serve(build(WORLD, (), households=household)) as other:
        with pytest.raises(SourceRefused, match="PERSONEN_SYNS_INTE"):
            await told(other, transport, "foralder")


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(FaultKind.DELFEL), SourceRefused),
        (Fault(FaultKind.DELFEL, kalla="Investigations"), SourceRefused),
        (Fault(FaultKind.ANNAN_PERSON), WrongPerson),
        (Fault(FaultKind.OMBEDD_INTE, kalla="Services"), SourceMalformed),
        (Fault(FaultKind.DATA_OCH_FEL, kalla="Persons"), SourceMalformed),
        (Fault(FaultKind.TRASIG_DEL, kalla="Actualisations"), SourceMalformed),
        (Fault(FaultKind.DJUP, kalla="Services"), SourceMalformed),
        (Fault(FaultKind.AVVIKELSE, kalla="Investigations"), SourceMalformed),
        (Fault(FaultKind.TILLSTAND), SourceMalformed),
        (Fault(FaultKind.HTML, kalla="Persons"), SourceMalformed),
        (Fault(FaultKind.TOM, kalla="Persons"), SourceMalformed),
        (Fault(FaultKind.JATTE, kalla="Services"), SourceMalformed),
        (Fault(FaultKind.HTTP_STATUS, status=302), SourceMalformed),
        (Fault(FaultKind.HTTP_STATUS, kalla="Investigations"), SourceUnavailable),
        (Fault(FaultKind.AVBRUTEN, kalla="Actualisations"), SourceUnavailable),
        (Fault(FaultKind.HALV, kalla="Services"), SourceUnavailable),
        (Fault(FaultKind.TYST, kalla="Services"), SourceUnavailable),
    ],
    ids=lambda it: f"{it.fel}-{it.kalla}" if isinstance(it, Fault) else "",
)
async def test_each_fault_is_an_error_and_never_no_case(
    url: str, transport: HttpTransport, fault: Fault, kind: type[SourceError]
) -> None:
    SWITCHES.set(fault)
    permits = Permits(seconds=0.3 if fault.fel is FaultKind.TYST else 10)
    with pytest.raises(SourceError) as caught:
        await told(url, transport, "foralder", permits, pageSize="1")
    assert isinstance(caught.value, kind)


async def test_a_list_that_comes_empty_for_the_wrong_key_is_told_by_the_persons_record(
    url: str, transport: HttpTransport
) -> None:
    """Where only the lists are empty the person is seen, and has no case; a key that sees nothing is told."""
    for resource in RESOURCES[:3]:
        SWITCHES.set(Fault(FaultKind.DEL_SAKNAS, kalla=resource))
    assert await told(url, transport, "student") == ()
    SWITCHES.set(Fault(FaultKind.HTTP_STATUS, kalla="Persons", status=404))
    with pytest.raises(SourceRefused):
        await told(url, transport, "student")


# ------------------------------------------------------------ its contract


def asked(**changes: Any) -> dict[str, Any]:
    good = {
        "personId": WORLD.personas["student"].number.value,
        "startDate": "1900-01-01T00:00:00",
        "endDate": "2026-11-21T23:59:59+01:00",
        "domain": DOMAIN,
        "key": KEY,
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, 200),
        ({"startDate": "2026-01-01"}, 400),
        ({"startDate": "2026-01-01T00:00"}, 400),
        ({"endDate": None}, 400),
        ({"personId": "0306062381"}, 400),
        ({"domain": "1234"}, 401),
        ({"key": None}, 401),
        ({"key": "gissad"}, 401),
        ({"key": list(KEYS)[1]}, 401),
    ],
)
async def test_it_takes_what_the_contract_says(url: str, changes: dict[str, Any], status: int) -> None:
    query = asked(**changes)
    async with plain_async_client() as client:
        header = {"X-API-Key": query.get("key", KEY)}
        for resource in ("Services", "Investigations", "Actualisations"):
            answer = await client.get(f"{url}{BASE}/{resource}", params=query, headers=header)
            assert answer.status_code == status
        assert (await client.get(f"{url}{BASE}/Services", params=query)).status_code == 401
        whole = (await client.get(f"{url}/_sim/fragor")).text
    assert query["personId"] not in whole
