"""The search index against the records with the hub's keys: also whom a record is about, and by what key.

Verification needs no keys and so takes the keyed hash of a person that a record holds on its word. Here each
sealed person is opened and the hash made anew: a record, or an index, that leads to somebody else is found.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row

from hub.audit.epochs import board_of
from hub.audit.payload import from_payload
from hub.audit.vault import KeyVault
from hub.audit.verify import State, Tampered, Verdict
from hub.model.board import BoardId
from hub.stores.kind import FAILURES
from hub.stores.log_index import IndexCheck
from hub.stores.log_queries import blocks


def check_index(
    connection: Connection, log: Row[Any], vault: KeyVault, progress: Callable[[int], None]
) -> Verdict:
    """What was found of one log; `log` is its head row. The tree is not looked at: that is verification's."""
    index, seen, erased = IndexCheck(connection, log.id, log.size), 0, 0
    board = _board(log.origin)
    try:
        for block in blocks(connection, log.id, log.size):
            for row in block:
                content = _content(row)
                erased += content is None
                if content is not None and board is not None:
                    _check_persons(vault, board, content, row.idx)
                index.expect(row, content)
            seen += len(block)
            progress(seen)
        if seen != log.size:
            raise Tampered("records are missing: verify the log", None)
        index.finish()
    except Tampered as found:
        return Verdict(State.INVALID, seen, erased, found.index, found.why)
    except FAILURES as error:
        why = f"the database is damaged: {getattr(error, 'orig', error)}"
        return Verdict(State.INVALID, seen, erased, None, why)
    return Verdict(State.ERASED if erased else State.VALID, seen, erased)


def _board(origin: str) -> BoardId | None:
    """Whose log it is; the operator's own has no board, and names nobody."""
    match board_of(origin).split("/"):
        case [_, organisation, board]:
            return BoardId(organisation, board)
        case _:
            return None


def _content(row: Row[Any]) -> Mapping[str, Any] | None:
    if row.payload is None:
        return None
    try:
        content = from_payload(row.payload)
        content["handelse"], content["loggpostId"]
    except (ValueError, KeyError, TypeError):
        raise Tampered("it cannot be read: verify the log", row.idx) from None
    return content


def _check_persons(vault: KeyVault, board: BoardId, content: Mapping[str, Any], index: int) -> None:
    for sealed in _persons(content):
        try:
            person = vault.open(board, b64decode(sealed["forseglad"]))
            key = b64decode(sealed["nyckel"])
        except (ValueError, NotBase64):
            raise Tampered("its person cannot be opened with the hub's keys", index) from None
        if key not in vault.lookup_keys(board, person):
            raise Tampered("it is found by another person than it is about", index)


def _persons(content: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    if "person" in content:
        yield content["person"]
    for member in content.get("personer", ()):
        yield member.get("person", member)
