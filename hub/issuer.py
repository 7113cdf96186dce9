"""Whose access tokens are believed: an issuer's JWKS in production, a local key in development."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from hub.api.tokens import Issuer, sign
from hub.audit import StartRefused
from hub.audit.keys import ENVIRONMENT
from hub.model.agreement import Agreement
from hub.model.board import Board
from hub.model.query import AgencyCaller, Caller
from hub.model.scope import Scope
from hub.settings import Profile, Settings, SettingsError

LOCAL_KEY = "utfardare.jwk"


def issuer_of(settings: Settings) -> Issuer:
    """Raises StartRefused when the keys cannot be read."""
    if settings.jwks is not None:
        keys = _key_set(settings.jwks)
    elif settings.profile is Profile.DEVELOPMENT:
        keys = KeySet([_local_key(settings.keys)])
    else:
        raise StartRefused("jwks: name the file with the token issuer's public keys.")
    return Issuer(settings.issuer, settings.audience, keys, settings.token_life_s)


def local_token(
    settings: Settings, board: Board, client_id: str, scopes: list[str] | None, life_s: int | None, now: float
) -> str:
    """A token by the local issuer. Raises SettingsError in production and for strangers to the board."""
    _development(settings)
    client = board.client(client_id)
    if client is None:
        known = ", ".join(client.id for client in board.clients)
        raise SettingsError(f"{board.id} has no client {client_id}. Its clients: {known}.")
    wanted = frozenset(scopes) if scopes else client.scopes
    if beyond := sorted(wanted - client.scopes):
        raise SettingsError(f"{client_id} may not hold {', '.join(beyond)}; see its board's file.")
    return _signed(settings, Caller(client.id, board.id, wanted), life_s, now)


def agency_token(
    settings: Settings,
    agreements: Iterable[Agreement],
    client_id: str,
    life_s: int | None,
    now: float,
) -> str:
    """A token for a source's own system, as `local_token`. Raises SettingsError also for who is in none of
    the agreements."""
    _development(settings)
    known = [client for agreement in agreements for client in agreement.clients]
    client = next((one for one in known if one.id == client_id), None)
    if client is None:
        names = ", ".join(sorted({one.id for one in known})) or "none"
        raise SettingsError(f"No agreement has a client {client_id}. The sources' clients: {names}.")
    caller = AgencyCaller(
        client.id, client.organisation_number, frozenset({Scope.VOUCH.value, Scope.TELL_MAINTENANCE.value})
    )
    return _signed(settings, caller, life_s, now)


def _development(settings: Settings) -> None:
    if settings.profile is not Profile.DEVELOPMENT or settings.jwks is not None:
        raise SettingsError("Tokens are made here in the development profile only; ask your token issuer.")


def _signed(settings: Settings, caller: Caller | AgencyCaller, life_s: int | None, now: float) -> str:
    key, issuer = _local_key(settings.keys), issuer_of(settings)
    return sign(key, issuer, caller, now=now, life_s=life_s or settings.token_life_s)


def _key_set(path: Path) -> KeySet:
    try:
        return KeySet.import_key_set(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise StartRefused(f"jwks: {path} cannot be read ({error.strerror}). Mend the path.") from None
    except (ValueError, JoseError, KeyError, TypeError):
        raise StartRefused(f'jwks: {path} holds no key set. It looks like {{"keys": [...]}}.') from None


def _local_key(folder: Path) -> OKPKey:
    """The development issuer's key, made the first time it is needed."""
    if folder == ENVIRONMENT:
        raise StartRefused(
            "keys: the development profile keeps its token issuer's key in the keys folder. Name a folder, "
            "or your token issuer's public keys with jwks."
        )
    path = folder / LOCAL_KEY
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = OKPKey.generate_key("Ed25519", parameters={"kid": "utfardare-1"}, private=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(made.as_dict(private=True), file)
    return OKPKey.import_key(json.loads(path.read_text(encoding="utf-8")))
