"""The SDK for clients that speak the sources' own formats, as they do to SSBTEK. A folder may offer, pure:

    question.py  def wanted(content, format) -> ClientQuestion      reads a client's own question
    mapping.py   def joined(parts, question) -> bytes | None        makes one document of several sources'

`Registry.wanted` and `Registry.joining` find them by format. The hub never sends a client's question on: it
asks its own, by its agreements, and for nothing that the client did not ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hub.adapter import Days, Payload, SourceRefused, TenDigits
from messages.koder import Led
from messages.values import Personidentitet


@dataclass(frozen=True, slots=True)
class ClientQuestion:
    """What a client's own question asks for."""

    groups: Mapping[str, frozenset[str]]
    """Source to the element groups asked for, wholly or in part. A source of which nothing is asked that a
    group carries is not here: it is not to be asked at all."""
    person: Personidentitet | TenDigits | None = field(default=None, repr=False)
    """Whom it is about; None where it does not say. About another than the call, nothing may be asked."""
    period: Days | None = None
    """Its own period, where it has one."""
    years: frozenset[int] = frozenset()
    """The calendar years it names, where it asks by year."""
    not_carried: tuple[str, ...] = ()
    """What it asks for that no group carries, in the format's own names: never asked for, and no error."""

    def days(self, around: Days) -> Days:
        """The days to ask its sources about, in a call about `around`.

        Its own period; or, where it names years, `around` drawn in or out by the fewest days that reach into
        the first and the last of them, and into no year before or after. They may begin after today.
        """
        if self.period is not None or not self.years:
            return self.period or around
        first, last = min(self.years), max(self.years)
        return Days(_within(around.first, first), _within(around.last, last))


def _within(day: date, year: int) -> date:
    return min(max(day, date(year, 1, 1)), date(year, 12, 31))


class WrongQuestion(SourceRefused):
    """A client's own question that its source would refuse, or that cannot be read: it costs that source's
    part alone. Nothing is asked. `text` never repeats what stood in the question."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, text, led=Led.KLIENT)


class Absence(StrEnum):
    """Why a source has no part in a document of several."""

    SILENT = "SILENT"
    """It could not be reached, or was not asked now: a window, a limit, a deadline."""
    FAILED = "FAILED"
    """It was reached and failed, or its answer could not be used."""
    DENIED = "DENIED"
    """No agreement carries the question, or the source refused it."""


@dataclass(frozen=True, slots=True)
class Absent:
    """Stands where a source that the client asked has no payload.

    `groups` is what would have been handed out; None is all. What is beyond it was refused, and did not fail.
    """

    why: Absence
    groups: frozenset[str] | None = None


Reads = Callable[[bytes, str], ClientQuestion]
"""`wanted`: the question's bytes and its format. Raises WrongQuestion."""

Joins = Callable[[Mapping[str, Payload | Absent], Payload], bytes | None]
"""`joined`: source to its payload, or why it has none; and the client's own question.

Of a payload only the source's own part is taken, so each is masked by its own table alone. `Payload.groups`
tells what is handed out: what the client asked for beyond it is told as refused, in the format's own way. The
very same bytes come back where nothing had to be changed. None when no source has a payload. Raises
SourceMalformed for a payload that cannot be read: its mapping has refused it, so it is Absent.
"""
