"""Does a hub that cannot serve say so, and at once, instead of standing half open?"""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from hub.audit import StartRefused
from hub.demo.stage import CONTRACTS
from hub.serving import bound, serving
from hub.settings import Profile, Settings
from hub.stores.folder import DataLock


def test_of_two_hubs_on_one_port_the_second_refuses_before_it_opens_anything() -> None:
    with bound("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(StartRefused, match=f"Cannot listen on 127.0.0.1:{port} .*--port 0"):
            bound("127.0.0.1", port)


async def test_a_server_that_does_not_come_up_is_an_error_and_lets_the_data_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where no settings of a demo lie
    settings = Settings(
        profile=Profile.DEVELOPMENT,
        data=tmp_path / "data",
        keys=tmp_path / "keys",
        contracts=CONTRACTS,
        log_level="warning",
    )
    deaf = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with deaf, pytest.raises(ValueError, match="Stream Socket"):
        async with asyncio.timeout(20) as patience, serving(settings, deaf):
            raise AssertionError("it cannot serve on this socket")
    assert not patience.expired()
    lock = DataLock(settings.data)
    lock.take()
    lock.release()
