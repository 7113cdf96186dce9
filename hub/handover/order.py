"""Who hands over or receives, why, and where the hub's files lie."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from hub.model.board import BoardId
from hub.stores import Address, Where
from hub.stores.postgresql_start import nobody_serves


class HandoverRefused(Exception):
    """It is not done; the text is a sentence for whoever ordered it, with the remedy."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hub's data lies, and the name that it signs its records with. Old logs are kept in `data`,
    also where log and register are in a database."""

    data: Path
    keys: Path
    contracts: Path
    node: str
    database: Address | None = None
    """With connections of one's own (`Address.own`)."""

    @property
    def where(self) -> Where:
        return self.data if self.database is None else self.database

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Once the stores are open here: within the context nobody else serves them. Raises StartRefused.

        A data folder's lock has come with its stores.
        """
        with nullcontext() if self.database is None else nobody_serves(self.database):
            yield


@dataclass(frozen=True, slots=True)
class Order:
    """Which board, by whom, and why: for the log."""

    board: BoardId
    by: str
    reason: str
