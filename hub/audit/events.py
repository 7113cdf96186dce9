"""The catalogue of events: all that a log can say. Closed: a new kind of event is a new class here.

Each becomes a payload whose head every record shares (`Header`) and whose body are the fields below. Persons
stand sealed and as a keyed hash, never in clear; what was handed over is named by element groups, never by
value. That data was handed over does not tell that anybody saw it on a screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from hub.audit.board_events import BoardHandedOver, BoardReceived
from hub.audit.case_events import (
    CaseAnswered,
    CaseAsked,
    CaseEventTold,
    CaseRegistered,
    CasesErased,
    CasesLoaded,
    OngoingChecked,
    QuestionVouched,
    StatementConfirmed,
    StatementMade,
)
from hub.audit.key_events import KeyRotated
from hub.audit.own_events import ClockStepped, KeysMissed
from hub.audit.parts import (
    AgreementRef,
    Asked,
    CaseRef,
    FaultRef,
    FormerRef,
    LiftRef,
    RouteRef,
    SealedPerson,
    Shown,
    Span,
)
from hub.audit.payload import Word


@dataclass(frozen=True, slots=True)
class LookupIntended:
    """A source is about to be asked about a person. Durable before anything is sent."""

    name: ClassVar[str] = "UPPSLAG_AVSETT"
    asked: Annotated[Asked, Word("fraga", "what the question said")]
    reply_id: Annotated[str, Word("svarId", "the id the reply will have")]
    person: Annotated[SealedPerson, Word("person", "whom it is about")]
    role: Annotated[str, Word("roll", "the person's role, told by the case")]
    shown: Annotated[Shown, Word("aktualitet", "how the ongoing case was shown")]
    source: Annotated[str, Word("kalla", "the source")]
    legal_basis: Annotated[tuple[str, ...], Word("forfattningsstod", "the law cited")]
    agreement: Annotated[AgreementRef, Word("avtal", "the agreement it is asked under")]
    period: Annotated[Span, Word("period", "the period asked about")]
    groups: Annotated[frozenset[str], Word("uppgifter", "element groups asked for")]
    route: Annotated[RouteRef, Word("vag", "the way the question takes")]
    call: Annotated[str, Word("anrop", "UUID of the outgoing call, shared by the sources of one call")]
    attempt: Annotated[int, Word("forsok", "1 for the first attempt")]
    deadline: Annotated[datetime, Word("tidsgrans", "when the call is given up, UTC")]
    case_reference: Annotated[str | None, Word("arendereferens", "the case id as sent, where shortened")] = (
        None
    )
    lift: Annotated[
        LiftRef | None, Word("skyddLyft", "why nothing will be withheld, should anybody be protected")
    ] = None


@dataclass(frozen=True, slots=True)
class LookupConcluded:
    """The one conclusion of an intention. Durable before anything is released.

    One of an answer in which the suppression for protected persons was lifted tells also what was asked and
    about whom, so that who reviews such answers finds it as it is.
    """

    name: ClassVar[str] = "UPPSLAG_AVSLUTAT"
    intention: Annotated[str, Word("avsiktId", "the record it concludes")]
    source: Annotated[str, Word("kalla", "the source")]
    outcome: Annotated[str, Word("utfall", "outcome as in the reply, or UNDANHALLEN: never released")]
    fault: Annotated[FaultRef | None, Word("fel", "why there was no answer")] = None
    groups: Annotated[tuple[str, ...], Word("uppgifter", "element groups handed over, never values")] = ()
    withheld: Annotated[tuple[str, ...], Word("undanhallna", "element groups withheld")] = ()
    protection: Annotated[str | None, Word("skydd", "effective protection of the answer")] = None
    answer_digest: Annotated[bytes | None, Word("svarDigest", "keyed digest of what was handed over")] = None
    deviations: Annotated[int, Word("avvikelser", "number of deviations in the source's answer")] = 0
    elapsed_ms: Annotated[int | None, Word("svarstidMs", "milliseconds until the answer was whole")] = None
    lift: Annotated[LiftRef | None, Word("skyddLyft", "why nothing was withheld for protection")] = None
    asked: Annotated[Asked | None, Word("fraga", "what the question said, where lifted")] = None
    person: Annotated[SealedPerson | None, Word("person", "whom it is about, where lifted")] = None


@dataclass(frozen=True, slots=True)
class LookupRefused:
    """A question, or one source of it, was refused: one record for each person asked about."""

    name: ClassVar[str] = "UPPSLAG_NEKAT"
    asked: Annotated[Asked, Word("fraga", "what the question said")]
    person: Annotated[SealedPerson, Word("person", "whom it was about")]
    rule: Annotated[str, Word("regel", "the rule that refused, or the code of a source's denial")]
    gate: Annotated[int | None, Word("grind", "which of the five gates, when the whole question was refused")]
    law: Annotated[str | None, Word("lag", "the rule's legal reference")]
    problem: Annotated[str | None, Word("problem", "the problem given to the caller")]
    source: Annotated[str | None, Word("kalla", "the source, when only that one was refused")]


@dataclass(frozen=True, slots=True)
class LookupUnsent:
    """A source that might be asked was not: window, quota, breaker, an id it cannot take, deadline."""

    name: ClassVar[str] = "UPPSLAG_EJ_STALLT"
    asked: Annotated[Asked, Word("fraga", "what the question said")]
    reply_id: Annotated[str, Word("svarId", "the id the reply will have")]
    person: Annotated[SealedPerson, Word("person", "whom it was about")]
    role: Annotated[str, Word("roll", "the person's role, told by the case")]
    source: Annotated[str, Word("kalla", "the source")]
    agreement: Annotated[AgreementRef, Word("avtal", "the agreement it would have been asked under")]
    fault: Annotated[FaultRef, Word("fel", "why it was not sent")]


@dataclass(frozen=True, slots=True)
class MaintenanceTold:
    """Somebody told when a source is not to be asked. In the board's log, or in the operator's where the
    source itself told. Written before the notice holds."""

    name: ClassVar[str] = "DRIFTUPPEHALL_MEDDELAT"
    client: Annotated[str, Word("klient", "who told")]
    source: Annotated[str, Word("kalla", "the source")]
    notice: Annotated[str, Word("driftmeddelandeId", "the notice's id")]
    first: Annotated[datetime, Word("fran", "from when it is not to be asked, UTC")]
    text: Annotated[str, Word("text", "what is being done")]
    last: Annotated[datetime | None, Word("till", "until when, UTC; left out: until further notice")] = None
    replaces: Annotated[str | None, Word("ersatter", "the notice that it stands instead of")] = None


@dataclass(frozen=True, slots=True)
class SourceSilent:
    """A source has not answered a board for longer than its agreement allows. Once for each silence."""

    name: ClassVar[str] = "KALLA_TYST"
    source: Annotated[str, Word("kalla", "the source")]
    since: Annotated[datetime, Word("sedan", "since when it has not answered, UTC")]
    fault: Annotated[FaultRef, Word("fel", "the latest failure")]
    agreement: Annotated[AgreementRef, Word("avtal", "the agreement with the limit")]


@dataclass(frozen=True, slots=True)
class SourceHeard:
    """A source that was silent has answered."""

    name: ClassVar[str] = "KALLA_HORS"
    source: Annotated[str, Word("kalla", "the source")]
    since: Annotated[datetime, Word("sedan", "since when it had not answered, UTC")]


@dataclass(frozen=True, slots=True)
class ContractsInForce:
    """Which contracts hold from now on. At each start in the operator's log; when they change while the hub
    serves also in the log of each board that it concerns, before they hold."""

    name: ClassVar[str] = "AVTAL_GALLER"
    cause: Annotated[str, Word("orsak", "START or OMLASNING")]
    digest: Annotated[str, Word("digest", "SHA-256 of the files and their names, hex")]
    agreements: Annotated[tuple[AgreementRef, ...], Word("avtal", "every version of every agreement")]
    changes: Annotated[tuple[str, ...], Word("andringar", "what differs from before, in sentences")] = ()


@dataclass(frozen=True, slots=True)
class SecurityEvent:
    """Something that must be looked into."""

    name: ClassVar[str] = "SAKERHETSHANDELSE"
    kind: Annotated[
        str,
        Word(
            "slag",
            "FEL_PERSON (an answer about somebody else, discarded); of a signed statement INTYG_FORFALSKAT "
            "(its signature does not hold), INTYG_OKAND_NYCKEL (signed with no key of the client's today) or "
            "INTYG_FRAN_ANNAN (another client's or board's); DRIFT_FEL_AVSANDARE (a source's system told of "
            "another source's maintenance); KLIENT_EJ_UPPTAGEN (a client, or a certificate, without the "
            "right that it asks by)",
        ),
    ]
    source: Annotated[str | None, Word("kalla", "the source concerned")] = None
    call: Annotated[str | None, Word("anrop", "the outgoing call concerned")] = None
    intention: Annotated[str | None, Word("avsiktId", "the record concerned")] = None
    client: Annotated[str | None, Word("klient", "the calling system concerned")] = None
    person: Annotated[SealedPerson | None, Word("person", "the person asked about")] = None


@dataclass(frozen=True, slots=True)
class LogSearched:
    """Somebody searched the log. Written before the result is shown."""

    name: ClassVar[str] = "LOGG_SOKT"
    client: Annotated[str, Word("klient", "who searched")]
    reason: Annotated[str, Word("skal", "the reason given")]
    person: Annotated[SealedPerson | None, Word("person", "the person searched for")] = None
    caseworker: Annotated[str | None, Word("handlaggare", "the caseworker searched for")] = None
    case: Annotated[CaseRef | None, Word("arende", "the case searched for")] = None
    first: Annotated[datetime | None, Word("fran", "from when, UTC")] = None
    last: Annotated[datetime | None, Word("till", "until when, UTC")] = None
    review: Annotated[bool | None, Word("granskas", "true: only what somebody must look at")] = None
    persons: Annotated[
        tuple[SealedPerson, ...] | None, Word("personer", "the persons searched for, where several")
    ] = None
    criteria: Annotated[
        dict[str, list[str]] | None, Word("villkor", "further criteria by name, with the values that will do")
    ] = None
    further: Annotated[bool | None, Word("fortsattning", "true: a later page of the same search")] = None
    reviewer: Annotated[
        str | None, Word("granskare", "who searched, by the id that the reviewers' system knows")
    ] = None


@dataclass(frozen=True, slots=True)
class LogRead:
    """Somebody read one record. Written before the record is shown."""

    name: ClassVar[str] = "LOGG_LAST"
    client: Annotated[str, Word("klient", "who read")]
    read: Annotated[str, Word("last", "the record read")]


@dataclass(frozen=True, slots=True)
class EpochOpened:
    """The first record of a log, and of each new beginning after a restore."""

    name: ClassVar[str] = "EPOK_OPPNAD"
    epoch: Annotated[int, Word("epok", "1 for the log's first")]
    origin: Annotated[str, Word("logg", "the log's name")]
    former: Annotated[
        FormerRef | None, Word("forra", "how the former epoch ended; left out in the first")
    ] = None


Event = (
    LookupIntended
    | LookupConcluded
    | LookupRefused
    | LookupUnsent
    | MaintenanceTold
    | SourceSilent
    | SourceHeard
    | ContractsInForce
    | SecurityEvent
    | CaseRegistered
    | CaseEventTold
    | CasesLoaded
    | CasesErased
    | CaseAsked
    | CaseAnswered
    | StatementMade
    | StatementConfirmed
    | OngoingChecked
    | QuestionVouched
    | BoardHandedOver
    | BoardReceived
    | ClockStepped
    | KeysMissed
    | KeyRotated
    | LogSearched
    | LogRead
    | EpochOpened
)

CATALOGUE: tuple[type[Event], ...] = (
    LookupIntended,
    LookupConcluded,
    LookupRefused,
    LookupUnsent,
    MaintenanceTold,
    SourceSilent,
    SourceHeard,
    ContractsInForce,
    SecurityEvent,
    CaseRegistered,
    CaseEventTold,
    CasesLoaded,
    CasesErased,
    CaseAsked,
    CaseAnswered,
    StatementMade,
    StatementConfirmed,
    OngoingChecked,
    QuestionVouched,
    BoardHandedOver,
    BoardReceived,
    ClockStepped,
    KeysMissed,
    KeyRotated,
    LogSearched,
    LogRead,
    EpochOpened,
)
