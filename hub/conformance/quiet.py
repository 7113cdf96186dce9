"""Listening in on an adapter: what it reaches for that it may not, and what it says to nobody."""

from __future__ import annotations

import builtins
import io
import logging
import socket
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import Any

_WATCHED: tuple[tuple[Any, str, str], ...] = (
    (socket.socket, "connect", "the network"),
    (socket, "create_connection", "the network"),
    (socket, "getaddrinfo", "the network"),
    (builtins, "open", "a file"),
    (io, "open", "a file"),
    (time, "time", "the clock"),
    (time, "time_ns", "the clock"),
    (time, "monotonic", "the clock"),
    (time, "sleep", "the clock"),
)


@dataclass(slots=True)
class Reached:
    """What was reached for, in words."""

    what: set[str] = field(default_factory=set)


class OutOfReach(Exception):
    """Raised to what reaches for something that a pure function does without."""


@contextmanager
def out_of_reach(reached: Reached) -> Iterator[None]:
    """No network, no files, no clock in this thread; who tries is remembered. Other threads notice none."""
    mine = threading.get_ident()

    def guarded(true: Any, what: str) -> Any:
        def guard(*given: Any, **named: Any) -> Any:
            if threading.get_ident() != mine:
                return true(*given, **named)
            reached.what.add(what)
            raise OutOfReach(what)

        return guard

    true = [(owner, name, getattr(owner, name)) for owner, name, _ in _WATCHED]
    try:
        for owner, name, what in _WATCHED:
            setattr(owner, name, guarded(getattr(owner, name), what))
        yield
    finally:
        for owner, name, was in true:
            setattr(owner, name, was)


class _Kept(logging.Handler):
    def __init__(self, into: io.StringIO) -> None:
        super().__init__(logging.NOTSET)
        self._into = into
        self._mine = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        # Not the loop that the kit itself runs, nor a server beside it: what is tried runs in this thread.
        if record.name == "asyncio" or record.thread != self._mine:
            return
        self._into.write(self.format(record) + "\n")


@contextmanager
def overheard() -> Iterator[io.StringIO]:
    """All that is logged in this thread, printed or warned of meanwhile, as text."""
    heard = io.StringIO()
    handler, level = _Kept(heard), logging.root.level
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(heard))
        stack.enter_context(redirect_stderr(heard))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("always")
        logging.root.addHandler(handler)
        logging.root.setLevel(logging.NOTSET)
        stack.callback(logging.root.setLevel, level)
        stack.callback(logging.root.removeHandler, handler)
        yield heard
