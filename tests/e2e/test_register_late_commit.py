"""A caller may give up after the commit has begun: what lands then must be seen by whoever asks next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection

from hub.model.case import CaseFact, CasePerson
from hub.model.listed import ListedCase, ListHead
from hub.model.told import NamedCase
from hub.stores import Stores, Where
from messages.arende import Arendestatus, Arendetyp
from messages.koder import Roll, Skydd
from tests.support.audit import opened
from tests.support.case_events import event, whole
from tests.support.policy import APPLICANT, NOW, SN

CASE = (SN, "demo", "EB-1")
CLOSED = whole(5, status="AVSLUTAT", avslutat="2026-11-20")
LONG_S = 30
"""Nothing takes so long: a test that waits for it has failed."""

Write = Callable[[Stores], Awaitable[object]]


async def put(stores: Stores) -> object:
    return await stores.register.put(*CASE, CLOSED)


async def put_all(stores: Stores) -> object:
    return await stores.register.put_all(SN, [NamedCase("demo", "EB-1", CLOSED)])


async def tell(stores: Stores) -> object:
    return await stores.register.tell(*CASE, [event(2, "AVSLUTAT", 5, dag="2026-11-20")])


async def late(stores: Stores, write: Write, read: Callable[[], Awaitable[object]]) -> None:
    """The write begins, its caller gives up, somebody reads what was before, and then it is committed."""
    held, go, begun, commit = Event(), Event(), Event(), Event()

    def hold(_: Connection) -> None:
        held.set()
        assert go.wait(LONG_S)

    def before_commit(_: Connection) -> None:
        begun.set()
        assert commit.wait(LONG_S)

    file = stores.register_file
    others = [asyncio.create_task(file.write(hold))]
    assert await asyncio.to_thread(held.wait, LONG_S)
    # While the thread is held both of these wait, so that they share the next commit, in this order.
    caller = asyncio.create_task(_given(write, stores))
    others.append(asyncio.create_task(file.write(before_commit)))
    asyncio.get_running_loop().call_soon(go.set)
    assert await asyncio.to_thread(begun.wait, LONG_S)
    caller.cancel()  # what the writer's patience does, too, when it has come to its end
    with suppress(asyncio.CancelledError):
        await caller
    assert caller.cancelled()
    await read()
    commit.set()
    await asyncio.gather(*others)


async def _given(write: Write, stores: Stores) -> None:
    await write(stores)


@pytest.mark.parametrize("write", [put, put_all, tell])
async def test_a_case_closed_after_its_caller_gave_up_is_closed(
    tmp_path: Path, where: Where, write: Write
) -> None:
    with opened(tmp_path, where=where) as here:
        register = here.stores.register
        await register.tell(*CASE, [event(1, "OPPNAT", 0)])

        async def read() -> None:
            assert _status(await register.case(*CASE)) is Arendestatus.PAGAENDE

        await late(here.stores, write, read)
        assert _status(await register.case(*CASE)) is Arendestatus.AVSLUTAT


async def test_a_case_erased_after_its_caller_gave_up_is_gone(tmp_path: Path, where: Where) -> None:
    with opened(tmp_path, where=where) as here:
        register, day = here.stores.register, date(2027, 11, 21)
        await register.put(*CASE, CLOSED)
        numbers = await register.closed_before(SN, day, 10)

        async def erase(_: Stores) -> object:
            return await register.erase(SN, day, numbers)

        async def read() -> None:
            assert await register.get(*CASE) == CLOSED

        await late(here.stores, erase, read)
        assert await register.get(*CASE) is None


async def test_a_list_in_use_after_its_caller_gave_up_is_the_one_read(tmp_path: Path, where: Where) -> None:
    with opened(tmp_path, where=where) as here:
        lists = here.stores.lists
        await lists.bring_in(SN, await _announced(here.stores, 2, "EB-1"))
        second = await _announced(here.stores, 1, "EB-2")

        async def bring_in(_: Stores) -> object:
            return await lists.bring_in(SN, second)

        async def read() -> None:
            assert _status(await lists.case(*CASE)) is Arendestatus.PAGAENDE

        await late(here.stores, bring_in, read)
        assert await lists.case(*CASE) is None
        assert _status(await lists.case(SN, "demo", "EB-2")) is Arendestatus.PAGAENDE


async def test_what_a_caller_withdrew_before_it_began_is_not_done(tmp_path: Path, where: Where) -> None:
    told: list[str] = []
    with opened(tmp_path, where=where) as here:
        file, held, go = here.stores.register_file, Event(), Event()

        def hold(_: Connection) -> None:
            held.set()
            assert go.wait(LONG_S)

        holding = asyncio.create_task(file.write(hold, settled=lambda: told.append("held")))
        assert await asyncio.to_thread(held.wait, LONG_S)
        loop = asyncio.get_running_loop()
        gone = asyncio.create_task(file.write(lambda _: told.append("done"), lambda: told.append("settled")))
        loop.call_soon(gone.cancel)
        with suppress(asyncio.CancelledError):
            await gone
        go.set()
        await holding
        await file.write(lambda _: None)
    assert told == ["held"]


async def test_it_is_told_that_a_write_is_settled_also_when_it_failed(tmp_path: Path, where: Where) -> None:
    told: list[str] = []

    def refuses(_: Connection) -> None:
        raise ValueError("no")

    with opened(tmp_path, where=where) as here:
        with pytest.raises(ValueError, match="no"):
            await here.stores.register_file.write(refuses, lambda: told.append("settled"))
        assert told == ["settled"]


def _status(found: CaseFact | None) -> Arendestatus | None:
    return None if found is None else found.status


async def _announced(stores: Stores, hours_old: int, case_id: str) -> str:
    """A list of one case, all of it there; its id."""
    head = ListHead("demo", NOW - timedelta(hours=hours_old), f"{hours_old}" * 64, 1, 1, 1)
    found, _ = await stores.lists.announce(SN, head)
    who = CasePerson(APPLICANT, Roll.SOKANDE, Skydd.INGET)
    kind = Arendetyp.EKONOMISKT_BISTAND
    case = ListedCase(case_id, kind, Arendestatus.PAGAENDE, date(2026, 11, 1), None, (who,))
    await stores.lists.put_part(SN, found.id, 1, [case])
    return found.id
