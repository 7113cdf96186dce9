"""A case system asked just then: each call intended before it leaves, and concluded once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hub.adapter import Permit, Request, Response, SourceRefused, SourceUnavailable, Transport, WrongPerson
from hub.audit.log import GRACE, AccessLog
from hub.case_system import CaseAsk, CaseEvidence, CasePermits, EvidencePerson
from hub.live import LiveCases
from hub.model.board import SystemChoice
from hub.model.case import CaseFact, Unshown
from hub.model.ledger import Wanted
from hub.model.manifest import CaseSystemManifest, LoadedAdapter, Manifest
from hub.model.registry import Registry
from hub.problems import LogUnavailable
from messages.arende import Arendestatus, Arendetyp
from messages.koder import Roll, Skydd, VisadAv
from messages.values import Personidentitet
from tests.support import policy
from tests.support.audit import ORIGIN, OpenLog, new_query, opened
from tests.support.policy import APPLICANT, CHILD, PARTNER

CASE = {"system": "lifecare", "id": "insats-901"}
Asks = Callable[[CaseAsk, CasePermits, Transport], Awaitable[Any]]
REQUEST = Request("GET", f"https://arendesystem.example/?id={APPLICANT.value}", {})


@pytest.fixture
def log(tmp_path: Path) -> Iterator[OpenLog]:
    with opened(tmp_path) as found:
        yield found


@dataclass
class Wire:
    """The way out: what the log held when each call left, and what comes back."""

    log: OpenLog
    open_when_sent: list[int] = field(default_factory=list)
    answer: Response = field(default_factory=lambda: Response(200, {}, b""))

    async def send(self, request: Request, permit: Permit) -> Response:
        permit.use()
        assert (request.connect_timeout_s, request.read_timeout_s) == (1, 2)
        self.open_when_sent.append(len(await self.log.stores.log.open_intentions(None, 100)))
        return self.answer


def evidence(*persons: Personidentitet, **changes: Any) -> CaseEvidence:
    members = tuple(EvidencePerson(person, Roll.SOKANDE, Skydd.INGET) for person in persons)
    kind, status = Arendetyp.EKONOMISKT_BISTAND, Arendestatus.PAGAENDE
    return replace(CaseEvidence("insats-901", kind, status, date(2026, 9, 1), None, members), **changes)


def live(log: OpenLog, asks: Asks, wire: Wire | None = None, whole_s: float = 5.0) -> LiveCases:
    timed = CaseSystemManifest(1, 2, whole_s, ())
    manifest = Manifest("lifecare", "Lifecare", "Prov", 1, {}, None, case_system=timed)
    module: Any = SimpleNamespace(case_facts=asks)
    loaded = LoadedAdapter(manifest, module, None, None)
    registry = Registry({"lifecare": loaded}, {}, {}, {}, {})
    return LiveCases(registry, wire or Wire(log), log.log, log.clock)


async def fact(origin: LiveCases, *persons: Personidentitet) -> CaseFact | Unshown | None:
    board = policy.board(systems={"lifecare": SystemChoice("lifecare", {"key": "hemlig"})})
    return await origin.fact(new_query(*persons, arende=CASE), board)


def asking(*resources: str, said: Any = None) -> Asks:
    """An adapter that makes a call for each resource, and then gives or raises what it is given."""

    async def case_facts(ask: CaseAsk, permits: CasePermits, transport: Transport) -> Any:
        for resource in resources:
            await transport.send(REQUEST, await permits.next(resource))
        found = said(ask) if callable(said) else said
        if isinstance(found, Exception):
            raise found
        return found

    return case_facts


async def records(log: OpenLog) -> list[dict[str, Any]]:
    """All records but those that open the log, oldest first."""
    found = await log.stores.log.find(ORIGIN, Wanted(limit=1000))
    read = [json.loads(one.payload or b"{}") | {"entry": one.entry_id} for one in found]
    return [one for one in read[::-1] if one["handelse"] != "EPOK_OPPNAD"]


async def concluded(log: OpenLog) -> list[tuple[str, str, str | None]]:
    """Resource, outcome and code of every intention. AssertionError unless each has one conclusion."""
    all_ = await records(log)
    intended = {one["entry"]: one for one in all_ if one["handelse"] == "ARENDEFRAGA_AVSEDD"}
    closed = [one for one in all_ if one["handelse"] == "ARENDEFRAGA_AVSLUTAD"]
    assert sorted(one["avsiktId"] for one in closed) == sorted(intended)
    assert not await log.stores.log.open_intentions(None, 100)
    by_id = {one["avsiktId"]: one for one in closed}
    return [
        (one["resurs"], by_id[entry]["utfall"], by_id[entry].get("fel", {}).get("kod"))
        for entry, one in intended.items()
    ]


async def test_each_call_is_intended_before_it_leaves_and_concluded_once(log: OpenLog) -> None:
    wire = Wire(log)
    origin = live(log, asking("Services", "Persons", said=lambda ask: (evidence(ask.person),)), wire)
    found = await fact(origin)
    assert isinstance(found, CaseFact)
    assert (found.origin, found.as_of) == (VisadAv.ARENDESYSTEM, log.clock.moment)
    assert [member.person for member in found.persons] == [APPLICANT]
    assert wire.open_when_sent == [1, 2]
    assert await concluded(log) == [("Services", "BESVARAD", None), ("Persons", "BESVARAD", None)]


async def test_without_the_log_nothing_is_sent(log: OpenLog) -> None:
    log.free[0] = 0
    wire = Wire(log)
    with pytest.raises(LogUnavailable):
        await fact(live(log, asking("Services", said=()), wire), APPLICANT, PARTNER, CHILD)
    assert wire.open_when_sent == []


async def test_an_adapter_that_goes_on_without_a_permit_is_not_listened_to(log: OpenLog) -> None:
    async def deaf(_ask: CaseAsk, permits: CasePermits, _transport: Transport) -> Any:
        try:
            await permits.next("Services")
        except Exception:
            return ()

    log.free[0] = 0
    with pytest.raises(LogUnavailable):
        await fact(live(log, deaf))


async def test_where_the_log_fails_for_one_the_others_are_given_up(log: OpenLog) -> None:
    waiting = asyncio.Event()

    async def case_facts(ask: CaseAsk, permits: CasePermits, transport: Transport) -> Any:
        if ask.person == PARTNER:
            await waiting.wait()
            log.free[0] = 0
            await permits.next("Investigations")
        await transport.send(REQUEST, await permits.next("Services"))
        waiting.set()
        await asyncio.Event().wait()

    with pytest.raises(LogUnavailable):
        await fact(live(log, case_facts), APPLICANT, PARTNER)
    # The room that is kept for conclusions held it.
    assert await concluded(log) == [("Services", "EJ_BESVARAD", "AVBRUTEN")]


async def test_a_caller_that_goes_away_leaves_no_intention_open(log: OpenLog) -> None:
    sent = asyncio.Event()

    async def case_facts(_ask: CaseAsk, permits: CasePermits, transport: Transport) -> Any:
        await transport.send(REQUEST, await permits.next("Services"))
        await permits.next("Persons")
        sent.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(fact(live(log, case_facts)))
    await sent.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await concluded(log) == [("Services", "BESVARAD", None), ("Persons", "EJ_BESVARAD", "AVBRUTEN")]


async def test_what_a_dead_process_left_open_is_concluded_by_the_next(log: OpenLog) -> None:
    query = new_query(arende=CASE)
    await log.log.ask_case(query, APPLICANT, "lifecare", "Services", log.clock.seconds + 5)
    log.clock.move(5)
    assert await log.log.sweep() == 0
    log.clock.move(GRACE / timedelta(seconds=1) + 1)
    assert await AccessLog(log.stores.log, log.stores.vault, log.clock, "nod-2").sweep() == 1
    assert await concluded(log) == [("Services", "EJ_BESVARAD", "AVBRUTEN")]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (SourceUnavailable("KALLA_TIDSGRANS", "Mottagaren svarade inte i tid."), "KALLA_TIDSGRANS"),
        (SourceRefused("KALLA_BEHORIGHET", "Lifecare godtog inte nyckeln."), "KALLA_BEHORIGHET"),
        (RuntimeError(APPLICANT.value), "ADAPTERFEL"),
    ],
)
async def test_what_could_not_be_asked_is_not_shown(log: OpenLog, said: Exception, code: str) -> None:
    found = await fact(live(log, asking("Services", "Investigations", said=said)))
    assert isinstance(found, Unshown)
    assert found.code == code
    assert found.text.endswith("Det betyder inte att ärendet saknas.")
    assert APPLICANT.value not in found.text
    assert await concluded(log) == [("Services", "BESVARAD", None), ("Investigations", "EJ_BESVARAD", code)]


async def test_one_that_never_ends_is_given_up_in_time(log: OpenLog) -> None:
    async def case_facts(_ask: CaseAsk, permits: CasePermits, _transport: Transport) -> Any:
        await permits.next("Services")
        await asyncio.Event().wait()

    found = await fact(live(log, case_facts, whole_s=0.05))
    assert isinstance(found, Unshown)
    assert await concluded(log) == [("Services", "EJ_BESVARAD", "KALLA_TIDSGRANS")]


async def test_another_person_in_the_answer_is_a_security_event(log: OpenLog) -> None:
    found = await fact(live(log, asking("Persons", said=WrongPerson("Svaret gällde någon annan."))))
    assert isinstance(found, Unshown)
    (intended,) = [one for one in await records(log) if one["handelse"] == "ARENDEFRAGA_AVSEDD"]
    (alarm,) = [one for one in await records(log) if one["handelse"] == "SAKERHETSHANDELSE"]
    assert (alarm["slag"], alarm["avsiktId"]) == ("FEL_PERSON", intended["entry"])
    assert APPLICANT.value not in json.dumps(await records(log))


@pytest.mark.parametrize("resource", [APPLICANT.value, f"Persons/{APPLICANT.value}", "", "a?key=b", "å"])
async def test_what_is_no_name_of_a_resource_stands_in_no_record(log: OpenLog, resource: str) -> None:
    found = await fact(live(log, asking(resource, said=())))
    assert isinstance(found, Unshown)
    assert await records(log) == []


async def test_a_case_that_it_does_not_know_is_told_as_none(log: OpenLog) -> None:
    other = evidence(APPLICANT, case_id="insats-7")
    assert await fact(live(log, asking("Services", said=(other,)))) is None
    assert await fact(live(log, asking("Services", said=()))) is None


# ------------------------------------------------------------ several persons


def each(**about: CaseEvidence) -> Asks:
    """An adapter that tells each person's case: `a` the applicant's, `p` the partner's."""
    by_person = {APPLICANT: about.get("a"), PARTNER: about.get("p")}
    return asking("Services", said=lambda ask: tuple(it for it in [by_person[ask.person]] if it))


def member(person: Personidentitet, skydd: Skydd, role: Roll = Roll.SOKANDE) -> EvidencePerson:
    return EvidencePerson(person, role, skydd)


async def test_the_persons_of_all_answers_add_up_with_the_gravest_protection(log: OpenLog) -> None:
    partner = member(PARTNER, Skydd.OKANT, Roll.MEDSOKANDE)
    mine = evidence(persons=(member(APPLICANT, Skydd.INGET), partner))
    theirs = replace(partner, protection=Skydd.SEKRETESSMARKERING)
    other = evidence(persons=(member(APPLICANT, Skydd.OKANT), theirs))
    found = await fact(live(log, each(a=mine, p=other)), APPLICANT, PARTNER)
    assert isinstance(found, CaseFact)
    assert {one.person: one.protection for one in found.persons} == {
        APPLICANT: Skydd.INGET,
        PARTNER: Skydd.SEKRETESSMARKERING,
    }
    alone = await fact(live(log, each(a=mine)), APPLICANT, PARTNER)
    assert isinstance(alone, CaseFact)
    assert len(alone.persons) == 2


@pytest.mark.parametrize(
    "other",
    [
        evidence(APPLICANT, PARTNER, kind=Arendetyp.KONTROLL),
        evidence(APPLICANT, PARTNER, opened=date(2026, 9, 2)),
        evidence(APPLICANT, PARTNER, closed=date(2026, 12, 24)),
        evidence(persons=(member(APPLICANT, Skydd.INGET, Roll.MEDSOKANDE), member(PARTNER, Skydd.INGET))),
    ],
)
async def test_answers_that_contradict_each_other_are_not_shown(log: OpenLog, other: CaseEvidence) -> None:
    found = await fact(live(log, each(a=evidence(APPLICANT, PARTNER), p=other)), APPLICANT, PARTNER)
    assert isinstance(found, Unshown)
    assert found.code == "MOTSAGELSE"


async def test_one_that_is_not_answered_about_is_enough(log: OpenLog) -> None:
    def said(ask: CaseAsk) -> Any:
        return (evidence(APPLICANT, PARTNER),) if ask.person == APPLICANT else SourceRefused("K", "Nej.")

    assert isinstance(await fact(live(log, asking("Services", said=said)), APPLICANT, PARTNER), Unshown)


# ------------------------------------------------------------ asked about a person, no case named


async def of_person(origin: LiveCases, *systems: str) -> tuple[CaseFact, ...] | Unshown:
    choices = {system: SystemChoice("lifecare", {"key": "hemlig"}) for system in systems}
    query = new_query(APPLICANT, arende={"system": "demo", "id": "slump-1"})
    return await origin.of_person(query, policy.board(systems=choices))


async def test_every_case_system_tells_all_that_it_has_of_the_person(log: OpenLog) -> None:
    told = (evidence(APPLICANT), evidence(APPLICANT, case_id="insats-902"))
    found = await of_person(live(log, asking("Services", said=told)), "lifecare", "annat")
    assert isinstance(found, tuple)
    assert [(it.system, it.case_id, it.origin) for it in found] == [
        (system, case_id, VisadAv.ARENDESYSTEM)
        for system in ("lifecare", "annat")
        for case_id in ("insats-901", "insats-902")
    ]
    assert await concluded(log) == [("Services", "BESVARAD", None)] * 2


@pytest.mark.parametrize(
    "said",
    [
        SourceUnavailable("KALLA_TIDSGRANS", "svaret kom inte i tid."),
        (evidence(APPLICANT), evidence(APPLICANT, opened=date(2026, 9, 2))),
        (evidence(APPLICANT, case_id=APPLICANT.value),),
        (evidence(APPLICANT, case_id="fri text"),),
    ],
    ids=["silent", "contradicts itself", "a number for an id", "a text for an id"],
)
async def test_what_one_of_them_cannot_say_is_said_by_none(log: OpenLog, said: Any) -> None:
    found = await of_person(live(log, asking("Services", said=said)), "lifecare", "annat")
    assert isinstance(found, Unshown)
    assert APPLICANT.value not in found.text
    assert "Det betyder inte att ärendet saknas." in found.text
    assert len(await concluded(log)) == 1, "the other is not asked"
