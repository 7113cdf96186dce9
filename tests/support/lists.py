"""Files of lists of cases: written as a case system exports them, rightly or wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from hub.lists import HEADER
from hub.model.listed import ListedCase
from tests.support.messages import series_number
from tests.support.policy import APPLICANT

FIRST_BORN = date(1940, 1, 1)


def line(**changes: str) -> str:
    """A good line; `changes` replace fields by column (`from_` for `from`)."""
    fields = {
        "arende_id": "EB-1",
        "arendetyp": "EKONOMISKT_BISTAND",
        "status": "PAGAENDE",
        "oppnat": "2026-11-01",
        "avslutat": "",
        "personidentitet": APPLICANT.value,
        "roll": "SOKANDE",
        "skydd": "INGET",
        "from_": "",
        "tom": "",
    }
    return ";".join((fields | changes).values())


def encoded(lines: Iterable[str], *, encoding: str = "utf-8", end: str = "\n") -> bytes:
    """A file of these lines under the header."""
    return "".join(one + end for one in (HEADER, *lines)).encode(encoding)


def as_lines(cases: Sequence[ListedCase]) -> list[str]:
    """The lines of cases, case by case."""
    return [
        line(
            arende_id=case.case_id,
            arendetyp=case.kind.value,
            status=case.status.value,
            oppnat=case.opened.isoformat() if case.opened else "",
            avslutat=case.closed.isoformat() if case.closed else "",
            personidentitet=it.person.value,
            roll=it.role.value,
            skydd=it.protection.value,
            from_=it.first.isoformat() if it.first else "",
            tom=it.last.isoformat() if it.last else "",
        )
        for case in cases
        for it in case.persons
    ]


def many(lines: int) -> Iterator[str]:
    """So many lines of cases with three persons each: a woman, a man, a child."""
    roles = ("SOKANDE", "MEDSOKANDE", "BARN")
    for place in range(lines):
        case, member = divmod(place, 3)
        born = FIRST_BORN + timedelta(days=case % 20_000 + (6_000 if member == 2 else 0))
        yield line(
            arende_id=f"L-{case:07}",
            personidentitet=series_number(born, woman=member != 1),
            roll=roles[member],
            from_="2026-11-01" if member == 2 else "",
        )
