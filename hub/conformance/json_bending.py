"""Ways to bend a right JSON payload: what the bad-input promises are tried with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from hub.conformance.json_parts import Form, Part, parts_of, text_of
from hub.elements import CompiledTable
from hub.elements.step import Kind

DEPTH = 10_000
_WIDE = re.compile(r"[^\x00-\x7f]")
TEXTS = ("nonsens", "-1", "9" * 40, "2026-13-45", "", "\u00a0", "ÅÄÖ" * 4000, "a\x00\x08\x1fb", "\ufffe")
NONSENSE = (
    *(json.dumps(text, ensure_ascii=False) for text in TEXTS),
    "-1",
    "0.5",
    "9" * 40,
    "1e400",
    "true",
    "[]",
    "{}",
    '["nonsens"]',
    '{"nonsens":1}',
)
"""As JSON, in a value's place: texts that say nothing, and everything that is no text."""
DISPLACED = {
    Form.OBJECT: ('"nonsens"', "-1", "true", '["nonsens"]'),
    Form.LIST: ('"nonsens"', "-1", "true", '{"nonsens":1}'),
}
"""What no object is, and what no list is."""


@dataclass(frozen=True, slots=True)
class JsonBending:
    """A `Bending`."""

    text: str
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, content: bytes) -> JsonBending | None:
        text = text_of(content)
        return None if text is None else cls(text, parts_of(text))

    def thinned(self) -> bytes:
        """Without the items that hold nothing at a path where no earlier one does; no list becomes empty."""
        firsts, text, after = self._firsts(), self.text, -1
        idle: list[Part] = []
        for part in self.parts:
            holds = any(part.start <= each.start and each.end <= part.end for each in firsts)
            further = part.item and not self.text[: part.start].rstrip().endswith("[")
            if further and part.start > after and not holds:
                idle.append(part)
                after = part.end
        for part in reversed(idle):
            text = _without(text, part)
        return text.encode()

    def broken(self) -> Iterator[tuple[str, bytes]]:
        text = self.text.rstrip().encode()
        yield from (("cut off", text[: len(text) * part // 20]) for part in range(20))
        yield "of 10,000 levels", b'{"a":' * DEPTH + b"1" + b"}" * DEPTH
        yield "of 10,000 lists in each other", b'{"a":' + b"[" * DEPTH + b"]" * DEPTH + b"}"
        yield "with a character that JSON forbids", text.replace(b":", b":\x01", 3)
        yield "with a number that is none", b'{"okantKit":NaN,' + text[1:]
        yield "followed by another", text + text
        yield "in a list", b"[" + text + b"]"
        yield "replaced by a text", b'"nonsens"'
        yield "replaced by null", b"null"
        yield "in Latin-1", b'{"okantKit":"\xe5",' + text[1:]
        yield "of thirteen megabytes", b" " * 13_000_000
        yield "of random bytes", bytes(range(256)) * 4

    def nonsense(self) -> Iterator[tuple[str, str, bytes]]:
        for part in self._firsts(Form.VALUE):
            for value in NONSENSE:
                yield f"with {value[:14]} at {part.path}", part.path, self._with(part, value)
            # Most readers refuse the whole of it, so it tells nothing of who reads this place.
            yield f"with half of a pair at {part.path}", "", self._with(part, r'"\ud800"')

    def alone(self, path: str) -> tuple[bytes, bytes] | None:
        part = next((each for each in self.parts if each.path == path and not each.item), None)
        if part is None:
            return None
        around = next(each for each in reversed(self.parts) if each.start < part.member < each.end)
        member = self.text[part.member : part.end]
        return self._with(around, f"{{{member}}}"), self._with(around, "{}")

    def displaced(self) -> Iterator[tuple[str, str, bytes]]:
        for form, values in DISPLACED.items():
            for part in self._firsts(form):
                for value in values if part.path else ():
                    yield f"with {value} for the {form.value} {part.path}", part.path, self._with(part, value)

    def gone(self) -> Iterator[tuple[str, bytes]]:
        for part in self._firsts():
            if part.path:
                yield f"with {part.path} gone", _without(self.text, part).encode()
                yield f"with null at {part.path}", self._with(part, "null")
        for form, nothing in ((Form.OBJECT, "{}"), (Form.LIST, "[]"), (Form.LIST, "[null]")):
            for part in self._firsts(form):
                yield f"with {nothing} at {part.path or 'the root'}", self._with(part, nothing)

    def doubled(self) -> Iterator[tuple[str, str, bytes]]:
        for part in self._firsts():
            if part.path and not part.item:
                member = self.text[part.member : part.end]
                yield f"with {part.path} twice", part.path, self._put(part.end, f",{member}")

    def alike(self) -> Iterator[tuple[str, bytes]]:
        yield "in UTF-16", self.text.encode("utf-16")
        yield "in UTF-16 without a mark", self.text.encode("utf-16-le")
        yield "with a byte order mark", self.text.encode("utf-8-sig")
        # What is not ASCII stands in texts alone, where it may be written as an escape.
        yield "with all but ASCII escaped", _WIDE.sub(lambda it: json.dumps(it[0])[1:-1], self.text).encode()

    def elsewhere(self) -> Iterator[tuple[str, bytes]]:
        """JSON has no namespaces."""
        return iter(())

    def added(self) -> Iterator[tuple[str, str, bytes]]:
        for path, bent in self._with_members('"okantKit":{"a":[1,{"b":null}]}'):
            yield f"with an unknown key in {path or 'the root'}", f"{path}/okantKit".lstrip("/"), bent

    def megabytes(self) -> tuple[str, bytes]:
        big = f'"okantKit":"{"x" * 9_000_000}",'
        return "with nine megabytes that nobody asked for", self._put(self.parts[0].start + 1, big)

    def many(self, table: CompiledTable, times: int) -> tuple[str, bytes] | None:
        items = [
            part
            for part in self.parts
            if part.item
            and part.form is Form.OBJECT
            and (step := table.steps.get(part.path)) is not None
            and step.kind == Kind.ITEM
        ]
        item = min(items, key=lambda part: part.end - part.start, default=None)
        if item is None:
            return None
        return f"with {times} of {item.path}", self._put(item.end, f",{self._of(item)}" * (times - 1))

    def with_value(self, value: str) -> Iterator[tuple[str, bytes]]:
        for part in self._firsts(Form.VALUE):
            yield f"with a number at {part.path}", self._with(part, json.dumps(value))
            yield f"with a number without quotes at {part.path}", self._with(part, value)

    def with_name(self, name: str) -> Iterator[tuple[str, bytes]]:
        for path, bent in self._with_members(f'"{name}":1'):
            yield f"with a key named after a number in {path or 'the root'}", bent

    def values_apart(self, paths: frozenset[str]) -> str:
        said = (part for part in self.parts if part.form is Form.VALUE)
        return "\n".join(self._of(part) for part in said if not _within(part.path, paths))

    def _with_members(self, member: str) -> Iterator[tuple[str, bytes]]:
        """With a member put first into one object: its path and the payload."""
        for part in self._firsts(Form.OBJECT):
            comma = "" if self._of(part)[1:].lstrip().startswith("}") else ","
            yield part.path, self._put(part.start + 1, member + comma)

    def _firsts(self, form: Form | None = None) -> list[Part]:
        """The first at each path, of each form: what holds of one of many alike holds of the rest."""
        found: dict[tuple[str, Form], Part] = {}
        for part in self.parts:
            if form in (None, part.form):
                found.setdefault((part.path, part.form), part)
        return list(found.values())

    def _of(self, part: Part) -> str:
        return self.text[part.start : part.end]

    def _with(self, part: Part, value: str) -> bytes:
        return f"{self.text[: part.start]}{value}{self.text[part.end :]}".encode()

    def _put(self, at: int, what: str) -> bytes:
        return f"{self.text[:at]}{what}{self.text[at:]}".encode()


def _without(text: str, part: Part) -> str:
    """Without a member or an item, and the comma that goes with it."""
    before, after = text[: part.member].rstrip(), text[part.end :].lstrip()
    if after.startswith(","):
        after = after[1:]
    else:
        before = before.removesuffix(",")
    return f"{before}{after}"


def _within(path: str, paths: frozenset[str]) -> bool:
    above = path.split("/")
    return any("/".join(above[:length]) in paths for length in range(1, len(above) + 1))
