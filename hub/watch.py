"""Whether sources answer, as traffic and test calls show: since when, and where it broke.

What is seen here may be lost with the process but for what is kept of it: when a source last answered. A
silence over a restart is still a silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from hub.model.board import BoardId
from hub.model.maintenance import SHUT
from hub.model.plan import Unsent
from hub.model.reach import Reach, together
from hub.ports import Clock
from messages.uppgifter import Fel

Key = tuple[BoardId, str]


@dataclass(slots=True)
class SourceWatch:
    """What each board last heard of each source. Told of by whoever has asked one."""

    clock: Clock
    _known: dict[Key, Reach] = field(default_factory=dict)
    _unkept: set[Key] = field(default_factory=set)
    _untold: set[Key] = field(default_factory=set)
    """Of whose silence somebody has been told, though it is not kept that they were."""

    def heard(self, board: BoardId, source: str, fault: Fel | None) -> Reach:
        """A question was answered (also that there is nothing, or by a refusal), or was not, and why."""
        reach = self._tried(board, source, fault)
        if fault is None:
            reach = replace(reach, answered=reach.tried, unanswered=None)
        else:
            reach = replace(reach, unanswered=reach.unanswered or reach.tried)
        return self._put(board, source, reach)

    def pinged(self, board: BoardId, source: str, fault: Fel | None) -> Reach:
        """A test call. That one is answered does not tell that questions are."""
        return self._put(board, source, self._tried(board, source, fault))

    def _tried(self, board: BoardId, source: str, fault: Fel | None) -> Reach:
        now, up = self.clock.now(), fault is None
        before = self._known.get((board, source)) or Reach(up, now, now, None, None, None)
        since = before.since if before.up is up else now
        return replace(before, up=up, since=since, tried=now, fault=fault or before.fault)

    def _put(self, board: BoardId, source: str, reach: Reach) -> Reach:
        self._known[board, source] = reach
        self._unkept.add((board, source))
        return reach

    def not_sent(self, board: BoardId, unsent: Iterable[Unsent]) -> None:
        """What was wanted of sources that are shut was not had: they are silent, too."""
        for row in unsent:
            if row.outcome.fault.kod == SHUT:
                self.heard(board, row.grant.source, row.outcome.fault)

    def of(self, board: BoardId, source: str) -> Reach | None:
        """None where it has never been asked."""
        return self._known.get((board, source))

    def every(self) -> Mapping[Key, Reach]:
        return dict(self._known)

    def told(self, board: BoardId, source: str, since: datetime | None) -> None:
        """Somebody has been told of the silence that began then; None: that it is over."""
        self._known[board, source] = replace(self._known[board, source], told=since)
        self._untold.add((board, source))

    def untold(self) -> Mapping[Key, datetime | None]:
        """What somebody has been told, and is not kept yet."""
        return {key: self._known[key].told for key in self._untold}

    def told_kept(self, key: Key) -> None:
        self._untold.discard(key)

    def learn(self, kept: Mapping[Key, Reach]) -> None:
        """What other hubs have seen, and told of, together with what this one has seen."""
        for key, reach in kept.items():
            own = self._known.get(key)
            if own is None:
                self._known[key] = reach
            else:
                said = own.told if key in self._untold else reach.told
                self._known[key] = replace(together(reach, own), told=said)

    def remember(self, kept: Mapping[Key, Reach]) -> None:
        """What an earlier process had seen; what this one has seen stands."""
        self._known = {**kept, **self._known}

    def unkept(self) -> Mapping[Key, Reach]:
        """What has changed since this was asked the last time."""
        changed, self._unkept = self._unkept, set()
        return {key: self._known[key] for key in changed}

    def not_kept(self, keys: Iterable[Key]) -> None:
        """To be kept the next time instead."""
        self._unkept.update(keys)
