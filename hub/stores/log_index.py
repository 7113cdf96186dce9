"""The search index against what the payloads say: no keys needed, and memory for what is open only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from hub.audit.case_events import CaseAsked
from hub.audit.events import LookupIntended
from hub.audit.facets import facets_of
from hub.audit.payload import from_payload
from hub.audit.refs import refs_of
from hub.audit.verify import Tampered
from hub.model.ledger import NO_FACETS, Facets
from hub.stores.log_queries import blocks
from hub.stores.log_tables import conclusions, entries, facets, refs
from hub.stores.months import month_at

_CONCLUDED: Final = frozenset({LookupIntended.name, CaseAsked.name})
"""Records that a conclusion comes to."""

_BLOCK: Final = 256
_BOTH = (refs, facets)


class IndexCheck:
    """Sums of hashes for each block of records: what the payloads say, less what is stored, in any order.

    Erased records say nothing: they have no rows in `refs`, and in `facets` their place only.
    """

    def __init__(self, connection: Connection, log: int, size: int, only: int | None = None) -> None:
        """With `only` the sums are of that block, and for each record."""
        self._connection = connection
        self._log = log
        self._size = size
        self._only = only
        self._sums: defaultdict[int, int] = defaultdict(int)
        self._open: dict[str, tuple[int, int, Facets, bytes]] = {}

    def expect(self, row: Row[Any], content: Mapping[str, Any] | None) -> None:
        """The record (idx, time) should be found by what its payload says, and by nothing else."""
        index, time = row.idx, row.time
        if content is None:
            self._add(index, _told(time, NO_FACETS))
            return
        month = month_at(time)
        for ref in set(refs_of(content)):
            self._add(index, (month, int(ref.kind), ref.key, time))
        said = facets_of(content)
        if content["handelse"] in _CONCLUDED:
            self._open[content["loggpostId"]] = index, time, said, row.entry_id
            return
        if said.concludes is not None:
            self._conclude(said)
            said = NO_FACETS
        self._add(index, _told(time, said))

    def finish(self) -> None:
        """Raises Tampered with the first record that cannot be found as it should."""
        wrong = self._difference()
        if wrong is None:
            return
        if self._only is None:
            closer = IndexCheck(self._connection, self._log, self._size, wrong)
            for block in blocks(self._connection, self._log, self._size):
                for row in block:
                    closer.expect(row, None if row.payload is None else from_payload(row.payload))
            closer.finish()
        raise Tampered("the search index does not lead to it as it should", wrong)

    def _conclude(self, told: Facets) -> None:
        # Of an intention that is erased nothing is told any more.
        found = self._open.pop(told.concludes or "", None)
        if found is not None:
            index, time, said, _ = found
            self._add(index, _told(time, replace(said, outcome=told.outcome, protection=told.protection)))

    def _difference(self) -> int | None:
        """The first block, or record, of which less or more is stored than the payloads say."""
        for index, time, said, entry_id in self._open.values():
            self._add(index, _told(time, self._ended(entry_id, said)))
        for index, row in self._stored():
            self._add(index, row, -1)
        return min((at for at, left in self._sums.items() if left), default=None)

    def _ended(self, intention: bytes, said: Facets) -> Facets:
        """What an epoch left open is concluded in a later one, whose own verification answers for that."""
        same = (conclusions.c.log == entries.c.log) & (conclusions.c.idx == entries.c.idx)
        wanted = select(entries.c.payload).join(conclusions, same)
        payload = self._connection.scalar(
            wanted.where(conclusions.c.intention == intention, conclusions.c.log != self._log)
        )
        if payload is None:
            return said
        try:
            told = facets_of(from_payload(payload))
        except (ValueError, KeyError, TypeError):
            return said
        return replace(said, outcome=told.outcome, protection=told.protection)

    def _stored(self) -> Iterator[tuple[int, tuple[object, ...]]]:
        for table in _BOTH:
            columns = [it for it in table.c if it.name not in {"log", "idx"}]
            wanted = select(table.c.idx, *columns).where(table.c.log == self._log)
            if self._only is not None:
                first = self._only * _BLOCK
                wanted = wanted.where(table.c.idx >= first, table.c.idx < first + _BLOCK)
            for index, *row in self._connection.execute(wanted):
                yield index, tuple(row)

    def _add(self, index: int, row: tuple[object, ...], times: int = 1) -> None:
        block = index // _BLOCK
        if self._only is None:
            self._sums[block] += times * _weight(index, row)
        elif block == self._only:
            self._sums[index] += times * _weight(index, row)


def _told(time: int, said: Facets) -> tuple[object, ...]:
    """A row of `facets` but for its log and index."""
    return time, said.client, said.source, said.outcome, said.gate, said.agreement, said.protection


def _weight(index: int, row: tuple[object, ...]) -> int:
    # As written, since a damaged file may give any type in any column.
    return int.from_bytes(sha256(repr((index, row)).encode()).digest(), "big")
