"""Where everything of a JSON document stands in its text, so that a place can be changed and nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from enum import Enum

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_PLAIN = re.compile(r"[^\s,\]}]+")
_SPACE = re.compile(r"\s*")


class Form(Enum):
    OBJECT = "object"
    LIST = "list"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Part:
    """A value of any form. `path` is as tables write it: keys from the root, lists passed through."""

    path: str
    form: Form
    start: int
    end: int
    """Where the value stands in the text."""
    member: int
    """Where its key begins; of an item of a list, and of the root, the value itself."""
    item: bool


def text_of(content: bytes) -> str | None:
    """The document as text; None when it is no JSON object that can be read."""
    try:
        text = content.decode(json.detect_encoding(content))
        return text if isinstance(json.loads(text), dict) else None
    except (ValueError, RecursionError):
        return None


def parts_of(text: str) -> tuple[Part, ...]:
    """Every value of a right document, the root first, each before what it holds."""
    scan = _Scan(text)
    scan.value(_SPACE.match(text).end(), "", None, item=False)  # type: ignore[union-attr]
    return tuple(sorted(scan.parts, key=lambda part: (part.start, -part.end)))


@dataclass(slots=True)
class _Scan:
    text: str
    parts: list[Part] = field(default_factory=list)

    def value(self, start: int, path: str, member: int | None, *, item: bool) -> int:
        """What begins at `start`; gives where it ends."""
        match self.text[start]:
            case "{":
                form, end = Form.OBJECT, self._object(start, path)
            case "[":
                form, end = Form.LIST, self._list(start, path)
            case '"':
                form, end = Form.VALUE, self._string(start)
            case _:
                form, end = Form.VALUE, self._past(_PLAIN, start)
        self.parts.append(Part(path, form, start, end, start if member is None else member, item))
        return end

    def _object(self, start: int, path: str) -> int:
        at = self._space(start + 1)
        while self.text[at] != "}":
            after = self._string(at)
            key = json.loads(self.text[at:after])
            begins = self._space(self._space(after) + 1)
            ends = self.value(begins, f"{path}/{key}" if path else key, at, item=False)
            at = self._next(ends)
        return at + 1

    def _list(self, start: int, path: str) -> int:
        at = self._space(start + 1)
        while self.text[at] != "]":
            at = self._next(self.value(at, path, None, item=True))
        return at + 1

    def _next(self, end: int) -> int:
        """Past the comma, if there is one."""
        at = self._space(end)
        return self._space(at + 1) if self.text[at] == "," else at

    def _string(self, at: int) -> int:
        return self._past(_STRING, at)

    def _space(self, at: int) -> int:
        return self._past(_SPACE, at)

    def _past(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self.text, at)
        assert found is not None, "the document has been read before"
        return found.end()
