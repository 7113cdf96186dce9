"""The register for all who keep something in it: one thread that writes, a few connections that read.

SQLite is written through one connection only (see `sqlite_files`), so what is kept here shares this one. On
PostgreSQL each process has such a thread; they take turns, so that what was judged holds when it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Row, Select

from hub.model.ledger import StorageFault
from hub.ports import Clock
from hub.problems import RegisterUnavailable
from hub.stores.engine import Base, kind_of
from hub.stores.kind import FAILURES
from hub.stores.readers import Readers
from hub.stores.writer import Writer

Result = TypeVar("Result")
Work = Callable[[Connection], Result]

_UNAVAILABLE = "Ärenderegistret kan inte användas just nu. Försök igen om en stund."


@dataclass(frozen=True, slots=True)
class _Job:
    work: Work[Any]
    settled: Callable[[], None] | None


class RegisterFile:
    """Reads and writes of the register. Every method raises RegisterUnavailable when it cannot be done."""

    def __init__(self, base: Base, clock: Clock) -> None:
        self.exclusive = base.exclusive
        """Whether this process alone writes it: what is remembered of it cannot be out of date then."""
        self._readers = Readers(base.reading)
        self._writer: Writer[_Job, Any] = Writer(base.writing, _apply, clock, settled=_tell_settled)

    def start(self) -> None:
        """Start the writing thread; the tables must be there."""
        self._writer.start()

    def close(self) -> None:
        # The writer last: who closes a file last clears away its write-ahead log, and a reader cannot.
        self._readers.close()
        self._writer.close()

    def faults(self) -> tuple[str, ...]:
        """A sentence when the register could not be written the last time."""
        self._writer.look_again()
        fault = self._writer.fault
        return () if fault is None else (f"The case register could not be written: {fault}.",)

    async def write(self, work: Work[Result], settled: Callable[[], None] | None = None) -> Result:
        """What `work` gives, durable. It runs in the writing thread, all or nothing, beside that of others.

        What it raises undoes what it did, and is raised here. Keep it short: all others wait.

        `settled` is called when `work` is committed or has failed, in the writing thread, before the result
        is given here. Not when it was withdrawn, but also when the caller gave up after it had begun: what
        is remembered of the register is to be forgotten there, and not by the caller. It must not raise.
        """
        try:
            return cast("Result", await self._writer.submit(_Job(work, settled)))
        except StorageFault as fault:
            raise _unavailable() from fault

    async def read(self, work: Work[Result]) -> Result:
        """What `work` finds, in one consistent view."""
        try:
            return await self._readers.read(work)
        except StorageFault as fault:
            raise _unavailable() from fault

    async def rows(self, statement: Select[Any], values: Mapping[str, object]) -> Sequence[Row[Any]]:
        """All rows of one statement, which is a consistent view by itself."""
        try:
            return await self._readers.rows(statement, values)
        except StorageFault as fault:
            raise _unavailable() from fault


def _unavailable() -> RegisterUnavailable:
    return RegisterUnavailable(_UNAVAILABLE, retry_after_s=30)


def _apply(connection: Connection, jobs: Sequence[_Job]) -> Sequence[Any]:
    kind_of(connection).alone(connection)
    return [_one(connection, job.work) for job in jobs]


def _tell_settled(jobs: Sequence[_Job]) -> None:
    for job in jobs:
        if job.settled is not None:
            job.settled()


def _one(connection: Connection, work: Work[Any]) -> Any:
    """A refusal undoes its own work only: the others share the transaction."""
    connection.exec_driver_sql("SAVEPOINT work")
    try:
        found = work(connection)
    except FAILURES:
        raise  # the storage's own fault: nothing of the transaction can be trusted
    except Exception as error:
        connection.exec_driver_sql("ROLLBACK TO work")
        connection.exec_driver_sql("RELEASE work")
        return error
    connection.exec_driver_sql("RELEASE work")
    return found
