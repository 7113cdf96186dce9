"""`nyttonav serve`: run the hub."""

from __future__ import annotations

from typing import Annotated

import typer


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on, else the settings'.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
) -> None:
    """Run the hub until stopped.

    Examples:

      nyttonav serve

      NYTTONAV_CONFIG=/etc/nyttonav.toml nyttonav serve --port 8420
    """
    from hub import serving, settings

    chosen = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    serving.serve(settings.load().model_copy(update=chosen))
