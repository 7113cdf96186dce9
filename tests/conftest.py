"""Fixtures that every folder of tests may use."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from hub.stores import Where
from tests.support.hub import RunningHub, running_hub

if TYPE_CHECKING:
    from tests.support.postgres import Server

# The same examples every time, so that what is green stays green. A search for new ones, ten times as many,
# is part of make soak, or asked for: NYTTONAV_SEARCH=1 make test
settings.register_profile("same", derandomize=True, database=None, deadline=None, max_examples=30)
settings.register_profile(
    "search", deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("search" if os.environ.get("NYTTONAV_SEARCH") else "same")


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector need not go through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """One hub for all tests of a worker that leave it as it was."""
    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One PostgreSQL server for all tests of a worker, each with databases of its own."""
    from tests.support.postgres import running_server  # who needs no server does without its driver

    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    """Nothing stored as yet, on either kind of database: what is promised is promised of both."""
    if request.param == "sqlite":
        return tmp_path / "data"
    server: Server = request.getfixturevalue("postgres")
    return server.database()
