"""Which servers and databases does the hub not start on, and what does it say?"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from hub.audit import StartRefused
from hub.settings import Settings
from hub.stores import Address, open_stores
from tests.support.audit import (
    SetClock,
    opened,
)
from tests.support.postgres import Server


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
