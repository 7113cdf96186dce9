"""What commands about adapters and contracts start from: the settings, or the working folder without any."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hub.model.document import FaultyDocuments
from hub.registry import Registry, discover
from hub.settings import config_file, load

if TYPE_CHECKING:
    from hub.stores.where import Where


@dataclass(frozen=True, slots=True)
class Loaded:
    """Where the contracts lie and which adapters count."""

    contracts: Path
    adapters: frozenset[str] | None
    further: tuple[Path, ...]

    @classmethod
    def from_settings(cls) -> Loaded:
        """The settings' where there is a file of them; else ./contracts and every adapter that is found."""
        if config_file() is None:
            return cls(Path("contracts"), None, ())
        settings = load()
        return cls(settings.contracts, settings.adapters or None, settings.adapter_paths)

    def registry(self) -> Registry:
        return discover(allowed=self.adapters, further=self.further)


@contextmanager
def told(exit_code: int = 1, before: str = "") -> Iterator[None]:
    """Faults of data files as lines on standard error, each with `before` ahead of it, and the exit code."""
    try:
        yield
    except FaultyDocuments as error:
        for fault in error.faults:
            print(f"{before}{fault}", file=sys.stderr)
        raise typer.Exit(exit_code) from None


def settings_where() -> Where:
    """Where the settings say that log and register are. Raises StartRefused, SettingsError."""
    from hub.stores.where import place

    settings = load()
    named = settings.database
    return place(settings.data, None if named is None else named.get_secret_value())
