"""`nyttonav demo`: the whole hub with simulated agencies, one look-up shown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def demo(
    port: Annotated[int, typer.Option(help="Port of the hub; 0 takes a free one.")] = 8420,
    person: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY", help="Test person to ask about, e.g. student; may be repeated."),
    ] = None,
    kalla: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Source to ask, e.g. CSN; may be repeated.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="End after the look-up.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")] = False,
    ready_file: Annotated[
        Path | None, typer.Option(help="Write addresses, tokens and cases here when everything answers.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Folder for the demo's data, wiped at the start; else .nyttonav/demo.")
    ] = None,
) -> None:
    """Start the hub with simulated agencies on real wire formats, show one look-up, keep serving.

    With neither --person nor --kalla the look-up is about a family of five and every source, and one source
    (the a-kassor, SO) fails while it lasts. With either, everything works, and what is left out means the
    whole family, or every source. The answer is kept as svar.json in the folder, for `nyttonav visa`.

    Examples:

      nyttonav demo

      nyttonav demo --person foralder --person gymnasist --kalla FK --kalla CSN

      nyttonav demo --once --json --person student

      nyttonav demo --port 0 --ready-file ready.json
    """
    from hub.demo import stage
    from hub.demo.choice import Choice, ChoiceError
    from hub.demo.run import Wish, run
    from hub.demo.story import StoryError

    sources = (one.upper() for one in kalla or ())
    choice = Choice(tuple(dict.fromkeys(person or ())), tuple(dict.fromkeys(sources)))
    try:
        run(Wish(port, once, as_json, ready_file, folder or stage.FOLDER, choice))
    except (ChoiceError, StoryError) as error:
        print(f"nyttonav: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
