"""`nyttonav demo`: the whole hub with simulated agencies, one look-up shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    port: Annotated[int, typer.Option(help="Port of the hub; 0 takes a free one.")] = 8420,
    once: Annotated[bool, typer.Option("--once", help="End after the look-up.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
    ready_file: Annotated[
        Path | None, typer.Option(help="Write addresses, tokens and cases here when everything answers.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Folder for the demo's data, wiped at the start; else .nyttonav/demo.")
    ] = None,
) -> None:
    """Start the hub with simulated agencies on real wire formats, show one look-up, keep serving.

    Examples:

      nyttonav demo

      nyttonav demo --once --json

      nyttonav demo --port 0 --ready-file ready.json
    """
    from hub.demo import stage
    from hub.demo.run import Wish, run

    run(Wish(port, once, as_json, ready_file, folder or stage.FOLDER))
