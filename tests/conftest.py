"""Fixtures that every folder of tests may use."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from hub.collector import calm_collector

# Who only hands out the tests does without the hub, and who needs no server without its driver.
if TYPE_CHECKING:
    from hub.stores import Where
    from tests.support.hub import RunningHub
    from tests.support.postgres import Server

# The same examples every time, so that what is green stays green. A search for new ones, fifteen times as
# many, is part of make soak, or asked for: NYTTONAV_SEARCH=1 make test
settings.register_profile("same", derandomize=True, database=None, deadline=None, max_examples=20)
settings.register_profile(
    "search", deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("search" if os.environ.get("NYTTONAV_SEARCH") else "same")


def pytest_configure() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector need not go through it again and again."""
    calm_collector()
    gc.enable()


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Any:
    """The tests of a file share what they start; those of the house share what they have read of it."""
    from xdist.scheduler import LoadFileScheduling

    untyped: Any = LoadFileScheduling

    class ByWhatIsShared(untyped):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return "tests/house" if file.startswith("tests/house/") else file

    return ByWhatIsShared(config, log)


@pytest.fixture(scope="session", autouse=True)
def _words_apart() -> None:
    """A hub that serves in a thread of the worker says nothing into what a command is heard to print."""
    import structlog

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.__stderr__))


@pytest.fixture(scope="session", autouse=True)
def _once_is_enough() -> Iterator[None]:
    """Of what hundreds of tests would do anew, each time with the same end."""
    from hub import main
    from tests.support.tables import made_once

    with made_once(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(main, "calm_collector", lambda: None)  # done above, for the whole worker
        yield


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """One hub for all tests of a worker that leave it as it was."""
    from tests.support.hub import running_hub

    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One PostgreSQL server for all tests of a worker, each with databases of its own."""
    from tests.support.postgres import running_server

    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    """Nothing stored as yet, on either kind of database: what is promised is promised of both."""
    if request.param == "sqlite":
        return tmp_path / "data"
    server: Server = request.getfixturevalue("postgres")
    return server.database()
