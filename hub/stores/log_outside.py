"""What is known outside of how far the logs had come, against what is stored: a restored copy is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from hub.audit import StartRefused
from hub.audit.checkpoint import Checkpoint, CheckpointError, Verifier, checkpoint_of
from hub.audit.epochs import board_of, epochs_of, number_of
from hub.audit.exchange import Opening
from hub.audit.shelf import Shelf
from hub.audit.tiles import frontier_of
from hub.audit.tree import EMPTY_ROOT
from hub.ports import CheckpointSigner
from hub.stores.log_queries import log_names, log_row, tile_reader
from hub.stores.log_tables import entries

_REMEDY = (
    "It was restored from an older copy, or altered. Nothing goes on as if nothing had happened: restore a "
    "newer copy, or open a new epoch that says what is missing: nyttonav audit aterstall --skal TEXT"
)


@dataclass(frozen=True, slots=True)
class Known:
    """A checkpoint known outside, and where from."""

    checkpoint: Checkpoint
    note: str
    place: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What is stored is not what was signed: `size` records with `root` are stored."""

    known: Known
    size: int
    root: bytes
    agreed: int
    """As far as it is sure that the two are one."""
    why: str


def known_of(notes: Iterable[tuple[str, str]], signer: CheckpointSigner) -> Mapping[str, Known]:
    """The largest checkpoint of each log, from places and texts.

    Raises StartRefused for one that is not signed by this hub's key.
    """
    found: dict[str, Known] = {}
    for place, note in notes:
        try:
            origin = checkpoint_of(note).origin
            number_of(origin)
            checkpoint = Verifier.parse(signer.verifier(origin)).open(note)
        except ValueError as error:
            raise StartRefused(
                f"{place}: the checkpoint is none of this hub's: {error}. Take it away, or put the right "
                "keys in place."
            ) from None
        if origin not in found or found[origin].checkpoint.size < checkpoint.size:
            found[origin] = Known(checkpoint, note, place)
    return found


def gaps(connection: Connection, known: Mapping[str, Known]) -> tuple[Gap, ...]:
    """Where the newest epoch of a log is not as far as it is known to have come, or is another.

    An epoch that has ended was told of when the next one began.
    """
    stored = log_names(connection)
    found: list[Gap] = []
    for board in sorted({board_of(origin) for origin in known}):
        newest = epochs_of({*stored, *known}, board)[0]
        if newest in known and (gap := _gap(connection, known[newest])) is not None:
            found.append(gap)
    return tuple(found)


def known_on(shelf: Shelf, signer: CheckpointSigner) -> Mapping[str, Known] | None:
    """What the shelf knows; None where it is out of reach. Raises StartRefused for a checkpoint not ours."""
    try:
        return known_of(((str(file), note) for file, note in shelf.newest()), signer)
    except OSError:
        return None  # The round that keeps checkpoints tells of it: a shelf out of reach stops no look-ups.


def check_outside(
    connection: Connection,
    shelf: Shelf,
    signer: CheckpointSigner,
    place: str,
    known: Mapping[str, Known] | None,
) -> None:
    """At start. Raises StartRefused when the shelf knew of more than is stored, or of another log.

    `known` was read (`known_on`) before the view of the connection began.
    """
    if known is None:
        return
    for gap in gaps(connection, known):
        raise StartRefused(f"{place}: {gap.why}. {_REMEDY}")
    keep_openings(connection, shelf, signer)


def keep_openings(connection: Connection, shelf: Shelf, signer: CheckpointSigner) -> None:
    """The openings of all epochs lie on the shelf, for the witnesses."""
    try:
        for log in log_names(connection):
            if number_of(log) > 1 and not shelf.has_opening(log):
                shelf.keep_opening(log, opening_of(connection, log, signer))
    except OSError:
        return  # As above; it is tried again at the next start.


def opening_of(connection: Connection, log: str, signer: CheckpointSigner) -> Opening:
    """The first record of a log, under a checkpoint of it alone."""
    row = log_row(connection, log)
    assert row is not None, "only a log that is there has an opening"
    first = connection.execute(select(entries).where(entries.c.log == row.id, entries.c.idx == 0)).one()
    return Opening(first.payload, first.salt, signer.sign(log, 1, first.leaf))


def _gap(connection: Connection, known: Known) -> Gap | None:
    at, row = known.checkpoint, log_row(connection, known.checkpoint.origin)
    if row is None:
        return Gap(known, 0, EMPTY_ROOT, 0, f"there is no log {at.origin}, and {_signed(known)}")
    root = checkpoint_of(row.checkpoint).root
    if row.size < at.size:
        why = f"the log {at.origin} holds {row.size} records, and {_signed(known)}"
        return Gap(known, row.size, root, row.size, why)
    try:
        then = root if row.size == at.size else _root_at(connection, row.id, at.size)
    except ValueError as error:
        raise StartRefused(f"The log {at.origin} is damaged: {error}.") from None
    if then == at.root:
        return None
    why = f"the log {at.origin} is another than the one of which {_signed(known)}"
    return Gap(known, row.size, root, 0, why)


def _signed(known: Known) -> str:
    return f"a checkpoint of {known.checkpoint.size} records was signed ({known.place})"


def _root_at(connection: Connection, log: int, size: int) -> bytes:
    return frontier_of(size, tile_reader(connection, log)).root()


def agreed(connection: Connection, gap: Gap, shelf: Shelf | None, signer: CheckpointSigner) -> int:
    """How many of the stored records are the ones that were signed, for all that the shelf knows."""
    origin = gap.known.checkpoint.origin
    row = log_row(connection, origin)
    if shelf is None or row is None:
        return gap.agreed
    key, all_agree = Verifier.parse(signer.verifier(origin)), True
    for size in shelf.sizes(origin):
        if not 0 < size <= gap.size:
            continue
        try:
            kept = key.open(shelf.note(origin, size))
        except CheckpointError:
            continue
        if _root_at(connection, row.id, size) == kept.root:
            return gap.agreed if all_agree and gap.agreed else size
        all_agree = False
    return gap.agreed if all_agree else 0
