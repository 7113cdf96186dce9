"""What a board may ask, and whether a source is up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from hub.adapter import SourceError, Transport
from hub.audit import Prober
from hub.model.agreement import Agreement
from hub.model.board import Board
from hub.model.calendar import swedish_day
from hub.model.manifest import SourceManifest
from hub.model.registry import Registry
from hub.ports import Clock
from hub.problems import NotFound
from hub.translate.faults import written
from messages.kallor import Driftlage, Kalla, Kalldrift, Kallor, Rollalder
from messages.koder import Atgard
from messages.uppgifter import Avtalsreferens, Fel, Vag

KEPT_FOR = timedelta(seconds=30)
"""A test call's result is kept this long, so that curious callers do not load a source."""


@dataclass(frozen=True, slots=True)
class SourceDesk:
    """Tells what may be asked and tests routes; asks nothing about persons."""

    registry: Registry
    agreements: Mapping[str, tuple[Agreement, ...]]
    transport: Transport
    clock: Clock
    _tested: dict[tuple[str, str], Kalldrift] = field(default_factory=dict)

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
        return Kalla.model_validate(about | _terms(agreement, self._today()))

    async def state(self, board: Board, source: str) -> Kalldrift:
        """State of a source over the board's route, at most 30 seconds old."""
        self._manifest(source)
        now, way = self.clock.now(), self._way(board, source)
        known = self._tested.get((str(board.id), source))
        if known is not None and now - known.tidpunkt < KEPT_FOR:
            return known
        if way is None:
            return Kalldrift(kalla=source, lage=Driftlage.OKANT, tidpunkt=now)
        fault = await self._ping(board, source)
        state = Driftlage.NERE if fault is not None else Driftlage.UPPE
        tested = Kalldrift(kalla=source, lage=state, tidpunkt=now, vag=way, fel=fault)
        self._tested[(str(board.id), source)] = tested
        return tested

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
                kontakt=written(agreement.contact) if agreement is not None else None,
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
        "langstaPeriodDagar": agreement.longest_period_days,
        "horisontManader": agreement.horizon_months,
        "forfattningsstod": list(agreement.legal_texts(today)),
    }
