"""When the log cannot be written nothing may be sent, and it recovers by itself when it can be again."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from hub.audit import StartRefused
from hub.audit.checkpoint import Verifier
from hub.audit.verify import State
from hub.problems import AnswerWithheld, LogUnavailable
from hub.stores import Limits
from hub.stores.log_file import verify_stored
from hub.stores.sqlite_files import wal_defect
from tests.support.audit import ORIGIN, OpenLog, grounds, look_up, new_query, opened, plan, results


@pytest.fixture
def here(tmp_path: Path) -> Iterator[OpenLog]:
    with opened(tmp_path) as log:
        yield log


async def fails_then_recovers(here: OpenLog, trouble: object) -> None:
    """In trouble nothing is intended and nothing released; afterwards all works, without a restart."""
    await look_up(here.log)
    open_still = await here.log.intend(new_query(), grounds(), plan())
    asked = new_query()
    with trouble:  # type: ignore[attr-defined]
        with pytest.raises(LogUnavailable) as refused:
            await here.log.intend(asked, grounds(), plan())
        assert refused.value.retry_after_s
        with pytest.raises(AnswerWithheld):
            await here.log.conclude(open_still, results(open_still))
        health = here.log.health()
        assert health.last_commit_failed
        assert health.faults
    await here.log.intend(asked, grounds(), plan())
    await here.log.conclude(open_still, results(open_still))
    assert not here.log.health().faults
    verifier = Verifier.parse(here.stores.vault.verifier(ORIGIN))
    assert verify_stored(here.folder / "data", ORIGIN, verifier).state is State.VALID


@contextmanager
def no_file_may_grow() -> Iterator[None]:
    """As a full disk: nothing is written beyond a file's first 4 KB, neither database nor write-ahead log."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def locked_by_another(folder: Path) -> Iterator[None]:
    with closing(sqlite3.connect(folder / "data" / "logg.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def read_only(here: OpenLog) -> Iterator[None]:
    """As a file system gone read-only under a serving hub: its own connection may not write."""
    writer = here.stores.log._writer
    engine, writer._engine = writer._engine, here.stores.log._readers._engine
    writer._disconnect()
    try:
        yield
    finally:
        writer._engine = engine


async def test_a_disk_that_is_full(here: OpenLog) -> None:
    await fails_then_recovers(here, no_file_may_grow())


async def test_a_database_locked_by_another_connection(here: OpenLog) -> None:
    await fails_then_recovers(here, locked_by_another(here.folder))


async def test_a_database_that_has_become_read_only(here: OpenLog) -> None:
    await fails_then_recovers(here, read_only(here))


async def test_a_storage_that_is_too_slow(tmp_path: Path) -> None:
    """Nobody waits longer than the limit, and what was given up before it began is never written."""
    with opened(tmp_path, limits=Limits(busy_ms=1500, patience_s=0.2)) as here:
        await look_up(here.log)
        with locked_by_another(tmp_path):
            late = here.log.intend(new_query(), grounds(), plan())
            later = asyncio.sleep(0.3, here.log.intend(new_query(), grounds(), plan()))
            with pytest.raises(LogUnavailable):
                await late
            with pytest.raises(LogUnavailable):
                await (await later)
        await asyncio.sleep(0.5)
        await look_up(here.log)


async def test_nearly_full_is_told_and_full_refuses_new_look_ups_only(here: OpenLog) -> None:
    open_still = await here.log.intend(new_query(), grounds(), plan())
    assert not [it for it in here.log.health().warnings if "MB" in it]
    here.free[0] = 500_000_000
    assert any("500 MB left; look-ups stop at 64 MB" in it for it in here.log.health().warnings)
    await look_up(here.log)
    here.free[0] = 63_000_000
    assert any("disk is full (63 MB free)" in it for it in here.log.health().faults)
    with pytest.raises(LogUnavailable):
        await here.log.intend(new_query(), grounds(), plan())
    receipt = await here.log.conclude(open_still, results(open_still))
    assert receipt.log == ORIGIN
    here.free[0] = 10**12
    await look_up(here.log)


async def test_intentions_and_conclusions_waiting_together_on_a_full_disk(here: OpenLog) -> None:
    waiting = [await here.log.intend(new_query(), grounds(), plan()) for _ in range(5)]
    here.free[0] = 1
    work = [here.log.conclude(it, results(it)) for it in waiting]
    more = [here.log.intend(new_query(), grounds(), plan()) for _ in range(5)]
    found = await asyncio.gather(
        *(it for pair in zip(work, more, strict=True) for it in pair), return_exceptions=True
    )
    assert [isinstance(it, LogUnavailable) for it in found] == [False, True] * 5


async def test_health_when_all_is_well(here: OpenLog) -> None:
    await look_up(here.log)
    health = here.log.health()
    assert (health.last_commit, health.last_commit_failed, health.faults) == (here.clock.moment, False, ())


def test_two_hubs_cannot_open_the_same_data(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from hub.stores import open_stores; from hub.audit import StartRefused\n"
        "from tests.support.audit import SetClock\n"
        "folder = Path(sys.argv[1])\n"
        "try: open_stores(folder / 'data', folder / 'keys', SetClock())\n"
        "except StartRefused as refused: print(refused)\n"
    )
    with opened(tmp_path):
        command = [sys.executable, "-c", code, str(tmp_path)]
        told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert f"already serving this data (process {os.getpid()})" in told
    with opened(tmp_path):
        pass


def test_a_read_only_database_stops_the_start_with_a_sentence() -> None:
    """As another user, since root may write everything."""
    code = (
        "import os, sys; from pathlib import Path\n"
        "from hub.stores import open_stores; from hub.audit import StartRefused\n"
        "from tests.support.audit import SetClock\n"
        "folder = Path(sys.argv[1])\n"
        "open_stores(folder / 'data', folder / 'keys', SetClock()).close()\n"
        "if os.getuid() == 0:\n"
        "    for path in [folder, *folder.rglob('*')]: os.chown(path, 65534, 65534)\n"
        "    os.setuid(65534)\n"
        "(folder / 'data' / 'logg.db').chmod(0o400)\n"
        "try: open_stores(folder / 'data', folder / 'keys', SetClock())\n"
        "except StartRefused as refused: print(refused)\n"
    )
    folder = Path(tempfile.mkdtemp())  # not below pytest's folder, which other users may not enter
    try:
        command = [sys.executable, "-c", code, str(folder)]
        told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    finally:
        shutil.rmtree(folder)
    assert "logg.db: the database cannot be used" in told


def test_a_key_that_is_not_the_datas_own_stops_the_start(tmp_path: Path) -> None:
    with opened(tmp_path / "en"):
        pass
    with opened(tmp_path / "annan"):
        pass
    for name in ("person-1.key", "signering-1.key", "sokning-1.key"):
        own = (tmp_path / "en" / "keys" / name).read_bytes()
        shutil.copy(tmp_path / "annan" / "keys" / name, tmp_path / "en" / "keys" / name)
        with pytest.raises(
            StartRefused,
            match=rf"{name.removesuffix('.key')} is not the one that logg\.db was made with; without it",
        ):
            opened(tmp_path / "en").__enter__()
        (tmp_path / "en" / "keys" / name).write_bytes(own)
    (tmp_path / "en" / "keys" / "person-1.key").unlink()
    with pytest.raises(StartRefused, match=r"person-1\.key: the key is missing"):
        opened(tmp_path / "en").__enter__()


def test_data_of_a_later_version_stops_the_start(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "data" / "logg.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    with pytest.raises(StartRefused, match="revision 9999, which this hub does not know"):
        opened(tmp_path).__enter__()


def test_a_file_that_is_no_database_stops_the_start(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    (tmp_path / "data" / "register.db").write_bytes(b"detta ar ingen databas" * 100)
    with pytest.raises(
        StartRefused, match=r"register\.db: the database cannot be used: file is not a database"
    ):
        opened(tmp_path).__enter__()


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_the_wal_defect_is_known_by_version(version: tuple[int, int, int], safe: bool) -> None:
    assert (wal_defect(version) is None) is safe
