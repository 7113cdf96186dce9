"""A client's `arendematchning`: until a day, the case of its questions is found by the person asked about."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hub.agreements.described import Described
from hub.model.board import LONGEST_MATCHING, Matching
from hub.model.nobody import invented
from hub.model.scope import Scope
from messages.koder import VisadAv
from messages.values import Identifier

_LOOKED_IN = frozenset({VisadAv.REGISTER, VisadAv.LISTA, VisadAv.ARENDESYSTEM})
"""Where a person can be looked for without a case being named."""


class MatchingWay(StrEnum):
    """How a case is found that the question does not name."""

    PERSON = "PERSON"


class MatchingFile(Described):
    """For getting started with a client that sends invented case ids: `{satt: PERSON, till: 2027-02-01}`.

    Holds for questions that come as case systems speak to SSBTEK. One whose case is unknown is answered when
    the person is in exactly one ongoing case of the board; every such answer is reviewed.
    """

    satt: MatchingWay
    """PERSON: by the person asked about."""
    till: date
    """The last day, YYYY-MM-DD, at most 90 days ahead. After it such questions are refused."""
    handlaggare: Identifier | None = None
    """Who is said to ask where the client names nobody (`system`), by the id that the case system knows. Left
    out: such questions are refused."""

    def noun(self) -> Matching:
        return Matching(self.till, self.handlaggare)


@dataclass(frozen=True, slots=True)
class Told:
    """What else the file says that `arendematchning` must agree with."""

    scopes: Collection[str]
    origins: Collection[VisadAv]
    for_protected: Collection[str]


def matching_faults(written: MatchingFile | None, where: str, told: Told, today: date) -> Iterator[str]:
    """One sentence each. `where` is the client's place in its file."""
    if written is None:
        return
    latest = today + LONGEST_MATCHING
    if written.till > latest:
        yield (
            f"{where}.till is {written.till}, more than {LONGEST_MATCHING.days} days after today, {today}. "
            f"Write {latest} at the latest, and let the client send real case ids before that."
        )
    if Scope.ASK not in told.scopes:
        yield f"{where} is of no use: the client may not ask ({Scope.ASK}). Remove it, or add the scope."
    if not _LOOKED_IN & set(told.origins):
        yield (
            f"{where} is there, but aktualitet has neither REGISTER, LISTA nor ARENDESYSTEM: a person cannot "
            "be looked for elsewhere. Add one, or remove it."
        )
    if written.handlaggare is not None and invented(written.handlaggare):
        yield f"{where}.handlaggare is {written.handlaggare}, which is nobody's id. Name a caseworker."
    if written.handlaggare in told.for_protected:
        # Else whoever calls would see what is withheld from all others.
        yield (
            f"{where}.handlaggare is {written.handlaggare}, whom skyddadeArenden names: nothing would be "
            "withheld from anybody who calls. Name another."
        )


def past(written: MatchingFile | None, where: str, today: date) -> Iterator[str]:
    """What is no fault, and lets nothing pass any more."""
    if written is not None and written.till < today:
        yield f"{where} was over after {written.till} and lets nothing pass any more. Remove it."
