"""The command line, `nyttonav`. Errors are sentences; exit codes: 0 done, 1 found wanting, 2 wrongly used."""

from __future__ import annotations

import sys

import typer

from hub.cli.on_demand import OnDemand
from hub.collector import rest_collector

app = typer.Typer(
    name="nyttonav",
    cls=OnDemand,
    help="Nyttonav: ett nav för socialtjänstens frågor till myndigheter.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)


@app.callback()
def nyttonav() -> None:
    """Without it typer would take what it finds here for a single command."""


def main() -> None:
    """Run the command line; what a user can mend is told in a sentence, not as a stack trace."""
    rest_collector()
    try:
        app()
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        print(f"nyttonav: {sentence}", file=sys.stderr)
        sys.exit(1)


def _sentence(error: Exception) -> str | None:
    """What a user can mend; None for all else. Loaded here: a command that ends well does without."""
    from hub.audit import StartRefused
    from hub.demo.cast import CastError
    from hub.demo.stage import DemoBusyError
    from hub.handover.order import HandoverRefused
    from hub.problems import Problem
    from hub.settings import SettingsError

    match error:
        case SettingsError() | StartRefused() | DemoBusyError() | CastError() | HandoverRefused():
            return str(error)
        case Problem():
            return f"{error.title}. {error.detail}"
        case _:
            return None
