"""How lists of cases go: a run of cases at a time, so that nobody waits long for the writing thread."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

from hub.stores.register_tables import list_parts, listed_cases, listed_members, lists

STAGED, ACTIVE, DROPPED = "STAGED", "ACTIVE", "DROPPED"
"""On its way, in use, to be cleared away."""

CASES_IN_RUN = 200


def to_go(here: Connection, made_before: int) -> tuple[str, ...]:
    """The ids of lists that were replaced, or begun before the moment (microseconds) and never finished."""
    never_finished = (lists.c.state == STAGED) & (lists.c.made < made_before)
    return tuple(
        here.execute(select(lists.c.id).where((lists.c.state == DROPPED) | never_finished)).scalars()
    )


def clear_run(here: Connection, list_id: str) -> bool:
    """Delete some cases of a list, or the list itself when none is left; whether there is more to delete.

    From the first run on it is found by nobody. One that was brought into use since it was seen stays.
    """
    unused = (lists.c.id == list_id) & (lists.c.state != ACTIVE)
    if not here.execute(update(lists).where(unused).values(state=DROPPED)).rowcount:
        return False
    run = select(listed_cases.c.case_id).where(listed_cases.c.list == list_id)
    ids = list(here.execute(run.order_by(listed_cases.c.case_id).limit(CASES_IN_RUN)).scalars())
    if ids:
        for table in (listed_members, listed_cases):
            here.execute(delete(table).where(table.c.list == list_id, table.c.case_id.in_(ids)))
        return True
    here.execute(delete(list_parts).where(list_parts.c.list == list_id))
    here.execute(delete(lists).where(lists.c.id == list_id))
    return False
