"""A board's `aktualitetskontroll`: whether it answers other boards of the municipality, and about what."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

from pydantic import Field

from hub.agreements.ages import Age, seconds
from hub.agreements.described import Described
from hub.model.board import ToldToNeighbours
from hub.model.document import nearest
from messages.arende import Arendetyp
from messages.koder import VisadAv
from messages.values import Identifier

_KEPT = frozenset({VisadAv.REGISTER, VisadAv.LISTA})
"""Where a person can be looked for without a case being named."""

_SHORTEST_MONTH = timedelta(days=28)


class NeighboursFile(Described):
    """What is told of is named: a case is, when both its kind and its case system are.

    What nobody has named is not told of, so that a kind or a system that comes later, familjerådgivning for
    instance, is not told of before somebody has decided it. What is known is told while it is at most
    `hogstAlder` old.
    """

    svarar: bool = False
    """Whether other boards get an answer. The other keys are given when it is true, and only then."""
    arendetyper: list[Arendetyp] = Field(default_factory=list)
    """The kinds of case that are told of."""
    arendesystem: list[Identifier] = Field(default_factory=list)
    """The case systems, among the board's own, whose cases are told of."""
    hogstAlder: Age | None = None
    """How old what is told may be at most: `35d`."""

    def noun(self, origins: Collection[VisadAv]) -> ToldToNeighbours | None:
        """What is told, of the board's places; None when it does not answer."""
        if not self.svarar or self.hogstAlder is None:
            return None
        return ToldToNeighbours(
            frozenset(self.arendetyper),
            frozenset(self.arendesystem),
            frozenset(origins) & _KEPT,
            timedelta(seconds=seconds(self.hogstAlder)),
        )


@dataclass(frozen=True, slots=True)
class Keeps:
    """What else the board's file says that `aktualitetskontroll` must agree with."""

    systems: Collection[str]
    origins: Collection[VisadAv]
    closed_months: int


def neighbour_faults(written: NeighboursFile, where: str, keeps: Keeps) -> Iterator[str]:
    """One sentence each. `where` is the board's place in its file."""
    named: dict[str, list[str]] = {
        "arendetyper": [kind.value for kind in written.arendetyper],
        "arendesystem": list(written.arendesystem),
    }
    if not written.svarar:
        for key, value in {**named, "hogstAlder": written.hogstAlder}.items():
            if value:
                yield f"{where}.{key} is of no use where svarar is not true. Remove it, or let it be true."
        return
    for key, names in named.items():
        if not names:
            yield f"{where}.{key} is missing or empty: name what is told of, or write svarar: false."
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield f"{where}.{key} names {name} twice. Keep one."
    for n, name in enumerate(written.arendesystem):
        if name not in keeps.systems:
            near = nearest(name, keeps.systems)
            yield f"{where}.arendesystem[{n}] is {name}, which is not among the board's arendesystem.{near}"
    if not _KEPT & set(keeps.origins):
        yield (
            f"{where}.svarar is true, but aktualitet has neither REGISTER nor LISTA: a person cannot be "
            "looked for elsewhere. Add one, or remove it."
        )
    yield from _age_faults(written.hogstAlder, where, keeps.closed_months)


def _age_faults(age: Age | None, where: str, closed_months: int) -> Iterator[str]:
    if age is None:
        yield f"{where}.hogstAlder is missing: say how old what is told may be, for instance 35d."
    elif timedelta(seconds=seconds(age)) > closed_months * _SHORTEST_MONTH:
        # Else a list from before a closing would count again once the closing is erased.
        yield (
            f"{where}.hogstAlder is {age}, longer than closed cases are kept (avslutadeBehallsManader: "
            f"{closed_months}). Write at most {closed_months * _SHORTEST_MONTH.days}d."
        )
