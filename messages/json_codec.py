"""Messages as JSON: UTF-8, no nulls, lists always present, decimals as strings that keep their scale."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, NoReturn

from messages.base import M, Meddelande
from messages.form import Catalogue, build, misspelt
from messages.unreadable import Fault, Unreadable, pointer, whole

DEEPEST = 32
"""Levels of objects and lists. The deepest message of ours has about a dozen."""

_BOM = b"\xef\xbb\xbf"
# Matches a string whole even where it never ends, so that no hostile text is scanned twice.
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.?)*+"?|[\[{]|[\]}]', re.DOTALL)


def encode(message: Meddelande) -> bytes:
    """The message as JSON."""
    return message.__pydantic_serializer__.to_json(message, by_alias=True, exclude_none=True)


def decode(model: type[M], raw: bytes, catalogue: Catalogue) -> M:
    """Read a message; `catalogue` maps the names of sections to their models.

    Raises Unreadable with every fault found.
    """
    text = _utf8(raw)
    _not_too_deep(text)
    repeated: list[_Object] = []
    tree = _parse(text, repeated)
    faults = misspelt(model, tree, catalogue)
    if repeated:
        _name_repeated(tree, (), faults)
    return build(model, text, catalogue, faults)


def _utf8(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw[:4]:
        raise whole("JSON skrivs i UTF-8. Texten ser ut att vara UTF-16 eller UTF-32.")
    raw = raw.removeprefix(_BOM)
    if not raw.strip():
        raise whole("Meddelandet är tomt.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise whole(f"JSON skrivs i UTF-8. Byte {error.start + 1} är inte giltig UTF-8.") from None


def _not_too_deep(text: str) -> None:
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        first = text[match.start()]
        if first == '"':
            continue
        depth += 1 if first in "[{" else -1
        if depth > DEEPEST:
            raise whole(f"JSON-texten är nästlad djupare än {DEEPEST} nivåer.")


class _Object(dict[str, Any]):
    """A JSON object with a name that stands more than once."""

    repeated: tuple[str, ...]


def _parse(text: str, found: list[_Object]) -> Any:
    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        made = _Object(plain)
        made.repeated = tuple(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        found.append(made)
        return made

    try:
        return json.loads(text, object_pairs_hook=members, parse_constant=_no_constant, parse_int=float)
    except json.JSONDecodeError as error:
        at = f"rad {error.lineno}, kolumn {error.colno}"
        raise whole(f"JSON-texten kan inte läsas: felet står på {at}.") from None


def _no_constant(_name: str) -> NoReturn:
    raise whole("NaN och Infinity finns inte i JSON.")


def _name_repeated(tree: Any, place: tuple[str | int, ...], faults: list[Fault]) -> None:
    if isinstance(tree, dict):
        if isinstance(tree, _Object):
            text = "Namnet står två gånger i samma objekt. Låt det stå en gång."
            faults.extend(Fault(pointer((*place, name)), text) for name in tree.repeated)
        for name, value in tree.items():
            _name_repeated(value, (*place, name), faults)
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            _name_repeated(value, (*place, index), faults)


__all__ = ["DEEPEST", "Unreadable", "decode", "encode"]
