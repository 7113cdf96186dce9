"""Where the hub answers, and what shows that a command may do there what it does."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, time

from hub.model.board import BoardId

_LIFE_S = 300
"""Seconds of a local token, or the settings' longest life; it is made anew halfway."""


def address() -> str:
    """The hub's, from the settings. Raises SettingsError."""
    from hub.settings import load

    settings = load()
    scheme = "http" if settings.tls_certificate is None else "https"
    return settings.public_url or f"{scheme}://{settings.host}:{settings.port}"


def token_source(board: BoardId, client: str | None, given: str | None, scope: str) -> Callable[[], str]:
    """Gives the token: the one given, else the local issuer's, made anew as it grows old.

    Raises SettingsError in production where none is given, and for a board or client that is not there.
    """
    if given:
        return lambda: given
    from hub import agreements, registry
    from hub.issuer import local_token
    from hub.settings import Profile, SettingsError, load

    settings = load()
    if settings.profile is not Profile.DEVELOPMENT or settings.jwks is not None:
        raise SettingsError("Give an access token in NYTTONAV_BILJETT; here no tokens are made.")
    loaded = registry.discover(allowed=settings.adapters or None, further=settings.adapter_paths)
    boards = agreements.load(settings.contracts, loaded).boards
    found = boards.get(board)
    if found is None:
        raise SettingsError(f"No board {board}. The boards here: {', '.join(str(one) for one in boards)}.")
    name = client or next((one.id for one in found.clients if scope in one.scopes), None)
    if name is None:
        raise SettingsError(f"{board} has no client that may hold {scope}; see its board's file.")
    life = min(_LIFE_S, settings.token_life_s)
    held: list[tuple[float, str]] = []

    def token() -> str:
        if not held or monotonic() - held[0][0] > life / 2:
            held[:] = [(monotonic(), local_token(settings, found, name, [scope], life, time()))]
        return held[0][1]

    return token
