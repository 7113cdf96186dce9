"""From event to payload: one line of canonical JSON with Swedish field names.

Canonical: keys sorted, no white space, UTF-8, times in UTC with Z, absent values left out, bytes in base64.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Hashable
from dataclasses import dataclass, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import orjson

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z
_AS_IS = frozenset({str, int, bool, date, dict})


@dataclass(frozen=True, slots=True)
class Word:
    """Annotates a field of an event: its name in the payload, and a sentence for the catalogue."""

    swedish: str
    text: str


@cache
def words(kind: Hashable) -> tuple[tuple[str, Word], ...]:
    """The fields of an event, or of a part of one, with their words, in their order."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(
        (name, next(it for it in hint.__metadata__ if isinstance(it, Word)))
        for name, hint in hints.items()
        if hasattr(hint, "__metadata__")
    )


def plain(part: Any) -> dict[str, Any]:
    """An event, or a part of one, as a dictionary for JSON."""
    values, swedish, further = _shape(type(part))  # type: ignore[arg-type]  # as below
    made = {name: value for name, value in zip(swedish, values(part), strict=True) if value is not None}
    for name in further:
        value = made.get(name)
        if value is not None:
            made[name] = _value(value)
    return made


@cache
def _shape(kind: Hashable) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[str, ...], tuple[str, ...]]:
    """For the hot path: all values of a part at once, their names, and which JSON cannot take as they are."""
    described = words(kind)
    assert len(described) > 1, "attrgetter gives no tuple for one field"
    hints = get_type_hints(kind)
    further = [word.swedish for name, word in described if not _as_is(hints[name])]
    return (
        attrgetter(*(name for name, _ in described)),
        tuple(it.swedish for _, it in described),
        tuple(further),
    )


def _as_is(hint: Any) -> bool:
    options = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return {get_origin(it) or it for it in options} <= _AS_IS | {type(None)}


def _value(value: Any) -> Any:
    kind = type(value)
    encode = _ENCODED.get(kind)
    if encode is None:
        encode = _ENCODED[kind] = plain if is_dataclass(kind) else _as_it_is
    return encode(value)


def _as_it_is(value: Any) -> Any:
    return value


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


_ENCODED: dict[type, Callable[[Any], Any]] = {
    datetime: _in_utc,
    bytes: lambda raw: b64encode(raw).decode(),
    tuple: lambda items: [_value(item) for item in items],
    frozenset: lambda items: sorted(_value(item) for item in items),
}
"""By the type of a value; a type's own is found when the first of it comes."""


def to_payload(content: dict[str, Any]) -> bytes:
    """One line. Raises TypeError for what JSON cannot hold."""
    return orjson.dumps(content, option=_OPTIONS)


def from_payload(payload: bytes) -> dict[str, Any]:
    content: dict[str, Any] = orjson.loads(payload)
    return content
