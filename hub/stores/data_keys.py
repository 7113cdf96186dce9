"""The log's data keys, as they lie wrapped beside its records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, select, update

from hub.audit import KeyVault, StartRefused
from hub.model.ledger import WrappedKey
from hub.stores.log_tables import data_keys


def data_keys_of(
    connection: Connection, *, board: str | None = None, month: int | None = None
) -> tuple[WrappedKey, ...]:
    """Of one board or all, of one month (202611) or all, in the order of their ids."""
    wanted = select(data_keys).order_by(data_keys.c.board, data_keys.c.id)
    if board is not None:
        wanted = wanted.where(data_keys.c.board == board)
    if month is not None:
        wanted = wanted.where(data_keys.c.month == month)
    return tuple(WrappedKey(**row._mapping) for row in connection.execute(wanted))


def learn(
    vault: KeyVault,
    connection: Connection,
    place: str,
    *,
    board: str | None = None,
    month: int | None = None,
) -> None:
    """Let the vault know those that are stored. Raises StartRefused for one that its keys do not open."""
    try:
        vault.data_keys.learn(data_keys_of(connection, board=board, month=month))
    except ValueError as error:
        raise StartRefused(
            f"{place}: {error}. What it sealed would tell no person any more: put the log back from its "
            "newest backup that does."
        ) from None


def as_rows(keys: Sequence[WrappedKey]) -> list[tuple[object, ...]]:
    """In the order of the table's columns."""
    return [(it.board, it.id, it.month, it.master, it.wrapped) for it in keys]


def wrap_anew(connection: Connection, rewrapped: Callable[[WrappedKey], WrappedKey]) -> int:
    """Every data key, in the caller's transaction; how many."""
    keys = data_keys_of(connection)
    for key in map(rewrapped, keys):
        connection.execute(
            update(data_keys)
            .where(data_keys.c.board == key.board, data_keys.c.id == key.id)
            .values(master=key.master, wrapped=key.wrapped)
        )
    return len(keys)
