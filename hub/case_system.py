"""The other half of the SDK: what a case system's adapter gets, gives and may raise.

A folder that asks a case system has in its adapter.py

    async def case_facts(ask, permits, transport) -> tuple[CaseEvidence, ...]

and in its manifest a part `caseSystem` with deadlines and settings. What the system says of a person is
derived there; whether it suffices is decided by the hub's gates. The three errors of `hub.adapter` mean that
the case could not be shown: never that there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from hub.adapter import Permit, Transport
from messages.arende import Arendestatus, Arendetyp
from messages.koder import Roll, Skydd
from messages.values import Personidentitet


@dataclass(frozen=True, slots=True)
class CaseAsk:
    """One question to a case system: which ongoing cases is this person in?

    `case_id` is the case that was asked for, for systems that can be asked by it; what is given back may hold
    others too. `today` is the Swedish calendar day.
    """

    person: Personidentitet
    case_id: str
    today: date
    settings: Mapping[str, str] = field(repr=False)
    correlation: str


@dataclass(frozen=True, slots=True)
class EvidencePerson:
    """Somebody of a case, as the case system tells it. `protection` is OKANT where it says nothing that can
    be read: of somebody asked about, the whole answer is then treated as protected."""

    person: Personidentitet
    role: Roll
    protection: Skydd
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class CaseEvidence:
    """An ongoing case: not closed, or to be closed on a day to come."""

    case_id: str
    kind: Arendetyp
    status: Arendestatus
    opened: date | None
    closed: date | None
    persons: tuple[EvidencePerson, ...]


class CasePermits(Protocol):
    """Permits for the calls of one question. Each is durable in the log before it is given."""

    async def next(self, resource: str) -> Permit:
        """For one more outgoing call. `resource` is the name of what is asked for there (`Services`), never
        a value. Raises what the adapter must let pass: without a permit nothing is sent."""
        ...


class AsksCases(Protocol):
    """`adapter.py` of a folder that asks a case system."""

    async def case_facts(
        self, ask: CaseAsk, permits: CasePermits, transport: Transport
    ) -> tuple[CaseEvidence, ...]:
        """All ongoing cases of the person that the system tells of; () where it tells of none.

        Raises SourceUnavailable, SourceRefused or SourceMalformed where it cannot be told, also when only a
        part of the system's resources answered.
        """
        ...
