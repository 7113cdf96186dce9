"""`nyttonav token`: an access token by the local issuer, for development."""

from __future__ import annotations

from typing import Annotated

import typer


def token(
    client: Annotated[str, typer.Option(help="Client id, as in the board's file.")],
    namnd: Annotated[
        str | None, typer.Option(help="Board as ORGANISATIONSNUMMER/NAMND; left out for a source's client.")
    ] = None,
    scope: Annotated[
        list[str] | None, typer.Option(help="Scope; repeat for several. Else all of the client's.")
    ] = None,
    life: Annotated[int | None, typer.Option(help="Life in seconds, else the settings' longest.")] = None,
) -> None:
    """Print an access token signed by the local issuer (development profile only).

    Example:

      nyttonav token --client arendesystem --namnd 2120002411/SN --scope uppgifter:fraga
      nyttonav token --client csn-fragekontroll
    """
    from time import time

    from hub import agreements, registry
    from hub.issuer import agency_token, local_token
    from hub.model.board import BoardId
    from hub.settings import SettingsError, load

    settings = load()
    loaded = registry.discover(allowed=settings.adapters or None, further=settings.adapter_paths)
    contracts = agreements.load(settings.contracts, loaded)
    if namnd is None:
        every = [one for versions in contracts.agreements.values() for one in versions]
        print(agency_token(settings, every, client, life, time()))
        return
    boards = contracts.boards
    board = boards.get(BoardId(*namnd.partition("/")[::2]))
    if board is None:
        raise SettingsError(f"No board {namnd}. The boards here: {', '.join(str(one) for one in boards)}.")
    print(local_token(settings, board, client, scope, life, time()))
