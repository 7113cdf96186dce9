"""When sources are not to be asked: notices are taken in here, logged before they hold, and looked up.

A source's own system tells for everybody; a board's tells for the board's own questions only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hub.audit import OPERATOR, AccessLog
from hub.audit.events import MaintenanceTold
from hub.model.board import BoardId
from hub.model.maintenance import Notice, Span
from hub.model.query import AgencyCaller, Caller
from hub.ports import Clock
from hub.problems import MalformedQuestion, NotAuthorised, NotFound, Pointer
from hub.source_ports import NoticeStore
from messages.drift import Driftmeddelande, Driftmeddelandesvar

WRONG_SENDER = "DRIFT_FEL_AVSANDARE"
"""The security event of a source's system that tells of another source's maintenance."""

LOOKED_UP_EVERY = timedelta(seconds=5)
"""A notice told through another process of the hub holds this much later here. One's own holds at once."""

FARTHEST = timedelta(days=366)
KEPT_AFTER_ITS_END = timedelta(days=30)


@dataclass(slots=True)
class _Seen:
    """The notices as they were looked up last."""

    at: datetime | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class MaintenanceDesk:
    """Takes notices, and tells which hold for a board."""

    store: NoticeStore
    log: AccessLog
    sources: Collection[str]
    clock: Clock
    new_id: Callable[[], str]
    _seen: _Seen = field(default_factory=_Seen)

    async def tell(
        self, caller: Caller | AgencyCaller, own: str | None, source: str, said: Driftmeddelande
    ) -> Driftmeddelandesvar:
        """Keep a notice. `own` is the source that an agency's caller is the system of.

        Raises NotFound (no such source; nothing to replace), NotAuthorised (another source's),
        MalformedQuestion (in the past, or too far ahead), LogUnavailable, RegisterUnavailable.
        """
        if source not in self.sources:
            raise NotFound(f"Källan finns inte. Alla källor: {', '.join(sorted(self.sources))}.")
        if isinstance(caller, AgencyCaller) and own != source:
            await self._wrong_sender(caller)
        now = self.clock.now()
        _in_its_time(said, now)
        notice = Notice(
            id=self.new_id(),
            source=source,
            board=caller.board if isinstance(caller, Caller) else None,
            span=Span(said.fran, said.till),
            text=said.text,
            client=caller.client_id,
            told=now,
        )
        if said.ersatter is not None:
            await self.store.check(notice, said.ersatter)
        origin = OPERATOR if notice.board is None else notice.board.origin
        await self.log.record(origin, _event(notice, said.ersatter))
        await self.store.keep(notice, said.ersatter)
        self._seen.at = None
        return _told(notice)

    async def holding(self, board: BoardId) -> Mapping[str, tuple[Notice, ...]]:
        """Per source the notices that are everybody's or the board's, also those of a time to come.

        Raises RegisterUnavailable.
        """
        now = self.clock.now()
        if self._seen.at is None or not timedelta(0) <= now - self._seen.at < LOOKED_UP_EVERY:
            self._seen.notices = await self.store.current(now)
            self._seen.at = now
        found: dict[str, tuple[Notice, ...]] = {}
        for notice in self._seen.notices:
            if notice.board in (None, board):
                found[notice.source] = (*found.get(notice.source, ()), notice)
        return found

    async def erase(self) -> int:
        """Clear away those that ended 30 days ago; how many. Raises RegisterUnavailable."""
        return await self.store.erase(self.clock.now() - KEPT_AFTER_ITS_END)

    async def _wrong_sender(self, caller: AgencyCaller) -> None:
        entry = await self.log.security(None, WRONG_SENDER, caller.client_id)
        raise NotAuthorised(
            "Klienten hör till en annan källa. En källas uppehåll meddelas av källans egna system, eller av "
            "nämnden för sina egna frågor.",
            log_entries=[entry],
        )


def _in_its_time(said: Driftmeddelande, now: datetime) -> None:
    if said.till is not None and said.till <= now and said.ersatter is None:
        raise MalformedQuestion(
            "Uppehållet är redan slut. Meddela ett som pågår eller kommer, eller ange i ersatter vilket som "
            "är över.",
            fel=[Pointer("/till", "ligger i det förflutna")],
        )
    if said.fran - now > FARTHEST:
        raise MalformedQuestion(
            "Uppehållet börjar om mer än ett år. Kontrollera dagen, eller skriv in det i avtalet.",
            fel=[Pointer("/fran", "ligger mer än 366 dagar fram")],
        )


def _event(notice: Notice, replaces: str | None) -> MaintenanceTold:
    return MaintenanceTold(
        client=notice.client,
        source=notice.source,
        notice=notice.id,
        first=notice.span.first,
        text=notice.text,
        last=notice.span.until,
        replaces=replaces,
    )


def _told(notice: Notice) -> Driftmeddelandesvar:
    return Driftmeddelandesvar(
        driftmeddelandeId=notice.id,
        kalla=notice.source,
        fran=notice.span.first,
        till=notice.span.until,
        text=notice.text,
        gallerAlla=notice.board is None,
        meddelat=notice.told,
    )
