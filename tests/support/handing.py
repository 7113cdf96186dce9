"""A hand-over or a reception in a process of its own, held at a place on its way to be killed there."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hub.handover import draft
from hub.handover import receive as reception
from hub.handover.sealing import Identity, Recipient
from hub.stores import Address
from hub.stores.board_in import BoardWriter
from hub.stores.board_out import BoardReader
from tests.support.handover import End, given, received

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.support.handing"])
_LONGEST_S = 60.0

HELD: dict[str, tuple[Any, str]] = {
    "writing the register": (BoardReader, "_statements"),
    "naming the folder": (draft, "_flushed"),
    "taking the register": (BoardWriter, "_notice"),
    "logging": (reception, "_logged"),
    "keeping the old log": (reception, "_archived"),
}


def killed_while(place: str, work: Callable[..., None], *arguments: Any) -> None:
    """Run `work` in a process until it comes to the place, and kill it there with SIGKILL."""
    reached = _FORKS.Event()
    process = _FORKS.Process(target=_held, args=(place, reached, work, arguments), daemon=True)
    process.start()
    try:
        assert reached.wait(_LONGEST_S), f"it never came to {place}"
    finally:
        process.kill()
        process.join(_LONGEST_S)
    assert process.exitcode == -9


def _held(place: str, reached: Any, work: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    where, name = HELD[place]

    def hold(*_: Any, **__: Any) -> None:
        reached.set()
        time.sleep(_LONGEST_S)

    setattr(where, name, hold)
    work(*arguments)


def give_it(folder: Path, target: Path, public: str) -> None:
    given(End(folder), target, Recipient(public))


def take_it(handed: Path, folder: Path, key: str, secret: str, database: str | None = None) -> None:
    end = End(folder, None if database is None else Address.parse(database))
    received(handed, end, key, Identity(secret))
