"""What must hold of a log whatever happened to the hub that wrote it."""

from __future__ import annotations

from sqlalchemy import select

from hub.audit.checkpoint import Verifier
from hub.audit.verify import State
from hub.stores.log_file import verify_stored
from hub.stores.log_tables import conclusions, entries
from hub.stores.migrate import Database
from hub.stores.where import reading
from tests.support.audit import ORIGIN, OpenLog


def valid(here: OpenLog) -> bool:
    verifier = Verifier.parse(here.stores.vault.verifier(ORIGIN))
    return verify_stored(here.where, ORIGIN, verifier).state is State.VALID


def concluded_once(here: OpenLog) -> int:
    """How many intentions; each has its one conclusion."""
    with reading(here.where, Database.LOG) as connection:
        ids = select(entries.c.entry_id)
        asked = connection.scalars(ids.where(entries.c.event == "UPPSLAG_AVSETT")).all()
        ended = connection.scalars(select(conclusions.c.intention)).all()
        records = connection.scalars(ids.where(entries.c.event == "UPPSLAG_AVSLUTAT")).all()
    assert sorted(asked) == sorted(ended)
    assert len(records) == len(ended)
    return len(asked)
