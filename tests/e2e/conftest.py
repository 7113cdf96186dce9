"""Fixtures for tests that break the database server they use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from hub.stores import Address
    from tests.support.postgres import Server


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server of the file's own, that may be killed."""
    from tests.support.postgres import running_server

    with running_server() as server:
        yield server


@pytest.fixture
def database(own: Server) -> Address:
    return own.database()
