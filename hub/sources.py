"""What a board may ask, and whether a source is up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hub.adapter import SourceError, Transport
from hub.audit import Prober
from hub.model.agreement import Agreement
from hub.model.board import Board, BoardId
from hub.model.calendar import swedish_day
from hub.model.maintenance import Notice, Span, Window, coming, shut
from hub.model.manifest import SourceManifest
from hub.model.reach import Reach
from hub.model.registry import Registry
from hub.ports import Clock
from hub.problems import NotFound
from hub.watch import SourceWatch
from messages.kallor import Driftlage, Driftuppehall, Kalla, Kalldrift, Kallor, Rollalder, Uppgiftsdagar
from messages.koder import Atgard
from messages.uppgifter import Avtalsreferens, Fel, Vag

KEPT_FOR = timedelta(seconds=30)
"""What was last found of a source is told again for so long: curious callers do not load it."""


@dataclass(frozen=True, slots=True)
class SourceDesk:
    """Tells what may be asked and tests routes; asks nothing about persons."""

    registry: Registry
    agreements: Mapping[str, tuple[Agreement, ...]]
    transport: Transport
    clock: Clock
    watch: SourceWatch
    notices: Callable[[BoardId], Awaitable[Mapping[str, tuple[Notice, ...]]]]
    """Per source what has been told of its maintenance. Raises RegisterUnavailable."""

    def all(self, board: Board) -> Kallor:
        return Kallor(kallor=[self.one(board, source) for source in sorted(self.registry.sources)])

    def one(self, board: Board, source: str) -> Kalla:
        """What the board may ask today: no terms where no agreement is in force, or it is suspended.

        Raises NotFound for a source that no adapter answers for.
        """
        manifest = self._manifest(source)
        agreement = self._in_force(source)
        about = {
            "kalla": source,
            "namn": manifest.name,
            "sektioner": list(manifest.sections),
            "vag": self._way(board, source),
        }
        if agreement is None or agreement.suspended(self._today()):
            return Kalla.model_validate(about)
        beyond = sorted(self.registry.source(source).groups - agreement.groups)
        besides = {"undanhallna": [self.registry.not_carried(group) for group in beyond]}
        return Kalla.model_validate(about | _terms(agreement, self._today()) | besides)

    async def state(self, board: Board, source: str) -> Kalldrift:
        """State of a source over the board's route: as it was found in the last 30 seconds, by a look-up or a
        test call. A source that is shut is not tested.

        Raises NotFound and RegisterUnavailable.
        """
        self._manifest(source)
        now, agreement = self.clock.now(), self._in_force(source)
        own = agreement.windows if agreement is not None else ()
        windows = (*own, *(await self.notices(board.id)).get(source, ()))
        closed = shut(windows, now)
        reach = self.watch.of(board.id, source)
        if closed is None and source in board.routes and not _known_lately(reach, now):
            reach = self.watch.pinged(board.id, source, await self._ping(board, source))
        return Kalldrift(
            kalla=source,
            lage=Driftlage.STANGD if closed is not None else _state(reach),
            tidpunkt=now if reach is None or closed is not None else reach.tried,
            vag=self._way(board, source),
            fel=None if reach is None or closed is not None or reach.up else reach.fault,
            sedan=None if reach is None or closed is not None else reach.since,
            senastBesvarad=None if reach is None else reach.answered,
            uppehall=[_told(window, span) for window, span in coming(windows, now)],
        )

    async def _ping(self, board: Board, source: str) -> Fel | None:
        choice = board.routes[source]
        permit = Prober().permit(self.clock.monotonic() + self.registry.routes[choice.route].whole_s)
        try:
            await self.registry.route(choice.route).ping(choice.settings, permit, self.transport)
        except SourceError as error:
            agreement = self._in_force(source)
            return Fel(
                led=error.led,
                kod=error.code,
                text=error.text,
                atgard=Atgard.FORSOK_IGEN,
                kontakt=str(agreement.contact) if agreement is not None else None,
            )
        return None

    def _manifest(self, source: str) -> SourceManifest:
        if source not in self.registry.sources:
            raise NotFound(
                "Källan finns inte. Alla källor: " + ", ".join(sorted(self.registry.sources)) + "."
            )
        return self.registry.source(source).manifest

    def _way(self, board: Board, source: str) -> Vag | None:
        choice = board.routes.get(source)
        return (
            Vag(id=choice.route, version=choice.settings.get("version", "")) if choice is not None else None
        )

    def _in_force(self, source: str) -> Agreement | None:
        today = self._today()
        return next((one for one in self.agreements.get(source, ()) if one.in_force(today)), None)

    def _today(self) -> date:
        return swedish_day(self.clock.now())


def _known_lately(reach: Reach | None, now: datetime) -> bool:
    """An answer about one person that could not be read says nothing of whether the source is up."""
    if reach is None or now - reach.tried >= KEPT_FOR:
        return False
    return reach.up or (reach.fault is not None and reach.fault.atgard is Atgard.FORSOK_IGEN)


def _state(reach: Reach | None) -> Driftlage:
    if reach is None:
        return Driftlage.OKANT
    return Driftlage.UPPE if reach.up else Driftlage.NERE


def _told(window: Window, span: Span) -> Driftuppehall:
    notice = window.id if isinstance(window, Notice) else None
    return Driftuppehall(fran=span.first, till=span.until, text=window.text, driftmeddelandeId=notice)


def _terms(agreement: Agreement, today: date) -> dict[str, object]:
    return {
        "avtal": Avtalsreferens(id=agreement.id, version=agreement.version),
        "gallerFrom": agreement.valid_from,
        "gallerTom": agreement.valid_to,
        "andamal": sorted(agreement.purposes),
        "roller": sorted(agreement.roles),
        "aldrar": [
            Rollalder(roll=role, fran=ages.youngest, till=ages.oldest)
            for role, ages in sorted(agreement.ages.items())
        ],
        "uppgifter": sorted(agreement.groups),
        "uppgiftsdagar": [
            Uppgiftsdagar(grupp=group, fran=days.first, till=days.last)
            for group, days in agreement.group_days.items()
        ],
        "langstaPeriodDagar": agreement.longest_period_days,
        "horisontManader": agreement.horizon_months,
        "forfattningsstod": list(agreement.legal_texts(today)),
    }
