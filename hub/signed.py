"""A case system's signed word that a case is ongoing: bound to one client, one board and one question.

Nothing of a statement is believed before its signature holds under a key that the board's file gives the
calling client. Why it does not is told alike for every reason: what else it says is told to its signer only.
"""

from __future__ import annotations

import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from joserfc import jws
from joserfc.errors import JoseError

from hub.agreements.keys import Key, public_key
from hub.audit import AccessLog
from hub.model.board import Board, BoardId, StatementKey
from hub.model.calendar import swedish_day
from hub.model.case import CaseFact, CasePerson, Unshown
from hub.model.query import Query
from hub.ports import Clock
from messages import json_codec
from messages.arende import Arende
from messages.koder import VisadAv
from messages.signerat_intyg import Intygsarende, Intygshuvud, Intygstyp, Signaturalgoritm, SigneratIntyg
from messages.unreadable import Unreadable
from messages.uppgifter import Uppgiftsforfragan

LONGEST_S = 300
"""A statement's longest life."""

LEEWAY_S = 30
"""How far the signer's clock and the hub's may differ."""

FORGED, UNKNOWN_KEY, OF_ANOTHER = "INTYG_FORFALSKAT", "INTYG_OKAND_NYCKEL", "INTYG_FRAN_ANNAN"
"""Kinds of security event: a signature that does not hold; a key that is not the client's, or not in its
days; a statement of another client, board or case system than the key's."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """Why a statement is not believed, as the asker is told it, and whether it must be looked into."""

    code: str
    text: str
    alarm: str | None = None


_UNREADABLE = _Fault(
    "INTYG_OLASLIGT",
    "Det signerade intyget kan inte läsas. Låt ärendesystemet göra det som signerat-intyg/1 beskriver.",
)
_UNVERIFIED = (
    "Det signerade intyget kan inte verifieras med någon nyckel som nämndens fil ger klienten i dag. "
    "Kontrollera ärendesystemets nyckel mot filen, eller låt ärendesystemet registrera ärendet."
)
_NOT_IN_TIME = "Låt ärendesystemet göra ett nytt när frågan ställs, och kontrollera dess klocka."
_EXPIRED = _Fault("INTYG_UTGANGET", f"Det signerade intyget har gått ut. {_NOT_IN_TIME}")
_NOT_YET = _Fault("INTYG_GALLER_INTE_AN", f"Det signerade intyget gäller inte än. {_NOT_IN_TIME}")
_LIFE = _Fault(
    "INTYG_GALLER_FOR_LANGE",
    f"Ett signerat intyg gäller högst {LONGEST_S} sekunder: exp ligger efter iat. {_NOT_IN_TIME}",
)
_SENDER = _Fault(
    "INTYG_ANNAN_AVSANDARE",
    "Det signerade intyget är inte utställt av klienten för nämnden. Låt ärendesystemet göra ett nytt.",
    OF_ANOTHER,
)
_AUDIENCE = _Fault(
    "INTYG_ANNAN_MOTTAGARE",
    "Det signerade intyget är utställt för en annan tjänst. Låt ärendesystemet ange navets aud.",
)
_QUESTION = _Fault(
    "INTYG_ANNAN_FRAGA",
    "Det signerade intyget hör till en annan fråga. Låt ärendesystemet göra ett för den här.",
)
_CASE = _Fault(
    "INTYG_ANNAT_ARENDE",
    "Det signerade intyget gäller ett annat ärende än frågan. Låt ärendesystemet göra ett för det här.",
)
_SYSTEM = _Fault(
    "INTYG_OKANT_SYSTEM",
    "Det signerade intyget gäller ett ärende i ett system som inte är nämndens. "
    "Kontrollera arende/system mot nämndens fil.",
)
_NOT_ITS_SYSTEM = _Fault(
    "INTYG_ANNAT_SYSTEM",
    "Det signerade intyget gäller ett ärende i ett annat system än det som nyckeln är till för. "
    "Låt det systemet göra intyget, eller kontrollera nyckelns system mot nämndens fil.",
    OF_ANOTHER,
)


@dataclass(frozen=True, slots=True)
class SignedStatements:
    """Implements `ports.CaseOrigin` for the statement that a question itself carries.

    `audience` is what `aud` must be. That a statement is not used twice follows from the question's id, which
    it is bound to and which the log claims once.
    """

    boards: Mapping[BoardId, Board]
    audience: str
    log: AccessLog
    clock: Clock

    async def fact(self, query: Query, board: Board) -> CaseFact | Unshown | None:
        """What the statement says; None without one. Raises LogUnavailable when it must be looked into and
        that cannot be written down."""
        written = query.question.arende.signeratIntyg
        if written is None:
            return None
        found = self._judged(written, query, board)
        if isinstance(found, SigneratIntyg):
            return _fact(found)
        if found.alarm is not None:
            await self.log.security(board.id, found.alarm, query.caller.client_id)
        return Unshown(VisadAv.SIGNERAT_INTYG, found.code, found.text)

    def _judged(self, written: str, query: Query, board: Board) -> SigneratIntyg | _Fault:
        now = self.clock.now()
        try:
            head, payload, _ = map(_decoded, written.split("."))
            read = _head(head)
            alarm = self._unverified(written, read, query, board, swedish_day(now))
            if alarm is not None:
                return _Fault("INTYG_EJ_VERIFIERAT", _UNVERIFIED, alarm)
            said = json_codec.decode(SigneratIntyg, payload, {})
        except (Unreadable, ValueError):
            return _UNREADABLE
        return (
            _of_another(said, query)
            or _out_of_time(said, now.timestamp())
            or self._beside_the_question(said, query, board)
            or _of_another_system(said, _own_key(board, query.caller.client_id, read.kid), board)
            or said
        )

    def _unverified(
        self, written: str, head: Intygshuvud, query: Query, board: Board, today: date
    ) -> str | None:
        """The kind of security event when the signature does not hold; None when it does."""
        client = query.caller.client_id
        own = _own_key(board, client, head.kid)
        if own is not None and _verifies(written, head, own):
            return None if _in_its_days(own, today) else UNKNOWN_KEY
        if any(
            _verifies(written, head, key)
            for other in self.boards.values()
            for name, keys in other.keys.items()
            for key in keys
            if key.kid == head.kid and (other.id, name) != (board.id, client)
        ):
            return OF_ANOTHER
        return UNKNOWN_KEY if own is None else FORGED

    def _beside_the_question(self, said: SigneratIntyg, query: Query, board: Board) -> _Fault | None:
        question = query.question
        if said.aud != self.audience:
            return _AUDIENCE
        if said.forfraganId != question.forfraganId:
            return _QUESTION
        if (said.arende.system, said.arende.id) != (question.arende.system, question.arende.id):
            return _CASE
        return None if said.arende.system in board.case_systems else _SYSTEM


def stated(
    asked: Uppgiftsforfragan, case: Arende, client: str, audience: str, now: datetime, life_s: int = 120
) -> SigneratIntyg:
    """What a case system would say of a case, for a question. For tests, the demo and vendors, as `sign`."""
    iat, ref = int(now.timestamp()), asked.arende
    return SigneratIntyg(
        iss=client,
        aud=audience,
        iat=iat,
        exp=iat + life_s,
        jti=str(uuid.uuid4()),
        forfraganId=asked.forfraganId,
        organisationsnummer=asked.ingivare.organisationsnummer,
        namnd=asked.ingivare.namnd,
        arende=Intygsarende(
            system=ref.system, id=ref.id, typ=case.typ, status=case.status, oppnat=case.oppnat
        ),
        personer=case.personer,
    )


def sign(statement: SigneratIntyg, key: Key, kid: str, algorithm: Signaturalgoritm) -> str:
    """The statement as a question carries it. The hub itself signs none."""
    head = Intygshuvud(alg=algorithm, typ=Intygstyp.INTYG, kid=kid)
    header = {"alg": head.alg.value, "typ": head.typ.value, "kid": head.kid}
    return jws.serialize_compact(header, json_codec.encode(statement), key, algorithms=[header["alg"]])


def _decoded(segment: str) -> bytes:
    """Raises ValueError also for a spelling that means the same as another: there is one statement only."""
    raw = urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    if urlsafe_b64encode(raw).rstrip(b"=").decode() != segment:
        raise ValueError("not base64url as it is written")
    return raw


def _head(raw: bytes) -> Intygshuvud:
    return json_codec.decode(Intygshuvud, raw, {})


def _verifies(written: str, head: Intygshuvud, key: StatementKey) -> bool:
    public = public_key(key.jwk)
    if head.alg.value not in public.algorithms:
        return False
    try:
        jws.deserialize_compact(written, public.key, algorithms=[head.alg.value])
    except (JoseError, ValueError, TypeError, KeyError):
        return False
    return True


def _own_key(board: Board, client: str, kid: str) -> StatementKey | None:
    return next((key for key in board.keys.get(client, ()) if key.kid == kid), None)


def _in_its_days(key: StatementKey, today: date) -> bool:
    return (key.first is None or key.first <= today) and (key.last is None or today <= key.last)


def _of_another(said: SigneratIntyg, query: Query) -> _Fault | None:
    asker, caller = query.question.ingivare, query.caller
    its = (said.organisationsnummer, said.namnd)
    callers = (caller.board.organisation_number, caller.board.board)
    same = said.iss == caller.client_id and its == callers == (asker.organisationsnummer, asker.namnd)
    return None if same else _SENDER


def _of_another_system(said: SigneratIntyg, key: StatementKey | None, board: Board) -> _Fault | None:
    """A key that names no system speaks for the board's only one, and for none where there are more."""
    only = board.case_systems[0] if len(board.case_systems) == 1 else None
    its = (key.system or only) if key is not None else None
    return None if said.arende.system == its else _NOT_ITS_SYSTEM


def _out_of_time(said: SigneratIntyg, now: float) -> _Fault | None:
    if not 0 < said.exp - said.iat <= LONGEST_S:
        return _LIFE
    if now >= said.exp + LEEWAY_S:
        return _EXPIRED
    return _NOT_YET if said.iat > now + LEEWAY_S else None


def _fact(said: SigneratIntyg) -> CaseFact:
    case = said.arende
    return CaseFact(
        system=case.system,
        case_id=case.id,
        kind=case.typ,
        status=case.status,
        opened=case.oppnat,
        closed=None,
        persons=tuple(
            CasePerson(it.personidentitet, it.roll, it.skydd, it.from_, it.tom) for it in said.personer
        ),
        origin=VisadAv.SIGNERAT_INTYG,
        as_of=datetime.fromtimestamp(said.iat, UTC),
        statement=said.jti,
    )
