"""Fixtures that every folder of tests may use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.hub import RunningHub, running_hub


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """One hub for all tests of a worker that leave it as it was."""
    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        yield running
