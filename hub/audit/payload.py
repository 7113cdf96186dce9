"""From event to payload: one line of canonical JSON with Swedish field names.

Canonical: keys sorted, no white space, UTF-8, times in UTC with Z, absent values left out, bytes in base64.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Hashable
from dataclasses import dataclass, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, get_type_hints

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
    made: dict[str, Any] = {}
    for name, word in words(type(part)):  # type: ignore[arg-type]  # mypy holds type[Any] for unhashable
        value = getattr(part, name)
        if value is not None:
            made[word.swedish] = _value(value)
    return made


def _value(value: Any) -> Any:
    kind = type(value)
    if kind in _AS_IS:
        return value
    if kind is datetime:
        return value.astimezone(UTC)
    if kind is bytes:
        return b64encode(value).decode()
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(_value(item) for item in value)
    if is_dataclass(value):
        return plain(value)
    return value


def to_payload(content: dict[str, Any]) -> bytes:
    """One line. Raises TypeError for what JSON cannot hold."""
    return orjson.dumps(content, option=_OPTIONS)


def from_payload(payload: bytes) -> dict[str, Any]:
    content: dict[str, Any] = orjson.loads(payload)
    return content
