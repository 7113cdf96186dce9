"""Cases to parts of a list: the same file is always cut in the same way, so that it can be taken up again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hub.model.case import CasePerson
from hub.model.listed import ListedCase
from messages.arende import Arendeperson
from messages.arendelistor import Arendelistdel, ListatArende

PERSONS_IN_PART = 500
"""With the longest ids and one person in each case that is 235 KB, under the 256 that a body may be."""


def cut(cases: Sequence[ListedCase], most: int = PERSONS_IN_PART) -> Iterator[Sequence[ListedCase]]:
    """Runs of whole cases with at most `most` persons in all (a case alone may have more)."""
    first = persons = 0
    for place, case in enumerate(cases):
        if persons and persons + len(case.persons) > most:
            yield cases[first:place]
            first, persons = place, 0
        persons += len(case.persons)
    if first < len(cases):
        yield cases[first:]


def part_of(cases: Sequence[ListedCase]) -> Arendelistdel:
    """As it is sent."""
    return Arendelistdel(arenden=[_case(case) for case in cases])


def cases_of(part: Arendelistdel) -> tuple[ListedCase, ...]:
    """As it was received."""
    return tuple(
        ListedCase(
            case.id,
            case.typ,
            case.status,
            case.oppnat,
            case.avslutat,
            tuple(
                CasePerson(it.personidentitet, it.roll, it.skydd, it.from_, it.tom) for it in case.personer
            ),
        )
        for case in part.arenden
    )


def _case(case: ListedCase) -> ListatArende:
    return ListatArende(
        id=case.case_id,
        typ=case.kind,
        status=case.status,
        oppnat=case.opened,
        avslutat=case.closed,
        personer=[
            Arendeperson(
                personidentitet=it.person, roll=it.role, skydd=it.protection, from_=it.first, tom=it.last
            )
            for it in case.persons
        ],
    )
