"""Searching the log's index. Each function takes a connection inside a read transaction.

A search by person, case or caseworker begins in `refs`, where few rows bear the key; any other in `facets`,
in order of time, and stops when it has found enough. Every further criterion is one step into a key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, FromClause, Select, and_, exists, func, or_, select

from hub.model.ledger import COUNTED, Found, Ref, RefKind, StoredEntry, Wanted
from hub.stores.log_queries import ENTRY, entry_of, log_row
from hub.stores.log_tables import entries, facets, logs, refs
from hub.stores.moments import to_micros
from hub.stores.months import written

_FEWEST_FIRST: Final = (
    RefKind.CONFIRMATION,
    RefKind.PUT_TO,
    RefKind.CASE,
    RefKind.PERSON,
    RefKind.CASEWORKER,
    RefKind.REVIEW,
)
"""Where a search begins: the kind that has the fewest records to a key."""

_AT_A_TIME: Final = 500
"""Records fetched by one statement."""


def find(connection: Connection, log: str, wanted: Wanted) -> tuple[StoredEntry, ...]:
    """The records themselves, at most `wanted.limit`."""
    row = log_row(connection, log)
    if row is None:
        return ()
    return _fetched(connection, row.id, _page(*_search(row.id, wanted, _months(connection, wanted)), wanted))


def search(connection: Connection, log: str, wanted: Wanted) -> Found:
    """The records, and how many there are in all."""
    row = log_row(connection, log)
    if row is None:
        return Found((), 0, 0)
    statement, at = _search(row.id, wanted, _months(connection, wanted))
    found = _fetched(connection, row.id, _page(statement, at, wanted))
    every = statement.limit(COUNTED + 1).subquery()
    count = connection.scalar(select(func.count()).select_from(every)) or 0
    return Found(found, count, row.size)


def anywhere(connection: Connection, ref: Ref) -> tuple[StoredEntry, ...]:
    """By one key in every log: each log and month is one step into the index, and nothing is read through.

    In two statements, since a single one is carried out from the records' side while a log is small.
    """
    found = connection.execute(by_key(ref, written(connection, None, None))).all()
    one = [ENTRY.where(entries.c.log == row.log, entries.c.idx == row.idx) for row in found]
    return tuple(entry_of(connection.execute(it).one()) for it in one)


def by_key(ref: Ref, months: Sequence[int]) -> Select[Any]:
    """Where the records with a key are: log and idx."""
    # Months and logs are named, so that the index, which begins with them, is searched and not read through.
    return (
        select(refs.c.log, refs.c.idx)
        .where(
            refs.c.month.in_(months),
            refs.c.log.in_(select(logs.c.id)),
            refs.c.kind == int(ref.kind),
            refs.c.key == ref.key,
        )
        .order_by(refs.c.log, refs.c.idx)
    )


def _months(connection: Connection, wanted: Wanted) -> tuple[int, ...]:
    """Those that hold keys; none are asked for where nothing is found by one."""
    return written(connection, wanted.first, wanted.last) if wanted.refs else ()


def _search(log: int, wanted: Wanted, months: Sequence[int]) -> tuple[Select[Any], FromClause]:
    """Time and idx of all that is wanted, in any order, and the table they are taken from."""
    statement, at = _by_refs(log, wanted, months) if wanted.refs else _by_facets(log, wanted)
    statement = _between(statement, at, wanted.first, wanted.last)
    return (statement if wanted.within is None else statement.where(at.c.idx < wanted.within)), at


def _by_facets(log: int, wanted: Wanted) -> tuple[Select[Any], FromClause]:
    told = [facets.c[name].in_(values) for name, values in wanted.facets]
    return select(facets.c.time, facets.c.idx).where(facets.c.log == log, *told), facets


def _by_refs(log: int, wanted: Wanted, months: Sequence[int]) -> tuple[Select[Any], FromClause]:
    kinds: dict[RefKind, set[bytes]] = {}
    for ref in wanted.refs:
        kinds.setdefault(ref.kind, set()).add(ref.key)
    leading, *others = sorted(kinds, key=_FEWEST_FIRST.index)
    by = refs.alias("by")
    statement = select(by.c.time, by.c.idx).where(
        by.c.month.in_(months), by.c.log == log, by.c.kind == int(leading), by.c.key.in_(kinds[leading])
    )
    if len(kinds[leading]) > 1:
        statement = statement.distinct()
    for kind in others:
        too = refs.alias()
        same = [too.c[name] == by.c[name] for name in ("month", "log", "time", "idx")]
        statement = statement.where(
            exists().where(*same, too.c.kind == int(kind), too.c.key.in_(kinds[kind])).correlate(by)
        )
    if wanted.facets:
        same = [facets.c[name] == by.c[name] for name in ("log", "time", "idx")]
        told = [facets.c[name].in_(values) for name, values in wanted.facets]
        statement = statement.where(exists().where(*same, *told).correlate(by))
    return statement, by


def _between(
    statement: Select[Any], at: FromClause, first: datetime | None, last: datetime | None
) -> Select[Any]:
    if first is not None:
        statement = statement.where(at.c.time >= to_micros(first))
    return statement if last is None else statement.where(at.c.time <= to_micros(last))


def _page(statement: Select[Any], at: FromClause, wanted: Wanted) -> Select[Any]:
    time, index = at.c.time, at.c.idx
    if wanted.after is not None:
        then, last = to_micros(wanted.after[0]), wanted.after[1]
        # The first of the two stands alone as well, so that the index is entered there.
        if wanted.oldest_first:
            beyond = and_(time >= then, or_(time > then, index > last))
        else:
            beyond = and_(time <= then, or_(time < then, index < last))
        statement = statement.where(beyond)
    order = (time, index) if wanted.oldest_first else (time.desc(), index.desc())
    return statement.order_by(*order).limit(wanted.limit)


def _fetched(connection: Connection, log: int, statement: Select[Any]) -> tuple[StoredEntry, ...]:
    places = iter(connection.execute(statement).all())
    found: dict[int, StoredEntry] = {}
    order: list[int] = []
    for indices in _portions(row.idx for row in places):
        order += indices
        rows = connection.execute(ENTRY.where(entries.c.log == log, entries.c.idx.in_(indices)))
        found.update((row.idx, entry_of(row)) for row in rows)
    # A key without its record is for verification to tell of, and hides none of the others.
    return tuple(found[index] for index in order if index in found)


def _portions(indices: Iterator[int]) -> Iterator[list[int]]:
    while portion := list(islice(indices, _AT_A_TIME)):
        yield portion
