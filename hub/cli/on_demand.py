"""The commands by name, each loaded when it is called: what `visa` needs is a tenth of what `serve` does."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

ALONE = ("demo", "serve", "token", "openapi", "schemas", "visa")
"""Commands: a function of the module's own name."""
FAMILIES = (
    "arenden",
    "audit",
    "adapters",
    "avtal",
    "contracts",
    "config",
    "intyg",
    "lagring",
    "logg",
    "namnd",
)
"""Groups of commands: the module's `app`."""


class OnDemand(TyperGroup):
    """A group whose commands are modules of hub/cli."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        # Names alone, for the list and for what is nearest to a misspelt one.
        self.commands = {name: TyperCommand(name) for name in ALONE + FAMILIES}

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the base class's
        return _loaded(cmd_name) if cmd_name in self.commands else None


def _loaded(name: str) -> Any:
    module = import_module(f"hub.cli.{name}")
    # Made by a group of typer's own, so that each command is what it would be without this.
    around = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
    around.callback()(_nothing)
    if name in ALONE:
        around.command(name)(getattr(module, name))
    else:
        around.add_typer(module.app, name=name)
    return get_group(around).commands[name]


def _nothing() -> None: ...
