"""What is told of a case event by event, kept beside the state that it makes; persons in it are sealed.

A case that is only told in whole states has no rows here: its own row is the newest of them. From its first
event on, the newest whole state is kept here too, since events are laid on top of it.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select

from hub.model.board import BoardId
from hub.ports import PersonVault
from hub.stores.moments import to_micros
from hub.stores.register_rows import CaseRows, Name, named
from hub.stores.register_tables import case_events
from messages.arende import Arende
from messages.base import Meddelande
from messages.handelser import Handelse
from messages.values import Personidentitet

WHOLE = "LAGE"
"""Stored kind of the newest whole state."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The newest whole state: its moment, as stored, and its keyed digest."""

    as_of: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """All that is known of one case. `row` is the case's own, None where it is unknown."""

    row: Row[Any] | None
    whole: Whole | None
    stored: tuple[Row[Any], ...]
    """What is kept of it here."""


@dataclass(frozen=True, slots=True)
class ToldRows:
    """Reads and writes what is told of one case at a time."""

    vault: PersonVault
    states: CaseRows

    def of(self, connection: Connection, name: Name) -> Told:
        row = self.states.row(connection, name)
        if row is None:
            return Told(None, None, ())
        stored = tuple(connection.execute(select(case_events).where(*_of(name))))
        kept = next((it for it in stored if it.kind == WHOLE), None)
        if kept is None and stored:
            return Told(row, None, stored)
        return Told(row, Whole((kept or row).as_of, (kept or row).digest), stored)

    def with_ids(self, connection: Connection, name: Name, ids: Iterable[str]) -> dict[str, Row[Any]]:
        """Events of the board's system by id, whatever case they are of."""
        board, system, _ = name
        wanted = select(case_events).where(
            case_events.c.board == board,
            case_events.c.system == system,
            case_events.c.event_id.in_(list(ids)),
        )
        return {row.event_id: row for row in connection.execute(wanted)}

    def whole(self, connection: Connection, board: BoardId, name: Name, told: Told) -> Arende | None:
        """The newest whole state itself."""
        if told.whole is None:
            return None
        return self.kept_whole(board, told) or self.states.read(connection, board, name)

    def kept_whole(self, board: BoardId, told: Told) -> Arende | None:
        """The newest whole state, where it is kept here."""
        kept = next((it for it in told.stored if it.kind == WHOLE), None)
        return None if kept is None else Arende.model_validate(self._opened(board, kept.content))

    def events(self, board: BoardId, told: Told) -> tuple[Handelse, ...]:
        return tuple(
            Handelse.model_validate(self._opened(board, row.content))
            for row in told.stored
            if row.kind != WHOLE
        )

    def digest(self, board: BoardId, case_id: str, event: Handelse) -> bytes:
        """Keyed: tells the same event from another with its id, in this case or another."""
        return self.digests(board, case_id, event)[0]

    def digests(self, board: BoardId, case_id: str, event: Handelse) -> tuple[bytes, ...]:
        """The same under every version of the key, to compare with what was kept before."""
        return self.vault.digests(board, f"{case_id}\0{event.model_dump_json()}".encode())

    def keep(self, connection: Connection, board: BoardId, name: Name, events: Sequence[Handelse]) -> None:
        """Events that are not there yet."""
        rows = [
            _row(name, it.handelseId, it.typ.value)
            | {
                "as_of": to_micros(it.tidpunkt),
                "number": it.lopnummer,
                "digest": self.digest(board, name[2], it),
                "content": self._sealed(board, it),
            }
            for it in events
        ]
        connection.execute(insert(case_events), rows)

    def keep_whole(self, connection: Connection, board: BoardId, name: Name, case: Arende) -> None:
        """In the place of the one before."""
        connection.execute(delete(case_events).where(*_of(name), case_events.c.kind == WHOLE))
        # No event has such an id: theirs are UUIDs.
        row = _row(name, f"{WHOLE} {name[2]}", WHOLE) | {
            "as_of": to_micros(case.tidpunkt),
            "number": 0,
            "digest": self.states.digest(board, case),
            "content": self._sealed(board, case),
        }
        connection.execute(insert(case_events), row)

    def _sealed(self, board: BoardId, message: Meddelande) -> bytes:
        content = message.model_dump(mode="json", exclude_none=True)
        for person in _persons(content):
            sealed = self.vault.seal(board, Personidentitet(person["personidentitet"]))
            person["personidentitet"] = b64encode(sealed).decode()
        return json.dumps(content).encode()

    def _opened(self, board: BoardId, content: bytes) -> Mapping[str, Any]:
        found: dict[str, Any] = json.loads(content)
        for person in _persons(found):
            person["personidentitet"] = self.vault.open(board, b64decode(person["personidentitet"])).value
        return found


def _persons(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Those that an event or a whole state is about."""
    if "person" in content:
        return [content["person"]]
    persons: list[dict[str, Any]] = content.get("personer", [])
    return persons


def _of(name: Name) -> list[ColumnElement[bool]]:
    return [
        column == value
        for column, value in zip(
            (case_events.c.board, case_events.c.system, case_events.c.case_id), name, strict=True
        )
    ]


def _row(name: Name, event_id: str, kind: str) -> dict[str, object]:
    return {**named(name), "event_id": event_id, "kind": kind}
