"""The command line, `nyttonav`. Errors are sentences; exit codes: 0 done, 1 found wanting, 2 wrongly used."""

from __future__ import annotations

import sys

import typer

from hub.audit import StartRefused
from hub.cli import (
    adapters,
    arenden,
    audit,
    config,
    contracts,
    demo,
    intyg,
    namnd,
    openapi,
    schemas,
    serve,
    token,
    visa,
)
from hub.demo.cast import CastError
from hub.demo.stage import DemoBusyError
from hub.handover.order import HandoverRefused
from hub.problems import Problem
from hub.settings import SettingsError

app = typer.Typer(
    name="nyttonav",
    help="Nyttonav: ett nav för socialtjänstens frågor till myndigheter.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.command("token")(token.token)
app.command("openapi")(openapi.openapi)
app.command("schemas")(schemas.schemas)
app.command("visa")(visa.visa)
app.add_typer(arenden.app, name="arenden")
app.add_typer(audit.app, name="audit")
app.add_typer(adapters.app, name="adapters")
app.add_typer(contracts.app, name="contracts")
app.add_typer(config.app, name="config")
app.add_typer(intyg.app, name="intyg")
app.add_typer(namnd.app, name="namnd")


def main() -> None:
    """Run the command line; what a user can mend is told in a sentence, not as a stack trace."""
    try:
        app()
    except (SettingsError, StartRefused, DemoBusyError, CastError, HandoverRefused) as error:
        print(f"nyttonav: {error}", file=sys.stderr)
        sys.exit(1)
    except Problem as problem:
        print(f"nyttonav: {problem.title}. {problem.detail}", file=sys.stderr)
        sys.exit(1)
