"""Where cases may be known, each place by the name that boards and agreements call it: joined."""

from __future__ import annotations

from hub.adapter import Transport
from hub.agreements.in_force import InForce
from hub.audit import AccessLog
from hub.by_person import CaseByPerson, Matches
from hub.facts import FactGatherer, Kept
from hub.live import LiveCases
from hub.maintenance import MaintenanceDesk
from hub.model.registry import Registry
from hub.policy import five_gates
from hub.ports import Clock
from hub.settings import Settings
from hub.signed import SignedStatements
from hub.statements import OwnStatements
from hub.stores import Stores
from hub.stores.person_cases import StoredPersonCases
from messages.koder import VisadAv


def gatherer(
    settings: Settings,
    clock: Clock,
    loaded: Registry,
    held: InForce,
    stores: Stores,
    transport: Transport,
    access_log: AccessLog,
    maintenance: MaintenanceDesk,
    matches: Matches,
) -> FactGatherer:
    """The facts of a question, from all places."""
    rules = five_gates()
    live = LiveCases(loaded, transport, access_log, clock)
    register, lists = Kept(stores.register), Kept(stores.lists)
    by_person = CaseByPerson(
        StoredPersonCases(stores.register_file, stores.vault),
        {VisadAv.REGISTER: register, VisadAv.LISTA: lists},
        live,
        rules,
        access_log.unused,
        matches,
    )
    return FactGatherer(
        held.now,
        frozenset(loaded.sources),
        loaded.groups,
        {
            VisadAv.REGISTER: register,
            VisadAv.LISTA: lists,
            VisadAv.ARENDESYSTEM: live,
            VisadAv.SIGNERAT_INTYG: SignedStatements(held.boards, settings.audience, access_log, clock),
            VisadAv.EGET_INTYG: OwnStatements(stores.statements, clock),
        },
        rules,
        clock,
        maintenance.holding,
        access_log.unused,
        by_person,
    )
