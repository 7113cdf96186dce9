"""A record as a line of JSON in the Elastic Common Schema (ECS). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from functools import lru_cache
from typing import Any, Final

import orjson

from hub.audit.epochs import board_of
from hub.audit.payload import from_payload
from hub.model.ledger import StoredEntry
from hub.siem.passes import HEAD, PASSES, Passes
from messages.koder import Utfall
from messages.values import holds_personal_number

VERSION: Final = "8.17.0"
STRUCK: Final = "(struket)"
"""Stands for what could be read as a personal number."""

_OUR_OWN: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")
"""Ids that the hub draws, and digests: by chance there may stand anything in them, and nothing of anybody."""

_SUCCEEDED: Final = {Utfall.BESVARAD.value, Utfall.DELVIS_BESVARAD.value, Utfall.INGA_UPPGIFTER.value}
_MOST: Final = 200
"""Characters of a value. What passes is codes and names; no more than this of anything."""

_BARE: Final = Passes("database", ("info",), outcome="unknown")


def line(entry: StoredEntry) -> bytes:
    """The record as it passes, with its line's end.

    Of an erased record, and of an event that is not in the table, it tells that it was there.
    """
    passes = PASSES.get(entry.event, _BARE) if entry.payload is not None else _BARE
    content = {} if entry.payload is None else from_payload(entry.payload)
    found: dict[str, Any] = {
        "@timestamp": entry.time.astimezone(UTC),
        "ecs": {"version": VERSION},
        "event": {
            "id": entry.entry_id,
            "sequence": entry.index,
            "dataset": "nyttonav.access_log",
            "kind": passes.kind,
            "category": [passes.category],
            "type": list(passes.type),
            "action": entry.event,
            "outcome": _outcome(passes, content),
        },
        "observer": {"vendor": "Nyttonav", "product": "nyttonav", "type": "integration-hub"},
        "labels": {"log": entry.log},
    }
    _whose(found, entry.log)
    for path, place in (*HEAD.items(), *passes.fields.items()):
        value = _at(content, path)
        if value is not None:
            _put(found, place, value)
    if entry.payload is None:
        found["labels"]["erased"] = True
    return orjson.dumps(found, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)


def _whose(found: dict[str, Any], log: str) -> None:
    """The board stands in the log's name: `nyttonav/<organisation>/<board>`, in each of its epochs. The
    operator's has none."""
    match board_of(log).split("/"):
        case [_, organisation, board]:
            found["organization"] = {"id": organisation}
            found["labels"]["board"] = board
        case _:
            pass


def _outcome(passes: Passes, content: Mapping[str, Any]) -> str:
    said = content.get("utfall")
    if said is None:
        return passes.outcome
    return "success" if said in _SUCCEEDED else "failure"


def _at(content: Mapping[str, Any], path: str) -> str | int | bool | None:
    """A single value; what is none (a list, a part of several fields) never passes."""
    value: Any = content
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(value, str):
        return value if _OUR_OWN.fullmatch(value) else _passing(value)
    return value if isinstance(value, bool | int) else None


@lru_cache(maxsize=4096)
def _passing(text: str) -> str:
    """Kept for those that come again and again: sources, codes, callers."""
    return STRUCK if holds_personal_number(text) else text[:_MOST]


def _put(found: dict[str, Any], place: str, value: str | float) -> None:
    group, _, name = place.partition(".")
    found.setdefault(group, {})[name] = value
