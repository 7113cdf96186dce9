"""A page of a search over the epochs of a board's log, as if they were one.

An epoch that has ended lies before the next one in time, so that they are gone through newest first or oldest
first as the records are. Only the epoch that was the newest at the first page can have grown since.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hub.audit.cursor import Cursor
from hub.audit.epochs import epochs_of, number_of
from hub.model.ledger import StoredEntry, Wanted
from hub.ports import AuditStore


@dataclass(frozen=True, slots=True)
class Across:
    """Records in the order wanted, at most as many as wanted; how many there are in all, of each epoch
    counted to `COUNTED` and one; and what the search is made in: the newest epoch then, and its size."""

    entries: tuple[StoredEntry, ...]
    count: int
    newest: int
    within: int

    def cursor(self, last: StoredEntry) -> Cursor:
        """Where the next page begins, after the last record shown."""
        return Cursor((last.time, last.index), number_of(last.log), self.newest, self.within)


async def search_across(store: AuditStore, board: str, wanted: Wanted, at: Cursor | None) -> Across:
    """`board` is the name that the epochs share, `at` where the page before ended. Raises as the store's."""
    logs = epochs_of(await store.logs(), board) or (board,)
    newest = number_of(logs[0]) if at is None else at.newest
    entries: list[StoredEntry] = []
    count, within = 0, 0 if at is None else at.within
    for log in reversed(logs) if wanted.oldest_first else logs:
        number = number_of(log)
        if number > newest:
            continue
        # Where the page is full, or this epoch was shown before, what is found is only counted.
        limit = 0 if _shown(number, wanted, at) else wanted.limit - len(entries)
        found = await store.search(
            log,
            replace(
                wanted,
                limit=limit,
                within=at.within if at is not None and number == newest else None,
                after=at.after if at is not None and number == at.epoch else None,
            ),
        )
        entries += found.entries
        count += found.count
        if at is None and number == newest:
            within = found.size
    return Across(tuple(entries), count, newest, within)


def _shown(number: int, wanted: Wanted, at: Cursor | None) -> bool:
    """Whether pages before have shown all of the epoch."""
    if at is None:
        return False
    return number < at.epoch if wanted.oldest_first else number > at.epoch
