"""Signed statements as a case system, a careless one or a forger would make them."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from messages.uppgifter import Uppgiftsforfragan

STATEMENT = "0d6c3f0e-3a35-4f0c-8f9e-6f3f0a9d1c11"
HEAD = {"alg": "Ed25519", "typ": "nyttonav-intyg+jwt", "kid": "nyckel-1"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A key with its private half, and the name it is registered under."""

    key: OKPKey | ECKey | RSAKey
    kid: str = "nyckel-1"
    algorithm: str = "Ed25519"

    @property
    def public(self) -> dict[str, Any]:
        """What a board's file holds."""
        names = {"kty", "crv", "x", "y", "n", "e"}
        return {name: value for name, value in self.key.as_dict(private=False).items() if name in names}


def pair(algorithm: str = "Ed25519", kid: str = "nyckel-1") -> Pair:
    """A new pair of keys."""
    match algorithm:
        case "Ed25519":
            return Pair(OKPKey.generate_key("Ed25519"), kid, algorithm)
        case "ES256":
            return Pair(ECKey.generate_key("P-256"), kid, algorithm)
        case "ES384":
            return Pair(ECKey.generate_key("P-384"), kid, algorithm)
        case _:
            return Pair(RSAKey.generate_key(2048), kid, algorithm)


def claims(asked: Uppgiftsforfragan, client: str, now: datetime, **changes: Any) -> dict[str, Any]:
    """What a good statement for a question says; None takes a claim away."""
    iat = int(now.timestamp())
    said: dict[str, Any] = {
        "iss": client,
        "aud": "nyttonav",
        "iat": iat,
        "exp": iat + 120,
        "jti": STATEMENT,
        "forfraganId": asked.forfraganId,
        "organisationsnummer": asked.ingivare.organisationsnummer,
        "namnd": asked.ingivare.namnd,
        "arende": {
            "system": asked.arende.system,
            "id": asked.arende.id,
            "typ": "EKONOMISKT_BISTAND",
            "status": "PAGAENDE",
            "oppnat": "2026-09-01",
        },
        "personer": [
            {"personidentitet": it.personidentitet.value, "roll": "SOKANDE", "skydd": "INGET"}
            for it in asked.personer
        ],
    } | changes
    return {name: value for name, value in said.items() if value is not None}


def compact(said: Mapping[str, Any] | bytes, by: Pair | OctKey, **header: Any) -> str:
    """A JWS with any claims and any header, signed by the algorithm of the key; None takes a name away."""
    named = {"kid": by.kid, "alg": by.algorithm} if isinstance(by, Pair) else {}
    head = {name: value for name, value in (HEAD | named | header).items() if value is not None}
    return signed(json.dumps(head).encode(), said, by)


def signed(head: bytes, said: Mapping[str, Any] | bytes, by: Pair | OctKey) -> str:
    """As `compact`, the header byte for byte."""
    payload = said if isinstance(said, bytes) else json.dumps(said).encode()
    covered = b".".join((_written(head), _written(payload)))
    key, algorithm = (by.key, by.algorithm) if isinstance(by, Pair) else (by, "HS256")
    signature = JWSRegistry.algorithms[algorithm].sign(covered, key)
    return b".".join((covered, _written(signature))).decode()


def _written(raw: bytes) -> bytes:
    return urlsafe_b64encode(raw).rstrip(b"=")
