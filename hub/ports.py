"""What the broker needs from outside, as Protocols. `hub/stores` implements them; tests may fake them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from hub.model.board import BoardId
from hub.model.case import CaseFact
from messages.values import Personidentitet


class Clock(Protocol):
    """The time, so that tests can set it. `now` is UTC; `monotonic` is seconds for deadlines."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...


class CaseFacts(Protocol):
    """Where cases are known. Raises RegisterUnavailable when it cannot be read."""

    async def case(self, board: BoardId, system: str, case_id: str) -> CaseFact | None: ...


class PersonVault(Protocol):
    """Personal numbers at rest: sealed (AES-256-GCM) and found by keyed hash (HMAC-SHA-256), per board."""

    def lookup_key(self, board: BoardId, person: Personidentitet) -> bytes:
        """32 bytes, the same for the same person, board and key version; tells nothing without the key."""
        ...

    def seal(self, board: BoardId, person: Personidentitet) -> bytes: ...

    def open(self, board: BoardId, sealed: bytes) -> Personidentitet:
        """Raises ValueError when the text was altered or the key is another."""
        ...

    def digest(self, board: BoardId, content: bytes) -> bytes:
        """A keyed digest (32 bytes) of a question or an answer: a plain hash could be guessed."""
        ...
