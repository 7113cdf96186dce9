"""`nyttonav audit handelser`: every event that the access log can hold, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date, datetime
from inspect import getdoc
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer

PAGE = Path(__file__).parent.parent / "events.md"

_SIMPLE = {
    str: "text",
    int: "number",
    bool: "true or false",
    bytes: "base64",
    datetime: "time, UTC",
    date: "day",
    dict: "texts by name",
}

_PREFACE = """\
# Events of the access log

Generated from the events themselves (`nyttonav audit handelser`). A record is one line of JSON: the head,
then the event's own fields; one that is absent is left out. That data was handed over does not tell that
anybody saw it on a screen.

The last column tells what goes to a SIEM where `siem_folder` is set, and under which name of the Elastic
Common Schema. What has nothing there is not sent on: no person, neither by number nor sealed nor by keyed
hash, no case, no free text. The caseworker's id is. Beside them each line has `@timestamp`, `event.id` (the
record's, by which one that comes twice is known), `event.sequence` (its number in the log), `event.action`
(the event's name), `event.outcome`, `organization.id`, `labels.board` and `labels.log`.
"""


def handelser(
    write: Annotated[bool, typer.Option("--write", help="Write hub/events.md.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Compare hub/events.md.")] = False,
) -> None:
    """Print every kind of event with its fields: what the log tells, and what of it goes to a SIEM.

    Example:

      nyttonav audit handelser
    """
    text = rendered()
    if write:
        PAGE.write_text(text, encoding="utf-8")
    elif not check:
        print(text, end="")
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text:
        print("hub/events.md is out of step with the events in hub/audit. Run: make fix")
        raise typer.Exit(1)


def rendered() -> str:
    """The page, from the classes and what each field says of itself."""
    from hub.audit.events import CATALOGUE
    from hub.audit.parts import Header
    from hub.siem.passes import HEAD, PASSES

    pieces = [_PREFACE, _section("The head", Header, HEAD)]
    parts: dict[Any, None] = {}
    for kind in CATALOGUE:
        passes = PASSES[kind.name]
        place = f"In the SIEM: `{passes.kind}`, `{passes.category}`, {', '.join(passes.type)}."
        pieces.append(_section(kind.name, kind, passes.fields, place))
        parts |= dict.fromkeys(_parts(kind))
    pieces.extend(_section(_anchor(part), part, {}) for part in sorted(parts, key=_anchor))
    return "\n".join(pieces)


def _section(title: str, kind: Any, passes: dict[str, str], place: str = "") -> str:
    from hub.audit.payload import words

    hints = get_type_hints(kind, include_extras=True)
    rows = [
        f"| `{word.swedish}` | {_type(hints[name])}{_optional(hints[name])} | {word.text} "
        f"| {_sent_on(word.swedish, passes)} |"
        for name, word in words(kind)
    ]
    told = " ".join((getdoc(kind) or "").split())
    head = f"## {title}\n\n{told}{' ' if place else ''}{place}\n\n| Field | Form | What it is | SIEM |\n"
    return head + "|---|---|---|---|\n" + "\n".join(rows) + "\n"


def _sent_on(field: str, passes: dict[str, str]) -> str:
    """The field itself, or what of a part goes."""
    found = [
        f"`{path.partition('.')[2]}` as `{place}`" if "." in path else f"`{place}`"
        for path, place in passes.items()
        if path == field or path.startswith(f"{field}.")
    ]
    return ", ".join(found)


def _plain(hint: Any) -> Any:
    """Without its words, and without None."""
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if isinstance(hint, UnionType):
        return next(it for it in get_args(hint) if it is not type(None))
    return hint


def _optional(hint: Any) -> str:
    bare = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    return ", may be absent" if isinstance(bare, UnionType) else ""


def _type(hint: Any) -> str:
    plain = _plain(hint)
    if get_origin(plain) in {tuple, frozenset}:
        return f"list of {_type(get_args(plain)[0])}"
    if is_dataclass(plain):
        return f"[{_anchor(plain)}](#{_anchor(plain).lower()})"
    return _SIMPLE[get_origin(plain) or plain]


def _anchor(part: Any) -> str:
    return str(part.__name__)


def _parts(kind: Any) -> Iterator[Any]:
    """The parts that an event is made of, also of its parts."""
    for hint in get_type_hints(kind, include_extras=True).values():
        if get_origin(hint) is not Annotated:
            continue
        plain = _plain(hint)
        inner = _plain(get_args(plain)[0]) if get_origin(plain) in {tuple, frozenset} else plain
        if is_dataclass(inner):
            yield inner
            yield from _parts(inner)
