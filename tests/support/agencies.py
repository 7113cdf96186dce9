"""The sources' own systems as callers, and what the operator's log holds of them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from hub import agreements, main, registry
from hub.issuer import agency_token
from hub.stores import Limits
from hub.stores.folder import LOG_FILE
from tests.support.hub import RunningHub, running_hub
from tests.support.tokens import bearing


@contextmanager
def impatient_hub(folder: Path) -> Iterator[RunningHub]:
    """A locked log is waited for a tenth of a second, not three."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(main, "Limits", partial(Limits, busy_ms=100))
        with running_hub(folder) as running:
            yield running


def headers_of(hub: RunningHub, *sources: str) -> dict[str, dict[str, str]]:
    """By source, what its own system sends with a question."""
    loaded = registry.discover(allowed=None, further=hub.settings.adapter_paths)
    known = agreements.load(hub.settings.contracts, loaded).agreements
    every = [one for versions in known.values() for one in versions]
    return {
        name: bearing(agency_token(hub.settings, every, f"{name.lower()}-fragekontroll", 300, time.time()))
        for name in sources
    }


def operator_records(hub: RunningHub, event: str) -> int:
    """How many of an event the operator's log holds."""
    wanted = "SELECT count(*) FROM entries JOIN logs ON logs.id = entries.log WHERE origin = ? AND event = ?"
    with closing(sqlite3.connect(hub.settings.data / LOG_FILE)) as database:
        return int(database.execute(wanted, ("nyttonav/operator", event)).fetchone()[0])
