"""A list of cases, part by part into a running hub; it goes on where an earlier run stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hub.cli.arenden_file import ReadFile
from hub.cli.talking import Talk
from hub.lists import cut, part_of
from hub.model.board import BoardId
from messages.arendelistor import Arendelista, Arendelistlage, Listtillstand

_LISTS = "/nyttonav/v1/arendelistor"
AGAIN = "Kör kommandot igen; det fortsätter där det slutade."


@dataclass(frozen=True, slots=True)
class Done:
    """What is in use now, and whether it was not before."""

    list_id: str
    cases: int
    persons: int
    changed: bool


def bring_in(
    talk: Talk, read: ReadFile, board: BoardId, system: str, moment: datetime, tell: Callable[[int], None]
) -> Done:
    """Announce the list, send what has not come, and bring it in. Raises NotTaken."""
    found = talk.ask("POST", _LISTS, _announced(read, board, system, moment), Arendelistlage)
    if found.tillstand is Listtillstand.INFORD:
        return Done(found.listaId, found.arenden, found.personer, changed=False)
    here = f"{_LISTS}/{found.listaId}"
    for number, cases in enumerate(cut(read.cases), 1):
        if found.nastaDel is not None and number >= found.nastaDel:
            talk.ask("PUT", f"{here}/delar/{number}", part_of(cases), Arendelistlage)
        tell(number)
    talk.ask("POST", f"{here}/inforanden", None, Arendelistlage)
    return Done(found.listaId, found.arenden, found.personer, changed=True)


def _announced(read: ReadFile, board: BoardId, system: str, moment: datetime) -> Arendelista:
    return Arendelista(
        organisationsnummer=board.organisation_number,
        namnd=board.board,
        system=system,
        avser=moment,
        digest=read.digest,
        delar=read.parts,
        arenden=len(read.cases),
        personer=read.persons,
    )
