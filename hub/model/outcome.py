"""What became of one source for one person. Matched exhaustively: a failure is never empty."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from hub.adapter import Payload
from messages.base import Sektion
from messages.uppgifter import Avvikelse, Fel, Saknas


class Protection(StrEnum):
    """What one answer says of protected identity, read from its flag by the manifest's words.

    SILENT: the source cannot carry the flag, or found nobody. UNREADABLE counts as protected.
    """

    NONE = "NONE"
    CONFIDENTIALITY = "CONFIDENTIALITY"
    PROTECTED_REGISTRATION = "PROTECTED_REGISTRATION"
    FLAGGED = "FLAGGED"
    UNREADABLE = "UNREADABLE"
    SILENT = "SILENT"


@dataclass(frozen=True, slots=True)
class Answered:
    sections: tuple[Sektion, ...]
    protection: Protection
    missing: tuple[Saknas, ...]
    deviations: tuple[Avvikelse, ...]
    complete_until: date | None
    withheld: frozenset[str] = frozenset()
    """Groups that came, are not handed out, and were therefore not read."""


@dataclass(frozen=True, slots=True)
class NothingFound:
    """The source answered that it has nothing on this person."""

    protection: Protection
    deviations: tuple[Avvikelse, ...]
    complete_until: date | None


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Asked, and no usable answer."""

    fault: Fel
    words: str = ""
    """The source's own, told beside the fault where nobody is protected."""


@dataclass(frozen=True, slots=True)
class Denied:
    """No agreement, or the source refused."""

    fault: Fel
    asked: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class NotAsked:
    """Not sent: service window, quota, an id the source cannot take, deadline."""

    fault: Fel


Outcome = Answered | NothingFound | Unavailable | Denied | NotAsked


@dataclass(frozen=True, slots=True)
class Attempt:
    """An outcome with the circumstances of its call."""

    outcome: Outcome
    fetched: datetime | None
    elapsed_ms: int | None
    wrong_person: bool = False
    """The answer was about somebody else: discarded, and a security event in the log."""
    payload: Payload | None = field(default=None, repr=False)
    """The source's own document, where it was read and is about the right person."""

    @property
    def size(self) -> int:
        """Bytes of what was read."""
        return 0 if self.payload is None else len(self.payload.content)
