"""The wiring: settings to a running hub. Nothing else in the house knows how the rooms are joined."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import structlog
from fastapi import FastAPI

from hub import agreements, registry
from hub.adapter import Transport
from hub.agreements.in_force import InForce
from hub.api import app as api
from hub.api.certificates import Proxies
from hub.api.hub import Health, Hub
from hub.api.tokens import TokenReader
from hub.audit import AccessLog, StartRefused
from hub.broker import Broker
from hub.by_person import Matches
from hub.cases import CaseDesk, CaseErasure
from hub.checkpoints import CheckpointDesk, elsewhere
from hub.clock import SystemClock
from hub.codes import kodverk
from hub.collector import calm_collector
from hub.elements import every_list
from hub.fetch import Fetcher
from hub.follow_up import FollowUpDesk
from hub.issuer import issuer_of
from hub.lists import ListDesk
from hub.maintenance import MaintenanceDesk
from hub.measures import MeasureDesk, Measures
from hub.model.document import FaultyDocuments
from hub.model.registry import Registry
from hub.ongoing import OngoingDesk
from hub.origins import gatherer
from hub.ports import Clock
from hub.problems import RegisterUnavailable
from hub.renewal import Read, RenewalDesk
from hub.rounds import Round, going
from hub.settings import Credential, Profile, Settings
from hub.siem import SiemDesk
from hub.silence import SilenceDesk
from hub.sources import SourceDesk
from hub.standing import ClockLimits, StandingDesk
from hub.statements import StatementDesk
from hub.stores import Limits, Stores, Where, open_stores
from hub.stores.ongoing import StoredOngoing
from hub.stores.outbox import FileLimits, OutboxFiles
from hub.stores.transport import ClientCertificate, Credentials, CredentialsError, make_transport
from hub.stores.where import place
from hub.traffic import Traffic, TrafficDesk
from hub.vouching import VouchDesk
from hub.watch import SourceWatch

log = structlog.get_logger("hub.main")

_MB = 1_000_000
_HOUR_S = 3600.0
_DAYS_KEPT_S = 5.0
_SENT_ON_S = 5.0
SCHEMAS = Path(__file__).parent.parent / "schemas"


def where(settings: Settings) -> Where:
    """Where the log and the register are. Raises StartRefused."""
    named = settings.database
    return place(settings.data, None if named is None else named.get_secret_value())


def build(hub: Hub) -> FastAPI:
    """The application over a running hub."""
    app = api.build(SCHEMAS, hub)
    calm_collector()
    return app


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Hub]:
    """A hub from its settings, with what it must do by itself: recover, sweep, and close in order.

    Raises StartRefused with a sentence for each thing that is not as it should be.
    """
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(level))
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        try:
            credentials = _credentials(settings.credentials)
            warnings = credentials.check(clock.now())
            loaded = registry.discover(allowed=_allowed(settings), further=settings.adapter_paths)
            contracts = _read(settings, loaded)
        except (FaultyDocuments, CredentialsError) as error:
            raise StartRefused(str(error)) from None
        kept = elsewhere(settings.checkpoint_folder, settings.witnesses, settings.witness_required_within_s)
        stores = await asyncio.to_thread(
            open_stores, where(settings), settings.keys, clock, limits=_limits(settings), shelf=kept.shelf
        )
        stack.callback(stores.close)
        transport = make_transport(settings.transport.value, credentials)
        stack.push_async_callback(transport.aclose)
        checkpoints = CheckpointDesk(stores.log, stores.vault, kept, clock)
        access_log = AccessLog(stores.log, stores.vault, clock, settings.node, held=checkpoints.held)
        await access_log.recover()
        held = InForce(contracts.contracts)
        hub = _joined(settings, clock, loaded, held, stores, transport, access_log, checkpoints, warnings)
        await hub.renewal.begin(contracts.digest)
        erasure = CaseErasure(stores.register, access_log, held.boards, clock)
        await hub.silence.recall()
        await hub.traffic.recall()
        stack.push_async_callback(_counts_kept, hub)
        if hub.siem is not None:
            stack.callback(hub.siem.close)
        standing = StandingDesk(stores.standing, access_log)
        rounds = _rounds(settings, hub, stores, erasure, standing)
        await stack.enter_async_context(going(rounds, stores.turns))
        yield hub


def _joined(
    settings: Settings,
    clock: Clock,
    loaded: Registry,
    held: InForce,
    stores: Stores,
    transport: Transport,
    access_log: AccessLog,
    checkpoints: CheckpointDesk,
    warnings: tuple[str, ...],
) -> Hub:
    maintenance = MaintenanceDesk(stores.notices, access_log, frozenset(loaded.sources), clock, _new_id)
    watch, traffic, matches = SourceWatch(clock), Traffic(clock), Matches(held.boards, clock)
    measures, in_cases = Measures(clock), StoredOngoing(stores.register_file, stores.vault)
    facts = gatherer(settings, clock, loaded, held, stores, transport, access_log, maintenance, matches)
    fetcher, share = Fetcher(loaded, transport, clock, watch, traffic, measures), settings.signal_change_share
    measured, siem = MeasureDesk(measures, stores.measures, clock), _siem(settings, stores, clock)
    silence = SilenceDesk(watch, stores.reaches, access_log, held.boards, held.agreements, clock)
    renewal = RenewalDesk(lambda: _read(settings, loaded), held, loaded, access_log)
    return Hub(
        public_url=settings.public_url,
        broker=Broker(facts, facts.rules, loaded, fetcher, access_log, clock, _new_id, share),
        cases=CaseDesk(stores.register, access_log, clock),
        lists=ListDesk(stores.lists, access_log, clock),
        maintenance=maintenance,
        statements=StatementDesk(stores.statements, access_log, held.boards, held.agreements, clock, _new_id),
        ongoing=OngoingDesk(in_cases, access_log, held.boards, clock),
        vouching=VouchDesk(access_log, held.agreements, clock),
        sources=SourceDesk(loaded, held.agreements, transport, clock, watch, maintenance.holding),
        silence=silence,
        renewal=renewal,
        traffic=TrafficDesk(traffic, stores.traffic),
        measures=measures,
        matches=matches,
        measured=measured,
        follow_up=FollowUpDesk(measured, loaded, held.agreements, clock),
        log=access_log,
        checkpoints=checkpoints,
        tokens=TokenReader(issuer_of(settings), clock),
        registry=loaded,
        boards=held.boards,
        catalogue={name: section.model for name, section in loaded.sections.items()},
        codes=kodverk(every_list()),
        clock=clock,
        health=lambda: _health(access_log, stores, checkpoints, warnings, silence, renewal, siem, matches),
        siem=siem,
        figures=stores.log.figures,
        monitors=settings.monitors,
        certificates=held.certificates,
        proxies=Proxies.of(settings.certificate_header, settings.certificate_header_from),
    )


def _read(settings: Settings, loaded: Registry) -> Read:
    """Raises FaultyDocuments."""
    return Read(agreements.load(settings.contracts, loaded), agreements.digest(settings.contracts))


def _new_id() -> str:
    return str(uuid.uuid4())


def _limits(settings: Settings) -> Limits:
    return Limits(
        settings.low_disk_mb * _MB,
        settings.full_disk_mb * _MB,
        clock=ClockLimits(settings.clock_tolerance_s, settings.clock_was_ahead_until),
    )


def _siem(settings: Settings, stores: Stores, clock: Clock) -> SiemDesk | None:
    if settings.siem_folder is None:
        return None
    limits = FileLimits(settings.siem_file_mb * _MB, settings.siem_file_s, settings.low_disk_mb * _MB)
    outbox = OutboxFiles(settings.siem_folder, clock, limits)
    return SiemDesk(stores.log, outbox, clock, settings.siem_alarm_s)


def _allowed(settings: Settings) -> frozenset[str] | None:
    """Which adapters to load: those named; in development, where none are, all that are found."""
    return settings.adapters if settings.profile is Profile.PRODUCTION else settings.adapters or None


def _credentials(named: Mapping[str, Credential]) -> Credentials:
    def of(one: Credential) -> ClientCertificate:
        password = one.password.get_secret_value() if one.password else None
        return ClientCertificate(one.certificate, one.key, one.ca, password)

    return Credentials({name: of(one) for name, one in named.items()})


def _health(
    access_log: AccessLog,
    stores: Stores,
    checkpoints: CheckpointDesk,
    warnings: tuple[str, ...],
    *desks: SilenceDesk | RenewalDesk | SiemDesk | Matches | None,
) -> Health:
    state = access_log.health()
    further = (
        it for desk in (stores.months, checkpoints, *desks) if desk is not None for it in desk.warnings()
    )
    faults = (*state.faults, *stores.register_file.faults(), *checkpoints.faults())
    return Health(ready=not faults, faults=faults, warnings=(*state.warnings, *warnings, *further))


async def _counts_kept(hub: Hub) -> None:
    """The last thing written; where it cannot be, what the rounds have written stands."""
    try:
        await hub.traffic.close()
        await hub.measured.keep()
    except RegisterUnavailable:
        log.error("counts.not_kept")


def _rounds(
    settings: Settings, hub: Hub, stores: Stores, erasure: CaseErasure, standing: StandingDesk
) -> tuple[Round, ...]:
    siem = () if hub.siem is None else (Round("records sent on", hub.siem.send, _SENT_ON_S),)
    return (
        *siem,
        Round("clock and keys looked at", standing.look, settings.sweep_every_s),
        Round("months made", stores.months.make, _HOUR_S),
        Round("intentions concluded", hub.log.sweep, settings.sweep_every_s, at_start=False),
        Round("checkpoints kept", hub.checkpoints.keep, settings.checkpoint_every_s),
        Round("lists of cases cleared away", hub.lists.clear_away, settings.sweep_every_s),
        Round("silences told", hub.silence.look, settings.sweep_every_s, alone=True),
        Round("days of traffic kept", hub.traffic.keep, _DAYS_KEPT_S),
        Round("measures kept", hub.measured.keep, settings.sweep_every_s),
        Round("measures cleared away", hub.measured.erase, _HOUR_S),
        Round("notices cleared away", hub.maintenance.erase, _HOUR_S),
        Round("statements cleared away", hub.statements.erase, _HOUR_S),
        Round("closed cases erased", erasure.erase, _HOUR_S, alone=True),
    )
