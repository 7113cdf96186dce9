"""A board's `aktualitetskontroll`: whether it answers other boards of the municipality, and about what."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pydantic import Field

from hub.model.board import ToldToNeighbours
from hub.model.document import Strict, nearest
from messages.arende import Arendetyp
from messages.koder import VisadAv
from messages.values import Identifier

_KEPT = frozenset({VisadAv.REGISTER, VisadAv.LISTA})
"""Where a person can be looked for without a case being named."""


class NeighboursFile(Strict):
    """`utom` names kinds of case and case systems that nothing is told of, familjerådgivning for instance."""

    svarar: bool = False
    utom: list[Identifier] = Field(default_factory=list)

    def noun(self, systems: Collection[str], origins: Collection[VisadAv]) -> ToldToNeighbours | None:
        """What is told, of the board's case systems and places; None when it does not answer."""
        if not self.svarar:
            return None
        return ToldToNeighbours(
            frozenset(kind for kind in Arendetyp if kind.value not in self.utom),
            frozenset(system for system in systems if system not in self.utom),
            frozenset(origins) & _KEPT,
        )


def neighbour_faults(
    written: NeighboursFile, where: str, systems: Collection[str], origins: Collection[VisadAv]
) -> Iterator[str]:
    """One sentence each. `where` is the board's place in its file."""
    known = [*Arendetyp, *systems]
    for n, name in enumerate(written.utom):
        if name not in known:
            yield (
                f"{where}.utom[{n}] is {name}, which is neither a kind of case nor one of the board's "
                f"arendesystem.{nearest(name, known)}"
            )
    if not written.svarar:
        if written.utom:
            yield f"{where}.utom is of no use where svarar is not true. Remove it, or let the board answer."
        return
    if not _KEPT & set(origins):
        yield (
            f"{where}.svarar is true, but aktualitet has neither REGISTER nor LISTA: a person cannot be "
            "looked for elsewhere. Add one, or remove it."
        )
    told = written.noun(systems, origins)
    if told is not None and not (told.kinds and told.systems):
        yield f"{where}.utom leaves nothing to tell of. Remove something, or write svarar: false."
