"""The search index against what the payloads say: no keys needed, constant memory."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import Connection, select

from hub.audit.payload import from_payload
from hub.audit.refs import refs_of
from hub.audit.verify import Tampered
from hub.model.ledger import Ref
from hub.stores.log_tables import entries, refs


class IndexCheck:
    """Two sums of hashes, one over what the payloads say and one over what is stored, in any order.

    Erased records say nothing, and must have no rows in the index either.
    """

    def __init__(self, connection: Connection, log: int) -> None:
        self._connection = connection
        self._log = log
        self._sum = 0

    def expect(self, index: int, wanted: Sequence[Ref]) -> None:
        """The record `index` should be found by these, and by nothing else."""
        for ref in set(wanted):
            self._sum += _weight(int(ref.kind), ref.key, index)

    def finish(self) -> None:
        """Raises Tampered with the first record that cannot be found as it should."""
        stored = self._connection.execute(
            select(refs.c.kind, refs.c.key, refs.c.idx).where(refs.c.log == self._log)
        )
        if sum(_weight(row.kind, row.key, row.idx) for row in stored) != self._sum:
            raise Tampered("the search index does not lead to it as it should", self._first_wrong())

    def _first_wrong(self) -> int | None:
        rows = self._connection.execute(
            select(entries.c.idx, entries.c.payload).where(entries.c.log == self._log).order_by(entries.c.idx)
        )
        beyond = select(refs.c.idx).where(refs.c.log == self._log).order_by(refs.c.idx)
        known: dict[int, set[tuple[int, bytes]]] = {}
        for ref in self._connection.execute(beyond.add_columns(refs.c.kind, refs.c.key)):
            known.setdefault(ref.idx, set()).add((ref.kind, ref.key))
        for row in rows:
            if known.pop(row.idx, set()) != _expected(row.payload):
                return int(row.idx)
        return min(known, default=None)


def _expected(payload: bytes | None) -> set[tuple[int, bytes]]:
    if payload is None:
        return set()
    return {(int(ref.kind), ref.key) for ref in refs_of(from_payload(payload))}


def _weight(kind: int, key: bytes, index: int) -> int:
    return int.from_bytes(sha256(b"%d %d " % (kind, index) + key).digest(), "big")
