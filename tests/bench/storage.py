"""Storage for rows that write: where the repository lies, since a flush costs what its disk costs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from hub.stores import Stores, open_stores
from tests.support import policy

HERE = Path(__file__).parents[2] / ".nyttonav"


@dataclass(frozen=True, slots=True)
class StandingClock:
    """The moment that the shared builders speak of."""

    def now(self) -> datetime:
        return policy.NOW

    def monotonic(self) -> float:
        return monotonic()


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of its own, gone with the context."""
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=HERE, prefix="bench-") as name:
        yield Path(name)


@contextmanager
def storage(folder: Path) -> Iterator[Stores]:
    with open_stores(folder / "data", folder / "keys", StandingClock()) as stores:
        yield stores
