"""Do those who wait share commits, also those who write again, and does nobody wait for a loop held up?"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from hub.clock import SystemClock
from hub.stores import writer
from hub.stores.sqlite_files import write_engine
from hub.stores.writer import Writer


@contextmanager
def writing(
    folder: Path, batches: list[Sequence[str]], begun: threading.Event, go_on: threading.Event
) -> Iterator[Writer[str, str]]:
    """Gives each job back, and notes which came together; says that it has begun, and waits to go on."""

    def apply(_connection: Connection, jobs: Sequence[str]) -> Sequence[str]:
        batches.append(jobs)
        begun.set()
        assert go_on.wait(20)
        return jobs

    path = folder / "prov.db"
    path.touch()
    made: Writer[str, str] = Writer(write_engine(path, busy_ms=100), apply, SystemClock())
    made.start()
    try:
        yield made
    finally:
        made.close()


def test_who_is_answered_and_writes_again_shares_the_next_commit_with_who_waited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_HEARD_S", 10.0)  # however slow the machine is just now
    batches: list[Sequence[str]] = []
    begun, go_on = threading.Event(), threading.Event()

    async def again(here: Writer[str, str]) -> None:
        await here.submit("the first")
        time.sleep(0.1)  # noqa: ASYNC251 - what follows takes its time, and the loop with it
        await here.submit("what followed")

    async def meanwhile(here: Writer[str, str]) -> None:
        assert await asyncio.to_thread(begun.wait, 20)
        waiting = asyncio.ensure_future(here.submit("who waited"))
        await asyncio.sleep(0)
        assert here.waiting == 1
        go_on.set()
        await waiting

    async def both(here: Writer[str, str]) -> None:
        await asyncio.gather(again(here), meanwhile(here))

    with writing(tmp_path, batches, begun, go_on) as here:
        asyncio.run(both(here))
    assert batches == [["the first"], ["who waited", "what followed"]]


def test_a_loop_that_is_held_up_holds_up_no_other(tmp_path: Path) -> None:
    batches: list[Sequence[str]] = []
    held, let_go, at_once = threading.Event(), threading.Event(), threading.Event()
    at_once.set()
    outcome: list[bool] = []

    async def stands_still(here: Writer[str, str]) -> None:
        await here.submit("who stands still")
        held.set()
        outcome.append(let_go.wait(5))

    with writing(tmp_path, batches, threading.Event(), at_once) as here:
        other = threading.Thread(target=lambda: asyncio.run(stands_still(here)))
        other.start()
        assert held.wait(20)
        assert asyncio.run(here.submit("another")) == "another"
        let_go.set()
        other.join(20)
    assert outcome == [True]
    assert batches == [["who stands still"], ["another"]]
