"""A database server that is not fit, gone, cut off or killed: nothing is sent unlogged, nothing twice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from signal import Signals

import pytest
from sqlalchemy import Connection, select

from hub.audit import AccessLog, StartRefused
from hub.audit.checkpoint import Verifier
from hub.audit.verify import State
from hub.cases import CaseErasure
from hub.model.board import BoardId
from hub.problems import AnswerWithheld, LogUnavailable, QuestionRepeated
from hub.rounds import Round, going
from hub.settings import Settings
from hub.silence import SilenceDesk
from hub.stores import Address, Limits, open_stores, postgresql
from hub.stores.engine import transaction
from hub.stores.kind import FAILURES
from hub.stores.log_file import stored_logs, verify_stored
from hub.stores.log_tables import conclusions, entries
from hub.stores.migrate import Database
from hub.stores.where import reading
from hub.watch import SourceWatch
from messages.koder import Atgard, Led
from messages.uppgifter import Fel
from tests.support.audit import (
    ORIGIN,
    OpenLog,
    SetClock,
    grounds,
    look_up,
    new_query,
    opened,
    plan,
    results,
)
from tests.support.case_events import whole
from tests.support.crashed import Promised, crashing, hold
from tests.support.crasher import MachineClock, look_ups
from tests.support.cut_off import Cut, Relay, relay
from tests.support.policy import AN, SN, agreement, board
from tests.support.postgres import Server, running_server


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server that may be killed."""
    with running_server() as server:
        yield server


@pytest.fixture
def database(own: Server) -> Address:
    return own.database()


# ------------------------------------------------------------ what the hub does not start on


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_server_that_may_lose_what_it_confirmed_is_refused(
    own: Server, tmp_path: Path, setting: str
) -> None:
    database = own.database()
    with set_to(own, setting, "off"), pytest.raises(StartRefused, match=f"Set {setting} = on"):
        opened(tmp_path, where=database).__enter__()
    with opened(tmp_path, where=database):
        pass


@contextmanager
def set_to(server: Server, setting: str, value: str) -> Iterator[None]:
    try:
        for statement in (f"ALTER SYSTEM SET {setting} = {value}", "SELECT pg_reload_conf()"):
            with server.connect("postgres") as connection:
                connection.execute(statement)
        time.sleep(0.2)
        yield
    finally:
        with server.connect("postgres") as connection:
            connection.execute(f"ALTER SYSTEM RESET {setting}")
        with server.connect("postgres") as connection:
            connection.execute("SELECT pg_reload_conf()")
        time.sleep(0.2)


def test_a_role_without_rights_is_told_so(own: Server, tmp_path: Path) -> None:
    database = own.empty()
    with own.connect("postgres") as connection:
        connection.execute("CREATE ROLE svag LOGIN")
    weak = Address(database.url.set(username="svag"))
    with pytest.raises(StartRefused, match=r"lacks a right: permission denied.*own the database"):
        open_stores(weak, tmp_path / "keys", SetClock())
    assert not (tmp_path / "keys").exists(), "no keys are made for what cannot be used"


def test_anothers_tables_are_left_alone(own: Server, tmp_path: Path) -> None:
    database = own.empty()
    with own.connect(str(database.url.database)) as connection:
        connection.execute("CREATE SCHEMA logg")
        connection.execute("CREATE TABLE logg.entries (id int)")
    with pytest.raises(StartRefused, match="holds tables that are not the hub's"):
        open_stores(database, tmp_path / "keys", SetClock())


def test_a_database_that_is_not_there_is_told_without_the_password(own: Server, tmp_path: Path) -> None:
    wrong = Address(own.empty().url.set(database="finns_inte", password="hemligt"))
    with pytest.raises(StartRefused, match="finns_inte") as refused:
        open_stores(wrong, tmp_path / "keys", SetClock())
    assert "hemligt" not in str(refused.value) + repr(wrong) + str(wrong)


@pytest.mark.parametrize("text", ["mysql://a/b", "postgresql://", "nonsens"])
def test_an_address_of_something_else_is_refused(text: str) -> None:
    with pytest.raises(StartRefused, match=r"postgresql\+psycopg://USER"):
        Address.parse(text)


def test_the_address_is_a_secret() -> None:
    settings = Settings(database="postgresql+psycopg://a:hemligt@b/c")
    assert "hemligt" not in repr(settings) + settings.model_dump_json()


def test_keys_that_are_not_the_databases_own_stop_the_start(database: Address, tmp_path: Path) -> None:
    with opened(tmp_path / "en", where=database):
        pass
    with pytest.raises(StartRefused, match="the keys folder is missing although there is data"):
        opened(tmp_path / "annan", where=database).__enter__()
    with opened(tmp_path / "annan"):
        pass
    with pytest.raises(StartRefused, match="is not the one that the PostgreSQL database"):
        opened(tmp_path / "annan", where=database).__enter__()


def test_a_role_that_need_not_wait_for_the_disk_waits_all_the_same(
    own: Server, database: Address, tmp_path: Path
) -> None:
    with own.connect("postgres") as connection:
        connection.execute(f"ALTER DATABASE {database.url.database} SET synchronous_commit = off")
    with opened(tmp_path, where=database) as here:
        shown = here.stores.register_file.write(
            lambda connection: connection.exec_driver_sql("SHOW synchronous_commit").scalar_one()
        )
        assert asyncio.run(shown) == "on"


def test_hubs_that_start_at_once_make_the_tables_once(own: Server, tmp_path: Path) -> None:
    with opened(tmp_path):
        pass  # makes the keys
    database = own.empty()

    def start(_: int) -> None:
        open_stores(database, tmp_path / "keys", SetClock()).close()

    with ThreadPoolExecutor(3) as hubs:
        assert list(hubs.map(start, range(3))) == [None] * 3


# ------------------------------------------------------------ trouble, and after it


async def fails_then_recovers(own: Server, here: OpenLog, trouble: object) -> None:
    """In trouble nothing is intended and nothing released; afterwards all works, without a restart."""
    await look_up(here.log)
    open_still = await here.log.intend(new_query(), grounds(), plan())
    asked = new_query()
    with trouble:  # type: ignore[attr-defined]
        with pytest.raises(LogUnavailable):
            await here.log.intend(asked, grounds(), plan())
        with pytest.raises(AnswerWithheld):
            await here.log.conclude(open_still, results(open_still))
        assert here.log.health().faults
    await here.log.intend(asked, grounds(), plan())
    await here.log.conclude(open_still, results(open_still))
    assert not here.log.health().faults
    assert valid(here)


def valid(here: OpenLog) -> bool:
    verifier = Verifier.parse(here.stores.vault.verifier(ORIGIN))
    return verify_stored(here.where, ORIGIN, verifier).state is State.VALID


@contextmanager
def gone(server: Server) -> Iterator[None]:
    server.stop(Signals.SIGKILL)
    try:
        yield
    finally:
        server.start()


@contextmanager
def locked(server: Server, database: Address) -> Iterator[None]:
    with server.connect(str(database.url.database)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM logg.logs FOR UPDATE")
        yield
        other.execute("ROLLBACK")


async def test_a_server_that_is_gone(own: Server, database: Address, tmp_path: Path) -> None:
    with opened(tmp_path, where=database) as here:
        await fails_then_recovers(own, here, gone(own))


async def test_a_head_that_somebody_else_holds(own: Server, database: Address, tmp_path: Path) -> None:
    with opened(tmp_path, where=database) as here:
        await fails_then_recovers(own, here, locked(own, database))


async def test_a_server_started_anew_while_nobody_asked_is_not_noticed(
    own: Server, database: Address, tmp_path: Path
) -> None:
    with opened(tmp_path, where=database) as here:
        await look_up(here.log)
        with gone(own):
            pass
        here.clock.move(5)
        await look_up(here.log)
        assert await here.stores.log.logs() == (ORIGIN,)
        assert here.log.health().failures == 0


async def test_a_connection_lost_within_a_transaction_is_a_fault_of_the_database(
    own: Server, database: Address
) -> None:
    """And as such told to callers, also where it is found out by what SQLAlchemy sends."""
    engine = postgresql.write_engine(database, postgresql.LOG_SCHEMA, 1000)

    def lost(connection: Connection) -> None:
        with transaction(connection):
            pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            with own.connect("postgres") as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
            connection.exec_driver_sql("SELECT 1")

    with engine.connect() as connection, pytest.raises(FAILURES):
        lost(connection)
    engine.dispose()


# ------------------------------------------------------------ the answer to a COMMIT that never came


@pytest.fixture
def between(own: Server) -> Iterator[Relay]:
    with relay(own.port) as made:
        yield made


@contextmanager
def opened_through(between: Relay, database: Address, folder: Path) -> Iterator[OpenLog]:
    way = Address(database.url.set(port=between.port))
    with opened(folder, limits=Limits(busy_ms=3000, patience_s=10), where=way) as here:
        yield here


@pytest.mark.parametrize("cut", Cut)
async def test_an_intention_is_not_written_twice(
    between: Relay, database: Address, tmp_path: Path, cut: Cut
) -> None:
    with opened_through(between, database, tmp_path) as here:
        await look_up(here.log)
        asked = new_query()
        between.cut = cut
        with pytest.raises(LogUnavailable):
            await here.log.intend(asked, grounds(), plan())
        assert between.cuts == 1
        if cut is Cut.AFTER:
            with pytest.raises(QuestionRepeated):
                await here.log.intend(asked, grounds(), plan())
        else:
            await here.log.intend(asked, grounds(), plan())
        here.clock.move(3600)
        assert await here.log.sweep() == 2
        assert await here.log.sweep() == 0
        assert concluded_once(here) == 4
        assert valid(here)


@pytest.mark.parametrize("cut", Cut)
async def test_a_conclusion_is_not_written_twice(
    between: Relay, database: Address, tmp_path: Path, cut: Cut
) -> None:
    with opened_through(between, database, tmp_path) as here:
        intended = await here.log.intend(new_query(), grounds(), plan())
        between.cut = cut
        with pytest.raises(AnswerWithheld):
            await here.log.conclude(intended, results(intended))
        assert between.cuts == 1
        here.clock.move(3600)
        assert await here.log.sweep() == (0 if cut is Cut.AFTER else 2)
        assert concluded_once(here) == 2
        assert valid(here)


def concluded_once(here: OpenLog) -> int:
    """How many intentions; each has its one conclusion."""
    with reading(here.where, Database.LOG) as connection:
        ids = select(entries.c.entry_id)
        asked = connection.scalars(ids.where(entries.c.event == "UPPSLAG_AVSETT")).all()
        ended = connection.scalars(select(conclusions.c.intention)).all()
        records = connection.scalars(ids.where(entries.c.event == "UPPSLAG_AVSLUTAT")).all()
    assert sorted(asked) == sorted(ended)
    assert len(records) == len(ended)
    return len(asked)


# ------------------------------------------------------------ under load


def under_load(own: Server, database: Address, folder: Path, rounds: int, gone_s: float) -> None:
    """Backends killed with kill -9, and the server gone for a while, over and over, while the hub lives."""
    hold(folder, database, asyncio.run(suffered(own, database, folder, rounds, gone_s)))


async def suffered(own: Server, database: Address, folder: Path, rounds: int, gone_s: float) -> Promised:
    promised, going = Promised(), [True]
    with open_stores(database, folder / "keys", MachineClock(), limits=Limits(busy_ms=1000)) as stores:
        log = AccessLog(stores.log, stores.vault, MachineClock(), "nod-1")
        load = asyncio.create_task(look_ups(log, SN, promised.say, lambda: going[0]))
        for number in range(rounds):
            await some_more(promised)
            if number % 2:
                assert await asyncio.to_thread(own.kill_backends) > 0
            else:
                await asyncio.to_thread(own.stop, Signals.SIGKILL)
                await asyncio.sleep(gone_s)
                await asyncio.to_thread(own.start)
        await some_more(promised)
        going[0] = False
        await load
        assert log.health().failures > 0, "the load never met the trouble"
    return promised


async def some_more(promised: Promised) -> None:
    before, latest = len(promised.concluded), time.monotonic() + 60
    while len(promised.concluded) < before + 50:
        assert time.monotonic() < latest, "the hub does not recover"
        await asyncio.sleep(0.02)


def test_backends_killed_and_the_server_gone_under_load(
    own: Server, database: Address, tmp_path: Path
) -> None:
    under_load(own, database, tmp_path, rounds=4, gone_s=1)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_many_backends_killed_and_the_server_gone_for_long(
    own: Server, database: Address, tmp_path: Path
) -> None:
    under_load(own, database, tmp_path, rounds=2, gone_s=20)
    under_load(own, database, tmp_path, rounds=100, gone_s=0.5)


# ------------------------------------------------------------ several hubs over one database


def together(folder: Path, database: Address, boards: tuple[BoardId, BoardId], rounds: int) -> None:
    """Two processes write, one of them is killed and the other goes on; then both are dead."""
    promised = Promised()
    for number in range(rounds):
        with (
            crashing(folder, database, boards[0], "en") as one,
            crashing(folder, database, boards[1], "tva") as two,
        ):
            for hub in (one, two):
                hub.wait_for_a_promise(20)
            killed, other = (one, two) if number % 2 else (two, one)
            killed.kill()
            went_on = other.promises() + 50
            latest = time.monotonic() + 30
            while other.promises() < went_on:
                assert time.monotonic() < latest, "the other hub is held up by the one that was killed"
                time.sleep(0.01)
        for hub in (one, two):
            hub.promised(promised)
        hold(folder, database, promised)
    assert set(stored_logs(database)) == {board.origin for board in boards}


@pytest.mark.parametrize("boards", [(SN, SN), (SN, AN)], ids=["the same board", "different boards"])
def test_of_two_hubs_one_is_killed(
    database: Address, tmp_path: Path, boards: tuple[BoardId, BoardId]
) -> None:
    with opened(tmp_path, where=database):
        pass  # makes the keys
    together(tmp_path, database, boards, 1)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("boards", [(SN, SN), (SN, AN)], ids=["the same board", "different boards"])
def test_of_two_hubs_one_is_killed_many_times(
    database: Address, tmp_path: Path, boards: tuple[BoardId, BoardId]
) -> None:
    with opened(tmp_path, where=database):
        pass
    together(tmp_path, database, boards, 50)


async def test_what_one_hub_is_told_the_other_knows_at_once_and_a_live_intention_is_left_alone(
    database: Address, tmp_path: Path
) -> None:
    from tests.support.case_events import whole

    with opened(tmp_path, where=database) as one, opened(tmp_path, where=database) as two:
        case = (SN, "demo", "EB-1")
        await one.stores.register.put(*case, whole(5))
        assert (await two.stores.register.case(*case)) == (await one.stores.register.case(*case))
        await two.stores.register.put(*case, whole(6, status="AVSLUTAT", avslutat="2026-11-20"))
        assert (await one.stores.register.case(*case)) == (await two.stores.register.case(*case))
        asked = new_query()
        intended = await one.log.intend(asked, grounds(), plan())
        assert (await two.log.recover(), await two.log.sweep()) == (0, 0)
        with pytest.raises(QuestionRepeated):
            await two.log.intend(asked, grounds(), plan())
        await one.log.conclude(intended, results(intended))
        late = await one.log.intend(new_query(), grounds(), plan())
        two.clock.move(3600)
        swept = await asyncio.gather(one.log.sweep(), two.log.sweep(), two.log.recover())
        assert max(swept) == 2
        with pytest.raises(AnswerWithheld):
            await one.log.conclude(late, results(late))
        assert concluded_once(two) == 4
        assert valid(two)


# ------------------------------------------------------------ what hubs do by themselves


DOWN = Fel(led=Led.FORMEDLARE, kod="FORMEDLARE_DRIFTSTORNING", text="Svarar inte.", atgard=Atgard.FORSOK_IGEN)


async def test_a_silence_is_told_once_whichever_hub_heard_it(database: Address, tmp_path: Path) -> None:
    with opened(tmp_path, where=database) as one, opened(tmp_path, where=database) as two:
        hubs = [(here, SourceWatch(here.clock)) for here in (one, two)]
        known = {"CSN": (agreement(longest_silence_s=3600),)}
        boards = {SN: board()}
        desks = [
            SilenceDesk(watch, here.stores.reaches, here.log, boards, known, here.clock)
            for here, watch in hubs
        ]

        async def after(seconds: float) -> list[int]:
            for here, _ in hubs:
                here.clock.move(seconds)
            return [await desk.look() for desk in desks]

        for _, watch in hubs:
            watch.heard(SN, "CSN", DOWN)
        assert await after(10) == [0, 0]
        hubs[1][1].heard(SN, "CSN", DOWN)
        assert await after(3600) == [1, 0]
        assert [len(desk.warnings()) for desk in desks] == [1, 1]
        assert await after(15) == [0, 0]
        hubs[0][1].heard(SN, "CSN", None)
        assert await after(15) == [1, 0]
        assert [desk.silent() for desk in desks] == [frozenset()] * 2
        assert await after(15) == [0, 0], "what the other had not heard itself is over for it, too"
        events = await one.stores.log.following(ORIGIN, 0, 100)
        assert [it.event for it in events if it.event.startswith("KALLA_")] == ["KALLA_TYST", "KALLA_HORS"]


async def test_closed_cases_are_erased_and_told_once_by_hubs_whose_hour_has_come(
    database: Address, tmp_path: Path
) -> None:
    with opened(tmp_path, where=database) as one, opened(tmp_path, where=database) as two:
        for number in range(20):
            closed = whole(6, status="AVSLUTAT", avslutat="2026-11-20")
            await one.stores.register.put(SN, "demo", f"EB-{number}", closed)
        for here in (one, two):
            here.clock.move(3 * 366 * 86_400)
        rounds = []
        for here in (one, two):
            erasure = CaseErasure(here.stores.register, here.log, {SN: board()}, here.clock)
            rounds.append(
                going([Round("closed cases erased", erasure.erase, 0.01, alone=True)], here.stores.turns)
            )
        async with rounds[0], rounds[1]:
            for _ in range(500):
                await asyncio.sleep(0.02)
                if await one.stores.register.get(SN, "demo", "EB-19") is None:
                    break
            await asyncio.sleep(0.2)
        events = await one.stores.log.following(ORIGIN, 0, 100)
        assert [it.event for it in events] == ["EPOK_OPPNAD", "ARENDEN_GALLRADE"]
