"""Sources that have fallen silent: told in the log and by health, once their agreement's limit is passed.

A source that is shut for maintenance is silent too, as soon as somebody has wanted to ask it: a notice that
nobody takes back must not stop questions for months without anybody being told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.audit import AccessLog
from hub.audit.events import SourceHeard, SourceSilent
from hub.audit.parts import AgreementRef, FaultRef
from hub.model.agreement import Agreement
from hub.model.board import Board, BoardId
from hub.model.calendar import swedish_day
from hub.model.reach import Reach
from hub.ports import Clock
from hub.problems import RegisterUnavailable
from hub.source_ports import ReachStore
from hub.watch import Key, SourceWatch


@dataclass(frozen=True, slots=True)
class SilenceDesk:
    """Looks over what is watched, again and again."""

    watch: SourceWatch
    store: ReachStore
    log: AccessLog
    boards: Mapping[BoardId, Board]
    agreements: Mapping[str, tuple[Agreement, ...]]
    clock: Clock

    async def recall(self) -> None:
        """At start: what an earlier process had seen. Raises RegisterUnavailable."""
        self.watch.remember(await self.store.every())

    async def look(self) -> int:
        """Keep what has been seen, and tell of silences that began or ended; how many were told.

        Other hubs see and tell, too: what one was told of is not told by the next. To be done by one at a
        time. Raises LogUnavailable and RegisterUnavailable: the next round tells what this one could not.
        """
        await self._keep()
        self.watch.learn(await self.store.every())
        told = 0
        for key, reach in self.watch.every().items():
            told += await self._tell(key, reach)
        return told

    def warnings(self) -> tuple[str, ...]:
        """A sentence for each source that is silent beyond its limit."""
        return tuple(
            f"{source} has not answered {board} since {since:%Y-%m-%d %H:%M} UTC"
            f" ({reach.fault.led}, {reach.fault.kod}). Ask {agreement.contact}."
            for (board, source), reach in sorted(self.watch.every().items(), key=lambda item: str(item[0]))
            if reach.fault is not None and (found := self._beyond((board, source), reach)) is not None
            for since, agreement in (found,)
        )

    def silent(self) -> frozenset[Key]:
        """The sources that are silent beyond their limit, each for its board."""
        return frozenset(
            key for key, reach in self.watch.every().items() if self._beyond(key, reach) is not None
        )

    async def _tell(self, key: Key, reach: Reach) -> int:
        board, source = key
        found = self._beyond(key, reach)
        if found is not None and reach.fault is not None and reach.told != found[0]:
            since, agreement = found
            fault = FaultRef(reach.fault.led.value, reach.fault.kod)
            ref = AgreementRef(agreement.id, agreement.version, agreement.digest)
            await self.log.record(board.origin, SourceSilent(source, since, fault, ref))
            self.watch.told(board, source, since)
            await self._keep_told()
            return 1
        if reach.silent_since is None and reach.told is not None:
            await self.log.record(board.origin, SourceHeard(source, reach.told))
            self.watch.told(board, source, None)
            await self._keep_told()
            return 1
        return 0

    def _beyond(self, key: Key, reach: Reach) -> tuple[datetime, Agreement] | None:
        """Since when the source is silent, where that is longer than the agreement in force allows."""
        board, source = key
        since, now = reach.silent_since, self.clock.now()
        if since is None or board not in self.boards or source not in self.boards[board].routes:
            return None
        today = swedish_day(now)
        for agreement in self.agreements.get(source, ()):
            limit = agreement.longest_silence_s
            if agreement.in_force(today) and limit is not None and now - since > timedelta(seconds=limit):
                return since, agreement
        return None

    async def _keep_told(self) -> None:
        for (board, source), since in self.watch.untold().items():
            await self.store.told(board, source, since)
            self.watch.told_kept((board, source))

    async def _keep(self) -> None:
        await self._keep_told()
        changed = self.watch.unkept()
        if not changed:
            return
        try:
            await self.store.keep(changed)
        except RegisterUnavailable:
            self.watch.not_kept(changed)
            raise
