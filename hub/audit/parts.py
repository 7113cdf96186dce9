"""What records are made of: the head that all share, and the parts that several kinds of event hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from hub.audit.payload import Word

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Header:
    """What every record begins with."""

    event: Annotated[str, Word("handelse", "the kind of event: a name of this catalogue")]
    entry_id: Annotated[str, Word("loggpostId", "UUID of the record")]
    time: Annotated[datetime, Word("tidpunkt", "when it happened, UTC")]
    schema: Annotated[int, Word("schemaversion", "version of this catalogue")]
    hub: Annotated[str, Word("navversion", "version of the hub")]
    node: Annotated[str, Word("nod", "the process that wrote it")]
    keys: Annotated[dict[str, str], Word("nycklar", "ids of the keys in use, by use")]


@dataclass(frozen=True, slots=True)
class SealedPerson:
    """A person, readable with the board's keys only."""

    sealed: Annotated[bytes, Word("forseglad", "the personal number, AES-256-GCM")]
    key: Annotated[bytes, Word("nyckel", "keyed hash to find the person by")]


@dataclass(frozen=True, slots=True)
class ActorRef:
    """Who asked at the board."""

    kind: Annotated[str, Word("typ", "HANDLAGGARE, KONTAKTCENTER or AUTOMATISERAD_FUNKTION")]
    id: Annotated[str, Word("id", "the caseworker's id in the case system, in clear: needed for review")]
    unit: Annotated[str, Word("enhet", "organisational unit")]
    function: Annotated[str | None, Word("funktion", "the automated function")] = None
    decision: Annotated[str | None, Word("beslut", "the decision the function serves")] = None
    from_file: Annotated[
        bool | None, Word("urFil", "true: the client named nobody, and the board's file says who asks")
    ] = None


@dataclass(frozen=True, slots=True)
class CaseRef:
    """A case in its case system."""

    system: Annotated[str, Word("system", "the case system")]
    id: Annotated[str, Word("id", "the case's id there")]
    kind: Annotated[str | None, Word("typ", "kind of case, where known")] = None


@dataclass(frozen=True, slots=True)
class Shown:
    """How the ongoing case was shown."""

    by: Annotated[str, Word("visadAv", "where it was learnt: a code of the answer, REGISTER for instance")]
    as_of: Annotated[datetime, Word("tidpunkt", "as of when, UTC")]
    statement: Annotated[str | None, Word("intygId", "the statement, where it was shown by one")] = None
    review: Annotated[bool | None, Word("granskas", "true: somebody must look at it afterwards")] = None
    derived_from: Annotated[
        str | None, Word("harlettUr", "what knows of the case, where it was found by the person (HARLETT)")
    ] = None
    sent_id: Annotated[
        str | None, Word("skickatId", "the case's id as the client sent it, where it was found by the person")
    ] = None


@dataclass(frozen=True, slots=True)
class LiftRef:
    """That nothing is withheld though somebody is, or may turn out to be, protected."""

    ground: Annotated[str, Word("grund", "BEHORIGHET_MED_SKAL or UTSEDD_HANDLAGGARE")]
    reason: Annotated[str | None, Word("skal", "the asker's reason, where one was needed")] = None
    review: Annotated[bool | None, Word("granskas", "true: somebody must look at it afterwards")] = None


@dataclass(frozen=True, slots=True)
class AgreementRef:
    """The agreement in force."""

    id: Annotated[str, Word("id", "the agreement")]
    version: Annotated[str, Word("version", "its version")]
    digest: Annotated[str, Word("digest", "SHA-256 of its file, hex")]


@dataclass(frozen=True, slots=True)
class RouteRef:
    """The way the question took."""

    id: Annotated[str, Word("id", "the route's adapter")]
    version: Annotated[str, Word("version", "the route's version")]


@dataclass(frozen=True, slots=True)
class Span:
    """Two calendar days, both included."""

    first: Annotated[date, Word("from", "first day")]
    last: Annotated[date, Word("tom", "last day")]


@dataclass(frozen=True, slots=True)
class FaultRef:
    """Why there was no answer."""

    hop: Annotated[str, Word("led", "KLIENT, NYTTONAV, NATVERK, FORMEDLARE or KALLA")]
    code: Annotated[str, Word("kod", "stable code of the fault")]


@dataclass(frozen=True, slots=True)
class Asked:
    """What all records of one question share."""

    client: Annotated[str, Word("klient", "the calling system")]
    organisation: Annotated[str, Word("organisationsnummer", "the asking municipality")]
    board: Annotated[str, Word("namnd", "the asking board")]
    actor: Annotated[ActorRef, Word("aktor", "who asked")]
    case: Annotated[CaseRef, Word("arende", "the case it was asked for")]
    purpose: Annotated[str, Word("andamal", "purpose, a code of the question")]
    question_id: Annotated[str, Word("forfraganId", "the question's id")]
    earlier_question: Annotated[str | None, Word("tidigareForfraganId", "the question this one renews")]
    correlation: Annotated[str, Word("korrelation", "correlation id of the call to the hub")]
    trace: Annotated[str | None, Word("sparId", "W3C trace id")]
    question_digest: Annotated[bytes, Word("fragaDigest", "keyed digest of the whole question")]


@dataclass(frozen=True, slots=True)
class FormerRef:
    """How an epoch of a log ended: restored from a copy older than what is known to have been written."""

    log: Annotated[str, Word("logg", "its name")]
    size: Annotated[int, Word("storlek", "how many records were restored")]
    root: Annotated[bytes, Word("rot", "the root of their tree")]
    known_size: Annotated[int, Word("kandStorlek", "how many are known to have been written")]
    known_root: Annotated[bytes, Word("kandRot", "the root of their tree, signed and kept elsewhere")]
    reason: Annotated[str, Word("skal", "why, in the operator's words")]
    last: Annotated[
        datetime | None, Word("sistaTidpunkt", "when the last record restored was written, UTC")
    ] = None
    witnesses: Annotated[tuple[str, ...], Word("vittnen", "the witnesses who had signed the known tree")] = ()
    missing_first: Annotated[
        int | None, Word("saknasFran", "the first record known to be missing, or other than what was signed")
    ] = None
    missing_last: Annotated[int | None, Word("saknasTill", "the last one known; more may have followed")] = (
        None
    )
