"""A client's public keys (JWK, RFC 7517): what is taken, and what each may be used for."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

Key = OKPKey | ECKey | RSAKey
_SHORTEST_RSA = 2048
PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
"""Members of a JWK that only a private or a symmetric key has."""
_ALGORITHMS: Mapping[tuple[str, str | None], frozenset[str]] = {
    ("OKP", "Ed25519"): frozenset({"Ed25519"}),
    ("EC", "P-256"): frozenset({"ES256"}),
    ("EC", "P-384"): frozenset({"ES384"}),
    ("RSA", None): frozenset({"PS256", "RS256"}),
}
_MEMBERS: Mapping[str, frozenset[str]] = {
    "OKP": frozenset({"crv", "x"}),
    "EC": frozenset({"crv", "x", "y"}),
    "RSA": frozenset({"n", "e"}),
}
_KINDS: Mapping[str, type[OKPKey] | type[ECKey] | type[RSAKey]] = {"OKP": OKPKey, "EC": ECKey, "RSA": RSAKey}


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key, and the algorithms that it may verify: those of its kind, or the one that it names."""

    key: Key
    algorithms: frozenset[str]


@lru_cache(maxsize=1024)
def public_key(jwk: str) -> PublicKey:
    """The key of a JWK in JSON. Raises ValueError with what is wrong and to be done."""
    written: dict[str, str] = json.loads(jwk)
    kind = written.get("kty", "")
    if kind == "oct":
        raise ValueError("is symmetric: whoever checks with it could sign with it. Give a public key.")
    if PRIVATE & written.keys():
        raise ValueError("holds a private key. Take it away, make a new pair, and give the public half only.")
    algorithms = _ALGORITHMS.get((kind, written.get("crv")))
    if algorithms is None:
        raise ValueError("is of no kind that is taken: OKP with Ed25519, EC with P-256 or P-384, or RSA.")
    if written.keys() - _MEMBERS[kind] - {"kty", "kid", "alg", "use"}:
        raise ValueError("has more members than a public key needs. Keep kty, kid, alg, use and its numbers.")
    if written.get("use", "sig") != "sig":
        raise ValueError("is not for signatures. Give a key with use sig.")
    if "alg" in written:
        algorithms &= {written["alg"]}
    if not algorithms:
        raise ValueError("names an alg that is not taken for its kind. Mend it, or leave it out.")
    return PublicKey(_imported(kind, written), algorithms)


def _imported(kind: str, written: Mapping[str, str]) -> Key:
    try:
        numbers: dict[str, str | list[str]] = {it: written[it] for it in _MEMBERS[kind] | {"kty"}}
        if kind == "RSA" and _bits(written["n"]) < _SHORTEST_RSA:
            raise _TooShortError(f"is shorter than {_SHORTEST_RSA} bits. Make a longer one.")
        return _KINDS[kind].import_key(numbers)
    except _TooShortError:
        raise
    except (JoseError, ValueError, TypeError, KeyError):
        raise ValueError("cannot be read as a public key. Copy it anew from the case system.") from None


class _TooShortError(ValueError):
    """An RSA key that could be broken."""


def _bits(number: str) -> int:
    return int.from_bytes(urlsafe_b64decode(number + "=" * (-len(number) % 4))).bit_length()
