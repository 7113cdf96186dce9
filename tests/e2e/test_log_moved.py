"""From the files to a database: every record and proof is there, or nothing has been moved."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hub.audit import OPERATOR, StartRefused
from hub.audit.checkpoint import Verifier
from hub.audit.tree import verify_consistency
from hub.audit.verify import State
from hub.cli import app
from hub.problems import QuestionRepeated
from hub.stores import Address, open_stores
from hub.stores.log_file import export_log, stored_logs, verify_stored
from hub.stores.move import move
from tests.support.audit import (
    ORIGIN,
    SetClock,
    grounds,
    look_up,
    new_query,
    opened,
    plan,
    several,
)
from tests.support.case_events import event, whole
from tests.support.policy import SN
from tests.support.postgres import Server

CASE = (SN, "demo", "EB-1")
ASKED = new_query()


def quiet(_what: str, _count: int) -> None: ...


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two logs, one over several tiles with records erased; an open intention; cases and events."""

    async def furnished() -> None:
        await several(here.log, 70)
        await here.log.intend(ASKED, grounds(), plan())
        await here.log.security(None, "PROV")
        await here.stores.register.put(*CASE, whole(5))
        await here.stores.register.tell(*CASE, [event(1, "AVSLUTAT", 6, dag="2026-11-20")])

    folder = tmp_path_factory.mktemp("hub")
    with opened(folder) as here:
        asyncio.run(furnished())
        (folder / "vkey").write_text(here.stores.vault.verifier(ORIGIN))
    change(folder, "UPDATE entries SET payload = NULL, salt = NULL WHERE log = 1 AND idx IN (1, 300)")
    change(folder, "DELETE FROM refs WHERE log = 1 AND idx IN (1, 300)")
    columns = ("client", "source", "outcome", "gate", "agreement", "protection")
    said = ", ".join(f"{it} = NULL" for it in columns)
    change(folder, f"UPDATE facets SET {said} WHERE log = 1 AND idx IN (1, 300)")
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "kopia"))


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "data" / "logg.db")) as database:
        assert database.execute(statement).rowcount >= 1
        database.commit()


def moved(folder: Path, address: Address) -> Mapping[str, int]:
    return move(folder / "data", folder / "keys", address, SetClock(), quiet)


def exported(where: Path | Address) -> dict[str, bytes]:
    found = {}
    for log in stored_logs(where):
        target = BytesIO()
        export_log(where, log, target)
        found[log] = target.getvalue()
    return found


def test_all_of_it_is_there_and_goes_on(folder: Path, postgres: Server) -> None:
    database, before = postgres.empty(), exported(folder / "data")
    assert set(moved(folder, database)) == {ORIGIN, OPERATOR}
    assert exported(database) == before
    key = Verifier.parse((folder / "vkey").read_text())
    verdict = verify_stored(database, ORIGIN, key)
    assert (verdict.state, verdict.erased) == (State.ERASED, 2), verdict.sentence()

    async def goes_on() -> None:
        old = await here.stores.log.head(ORIGIN)
        assert old is not None
        with pytest.raises(QuestionRepeated):
            await here.log.intend(ASKED, grounds(), plan())
        here.clock.move(3600)
        assert await here.log.sweep() == 2
        await look_up(here.log)
        extended = await here.stores.log.consistency(ORIGIN, old.size)
        assert extended is not None
        verify_consistency(old.size, extended[0].size, old.root, extended[0].root, extended[1])
        case = await here.stores.register.get(*CASE)
        assert case is not None
        assert case.status.value == "AVSLUTAT"
        await here.stores.register.put(SN, "demo", "EB-2", whole(5))
        await here.stores.register.tell(SN, "demo", "EB-2", [event(2, "AVSLUTAT", 6, dag="2026-11-20")])

    with opened(folder, where=database) as here:
        asyncio.run(goes_on())
    assert verify_stored(database, ORIGIN, key).state is State.ERASED


def test_no_hub_starts_on_the_files_any_more_and_they_are_as_they_were(
    folder: Path, postgres: Server
) -> None:
    database, before = postgres.empty(), exported(folder / "data")
    moved(folder, database)
    with pytest.raises(StartRefused, match=r"moved to the PostgreSQL .*Never serve this folder"):
        opened(folder).__enter__()
    assert exported(folder / "data") == before


def test_a_log_that_does_not_hold_is_not_moved_and_what_is_mended_goes_on(
    folder: Path, postgres: Server
) -> None:
    database = postgres.empty()
    change(folder, "UPDATE entries SET time = time + 1 WHERE log = 1 AND idx = 40")
    with pytest.raises(StartRefused, match=r"does not hold, and is not moved: .*40"):
        moved(folder, database)
    with pytest.raises(StartRefused, match="not all has come"):
        open_stores(database, folder / "keys", SetClock())
    with opened(folder):
        pass  # the files are in use still
    change(folder, "UPDATE entries SET time = time - 1 WHERE log = 1 AND idx = 40")
    assert set(moved(folder, database)) == {ORIGIN, OPERATOR}
    with opened(folder, where=database):
        pass


def test_one_broken_off_goes_on_where_it_was(folder: Path, postgres: Server) -> None:
    database = postgres.empty()

    def broken_off(what: str, _count: int) -> None:
        if what == "case_events":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(folder / "data", folder / "keys", database, SetClock(), broken_off)
    with pytest.raises(StartRefused, match="not all has come"):
        open_stores(database, folder / "keys", SetClock())
    assert set(moved(folder, database)) == {ORIGIN, OPERATOR}
    with opened(folder, where=database) as here:
        assert asyncio.run(here.stores.register.get(*CASE)) is not None


def test_a_database_in_use_and_a_hub_that_serves_are_left_alone(folder: Path, postgres: Server) -> None:
    used = postgres.empty()
    with opened(folder, where=used) as here:
        asyncio.run(look_up(here.log))
    with pytest.raises(StartRefused, match="is not empty"):
        moved(folder, used)
    with opened(folder), pytest.raises(StartRefused, match="already serving this data"):
        moved(folder, postgres.empty())


def test_the_command_says_what_it_did(
    folder: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = postgres.empty()
    for name, value in (
        ("PROFILE", "development"),
        ("DATA", str(folder / "data")),
        ("KEYS", str(folder / "keys")),
        ("DATABASE", database.url.render_as_string(hide_password=False)),
    ):
        monkeypatch.setenv(f"NYTTONAV_{name}", value)
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, ["lagring", "flytta"], catch_exceptions=False)
    assert f"{ORIGIN}: 563 poster, hela" in done.stdout, done.output
    checked = CliRunner().invoke(app, ["audit", "verify", "--quiet"], catch_exceptions=False)
    assert checked.exit_code == 0, checked.output
    assert "erased" in checked.stdout
