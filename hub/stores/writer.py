"""One thread that writes one database: many wait, one commits.

All that waits when a commit begins goes into it, so that the flush to disk, which is what a commit costs, is
shared. Those who were answered run before the next one begins: what they write next shares it, and this
thread does not fight them for the interpreter meanwhile. After a failure the connection is thrown away and
the next commit begins with a new one: nothing needs a restart when the disk is usable again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from enum import Enum, auto
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Generic, TypeVar

from sqlalchemy import Connection, Engine

from hub.model.ledger import StorageFault
from hub.ports import Clock
from hub.stores.engine import kind_of, transaction
from hub.stores.kind import FAILURES, told

Job = TypeVar("Job")
Result = TypeVar("Result")


_HEARD_S = 0.01
"""How long those who were answered are given to say what they write next; an event loop that is held up by
something else is not waited for."""

_LONG_IDLE_S = 1.0
"""A connection unused for so long may have been lost without anybody being told."""


class _Sign(Enum):
    """What may stand in the queue beside those who wait."""

    STOP = auto()
    LOOK_AGAIN = auto()


_Waiting = tuple[Job, asyncio.AbstractEventLoop, "asyncio.Future[Result]"]
_Settled = tuple["asyncio.Future[Result]", Result | Exception]


class Writer(Generic[Job, Result]):
    """`apply` does a batch of jobs in one transaction and gives for each its result or its own exception.

    `settled` is told of the jobs of each batch when it is known what became of them, before anybody gets a
    result, and also when nobody waits for one any more; `committed` before it, when the batch is durable.
    Both run in the writing thread and must not raise.
    """

    def __init__(
        self,
        engine: Engine,
        apply: Callable[[Connection, Sequence[Job]], Sequence[Result | Exception]],
        clock: Clock,
        *,
        cap: int = 256,
        patience_s: float = 15.0,
        settled: Callable[[Sequence[Job]], None] | None = None,
        committed: Callable[[], None] | None = None,
    ) -> None:
        self._engine = engine
        self._apply = apply
        self._clock = clock
        self._cap = cap
        self._patience_s = patience_s
        self._settled = settled
        self._committed = committed
        self._queue: SimpleQueue[_Waiting[Job, Result] | _Sign] = SimpleQueue()
        self._connection: Connection | None = None
        self._used = 0.0
        self._thread = Thread(target=self._run, name="writer", daemon=True)
        self._stopped = Event()
        self.last_commit: datetime | None = None
        self.fault: str | None = None
        """Why the last commit failed; None when it went well."""
        self.commits = 0
        self.failures = 0

    def start(self) -> None:
        self._thread.start()

    @property
    def waiting(self) -> int:
        return self._queue.qsize()

    def look_again(self) -> None:
        """After a failure: try an empty transaction soon, so that `fault` ends though nobody has a job.

        A hub that is told to be unfit gets no more questions, and would otherwise never find out.
        """
        if self.fault is not None and not self._stopped.is_set() and self._queue.empty():
            self._queue.put(_Sign.LOOK_AGAIN)

    async def submit(self, job: Job) -> Result:
        """The job's result, durable. Raises StorageFault when it could not be written (in time).

        A caller who gives up before the commit begins withdraws the job. After that it may still be done.
        """
        if self._stopped.is_set():
            raise StorageFault("the storage is closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._queue.put((job, loop, future))
        # A timer of its own: `asyncio.timeout` costs as much as all the rest here.
        late = loop.call_later(self._patience_s, self._give_up, future)
        try:
            return await future
        finally:
            late.cancel()

    def _give_up(self, future: asyncio.Future[Result]) -> None:
        if not future.done():
            future.set_exception(StorageFault(f"the storage did not answer within {self._patience_s:g} s"))

    def close(self) -> None:
        """Finish what waits, and close the file."""
        if not self._stopped.is_set():
            self._stopped.set()
            self._queue.put(_Sign.STOP)
            if self._thread.ident is not None:
                self._thread.join()

    def _run(self) -> None:
        going = True
        while going:
            batch: list[_Waiting[Job, Result]] = []
            going = self._gather(batch)
            if batch or (going and self.fault is not None):
                self._commit(batch)
        self._disconnect()

    def _gather(self, batch: list[_Waiting[Job, Result]]) -> bool:
        """Fill the batch with what waits; whether to go on afterwards."""
        waiting = self._queue.get()
        while waiting is not _Sign.STOP:
            if waiting is not _Sign.LOOK_AGAIN and not waiting[2].done():
                batch.append(waiting)
            if len(batch) >= self._cap:
                return True
            try:
                waiting = self._queue.get_nowait()
            except Empty:
                return True
        return False

    def _commit(self, batch: list[_Waiting[Job, Result]]) -> None:
        results: Sequence[Result | Exception]
        jobs = [job for job, _, _ in batch]
        try:
            connection = self._connected()
            with transaction(connection):
                results = self._apply(connection, jobs)
            self.last_commit, self.fault = self._clock.now(), None
            self.commits += 1
            if self._committed is not None:
                self._committed()
        except StorageFault as fault:
            results = self._failed(batch, str(fault), fault)
        except FAILURES as error:
            said = f"{type(error).__name__}: {told(error)}"
            results = self._failed(batch, said, StorageFault(said))
        except Exception as error:  # A fault of ours: the callers get it, and the thread lives on.
            results = self._failed(batch, type(error).__name__, error)
        if self._settled is not None:
            self._settled(jobs)
        _deliver(batch, results)

    def _failed(
        self, batch: list[_Waiting[Job, Result]], said: str, error: Exception
    ) -> Sequence[Result | Exception]:
        self._disconnect()
        self.fault = said
        self.failures += 1
        return [error] * len(batch)

    def _connected(self) -> Connection:
        now = self._clock.monotonic()
        kept, idle = self._connection, now - self._used > _LONG_IDLE_S
        # Found out before anything is written, so that nobody is refused for a server started anew.
        if kept is not None and idle and not kind_of(kept).alive(kept):
            self._disconnect()
        if self._connection is None:
            self._connection = self._engine.connect()
        self._used = now
        return self._connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*FAILURES):  # it is being thrown away, and may be broken
                connection.close()


def _deliver(batch: list[_Waiting[Job, Result]], results: Sequence[Result | Exception]) -> None:
    """Returns when those who waited have run, or their loop is held up."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Settled[Result]]] = {}
    for (_, loop, future), result in zip(batch, results, strict=True):
        by_loop.setdefault(loop, []).append((future, result))
    telling: list[Event] = []
    for loop, settled in by_loop.items():
        heard = Event()
        with suppress(RuntimeError):  # the loop was closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, loop, settled, heard)
            telling.append(heard)
    for heard in telling:
        heard.wait(_HEARD_S)


def _settle(loop: asyncio.AbstractEventLoop, settled: list[_Settled[Result]], heard: Event) -> None:
    for future, result in settled:
        if future.done():
            continue
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)
    loop.call_soon(heard.set)  # after those whom the results have woken
