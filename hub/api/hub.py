"""What the endpoints reach: built once by `main`, carried by the app's state."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from starlette.requests import Request

from hub.api.certificates import Proxies
from hub.api.tokens import TokenReader
from hub.audit import AccessLog
from hub.broker import Broker
from hub.by_person import Matches
from hub.cases import CaseDesk
from hub.checkpoints import CheckpointDesk
from hub.follow_up import FollowUpDesk
from hub.lists import ListDesk
from hub.maintenance import MaintenanceDesk
from hub.measures import MeasureDesk, Measures
from hub.model.board import Board, BoardId, CertificateHolder
from hub.model.ledger import Figures
from hub.model.query import Caller
from hub.model.registry import Registry
from hub.ongoing import OngoingDesk
from hub.ports import Clock
from hub.renewal import RenewalDesk
from hub.siem import SiemDesk
from hub.silence import SilenceDesk
from hub.sources import SourceDesk
from hub.statements import StatementDesk
from hub.traffic import TrafficDesk
from hub.vouching import VouchDesk
from messages.base import Sektion
from messages.kodverk import Kodverk


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the hub can do its work, with a sentence for each thing that is wrong or about to be."""

    ready: bool
    faults: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hub:
    """The rooms behind the endpoints."""

    broker: Broker
    cases: CaseDesk
    lists: ListDesk
    maintenance: MaintenanceDesk
    ongoing: OngoingDesk
    vouching: VouchDesk
    statements: StatementDesk
    sources: SourceDesk
    silence: SilenceDesk
    renewal: RenewalDesk
    traffic: TrafficDesk
    measures: Measures
    matches: Matches
    measured: MeasureDesk
    follow_up: FollowUpDesk
    log: AccessLog
    checkpoints: CheckpointDesk
    tokens: TokenReader
    registry: Registry
    boards: Mapping[BoardId, Board]
    catalogue: Mapping[str, type[Sektion]]
    codes: Kodverk
    clock: Clock
    health: Callable[[], Health]
    figures: Callable[[], Awaitable[Figures]]
    """Of the access log. Raises StorageFault."""
    siem: SiemDesk | None = None
    """None where nothing is sent on."""
    public_url: str | None = None
    """The hub's address as callers know it; None where it is the one they call."""
    monitors: frozenset[str] = frozenset()
    """Clients that see every board's figures."""
    certificates: Mapping[str, tuple[CertificateHolder, ...]] = field(default_factory=dict)
    """Fingerprint to the clients that list it."""
    proxies: Proxies | None = None
    """None: nobody is believed about another's certificate."""

    def scopes_of(self, caller: Caller) -> frozenset[str]:
        """The scopes that the board's file lets the client hold; none for a stranger."""
        board = self.boards.get(caller.board)
        client = board.client(caller.client_id) if board is not None else None
        return client.scopes if client is not None else frozenset()


def of(request: Request) -> Hub:
    hub: Hub = request.app.state.hub
    return hub
