"""Access tokens: JWT as OAuth2 bearer, verified against the issuer's keys; a local issuer in development."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, TypeGuard

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from hub.model.board import BoardId
from hub.model.query import AgencyCaller, Caller
from hub.ports import Clock
from hub.problems import NotAuthenticated
from messages.values import holds_personal_number

ALGORITHMS = ["Ed25519", "ES256", "ES384", "PS256", "RS256"]
_LEEWAY_S = 30
_REMEMBERED = 4096
_FARTHEST = 1e11


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose tokens are believed: `iss`, our `aud`, its public keys, and the longest life it may give one."""

    name: str
    audience: str
    keys: KeySet
    longest_life_s: int


class TokenReader:
    """Reads bearer tokens. Verified tokens are remembered until they expire: the signature is the cost."""

    def __init__(self, issuer: Issuer, clock: Clock) -> None:
        self._issuer = issuer
        self._clock = clock
        self._known: OrderedDict[bytes, tuple[float, Caller | AgencyCaller]] = OrderedDict()

    def read(self, token: str) -> Caller:
        """The board's caller that the token names. Raises NotAuthenticated, also for an agency's token."""
        caller = self._read(token)
        if isinstance(caller, AgencyCaller):
            raise _refused("Åtkomstbiljetten ska ange client_id, organisationsnummer, namnd och scope.")
        return caller

    def agency(self, token: str) -> AgencyCaller:
        """The agency's caller: a token without namnd. Raises NotAuthenticated, also for a board's token."""
        caller = self._read(token)
        if isinstance(caller, Caller):
            raise _refused(
                "Här frågar myndigheters system: åtkomstbiljetten ska ange client_id, organisationsnummer "
                "och scope, och ingen namnd."
            )
        return caller

    def either(self, token: str) -> Caller | AgencyCaller:
        """Whoever the token names. Raises NotAuthenticated."""
        return self._read(token)

    def _read(self, token: str) -> Caller | AgencyCaller:
        now = self._clock.now().timestamp()
        name = hashlib.sha256(token.encode()).digest()
        known = self._known.get(name)
        if known is not None and now < known[0] + _LEEWAY_S:
            return known[1]
        claims = self._verified(token)
        caller = self._caller(claims, now)
        self._known[name] = (float(claims["exp"]), caller)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return caller

    def _verified(self, token: str) -> dict[str, Any]:
        try:
            return jwt.decode(token, self._issuer.keys, algorithms=ALGORITHMS).claims
        except (JoseError, ValueError, KeyError, TypeError, RecursionError):
            raise _refused("Åtkomstbiljetten kan inte verifieras.") from None

    def _caller(self, claims: dict[str, Any], now: float) -> Caller | AgencyCaller:
        issued, expires, begins = claims.get("iat"), claims.get("exp"), claims.get("nbf", 0)
        if not (_number(issued) and _number(expires) and _number(begins)):
            raise _refused("Åtkomstbiljetten ska ange iat och exp som tal.")
        if now >= expires + _LEEWAY_S:
            raise _refused("Åtkomstbiljetten har gått ut. Hämta en ny.")
        if issued > now + _LEEWAY_S or begins > now + _LEEWAY_S:
            raise _refused("Åtkomstbiljetten gäller inte än. Kontrollera klockan hos utfärdaren.")
        if expires - issued > self._issuer.longest_life_s:
            raise _refused(f"Åtkomstbiljetten får gälla högst {self._issuer.longest_life_s} sekunder.")
        audience = claims.get("aud")
        if claims.get("iss") != self._issuer.name:
            raise _refused("Åtkomstbiljetten kommer från en annan utfärdare.")
        if self._issuer.audience not in (audience if isinstance(audience, list) else [audience]):
            raise _refused("Åtkomstbiljetten är utställd för en annan tjänst.")
        return _who(claims)


def _who(claims: dict[str, Any]) -> Caller | AgencyCaller:
    """Without namnd it is an agency: a source's own system is of no board."""
    client, number, board = (claims.get(name) for name in ("client_id", "organisationsnummer", "namnd"))
    scope = claims.get("scope", "")
    told = (client, number, scope) if "namnd" not in claims else (client, number, scope, board)
    texts = [text for text in told if isinstance(text, str)]
    if len(texts) < len(told) or not texts[0]:
        raise _refused("Åtkomstbiljetten ska ange client_id, organisationsnummer, namnd och scope.")
    if holds_personal_number(texts[0]):
        raise _refused("Åtkomstbiljettens client_id innehåller ett personnummer. Välj ett annat id.")
    scopes = frozenset(texts[2].split())
    if len(texts) == 3:
        return AgencyCaller(texts[0], texts[1], scopes)
    return Caller(texts[0], BoardId(texts[1], texts[3]), scopes)


def _number(value: object) -> TypeGuard[float]:
    # Seconds since 1970, within reason: NaN compares false with everything and would never expire, and an
    # integer may have more digits than a float has room for.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _FARTHEST


def _refused(detail: str) -> NotAuthenticated:
    return NotAuthenticated(detail)


def sign(key: OKPKey, issuer: Issuer, caller: Caller | AgencyCaller, *, now: float, life_s: int) -> str:
    """A token by the local issuer. Development only: `main` builds no local issuer in production."""
    claims = {
        "iss": issuer.name,
        "aud": issuer.audience,
        "iat": int(now),
        "exp": int(now) + life_s,
        "client_id": caller.client_id,
        **_of_whom(caller),
        "scope": " ".join(sorted(caller.scopes)),
    }
    return jwt.encode({"alg": "Ed25519", "typ": "at+jwt", "kid": key.kid}, claims, key, algorithms=ALGORITHMS)


def _of_whom(caller: Caller | AgencyCaller) -> dict[str, str]:
    if isinstance(caller, AgencyCaller):
        return {"organisationsnummer": caller.organisation_number}
    return {"organisationsnummer": caller.board.organisation_number, "namnd": caller.board.board}
