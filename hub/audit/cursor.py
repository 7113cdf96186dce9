"""Where the next page of a search begins: opaque, keyed, and good for the search that it was given for only.

Forty bytes (time, index and epoch of the last record shown, the newest epoch at the first page and its size
then) and sixteen of a keyed digest over them and all criteria, in base64 for URLs. Whoever has one can go on
with that search at that board; it holds nothing about anybody.
"""

from __future__ import annotations

import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from hub.audit.nouns import Search
from hub.audit.vault import KeyVault
from hub.model.board import BoardId
from hub.model.ledger import Place
from hub.problems import MalformedQuestion, Pointer

_PLACE: Final = struct.Struct(">qqqqq")
_DIGEST: Final = 16
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last record shown, in which epoch, and what the search is made in: the epochs up to the one that
    was the newest at the first page, and of that as many records as it had then."""

    after: Place
    epoch: int
    newest: int
    within: int


def to_text(vault: KeyVault, board: BoardId, wanted: Search, cursor: Cursor) -> str:
    time, index = cursor.after
    place = _PLACE.pack((time - _EPOCH) // _MICRO, index, cursor.epoch, cursor.newest, cursor.within)
    return urlsafe_b64encode(place + _digest(vault, board, wanted, place)).decode()


def from_text(vault: KeyVault, board: BoardId, wanted: Search, text: str) -> Cursor:
    """Raises MalformedQuestion for one that was not given out for just this search."""
    try:
        raw = urlsafe_b64decode(text)
    except (ValueError, NotBase64):
        raw = b""
    place, digest = raw[: _PLACE.size], raw[_PLACE.size :]
    if not hmac.compare_digest(digest, _digest(vault, board, wanted, place)):
        raise MalformedQuestion(
            "Markören hör inte till den här sökningen: skicka samma villkor och samma sortering som på "
            "första sidan, med den markör som sidan före gav, eller börja om utan markör.",
            fel=[Pointer("/markor", "hör inte till sökningen")],
        )
    micros, index, epoch, newest, within = _PLACE.unpack(place)
    return Cursor((_EPOCH + timedelta(microseconds=micros), index), epoch, newest, within)


def _digest(vault: KeyVault, board: BoardId, wanted: Search, place: bytes) -> bytes:
    # Persons by themselves: they do not show in what they are part of.
    persons = [person.value for person in wanted.persons]
    criteria = repr((persons, replace(wanted, limit=0, cursor=None)))
    return vault.digest(board, b"markor\n" + place + criteria.encode())[:_DIGEST]
