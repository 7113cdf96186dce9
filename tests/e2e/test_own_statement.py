"""A caseworker's own statement, with real stores: logged, kept, relied on for the day, then gone."""

from __future__ import annotations

import asyncio
import subprocess
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest

from hub.audit import Search
from hub.facts import FactGatherer, Kept
from hub.model.case import CaseFact, Unshown
from hub.model.decision import Allowed, Decision, Denial, Refused
from hub.model.query import Caller, Query
from hub.policy import decide, five_gates
from hub.problems import (
    GateRefused,
    LogUnavailable,
    MalformedQuestion,
    NotAuthorised,
    NotFound,
    StatementRefused,
)
from hub.statements import OwnStatements, StatementDesk
from messages.arende import Arende
from messages.intyg import Intygsbekraftelse, Intygssvar
from messages.koder import Roll, VisadAv
from tests.support import policy
from tests.support.audit import OpenLog, opened
from tests.support.policy import AN, APPLICANT, CHILD, NOW, PARTNER, SN, STRANGER
from tests.unit.test_statements import said

CASE = {"system": "demo", "id": "EB-1"}
BY_HAND = {VisadAv.REGISTER: 35 * 86_400, VisadAv.EGET_INTYG: 86_400}
TAKES_OURS = (VisadAv.REGISTER, VisadAv.EGET_INTYG)
AGREEMENTS = {
    "CSN": (policy.agreement("CSN", evidence=BY_HAND),),
    "FK": (policy.agreement("FK", evidence=BY_HAND, confirmed_afterwards=True),),
    "AF": (policy.agreement("AF"),),
}


@dataclass(slots=True)
class Scene:
    """The stores of a folder with a desk before them, and what a question would be decided on."""

    here: OpenLog
    desk: StatementDesk
    gatherer: FactGatherer

    async def decided(self, statement: str | None, *persons: Any, case: str = "EB-1") -> Decision:
        return decide(
            five_gates(), asked := ask(statement, *persons, case=case), await self.gatherer.gather(asked)
        )

    async def logged(self) -> list[Mapping[str, Any]]:
        """Every record of the board but those of reading, oldest first."""
        found = await self.here.log.search(Caller("granskare", SN, frozenset()), Search(first=NOW), "Prov")
        kept = [it.content for it in found if it.content and it.event not in {"LOGG_SOKT", "EPOK_OPPNAD"}]
        return kept[::-1]

    def rows(self, table: str) -> int:
        with closing(connect(self.here.folder / "data" / "register.db")) as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    route = policy.board().routes["CSN"]
    board = policy.board(evidence=TAKES_OURS, routes=dict.fromkeys(AGREEMENTS, route))
    boards = {SN: board, AN: replace(board, id=AN)}
    with opened(tmp_path) as here:
        store, clock = here.stores.statements, here.clock
        desk = StatementDesk(store, here.log, boards, AGREEMENTS, clock, lambda: str(uuid.uuid4()))
        origins = {
            VisadAv.REGISTER: Kept(here.stores.register),
            VisadAv.EGET_INTYG: OwnStatements(store, clock),
        }
        facts = FactGatherer(boards, AGREEMENTS, frozenset(AGREEMENTS), {}, origins, five_gates(), clock)
        yield Scene(here, desk, facts)


def ask(statement: str | None, *persons: Any, case: str = "EB-1") -> Query:
    named = {"system": "demo", "id": case} | ({} if statement is None else {"intygId": statement})
    people = [{"personidentitet": it.value} for it in persons or (APPLICANT,)]
    rows = [{"kalla": "CSN"}, {"kalla": "FK"}]
    return policy.query(arende=named, personer=people, urval=rows, aktor={"id": "hl000999"})


def confirming(actor: str = "hl000456", **changes: Any) -> Intygsbekraftelse:
    asker = policy.question(aktor={"id": actor} | changes).ingivare
    return Intygsbekraftelse(ingivare=asker)


async def made(scene: Scene, **changes: Any) -> Intygssvar:
    return await scene.desk.make(policy.caller(), said(**changes))


async def test_a_statement_is_logged_and_kept_and_read_back(scene: Scene) -> None:
    told = await made(scene)
    assert (told.lamnat, told.gallerTill) == (NOW, datetime(2026, 11, 21, 23, tzinfo=UTC))
    assert (told.bekraftelseKravs, told.bekraftasFore, told.granskas) == (True, ["CSN"], True)
    assert await scene.desk.get(policy.caller(), told.intygId) == told
    (record,) = await scene.logged()
    assert record["handelse"] == "INTYG_LAMNAT"
    assert record["intygId"] == told.intygId
    assert record["aktor"]["id"] == "hl000123"
    assert record["arende"] == {"system": "demo", "id": "EB-1", "typ": "EKONOMISKT_BISTAND"}
    assert record["gallerTill"] == "2026-11-21T23:00:00Z"
    assert [it["roll"] for it in record["personer"]] == ["SOKANDE"]


async def test_without_the_log_nothing_is_kept_or_confirmed(scene: Scene) -> None:
    told = await made(scene)
    scene.here.free[0] = 0
    with pytest.raises(LogUnavailable):
        await made(scene)
    with pytest.raises(LogUnavailable):
        await scene.desk.confirm(policy.caller(), told.intygId, confirming())
    assert scene.rows("statements") == 1
    assert (await scene.desk.get(policy.caller(), told.intygId)).bekraftat is None


async def test_persons_are_sealed_on_the_disk(scene: Scene) -> None:
    await made(scene, personer=[{"personidentitet": STRANGER.value, "roll": "SOKANDE"}])
    # A copy, since SQLite forgets its locks when this process closes the files themselves.
    copy = scene.here.folder / "kopia"
    await asyncio.to_thread(
        subprocess.run, ["cp", "-r", str(scene.here.folder / "data"), str(copy)], check=True
    )
    for file in copy.iterdir():
        assert STRANGER.value[2:].encode() not in file.read_bytes(), file.name


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"oppnat": "2026-11-22"}, MalformedQuestion),
        ({"arende": {"system": "annat", "id": "EB-1"}}, NotAuthorised),
        ({"ingivare": confirming(typ="KONTAKTCENTER").ingivare.model_dump(exclude_none=True)}, GateRefused),
        ({"ingivare": confirming("robot7").ingivare.model_dump(exclude_none=True)}, GateRefused),
    ],
)
async def test_what_is_refused_is_not_kept(scene: Scene, changes: Any, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        await made(scene, **changes)
    assert scene.rows("statements") == 0
    told = [record["slag"] for record in await scene.logged()]
    assert told == (["INTYG_NEKAT"] if problem is GateRefused else [])


async def test_a_board_that_takes_no_such_word_says_so(scene: Scene) -> None:
    boards = {SN: policy.board()}
    with pytest.raises(NotAuthorised, match="EGET_INTYG"):
        await replace(scene.desk, boards=boards).make(policy.caller(), said())
    assert scene.rows("statements") == 0


# ------------------------------------------------------------ the confirmation


async def test_someone_else_confirms_and_the_same_again_changes_nothing(scene: Scene) -> None:
    told = await made(scene)
    scene.here.clock.move(600)
    done = await scene.desk.confirm(policy.caller(), told.intygId, confirming())
    assert (done.bekraftelseKravs, done.bekraftasFore, done.bekraftatAv) == (False, [], "hl000456")
    assert done.bekraftat == NOW + timedelta(minutes=10)
    assert done.gallerTill == told.gallerTill, "a confirmation prolongs nothing"
    records = await scene.logged()
    assert (records[-1]["handelse"], records[-1]["aktor"]["id"]) == ("INTYG_BEKRAFTAT", "hl000456")
    assert records[-1]["arende"]["id"] == "EB-1"
    scene.here.clock.move(600)
    for actor in ("hl000456", "HL-000456"):
        assert await scene.desk.confirm(policy.caller(), told.intygId, confirming(actor)) == done
    assert await scene.logged() == records
    with pytest.raises(StatementRefused, match="någon annan"):
        await scene.desk.confirm(policy.caller(), told.intygId, confirming("hl000789"))


@pytest.mark.parametrize("actor", ["hl000123", "HL000123", "hl-000123", "SBK/hl000123"])
async def test_nobody_confirms_what_they_said_themselves(scene: Scene, actor: str) -> None:
    told = await made(scene)
    with pytest.raises(NotAuthorised, match="själv"):
        await scene.desk.confirm(policy.caller(), told.intygId, confirming(actor))
    assert (await scene.desk.get(policy.caller(), told.intygId)).bekraftat is None
    assert (await scene.logged())[-1]["slag"] == "INTYG_BEKRAFTAT_AV_SAMMA"


async def test_what_has_ended_is_not_confirmed(scene: Scene) -> None:
    told = await made(scene)
    scene.here.clock.move((told.gallerTill - NOW).total_seconds())
    with pytest.raises(StatementRefused, match="gäller inte längre"):
        await scene.desk.confirm(policy.caller(), told.intygId, confirming())
    assert [it["handelse"] for it in await scene.logged()] == ["INTYG_LAMNAT"]


async def test_another_board_s_is_as_unknown_as_none(scene: Scene) -> None:
    told, stranger = await made(scene), policy.caller(board=AN)
    texts = []
    for statement in (told.intygId, str(uuid.uuid4())):
        with pytest.raises(NotFound) as caught:
            await scene.desk.get(stranger, statement)
        texts.append(caught.value.detail)
        theirs = Intygsbekraftelse(
            ingivare=policy.question(ingivare={"namnd": "AN"}, aktor={"id": "hl000456"}).ingivare
        )
        with pytest.raises(NotFound) as caught:
            await scene.desk.confirm(stranger, statement, theirs)
        texts.append(caught.value.detail)
    assert len(set(texts)) == 1


async def test_of_two_who_confirm_at_once_the_first_stands(scene: Scene) -> None:
    told, store = await made(scene), scene.here.stores.statements
    await store.confirm(SN, told.intygId, "hl000456", NOW)
    with pytest.raises(StatementRefused):
        await store.confirm(SN, told.intygId, "hl000789", NOW)
    await store.confirm(SN, told.intygId, "hl000456", NOW + timedelta(minutes=1))
    found = await scene.desk.get(policy.caller(), told.intygId)
    assert (found.bekraftatAv, found.bekraftat) == ("hl000456", NOW)


# ------------------------------------------------------------ as evidence


async def fact(scene: Scene, query: Query) -> CaseFact | Unshown | None:
    board = scene.desk.boards[query.caller.board]
    return await scene.gatherer.origins[VisadAv.EGET_INTYG].fact(query, board)


async def test_it_shows_the_case_with_its_age_from_when_it_was_made(scene: Scene) -> None:
    told = await made(scene)
    scene.here.clock.move(600)
    await scene.desk.confirm(policy.caller(), told.intygId, confirming())
    found = await fact(scene, ask(told.intygId))
    assert isinstance(found, CaseFact)
    assert (found.origin, found.as_of, found.statement) == (VisadAv.EGET_INTYG, NOW, told.intygId)
    assert (found.review, found.confirmed) == (True, True)
    assert [(it.person, it.role) for it in found.persons] == [(APPLICANT, Roll.SOKANDE)]


async def test_what_is_not_named_or_does_not_hold_shows_nothing(scene: Scene) -> None:
    told = await made(scene)
    assert await fact(scene, ask(None)) is None
    other = await fact(scene, ask(told.intygId, case="EB-2"))
    assert isinstance(other, Unshown)
    assert other.code == "INTYGET_OM_ANNAT_ARENDE"
    unknown = await fact(scene, ask(str(uuid.uuid4())))
    elsewhere = await fact(scene, replace(ask(told.intygId), caller=policy.caller(board=AN)))
    assert isinstance(unknown, Unshown)
    assert unknown == elsewhere, "another board's statement is as unknown as none"
    scene.here.clock.move((told.gallerTill - NOW).total_seconds())
    ended = await fact(scene, ask(told.intygId))
    assert isinstance(ended, Unshown)
    assert ended.code == "INTYGET_GALLER_INTE"
    refused = await scene.decided(told.intygId)
    assert isinstance(refused, Refused)
    assert refused.rule == "visat-arende", "that is never the same as no case"


def sources(decision: Decision) -> dict[str, str]:
    assert isinstance(decision, Allowed), decision
    (person,) = decision.persons
    return {row.source: row.code if isinstance(row, Denial) else "asked" for row in person.sources}


async def test_some_sources_are_asked_before_the_confirmation_and_some_after(scene: Scene) -> None:
    told = await made(scene)
    assert sources(await scene.decided(told.intygId)) == {"CSN": "INTYGET_INTE_BEKRAFTAT", "FK": "asked"}
    await scene.desk.confirm(policy.caller(), told.intygId, confirming())
    assert sources(await scene.decided(told.intygId)) == {"CSN": "asked", "FK": "asked"}


async def test_only_who_is_stated_is_in_the_case(scene: Scene) -> None:
    told = await made(scene)
    refused = await scene.decided(told.intygId, APPLICANT, PARTNER)
    assert isinstance(refused, Refused)
    assert refused.rule == "person-i-arendet"


REGISTERED: dict[str, tuple[dict[str, Any], str]] = {
    "closed": ({"status": "AVSLUTAT", "avslutat": "2026-11-10"}, "ej-avslutat-arende"),
    "left": ({"personer": [{"personidentitet": CHILD.value, "roll": "SOKANDE"}]}, "person-i-arendet"),
    "of another kind": ({"typ": "ATERKRAV"}, "ratt-slag-av-arende"),
}


@pytest.mark.parametrize(("changes", "rule"), REGISTERED.values(), ids=REGISTERED.keys())
async def test_it_never_overrules_what_a_system_has_said(
    scene: Scene, changes: dict[str, Any], rule: str
) -> None:
    """Also where the system's word is the older one."""
    state = {
        "typ": "EKONOMISKT_BISTAND",
        "status": "PAGAENDE",
        "tidpunkt": "2026-11-11T08:00:00Z",
        "oppnat": "2026-09-01",
        "personer": [{"personidentitet": APPLICANT.value, "roll": "SOKANDE"}],
    }
    case = Arende.model_validate(state | changes)
    await scene.here.stores.register.put(SN, "demo", "EB-1", case)
    told = await made(scene)
    await scene.desk.confirm(policy.caller(), told.intygId, confirming())
    refused = await scene.decided(told.intygId)
    assert isinstance(refused, Refused)
    assert refused.rule == rule


async def test_it_is_cleared_away_thirty_days_after_its_end(scene: Scene) -> None:
    told = await made(scene)
    until_end = (told.gallerTill - NOW).total_seconds()
    scene.here.clock.move(until_end + 30 * 86_400)
    assert await scene.desk.erase() == 0
    assert scene.rows("statement_members") == 1
    scene.here.clock.move(1)
    assert await scene.desk.erase() == 1
    assert (scene.rows("statements"), scene.rows("statement_members")) == (0, 0)
    with pytest.raises(NotFound):
        await scene.desk.get(policy.caller(), told.intygId)
    assert [it["handelse"] for it in await scene.logged()] == ["INTYG_LAMNAT"]
