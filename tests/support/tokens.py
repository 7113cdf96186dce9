"""Access tokens as an issuer, a careless one or a forger would write them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from joserfc import jws
from joserfc.jwk import OctKey, OKPKey

from hub.demo import story
from hub.issuer import LOCAL_KEY, local_token
from hub.model.board import BoardId
from tests.support.hub import RunningHub


def client_token(hub: RunningHub, board: BoardId, client: str) -> dict[str, str]:
    """The header of a client that the demo has no role for."""
    token = local_token(hub.settings, hub.boards[board], client, None, 300, datetime.now(UTC).timestamp())
    return {"Authorization": f"Bearer {token}"}


def issuer_key(hub: RunningHub) -> OKPKey:
    return OKPKey.import_key(json.loads((hub.settings.keys / LOCAL_KEY).read_text("utf-8")))


def claims(hub: RunningHub, **changes: Any) -> dict[str, Any]:
    """What a good token of the demo's case system says; None takes a claim away."""
    now = int(datetime.now(UTC).timestamp())
    said: dict[str, Any] = {
        "iss": hub.settings.issuer,
        "aud": hub.settings.audience,
        "iat": now,
        "exp": now + 300,
        "client_id": "sundsvall-sn-arendesystem",
        "organisationsnummer": story.BOARD.organisation_number,
        "namnd": story.BOARD.board,
        "scope": "uppgifter:fraga arenden:skriv arenden:las kallor:las",
    } | changes
    return {name: value for name, value in said.items() if value is not None}


def token_of(
    hub: RunningHub,
    said: Mapping[str, Any] | bytes,
    key: OKPKey | OctKey | None = None,
    **header: Any,
) -> str:
    """A token with any claims, signed with any key; NaN goes through, as with a careless issuer."""
    key = key or issuer_key(hub)
    head = {"alg": "Ed25519", "typ": "at+jwt", "kid": issuer_key(hub).kid} | header
    payload = said if isinstance(said, bytes) else json.dumps(said).encode()
    algorithms = ["Ed25519", "HS256"]
    return jws.serialize_compact(head, payload, key, algorithms=algorithms)


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
