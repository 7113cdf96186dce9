"""When an answer is not well-formed: where does each agency's part begin and end?

The service puts the agencies' answers together. One that broke (a character that XML forbids, bytes in
another encoding, ten thousand levels, ten million characters) breaks the document, although the others
came whole. The cuts are made only where they can be made in one way: each agency at most once, one after
the other, nothing between. Otherwise text inside one part could pose as another agency's answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from messages.wire.ssbtek.versions import Version

_START = re.compile(rb"<(?:[\w.-]+:)?svarsdata(?:\s[^<>]*)?>")
_END = re.compile(rb"</(?:[\w.-]+:)?svarsdata\s*>")

Frame = Callable[[bytes], bytes]


def slices(data: bytes, version: Version) -> tuple[Frame, Mapping[str, bytes]] | None:
    """Each agency's element, and a function that sets one of them alone into the whole document's frame.

    None when the parts cannot be told apart with certainty, or are none.
    """
    starts, ends = list(_START.finditer(data)), list(_END.finditer(data))
    if len(starts) != 1 or len(ends) != 1 or starts[0].end() > ends[0].start():
        return None
    head, middle, tail = (
        data[: starts[0].end()],
        data[starts[0].end() : ends[0].start()],
        data[ends[0].start() :],
    )
    names = b"|".join(slot.element.encode() for slot in version.slots)
    opening = re.compile(rb"<((?:[\w.-]+:)?(%b))(?:\s[^<>]*?)?(/?)>" % names)
    parts = _cut(middle, opening)
    return (lambda part: head + part + tail, parts) if parts else None


def _cut(middle: bytes, opening: re.Pattern[bytes]) -> Mapping[str, bytes] | None:
    openings = list(opening.finditer(middle))
    if len({found[2] for found in openings}) != len(openings):
        return None
    parts: dict[str, bytes] = {}
    at = 0
    for found in openings:
        if middle[at : found.start()].strip():
            return None
        at = found.end()
        if not found[3]:
            closing = b"</" + found[1] + b">"
            at = middle.find(closing, at) + len(closing)
            if at < found.end():
                return None
        parts[found[2].decode()] = middle[found.start() : at]
    return None if middle[at:].strip() else parts
