"""Events about cases: what the register was told, what case systems were asked, statements, checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from hub.audit.parts import ActorRef, Asked, CaseRef, FaultRef, SealedPerson
from hub.audit.payload import Word


@dataclass(frozen=True, slots=True)
class CaseMember:
    """A person of a registered case."""

    person: Annotated[SealedPerson, Word("person", "who")]
    role: Annotated[str, Word("roll", "role in the case")]


@dataclass(frozen=True, slots=True)
class CaseRegistered:
    """A case system told the state of a case. Written before the register takes it."""

    name: ClassVar[str] = "ARENDE_REGISTRERAT"
    client: Annotated[str, Word("klient", "the calling system")]
    case: Annotated[CaseRef, Word("arende", "the case")]
    status: Annotated[str, Word("status", "AKTUALISERAT, PAGAENDE or AVSLUTAT")]
    as_of: Annotated[datetime, Word("avser", "the moment whose state was told, UTC")]
    members: Annotated[tuple[CaseMember, ...], Word("personer", "the persons of the case")]


@dataclass(frozen=True, slots=True)
class CaseEventTold:
    """A case system told of one event in a case. Written before the register takes it."""

    name: ClassVar[str] = "ARENDEHANDELSE_REGISTRERAD"
    client: Annotated[str, Word("klient", "the calling system")]
    case: Annotated[CaseRef, Word("arende", "the case")]
    event: Annotated[str, Word("handelseId", "the event's id, the case system's own")]
    kind: Annotated[str, Word("slag", "what happened: a code of arendehandelse/1")]
    as_of: Annotated[datetime, Word("avser", "when it happened, UTC")]
    person: Annotated[SealedPerson | None, Word("person", "whom it is about")] = None


@dataclass(frozen=True, slots=True)
class CasesLoaded:
    """A list of a case system's cases took the place of the one before."""

    name: ClassVar[str] = "ARENDELISTA_INFORD"
    client: Annotated[str, Word("klient", "the calling system")]
    system: Annotated[str, Word("system", "the case system")]
    list_id: Annotated[str, Word("listaId", "the list's id")]
    digest: Annotated[str, Word("digest", "SHA-256 of the file, hex")]
    cases: Annotated[int, Word("antalArenden", "how many cases it holds")]
    persons: Annotated[int, Word("antalPersoner", "how many persons of cases it holds")]
    as_of: Annotated[datetime, Word("avser", "the moment whose state it tells, UTC")]


@dataclass(frozen=True, slots=True)
class CasesErased:
    """Closed cases left the register, their time being over."""

    name: ClassVar[str] = "ARENDEN_GALLRADE"
    closed_before: Annotated[date, Word("avslutadeFore", "cases that were closed before this day")]
    cases: Annotated[int, Word("arenden", "how many")]


@dataclass(frozen=True, slots=True)
class CaseAsked:
    """A case system is about to be asked about a person. Durable before anything is sent."""

    name: ClassVar[str] = "ARENDEFRAGA_AVSEDD"
    asked: Annotated[Asked, Word("fraga", "the question that it is asked for")]
    person: Annotated[SealedPerson, Word("person", "whom it is about")]
    system: Annotated[str, Word("system", "the case system asked")]
    resource: Annotated[str, Word("resurs", "what is asked for there")]
    call: Annotated[str, Word("anrop", "UUID of the outgoing call")]
    deadline: Annotated[datetime, Word("tidsgrans", "when the call is given up, UTC")]


@dataclass(frozen=True, slots=True)
class CaseAnswered:
    """The one conclusion of a question to a case system."""

    name: ClassVar[str] = "ARENDEFRAGA_AVSLUTAD"
    intention: Annotated[str, Word("avsiktId", "the record it concludes")]
    outcome: Annotated[str, Word("utfall", "BESVARAD or EJ_BESVARAD")]
    fault: Annotated[FaultRef | None, Word("fel", "why there was no answer")] = None


@dataclass(frozen=True, slots=True)
class StatementMade:
    """A caseworker stated that persons are in an ongoing case. Always to be reviewed."""

    name: ClassVar[str] = "INTYG_LAMNAT"
    client: Annotated[str, Word("klient", "the calling system")]
    statement: Annotated[str, Word("intygId", "the statement's id")]
    actor: Annotated[ActorRef, Word("aktor", "who stated it")]
    case: Annotated[CaseRef, Word("arende", "the case")]
    reason: Annotated[str, Word("skal", "why there is no better evidence")]
    until: Annotated[datetime, Word("gallerTill", "until when it may be relied on, UTC")]
    members: Annotated[tuple[CaseMember, ...], Word("personer", "the persons of the case")]


@dataclass(frozen=True, slots=True)
class StatementConfirmed:
    """A second authorised person confirmed a statement."""

    name: ClassVar[str] = "INTYG_BEKRAFTAT"
    client: Annotated[str, Word("klient", "the calling system")]
    statement: Annotated[str, Word("intygId", "the statement's id")]
    actor: Annotated[ActorRef, Word("aktor", "who confirmed it")]
    case: Annotated[CaseRef, Word("arende", "the case")]


@dataclass(frozen=True, slots=True)
class OngoingChecked:
    """A board of the municipality asked whether a person is in an ongoing case here. In both boards' logs."""

    name: ClassVar[str] = "AKTUALITET_KONTROLLERAD"
    client: Annotated[str, Word("klient", "the calling system")]
    organisation: Annotated[str, Word("organisationsnummer", "the municipality")]
    asking: Annotated[str, Word("fragandeNamnd", "the board that asked")]
    asked: Annotated[str, Word("tillfragadNamnd", "the board that was asked")]
    actor: Annotated[ActorRef, Word("aktor", "who asked")]
    reason: Annotated[str, Word("skal", "the reason given")]
    person: Annotated[SealedPerson, Word("person", "whom it was about")]
    answer: Annotated[bool | None, Word("aktuell", "what was answered; left out where nothing was")] = None


@dataclass(frozen=True, slots=True)
class QuestionVouched:
    """An agency asked whether this hub had put a question to it, by the question's id. Never by person."""

    name: ClassVar[str] = "FRAGA_KONTROLLERAD"
    client: Annotated[str, Word("klient", "the agency's client")]
    source: Annotated[str, Word("kalla", "the source that it is")]
    correlation: Annotated[str, Word("korrelation", "the id that it had received")]
    sent: Annotated[bool, Word("stalld", "whether the hub had put it")]
