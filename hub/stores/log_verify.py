"""Verification of a log where it lies: everything stored is recomputed from payloads, salts and indices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from hub.audit.checkpoint import Checkpoint, CheckpointError, Verifier
from hub.audit.events import LookupConcluded
from hub.audit.payload import from_payload
from hub.audit.tiles import WIDTH, tile_root
from hub.audit.tree import HASH_BYTES, Frontier, leaf_of
from hub.audit.verify import Since, State, Tampered, Verdict, check_root, grow
from hub.stores.kind import FAILURES, told
from hub.stores.log_index import IndexCheck
from hub.stores.log_queries import blocks
from hub.stores.log_tables import conclusions, entries, tiles
from hub.stores.moments import to_micros


def verify_rows(
    connection: Connection,
    log: Row[Any],
    key: Verifier,
    progress: Callable[[int], None],
    since: Checkpoint | None = None,
) -> Verdict:
    """The verdict on one log, which must extend `since`. `log` is its head row."""
    earlier = Since(since)
    frontier, index, erased = Frontier(), IndexCheck(connection, log.id, log.size), 0
    concluded: dict[bytes, int] = {}
    try:
        for block in blocks(connection, log.id, log.size):
            start = frontier.size
            leaves = [_leaf(row, start + at) for at, row in enumerate(block)]
            if len(block) < min(WIDTH, log.size - start):
                raise Tampered("the record is missing", start + len(block))
            _compare_tile(connection, log.id, start, leaves)
            for row in block:
                erased += row.payload is None
                _note(row, index, concluded)
            earlier.look(frontier, leaves)
            grow(frontier, leaves)
            progress(frontier.size)
        _check_count(connection, log)
        _check_promises(connection, log.id, concluded)
        index.finish()
        _check_upper(connection, log.id, frontier.size)
        checkpoint = key.open(log.checkpoint)
        check_root(frontier, checkpoint)
        if (checkpoint.origin, checkpoint.size) != (log.origin, log.size) or frontier.pack() != log.frontier:
            raise Tampered("the head row does not match the log")
        earlier.finish(log.origin, frontier.size)
    except Tampered as found:
        return Verdict(State.INVALID, frontier.size, erased, found.index, found.why)
    except CheckpointError as error:
        return Verdict(State.INVALID, frontier.size, erased, None, str(error))
    except FAILURES as error:
        why = f"the database is damaged from here on: {told(error)}"
        return Verdict(
            State.INVALID, frontier.size, erased, _readable(connection, log.id, frontier.size), why
        )
    state = State.ERASED if erased else State.VALID
    return Verdict(state, frontier.size, erased, checkpoint=checkpoint)


def _readable(connection: Connection, log: int, start: int) -> int:
    """The first record from `start` on that the database cannot give."""
    for index in range(start, start + WIDTH):
        try:
            connection.execute(select(entries).where(entries.c.log == log, entries.c.idx == index)).all()
        except FAILURES:
            return index
    return start


def _leaf(row: Row[Any], index: int) -> bytes:
    """The leaf computed anew; of an erased record the stored one."""
    if row.idx != index:
        raise Tampered("the record is missing", index)
    # A damaged file may give any type in any column.
    leaf: Any = row.leaf
    if isinstance(leaf, bytes) and len(leaf) == HASH_BYTES:
        if row.payload is None and row.salt is None:
            return leaf
        whole = isinstance(row.payload, bytes) and isinstance(row.salt, bytes)
        if whole and leaf_of(row.payload, row.salt, index) == leaf:
            return leaf
    raise Tampered("the record or its hash has been altered", index)


def _note(row: Row[Any], index: IndexCheck, concluded: dict[bytes, int]) -> None:
    """The columns beside a payload say what the payload says."""
    if row.payload is None:
        index.expect(row, None)
        return
    content = from_payload(row.payload)
    moment = to_micros(datetime.fromisoformat(content["tidpunkt"]))
    if (row.entry_id, row.event, row.time) != (
        UUID(content["loggpostId"]).bytes,
        content["handelse"],
        moment,
    ):
        raise Tampered("its columns do not say what its payload says", row.idx)
    index.expect(row, content)
    if row.event == LookupConcluded.name:
        intention = UUID(content["avsiktId"]).bytes
        if intention in concluded:
            raise Tampered("it concludes an intention that had been concluded", row.idx)
        concluded[intention] = row.idx


def _compare_tile(connection: Connection, log: int, start: int, leaves: Sequence[bytes]) -> None:
    """A full tile of leaves is stored a second time: where the two differ is the record altered."""
    if len(leaves) < WIDTH:
        return
    stored = _tile(connection, log, 0, start // WIDTH)
    for at, leaf in enumerate(leaves):
        if stored[at * HASH_BYTES : (at + 1) * HASH_BYTES] != leaf:
            raise Tampered("the record and its leaf do not match the stored tree", start + at)


def _check_upper(connection: Connection, log: int, size: int) -> None:
    """Each upper tile holds the roots of the full tiles below it."""
    level, below = 1, size // WIDTH
    while below:
        for number in range((below + WIDTH - 1) // WIDTH):
            first = number * WIDTH
            roots = [
                tile_root(_tile(connection, log, level - 1, it))
                for it in range(first, min(first + WIDTH, below))
            ]
            if _tile(connection, log, level, number) != b"".join(roots):
                raise Tampered(f"tile {number} of level {level} is damaged", first * WIDTH**level)
        level, below = level + 1, below // WIDTH


def _tile(connection: Connection, log: int, level: int, number: int) -> bytes:
    wanted = select(tiles.c.hashes).where(
        tiles.c.log == log, tiles.c.level == level, tiles.c.number == number
    )
    return connection.scalar(wanted) or b""


def _check_count(connection: Connection, log: Row[Any]) -> None:
    stored = connection.scalar(select(func.count()).select_from(entries).where(entries.c.log == log.id))
    if stored != log.size:
        raise Tampered("records stand beyond the log's head", log.size)


def _check_promises(connection: Connection, log: int, concluded: dict[bytes, int]) -> None:
    """The table of conclusions says what the records say; erased records are taken on its word."""
    stored = connection.execute(
        select(conclusions.c.intention, conclusions.c.idx).where(conclusions.c.log == log)
    )
    rows = {row.intention: row.idx for row in stored}
    wrong = [at for intention, at in concluded.items() if rows.get(intention) != at]
    if wrong:
        raise Tampered("the table of conclusions does not name it", min(wrong))
