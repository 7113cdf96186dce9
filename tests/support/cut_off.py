"""A connection that is lost at the worst moment: a relay before a PostgreSQL server that cuts at a COMMIT."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto


class Cut(Enum):
    """When the connection is lost: before the server hears of the COMMIT, or before the hub hears of its
    answer."""

    BEFORE = auto()
    AFTER = auto()


class Relay:
    """Passes everything on, until it is told to cut; then the next COMMIT is the connection's end."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.cut: Cut | None = None
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                hub, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._to))
                last = threading.Event()
                threading.Thread(target=self._ask, args=(hub, server, last), daemon=True).start()
                threading.Thread(target=self._answer, args=(hub, server, last), daemon=True).start()

    def _ask(self, hub: socket.socket, server: socket.socket, last: threading.Event) -> None:
        with suppress(OSError):
            while said := hub.recv(65536):
                if self.cut is None or b"COMMIT" not in said:
                    server.sendall(said)
                    continue
                self.cuts += 1
                after, self.cut = self.cut is Cut.AFTER, None
                if not after:
                    break
                last.set()
                server.sendall(said)
        if not last.is_set():
            _end(hub, server)

    def _answer(self, hub: socket.socket, server: socket.socket, last: threading.Event) -> None:
        """Of the last one the hub never hears; it is cut off when the server has answered, and not before:
        what it does next meets a database in which all is done."""
        with suppress(OSError):
            while (answered := server.recv(65536)) and not last.is_set():
                hub.sendall(answered)
        _end(hub, server)


def _end(*sockets: socket.socket) -> None:
    for one in sockets:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()


@contextmanager
def relay(port: int) -> Iterator[Relay]:
    made = Relay(port)
    try:
        yield made
    finally:
        made.close()
