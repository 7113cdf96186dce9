"""What is kept about sources, as Protocols: notices of maintenance, what was seen, how much was asked and
what became of it.

`hub/stores` implements them; tests may fake them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from hub.model.board import BoardId
from hub.model.maintenance import Notice
from hub.model.measured import Batch, Counts
from hub.model.reach import Reach
from hub.model.traffic import DayCount, TrafficKey


class NoticeStore(Protocol):
    """What has been told of sources' maintenance. Raises RegisterUnavailable."""

    async def keep(self, notice: Notice, replaces: str | None) -> None:
        """Keep it, instead of the one that it replaces. Raises NotFound when that is not there, is replaced
        already, or was of another sender or source."""
        ...

    async def check(self, notice: Notice, replaces: str) -> None:
        """Raise now what `keep` would raise, so that nothing is logged as told that is refused."""
        ...

    async def current(self, now: datetime) -> tuple[Notice, ...]:
        """Those that have not ended and are not replaced, the oldest first."""
        ...

    async def erase(self, ended_before: datetime) -> int:
        """Clear away what ended before a moment; how many."""
        ...


class ReachStore(Protocol):
    """What was last seen of sources, by board and source. Raises RegisterUnavailable."""

    async def keep(self, changed: Mapping[tuple[BoardId, str], Reach]) -> None:
        """Together with what other hubs have seen; what somebody was told stays as it is kept."""
        ...

    async def told(self, board: BoardId, source: str, since: datetime | None) -> None:
        """Somebody has been told of the silence that began then; None: that it is over."""
        ...

    async def every(self) -> dict[tuple[BoardId, str], Reach]: ...


class TrafficStore(Protocol):
    """How many calls have been begun, by agreement, each on its newest day. Raises RegisterUnavailable."""

    async def add(self, counts: Mapping[TrafficKey, DayCount]) -> None:
        """Each to what is kept of that agreement and day, instead of an earlier day's; a later day's stands.
        What was too much is taken away again by less than nothing."""
        ...

    async def every(self) -> dict[TrafficKey, DayCount]: ...


class MeasureStore(Protocol):
    """What became of the questions to sources, counted. Raises RegisterUnavailable."""

    async def add(self, batch: Batch) -> None:
        """Add it to what is kept, unless that has been done before."""
        ...

    async def months(
        self, board: BoardId, source: str, first: str, last: str, writer: str
    ) -> tuple[Counts, int]:
        """What is kept of the months, both included, and the writer's newest batch in it; 0 is none."""
        ...

    async def erase(self, before: str, now: datetime) -> int:
        """Clear away the months before that one; how many counts."""
        ...
