"""Reading the log's tables. Each function takes a connection inside a read transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, func, select

from hub.audit.checkpoint import parse_body
from hub.audit.tiles import WIDTH, TileNodes, TileReader
from hub.audit.tree import consistency_proof, inclusion_proof
from hub.model.ledger import (
    AlreadyClaimed,
    Figures,
    Head,
    InclusionPath,
    OpenIntention,
    Ref,
    StoredEntry,
    Wanted,
)
from hub.stores.log_tables import claims, conclusions, entries, intentions, logs, refs, tiles
from hub.stores.moments import from_micros, to_micros

_ENTRY = select(logs.c.origin, entries).join_from(entries, logs)


def log_names(connection: Connection) -> tuple[str, ...]:
    return tuple(connection.scalars(select(logs.c.origin).order_by(logs.c.origin)))


def figures(connection: Connection) -> Figures:
    sizes = {row.origin: row.size for row in connection.execute(select(logs.c.origin, logs.c.size))}
    return Figures(sizes, connection.scalar(select(func.count()).select_from(intentions)) or 0)


def log_row(connection: Connection, log: str) -> Row[Any] | None:
    """The head row: id, origin, size, frontier, checkpoint, time."""
    return connection.execute(select(logs).where(logs.c.origin == log)).one_or_none()


def head(connection: Connection, log: str) -> Head | None:
    row = log_row(connection, log)
    return None if row is None else _head(row)


def entry(connection: Connection, log: str, entry_id: str) -> StoredEntry | None:
    wanted = _ENTRY.where(logs.c.origin == log, entries.c.entry_id == UUID(entry_id).bytes)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else _entry(row)


def claimed(connection: Connection, log: str, client: str, question_id: str) -> AlreadyClaimed | None:
    """What a client's question id was taken for: one step into the claims' key."""
    wanted = (
        select(claims.c.log, claims.c.digest, claims.c.reply, claims.c.first, claims.c.count)
        .join(logs, logs.c.id == claims.c.log)
        .where(logs.c.origin == log, claims.c.client == client, claims.c.question == UUID(question_id).bytes)
    )
    row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    log_id, digest, reply, first, count = row
    of_it = entries.c.log == log_id, entries.c.idx >= first, entries.c.idx < first + count
    ids = connection.scalars(select(entries.c.entry_id).where(*of_it).order_by(entries.c.idx))
    return AlreadyClaimed(digest, str(UUID(bytes=reply)), tuple(str(UUID(bytes=it)) for it in ids))


def concluding(connection: Connection, log: str, ids: Sequence[str]) -> Mapping[str, StoredEntry]:
    """Intention id to the record that concludes it."""
    wanted = (
        _ENTRY.add_columns(conclusions.c.intention)
        .join(conclusions, (conclusions.c.log == entries.c.log) & (conclusions.c.idx == entries.c.idx))
        .where(logs.c.origin == log, conclusions.c.intention.in_([UUID(it).bytes for it in ids]))
    )
    return {str(UUID(bytes=row.intention)): _entry(row) for row in connection.execute(wanted)}


def find(connection: Connection, log: str, wanted: Wanted) -> tuple[StoredEntry, ...]:
    query = _ENTRY.where(logs.c.origin == log).order_by(entries.c.idx.desc()).limit(wanted.limit)
    kinds: dict[int, set[bytes]] = {}
    for ref in wanted.refs:
        kinds.setdefault(int(ref.kind), set()).add(ref.key)
    for kind, keys in kinds.items():
        by = refs.alias()
        same = (by.c.log == entries.c.log) & (by.c.idx == entries.c.idx)
        query = query.join(by, same).where(by.c.kind == kind, by.c.key.in_(keys))
        if len(keys) > 1:
            query = query.distinct()
    return tuple(_entry(row) for row in connection.execute(_between(query, wanted.first, wanted.last)))


def anywhere(connection: Connection, ref: Ref) -> tuple[StoredEntry, ...]:
    """By one key in every log: each log is one step into the index, and nothing is read through.

    In two statements, since a single one is carried out from the records' side while a log is small.
    """
    found = connection.execute(by_key(ref)).all()
    return tuple(_entry(connection.execute(_at(row.log, row.idx)).one()) for row in found)


def by_key(ref: Ref) -> Select[Any]:
    """Where the records with a key are: log and idx."""
    # The logs are named, so that the index, which begins with the log, is searched and not read through.
    return (
        select(refs.c.log, refs.c.idx)
        .where(refs.c.log.in_(select(logs.c.id)), refs.c.kind == int(ref.kind), refs.c.key == ref.key)
        .order_by(refs.c.log, refs.c.idx)
    )


def _at(log_id: int, index: int) -> Select[Any]:
    return _ENTRY.where(entries.c.log == log_id, entries.c.idx == index)


def _between(query: Select[Any], first: datetime | None, last: datetime | None) -> Select[Any]:
    if first is not None:
        query = query.where(entries.c.time >= to_micros(first))
    return query if last is None else query.where(entries.c.time <= to_micros(last))


def inclusion(connection: Connection, log: str, entry_id: str) -> InclusionPath | None:
    found, row = entry(connection, log, entry_id), log_row(connection, log)
    if found is None or row is None:
        return None
    nodes = TileNodes(tile_reader(connection, row.id))
    return InclusionPath(found, inclusion_proof(found.index, row.size, nodes), _head(row))


def consistency(connection: Connection, log: str, old_size: int) -> tuple[Head, tuple[bytes, ...]] | None:
    row = log_row(connection, log)
    if row is None:
        return None
    return _head(row), consistency_proof(old_size, row.size, TileNodes(tile_reader(connection, row.id)))


def tile_reader(connection: Connection, log_id: int) -> TileReader:
    """Stored tiles; the level 0 tile at the right edge is put together from the entries' leaves."""

    def read(level: int, number: int) -> bytes:
        wanted = select(tiles.c.hashes).where(
            tiles.c.log == log_id, tiles.c.level == level, tiles.c.number == number
        )
        stored: bytes | None = connection.scalar(wanted)
        if stored is not None or level > 0:
            return stored or b""
        edge = select(entries.c.leaf).where(*_within(log_id, number * WIDTH)).order_by(entries.c.idx)
        return b"".join(connection.scalars(edge))

    return read


def blocks(connection: Connection, log_id: int, size: int) -> Iterator[Sequence[Row[Any]]]:
    """All entries in order, 256 at a time: idx, entry_id, time, event, payload, salt, leaf."""
    columns = [it for it in entries.c if it.name != "log"]
    for start in range(0, size, WIDTH):
        yield connection.execute(
            select(*columns).where(*_within(log_id, start)).order_by(entries.c.idx)
        ).all()


def _within(log_id: int, start: int) -> tuple[Any, ...]:
    return entries.c.log == log_id, entries.c.idx >= start, entries.c.idx < start + WIDTH


def open_intentions(
    connection: Connection, due_before: datetime | None, limit: int
) -> tuple[OpenIntention, ...]:
    query = (
        select(logs.c.origin, intentions.c.entry_id, entries.c.payload)
        .join_from(intentions, entries, entries.c.entry_id == intentions.c.entry_id)
        .join(logs, logs.c.id == intentions.c.log)
        .order_by(intentions.c.entry_id)
        .limit(limit)
    )
    if due_before is not None:
        query = query.where(intentions.c.deadline <= to_micros(due_before))
    return tuple(
        OpenIntention(origin, str(UUID(bytes=entry_id)), payload)
        for origin, entry_id, payload in connection.execute(query)
    )


def _head(row: Row[Any]) -> Head:
    root = parse_body(row.checkpoint.split("\n")).root
    return Head(row.origin, row.size, root, row.checkpoint, from_micros(row.time))


def _entry(row: Row[Any]) -> StoredEntry:
    return StoredEntry(
        row.origin,
        row.idx,
        str(UUID(bytes=row.entry_id)),
        from_micros(row.time),
        row.event,
        row.payload,
        row.salt,
        row.leaf,
    )
