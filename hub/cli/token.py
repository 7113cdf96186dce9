"""`nyttonav token`: an access token by the local issuer, for development."""

from __future__ import annotations

from typing import Annotated

import typer


def token(
    client: Annotated[str, typer.Option(help="Client id, as in the board's file.")],
    namnd: Annotated[str, typer.Option(help="Board as ORGANISATIONSNUMMER/NAMND.")],
    scope: Annotated[
        list[str] | None, typer.Option(help="Scope; repeat for several. Else all of the client's.")
    ] = None,
    life: Annotated[int | None, typer.Option(help="Life in seconds, else the settings' longest.")] = None,
) -> None:
    """Print an access token signed by the local issuer (development profile only).

    Example:

      nyttonav token --client arendesystem --namnd 2120002411/SN --scope uppgifter:fraga
    """
    from hub import main, settings

    print(main.local_token(settings.load(), client, namnd, scope, life))
