"""A list's rows, as the writing thread and the readers see them: what is announced, put and brought in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from hub.model.board import BoardId
from hub.model.listed import ListedCase, ListHead, StoredList
from hub.ports import PersonVault
from hub.problems import ListUnfit, MalformedQuestion, NotFound, Pointer, StaleCase
from hub.stores.list_clearing import ACTIVE, DROPPED, STAGED
from hub.stores.moments import from_micros, to_micros
from hub.stores.register_tables import list_parts, listed_cases, listed_members, lists
from messages.values import with_z


@dataclass(frozen=True, slots=True)
class Part:
    """A part ready to be stored: rows of cases and of members."""

    number: int
    digests: Sequence[bytes]
    """Under every version of the key, the one in use first."""
    cases: list[dict[str, object]]
    members: list[dict[str, object]]


def rows_of(
    vault: PersonVault, board: BoardId, list_id: str, cases: Sequence[ListedCase]
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Rows of `listed_cases` and of `listed_members`; persons sealed."""
    rows: list[dict[str, object]] = [
        {
            "list": list_id,
            "case_id": case.case_id,
            "kind": case.kind.value,
            "status": case.status.value,
            "opened": case.opened,
            "closed": case.closed,
        }
        for case in cases
    ]
    members: list[dict[str, object]] = [
        {
            "list": list_id,
            "case_id": case.case_id,
            "position": position,
            "board": board.origin,
            "person_key": vault.lookup_key(board, it.person),
            "person": vault.seal(board, it.person),
            "role": it.role.value,
            "protection": it.protection.value,
            "first": it.first,
            "last": it.last,
        }
        for case in cases
        for position, it in enumerate(case.persons)
    ]
    return rows, members


def announced(
    here: Connection, board: BoardId, head: ListHead, list_id: str, now: datetime
) -> tuple[StoredList, bool]:
    """The list with that head and whether it is new, then with the id given. Raises StaleCase."""
    of_system = (lists.c.board == board.origin, lists.c.system == head.system)
    for found in here.execute(select(lists).where(*of_system, lists.c.state != DROPPED)).all():
        if head_of(found) == head:
            return _stored(here, found), False
    _refuse_older(here, board, head)
    here.execute(update(lists).where(*of_system, lists.c.state == STAGED).values(state=DROPPED))
    row = {
        "id": list_id,
        "board": board.origin,
        "system": head.system,
        "state": STAGED,
        "digest": head.digest,
        "as_of": to_micros(head.as_of),
        "parts": head.parts,
        "cases": head.cases,
        "persons": head.persons,
        "made": to_micros(now),
    }
    here.execute(insert(lists).values(row))
    return StoredList(list_id, head, active=False, next_part=1), True


def put(here: Connection, board: BoardId, list_id: str, part: Part) -> StoredList:
    """Raises NotFound, MalformedQuestion, ListUnfit."""
    found = known(here, board, list_id)
    if not 1 <= part.number <= found.parts:
        raise MalformedQuestion(
            f"Listan har {found.parts} delar, räknade från 1.",
            fel=[Pointer("/nr", f"ska vara 1 till {found.parts}")],
        )
    named = (list_parts.c.list == list_id, list_parts.c.number == part.number)
    come = here.execute(select(list_parts.c.digest).where(*named)).scalar_one_or_none()
    if come in part.digests:
        return _stored(here, found)
    if come is not None or found.state == ACTIVE:
        raise ListUnfit(
            f"Del {part.number} har redan kommit, med annat innehåll. Anmäl en ny lista och börja om."
        )
    ids = [case["case_id"] for case in part.cases]
    twice = select(func.count()).where(listed_cases.c.list == list_id, listed_cases.c.case_id.in_(ids))
    if here.execute(twice).scalar_one():
        raise ListUnfit(
            f"Ett ärende i del {part.number} finns redan i en annan del. Ett ärende står i en del."
        )
    here.execute(insert(listed_cases), part.cases)
    here.execute(insert(listed_members), part.members)
    row = {
        "list": list_id,
        "number": part.number,
        "digest": part.digests[0],
        "cases": len(part.cases),
        "persons": len(part.members),
    }
    here.execute(insert(list_parts).values(row))
    return _stored(here, found)


def brought_in(here: Connection, board: BoardId, list_id: str) -> StoredList:
    """Raises what `checked` raises."""
    found = checked(here, board, list_id)
    if found.active:
        return found
    here.execute(
        update(lists)
        .where(lists.c.board == board.origin, lists.c.system == found.head.system, lists.c.state == ACTIVE)
        .values(state=DROPPED)
    )
    here.execute(update(lists).where(lists.c.id == list_id).values(state=ACTIVE))
    return StoredList(list_id, found.head, active=True, next_part=None)


def checked(here: Connection, board: BoardId, list_id: str) -> StoredList:
    """The list, in use or fit to be. Raises NotFound, ListUnfit, StaleCase."""
    found = _stored(here, known(here, board, list_id))
    if found.active:
        return found
    if found.next_part is not None:
        raise ListUnfit(f"Del {found.next_part} av {found.head.parts} har inte kommit. Sänd den först.")
    sums = select(func.sum(list_parts.c.cases), func.sum(list_parts.c.persons))
    cases, persons = here.execute(sums.where(list_parts.c.list == list_id)).one()
    if (cases, persons) != (found.head.cases, found.head.persons):
        raise ListUnfit(
            f"Listan skulle ha {found.head.cases} ärenden och {found.head.persons} personer, men delarna har "
            f"{cases} och {persons}. Anmäl en ny lista och börja om."
        )
    _refuse_older(here, board, found.head)
    return found


def _refuse_older(here: Connection, board: BoardId, head: ListHead) -> None:
    in_use = select(lists.c.as_of).where(
        lists.c.board == board.origin, lists.c.system == head.system, lists.c.state == ACTIVE
    )
    moment = here.execute(in_use).scalar_one_or_none()
    if moment is not None and moment >= to_micros(head.as_of):
        raise StaleCase(
            f"En lika ny eller nyare lista är redan införd, från {with_z(from_micros(moment))}. "
            "Ta ut en ny lista ur ärendesystemet."
        )


def known(here: Connection, board: BoardId, list_id: str) -> Row[Any]:
    """The board's own list that is in use or on its way. Raises NotFound."""
    found = here.execute(
        select(lists).where(lists.c.id == list_id, lists.c.board == board.origin, lists.c.state != DROPPED)
    ).one_or_none()
    if found is None:
        raise NotFound("Listan finns inte, eller en annan har tagit dess plats. Anmäl listan på nytt.")
    return found


def head_of(row: Row[Any]) -> ListHead:
    return ListHead(row.system, from_micros(row.as_of), row.digest, row.parts, row.cases, row.persons)


def _stored(here: Connection, row: Row[Any]) -> StoredList:
    wanted = None if row.state == ACTIVE else _next_part(here, row.id, row.parts)
    return StoredList(row.id, head_of(row), row.state == ACTIVE, wanted)


def _next_part(here: Connection, list_id: str, parts: int) -> int | None:
    """The first part that has not come. They mostly come in order, so the last one tells without counting."""
    last, count = here.execute(
        select(func.max(list_parts.c.number), func.count()).where(list_parts.c.list == list_id)
    ).one()
    if count == (last or 0):
        return None if count == parts else count + 1
    come = here.execute(select(list_parts.c.number).where(list_parts.c.list == list_id)).scalars()
    return min(set(range(1, parts + 1)) - set(come))
