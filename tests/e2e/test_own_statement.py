"""A caseworker's own statement, with real stores: logged, kept, confirmed by another, then cleared away."""

from __future__ import annotations

import asyncio
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.problems import (
    GateRefused,
    LogUnavailable,
    MalformedQuestion,
    NotAuthorised,
    NotFound,
    StatementRefused,
)
from messages.intyg import Intygsbekraftelse
from tests.support import policy
from tests.support.policy import AN, NOW, SN, STRANGER
from tests.support.statements import Scene, confirming, made, said, staged


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with staged(tmp_path) as made_ready:
        yield made_ready


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
