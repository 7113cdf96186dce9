"""Hubs that die, and what must hold afterwards: what was promised is there, each intention concluded once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from hub.audit.checkpoint import Verifier
from hub.audit.verify import State
from hub.model.board import BoardId
from hub.stores import Where
from hub.stores.log_file import stored_logs, verify_stored
from hub.stores.log_tables import conclusions, entries, intentions
from hub.stores.migrate import Database
from hub.stores.where import reading
from tests.support import crasher
from tests.support.audit import SetClock, opened
from tests.support.crasher import CONCLUDED, INTENDED
from tests.support.forks import forked

START_S = 30.0


@dataclass(slots=True)
class Promised:
    """Ids of intentions said to be durable, and of those whose conclusions were."""

    intended: set[str] = field(default_factory=set)
    concluded: set[str] = field(default_factory=set)

    def say(self, kind: str, ids: list[str]) -> None:
        {INTENDED: self.intended, CONCLUDED: self.concluded}[kind].update(ids)


class Crasher:
    """A process that makes look-ups (see `tests.support.crasher`), to be killed."""

    def __init__(self, folder: Path, where: Where, board: BoardId, name: str = "told") -> None:
        self._told = folder / f"{name}.txt"
        place = str(where) if isinstance(where, Path) else where.url.render_as_string(hide_password=False)
        self._told.write_bytes(b"")
        said = folder / f"{name}.err"
        self._process = forked(partial(crasher.crash, folder / "keys", place, board), self._told, said)

    def wait_for_a_promise(self, count: int = 1) -> None:
        latest = time.monotonic() + START_S
        while self._told.read_bytes().count(INTENDED.encode()) < count:
            assert self._process.is_alive(), "the crasher ended by itself"
            assert time.monotonic() < latest, "the crasher promises nothing"
            time.sleep(0.01)

    def promises(self) -> int:
        return self._told.read_bytes().count(b"\n")

    def kill(self) -> None:
        self._process.kill()
        self._process.join(10)
        assert self._process.exitcode is not None, "the crasher has outlived its own kill"

    def promised(self, so_far: Promised) -> None:
        whole = self._told.read_text().rpartition("\n")[0]
        for kind, *ids in (line.split(" ") for line in whole.split("\n") if line):
            so_far.say(kind, ids)


@contextmanager
def crashing(folder: Path, where: Where, board: BoardId, name: str = "told") -> Iterator[Crasher]:
    """Killed at the end of the context, at the latest."""
    crasher = Crasher(folder, where, board, name)
    try:
        yield crasher
    finally:
        crasher.kill()


def hold(folder: Path, where: Where, promised: Promised) -> None:
    """Everybody is dead: a hub starts long after, concludes what was left open, and all logs are whole."""
    later = SetClock(datetime.now(UTC) + timedelta(hours=1))
    with opened(folder, later, where=where) as here:
        asyncio.run(here.log.recover())
        vault = here.stores.vault
    for origin in stored_logs(where):
        verdict = verify_stored(where, origin, Verifier.parse(vault.verifier(origin)))
        assert verdict.state is State.VALID, verdict.sentence()
    with reading(where, Database.LOG) as connection:
        asked = _ids(connection.scalars(select(entries.c.entry_id).where(_event("UPPSLAG_AVSETT"))))
        ended = _ids(connection.scalars(select(conclusions.c.intention)))
        rows = connection.scalar(select(func.count()).where(_event("UPPSLAG_AVSLUTAT")))
        open_still = connection.scalar(select(func.count()).select_from(intentions))
    assert promised.intended <= set(asked), "an acknowledged intention was lost"
    assert sorted(ended) == sorted(asked), "an intention was not concluded exactly once"
    assert (rows, open_still) == (len(ended), 0)
    assert promised.concluded <= set(ended)


def _event(name: str) -> ColumnElement[bool]:
    return entries.c.event == name


def _ids(found: Iterable[bytes]) -> list[str]:
    return [str(UUID(bytes=it)) for it in found]
