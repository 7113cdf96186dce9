"""A database copied and come back from: an older copy is not taken for the log, and a new epoch says so."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import Signals

import pytest
from typer.testing import CliRunner, Result

from hub.audit import StartRefused
from hub.audit.epochs import name_of
from hub.audit.scribe import Scribe
from hub.audit.shelf import Shelf
from hub.checkpoints import CheckpointDesk, Elsewhere
from hub.cli.audit import app
from hub.model.ledger import Unit
from hub.problems import LogUnavailable
from hub.stores import Address, Limits, postgresql_start
from hub.stores.backup import DUMP
from hub.stores.log_append import UnitAppender
from hub.stores.postgresql_start import alone_on, nobody_else
from tests.support.audit import ORIGIN, OpenLog, clock_of_today, grounds, look_up, new_query, opened, plan
from tests.support.case_events import whole
from tests.support.policy import SN
from tests.support.postgres import Server, running_server

SECOND = name_of(ORIGIN, 2)
CASE = (SN, "demo", "EB-1")


@contextmanager
def served(folder: Path, database: Address) -> Iterator[OpenLog]:
    """The log with its checkpoints kept at the end."""
    shelf = Shelf(folder / "annan-disk")
    with opened(folder, clock_of_today(), where=database, shelf=shelf) as here:
        asyncio.run(here.log.recover())
        yield here
        assert asyncio.run(
            CheckpointDesk(here.stores.log, here.stores.vault, Elsewhere(shelf), here.clock).keep()
        )


def furnish(here: OpenLog) -> None:
    """A look-up, a question left open, and a case."""
    asyncio.run(look_up(here.log))
    asyncio.run(here.log.intend(new_query(), grounds(), plan()))
    asyncio.run(here.stores.register.put(*CASE, whole(5)))


@pytest.fixture
def run(tmp_path: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return Run(tmp_path, postgres.binaries, monkeypatch)


class Run:
    """Commands as an operator gives them: settings in the environment, PostgreSQL's programs on the path."""

    def __init__(self, folder: Path, binaries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch
        for name, value in (
            ("NYTTONAV_PROFILE", "development"),
            ("NYTTONAV_KEYS", str(folder / "keys")),
            ("NYTTONAV_CHECKPOINT_FOLDER", str(folder / "annan-disk")),
            ("PATH", f"{binaries}:/bin:/usr/bin"),
        ):
            monkeypatch.setenv(name, value)

    def __call__(self, database: Address, *arguments: object) -> Result:
        self._patch.setenv("NYTTONAV_DATABASE", database.url.render_as_string(hide_password=False))
        return CliRunner().invoke(app, [str(it) for it in arguments], catch_exceptions=False)

    def restore(self, database: Address) -> Result:
        return self(database, "aterstall", "--skal", "Disken i db-1 gick sönder")


def test_a_copy_made_beside_a_serving_hub_is_restored_and_says_what_is_missing(
    run: Run, postgres: Server, tmp_path: Path
) -> None:
    lost = postgres.empty()
    with served(tmp_path, lost) as here:
        furnish(here)
        copied = run(lost, "sakerhetskopia", "--till", tmp_path / "kopia")
        assert copied.stdout.strip().endswith(DUMP), copied.output
        asyncio.run(look_up(here.log))
    found = restored(postgres, tmp_path / "kopia" / DUMP)
    with pytest.raises(StartRefused) as told:
        opened(tmp_path, where=found, shelf=Shelf(tmp_path / "annan-disk")).__enter__()
    assert f"the log {ORIGIN} holds 7 records, and a checkpoint of 11 records was signed" in str(told.value)
    with (
        opened(tmp_path, clock_of_today(), where=found),
        pytest.raises(StartRefused, match="a hub is serving this data"),
    ):
        run.restore(found)
    done = run.restore(found)
    assert f"{SECOND}: a new epoch. {ORIGIN} was restored with 7 records; records 7 to 10" in done.stdout
    with served(tmp_path, found) as here:
        here.clock.move(3600)
        assert asyncio.run(here.log.sweep()) == 2
        asyncio.run(look_up(here.log))
        sizes = asyncio.run(here.stores.log.figures()).sizes
        assert sizes == {ORIGIN: 7, SECOND: 1 + 2 + 4}, "what was left open is concluded in the new epoch"
        assert asyncio.run(here.stores.register.get(*CASE)) == whole(5)
    for command in ("verify", "check-index"):
        checked = run(found, command, "--quiet", "--namnd", SN)
        assert (checked.exit_code, checked.stdout.count("valid: ")) == (0, 2), checked.output
    with pytest.raises(StartRefused, match="Nothing is missing"):
        run.restore(found)


def restored(server: Server, dump: Path) -> Address:
    """By PostgreSQL's own program, in a new database."""
    made = server.empty()
    command = [
        server.binaries / "pg_restore",
        "--no-owner",
        f"--dbname={server.url(str(made.url.database))}",
        dump,
    ]
    subprocess.run([str(it) for it in command], check=True)
    return made


def test_a_copy_is_not_written_over_and_without_the_program_none_is_made(
    run: Run, postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = postgres.database()
    assert run(database, "sakerhetskopia", "--till", tmp_path / "kopia").exit_code == 0
    assert (tmp_path / "kopia" / DUMP).stat().st_mode & 0o777 == 0o600
    with pytest.raises(StartRefused, match="is there already"):
        run(database, "sakerhetskopia", "--till", tmp_path / "kopia")
    gone = Address(database.url.set(database="finns_inte", password="hemligt"))
    with pytest.raises(StartRefused, match=r"pg_dump made no copy: .*finns_inte") as told:
        run(gone, "sakerhetskopia", "--till", tmp_path / "ny")
    assert "hemligt" not in str(told.value)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StartRefused, match="pg_dump --format=custom --schema=logg --schema=register"):
        run(database, "sakerhetskopia", "--till", tmp_path / "ny")
    assert list((tmp_path / "ny").iterdir()) == []
    with pytest.raises(StartRefused, match=r"there is no log here\. Restore the newest copy"):
        run.restore(postgres.empty())


def test_a_hub_left_running_while_the_server_is_put_back_writes_nothing_to_the_epoch_that_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cluster's folder itself is the copy, put in place under a hub that nobody stopped."""
    with running_server() as own:
        database, copy = own.database(), tmp_path / "kluster"
        run = Run(tmp_path, own.binaries, monkeypatch)
        monkeypatch.chdir(tmp_path)
        with served(tmp_path, database) as here:
            furnish(here)
        own.stop(Signals.SIGINT)
        subprocess.run(["cp", "-a", own.data, copy], check=True)
        own.start()
        with served(tmp_path, database) as left:
            asyncio.run(look_up(left.log))
            asyncio.run(
                CheckpointDesk(left.stores.log, left.stores.vault, shelf(tmp_path), left.clock).keep()
            )
            own.stop(Signals.SIGKILL)
            shutil.rmtree(own.data)
            subprocess.run(["cp", "-a", copy, own.data], check=True)
            own.start()
            assert f"{SECOND}: a new epoch" in run.restore(database).stdout
            left.clock.move(5)
            with pytest.raises(LogUnavailable):
                asyncio.run(look_up(left.log))
            asyncio.run(look_up(left.log))
            assert asyncio.run(left.stores.log.figures()).sizes == {ORIGIN: 7, SECOND: 1 + 4}
        checked = run(database, "verify", "--quiet", "--namnd", SN)
        assert (checked.exit_code, checked.stdout.count("valid: ")) == (0, 2), checked.output


def shelf(folder: Path) -> Elsewhere:
    return Elsewhere(Shelf(folder / "annan-disk"))


def test_a_hub_that_connects_while_a_new_epoch_is_opened_writes_nothing_to_the_one_that_ends(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = postgres.database()
    with opened(tmp_path, clock_of_today(), where=database) as here:
        asyncio.run(look_up(here.log))
    own = database.own()

    async def meanwhile(left: OpenLog) -> None:
        with alone_on(own) as connection, nobody_else(connection, own):
            # Its readers know the log still; its writer has not been connected.
            late = asyncio.create_task(look_up(left.log))
            await asyncio.sleep(0.3)
            assert not late.done(), "it waits for whoever has the logs"
            scribe = Scribe(left.stores.vault, "nod-1", "1.2")
            entry = scribe.opening(SECOND, left.clock.now(), None)
            vault = left.stores.vault
            UnitAppender(vault, vault.data_keys, left.clock)(connection, [Unit(SECOND, opening=entry)])
        with pytest.raises(LogUnavailable):
            await late
        await look_up(left.log)
        assert (await left.stores.log.figures()).sizes == {ORIGIN: 5, SECOND: 1 + 4}

    monkeypatch.setattr(postgresql_start, "_refuse_others", lambda *_: None)  # it was not seen yet
    with opened(tmp_path, clock_of_today(), limits=Limits(busy_ms=3000), where=database) as left:
        asyncio.run(meanwhile(left))
