"""The statements that append to the log, as text, each compiled once for each kind of database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from sqlalchemy import BindParameter, bindparam, delete, select, tuple_, update

from hub.stores.kind import Kind
from hub.stores.log_tables import (
    claims,
    conclusions,
    data_keys,
    entries,
    facets,
    intentions,
    logs,
    refs,
    tiles,
)


@dataclass(frozen=True, slots=True)
class Statements:
    """Values are given in the order in which a statement names them; rows in that of the tables' columns."""

    new_log: str
    """Unless there is one of that name."""
    head: str
    """What a commit says of a log anew: size, frontier, checkpoint and time, then the log's id."""
    entry: str
    ref: str
    facets: str
    outcome: str
    """What conclusions tell of their intentions: outcome, protection, the intention's id."""
    intention: str
    close: str
    """Gives the id of the intention, if it was open."""
    conclusion: str
    claim: str
    data_key: str
    claimed: str
    ids: str
    leaves: str
    tile: str
    put_tile: str


@cache
def statements(kind: Kind) -> Statements:
    new_log = kind.insert(logs).values({it.name: bindparam(it.name) for it in logs.c if it.name != "id"})
    tile = kind.insert(tiles)
    whole = tile.on_conflict_do_update(
        index_elements=["log", "level", "number"], set_={"hashes": tile.excluded.hashes}
    )
    return Statements(
        new_log=kind.text(new_log.on_conflict_do_nothing(index_elements=["origin"]).inline()),
        head=kind.for_rows(_HEAD, _HEADS),
        entry=kind.inserting(entries),
        ref=kind.inserting(refs, unless_there=True),
        facets=kind.inserting(facets),
        outcome=kind.for_rows(_OUTCOME, _OUTCOMES),
        intention=kind.inserting(intentions),
        close=kind.text(_CLOSE),
        conclusion=kind.inserting(conclusions),
        claim=kind.inserting(claims),
        data_key=kind.inserting(data_keys, unless_there=True),
        claimed=kind.text(_CLAIMED),
        ids=kind.text(_IDS),
        leaves=kind.text(_LEAVES),
        tile=kind.text(_TILE),
        put_tile=kind.text(whole.inline()),
    )


@cache
def locking(kind: Kind, count: int) -> str:
    """So many logs by their names. Their heads are locked, where there is a lock for that, in the order of
    their names: each process takes them in the same one."""
    names: list[BindParameter[str]] = [bindparam(f"o{number}") for number in range(count)]
    wanted = select(logs.c.origin, logs.c.id, logs.c.size, logs.c.frontier).where(logs.c.origin.in_(names))
    return kind.text(wanted.order_by(logs.c.origin).with_for_update())


_HEAD: Final = (
    update(logs)
    .values({it: bindparam(f"new_{it}") for it in ("size", "frontier", "checkpoint", "time")})
    .where(logs.c.id == bindparam("log"))
)
_HEADS: Final = (
    "UPDATE logs SET size = new.size, frontier = new.frontier, checkpoint = new.checkpoint, time = new.time "
    "FROM unnest(%b::bigint[], %b::bytea[], %b::text[], %b::bigint[], %b::integer[]) "
    "AS new (size, frontier, checkpoint, time, log) WHERE logs.id = new.log"
)
_OUTCOME: Final = (
    update(facets)
    .values(outcome=bindparam("o"), protection=bindparam("p"))
    .where(
        # In whichever log: what an epoch left open is concluded in the next.
        tuple_(facets.c.log, facets.c.time, facets.c.idx).in_(
            select(entries.c.log, entries.c.time, entries.c.idx).where(entries.c.entry_id == bindparam("i"))
        ),
    )
)
_OUTCOMES: Final = (
    # Where there is a partition for each month, to find the right one costs most: once for all of a batch.
    "UPDATE facets SET outcome = told.outcome, protection = told.protection "
    "FROM unnest(%b::text[], %b::text[], %b::bytea[]) AS told (outcome, protection, intention) "
    "JOIN entries ON entries.entry_id = told.intention "
    "WHERE (facets.log, facets.time, facets.idx) = (entries.log, entries.time, entries.idx)"
)
_CLOSE: Final = (
    delete(intentions).where(intentions.c.entry_id == bindparam("i")).returning(intentions.c.entry_id)
)
_CLAIMED: Final = select(claims.c.digest, claims.c.reply, claims.c.first, claims.c.count).where(
    claims.c.log == bindparam("l"), claims.c.client == bindparam("c"), claims.c.question == bindparam("q")
)
_WITHIN: Final = (
    entries.c.log == bindparam("l"),
    entries.c.idx >= bindparam("f"),
    entries.c.idx < bindparam("t"),
)
_IDS: Final = select(entries.c.entry_id).where(*_WITHIN).order_by(entries.c.idx)
_LEAVES: Final = select(entries.c.leaf).where(*_WITHIN).order_by(entries.c.idx)
_TILE: Final = select(tiles.c.hashes).where(
    tiles.c.log == bindparam("l"), tiles.c.level == bindparam("h"), tiles.c.number == bindparam("n")
)
