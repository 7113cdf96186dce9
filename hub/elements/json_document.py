"""A JSON document as it came, decoded: numbers as they were written, and no key lost unseen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import msgspec

from hub.adapter import SourceMalformed
from hub.elements import deviations as named
from hub.elements.deviations import Deviations, shown
from hub.elements.step import Kind, Step

MAX_BYTES = 12_000_000
LARGE = 5_000
"""Bytes of a list from which it is decoded item by item (ten times that of an object, key by key): slower,
and never held whole."""
KEY = b'":'
"""Once for each key, unless there is space before the colon, or a text with the same in it."""
_SPACED = (b'" :', b'"\t:', b'"\n:', b'"\r:', b'"  ')
"""How space before a colon begins: it would hide a key from the count."""

# Numbers as they were written: an amount must not pass through a binary fraction.
_ANY = msgspec.json.Decoder(float_hook=Decimal)
_OBJECT = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal)
_PARTS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ITEMS = msgspec.json.Decoder(list[msgspec.Raw])


def utf_8(content: bytes) -> bytes:
    """The document in UTF-8, which JSON is always in; UTF-16 and a byte order mark are read past."""
    if len(content) > MAX_BYTES:
        text = f"Dokumentet är större än {MAX_BYTES // 1_000_000} miljoner byte."
        raise SourceMalformed("OLASBART_SVAR", text)
    encoding = json.detect_encoding(content)
    if encoding == "utf-8":
        return content
    try:
        return content.decode(encoding).encode()
    except UnicodeError:
        raise SourceMalformed("OLASBART_SVAR", "Dokumentet kan inte läsas i sin teckenkodning.") from None


def document_of(content: bytes) -> dict[str, Any]:
    """The object that the document is: numbers with decimals as Decimal. Raises SourceMalformed."""
    with _told_if_unreadable():
        return _OBJECT.decode(content)


def looked_at(content: bytes, root: Step) -> dict[str, Any]:
    """As `document_of`, but part by part while it is walked through, and without what no row looks at.

    Another table's part is most of some documents; of a large one no more is held than what is being read.
    """
    with _told_if_unreadable():
        return _Parts(_PARTS.decode(content), root)


class _Parts(dict[str, Any]):
    """An object whose values are decoded as they are met, once each."""

    def __init__(self, parts: dict[str, msgspec.Raw], step: Step) -> None:
        super().__init__(parts)
        self._step = step

    def items(self) -> Iterator[tuple[str, Any]]:  # type: ignore[override]
        with _told_if_unreadable():
            for key, part in super().items():
                yield key, _part(part, self._step.names.get(key))


class _Items(list[Any]):
    """A list whose items are decoded as they are met."""

    def __iter__(self) -> Iterator[Any]:
        with _told_if_unreadable():
            for item in super().__iter__():
                yield _ANY.decode(item)


def _part(part: msgspec.Raw, step: Step | None) -> Any:
    kind = Kind.PLAIN if step is None else step.kind
    if kind == Kind.OPAQUE:
        return part
    written = memoryview(part)
    if step is not None and kind == Kind.PASS and bytes(written[:1]) == b"{":
        if written.nbytes > 10 * LARGE or any(below.kind == Kind.OPAQUE for below in step.names.values()):
            return _Parts(_PARTS.decode(part), step)
    elif kind == Kind.ITEM and written.nbytes > LARGE and bytes(written[:1]) == b"[":
        return _Items(_ITEMS.decode(part))
    return _ANY.decode(part)


@contextmanager
def _told_if_unreadable() -> Iterator[None]:
    """What a decoder raises, as SourceMalformed."""
    try:
        yield
    except msgspec.ValidationError:
        raise SourceMalformed("OLASBART_SVAR", "Svaret är inte ett JSON-objekt.") from None
    except (ValueError, ArithmeticError, RecursionError):
        raise SourceMalformed("OLASBART_SVAR", "Svaret är inte läsbar JSON.") from None


def may_repeat(plain: bytes, keys: int) -> bool:
    """Whether a key may stand twice in the document, of which a decoder has seen so many keys."""
    return keys != plain.count(KEY) or any(spaced in plain for spaced in _SPACED)


def each_key_once(plain: bytes) -> tuple[dict[str, Any], bool]:
    """The document in UTF-8, and whether it is as it was written: of a key that stands twice it has what is
    read of it. Raises SourceMalformed."""
    document = document_of(plain)
    if not may_repeat(plain, keys_in(document)):
        return document, True
    document, repeated = first_of_each(plain)
    return document, not repeated.told()


def keys_in(value: Any) -> int:
    """How many keys stand in a value, at any depth."""
    if type(value) is msgspec.Raw:
        return bytes(value).count(KEY)
    count, waiting = 0, [value]
    while waiting:
        each = waiting.pop()
        if type(each) is dict:
            count += len(each)
            waiting.extend(each.values())
        elif type(each) is list:
            waiting.extend(each)
    return count


def first_of_each(plain: bytes) -> tuple[dict[str, Any], Deviations]:
    """A document in which a key may stand twice in an object: the first stands, two lists are one, and told.

    Raises SourceMalformed for what only the other decoder reads.
    """
    repeated = Deviations()

    def kept_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for key, value in pairs:
            if key not in kept:
                kept[key] = value
                continue
            repeated.note(named.REPEATED, shown(key))
            if kept[key] is None:
                kept[key] = value
            elif isinstance(kept[key], list) and isinstance(value, list):
                kept[key] = kept[key] + value
        return kept

    with _told_if_unreadable():
        return json.loads(plain, object_pairs_hook=kept_of, parse_float=Decimal), repeated
