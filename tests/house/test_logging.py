"""Does the process log say what happened, and never about whom?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.support.house import HOUSE, File, calls, modules, names, nodes

MAY_LOG = ("hub/api/", "hub/fetch.py", "hub/live.py", "hub/main.py", "hub/rounds.py", "hub/tls.py")
"""Where a request, a connection or the process is seen as a whole; the rooms under them return and raise."""
EVENT = re.compile(r"[a-z_]+\.[a-z_]+")
LEVELS = {"debug", "info", "warning", "error", "critical"}
WHOLE = {
    "question",
    "query",
    "person",
    "personer",
    "case",
    "body",
    "payload",
    "answer",
    "reply",
    "token",
    "error",
}
"""Things that know a person. A log line may name their kind, a code or a count."""


def log_calls(file: File) -> Iterator[ast.Call]:
    for call in calls(file.tree):
        match call.func:
            case ast.Attribute(value=ast.Name(id="log"), attr=attr) if attr in {
                *LEVELS,
                "exception",
                "msg",
                "log",
            }:
                yield call
            case _:
                pass


def test_only_those_who_see_the_whole_log() -> None:
    loggers = [file.name for file in modules(*HOUSE) for name, _ in names(file.tree) if name == "get_logger"]
    assert [name for name in loggers if not name.startswith(MAY_LOG)] == []
    assert loggers, "the rule looks for the wrong thing"


def test_the_libraries_loggers_are_only_ever_quietened() -> None:
    found = [
        f"{file.name}:{node.lineno}"
        for file in modules(*HOUSE)
        for node in nodes(file.tree)
        if isinstance(node, ast.Attribute | ast.Name) and gets_a_logger(node)
    ]
    quietened = [
        f"{file.name}:{call.lineno}"
        for file in modules(*HOUSE)
        for call in calls(file.tree)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "setLevel"
        and isinstance(call.func.value, ast.Call)
        and gets_a_logger(call.func.value.func)
    ]
    assert found == quietened


def gets_a_logger(node: ast.expr) -> bool:
    match node:
        case ast.Attribute(attr="getLogger") | ast.Name(id="getLogger"):
            return True
        case _:
            return False


def test_events_are_constant_nouns_and_verbs() -> None:
    found = []
    for file in modules(*HOUSE):
        for call in log_calls(file):
            match call:
                case ast.Call(func=ast.Attribute(attr=level), args=[ast.Constant(value=str(event))]) if (
                    level in LEVELS and EVENT.fullmatch(event)
                ):
                    pass
                case _:
                    found.append(f"{file.name}:{call.lineno}")
    assert found == []


def test_values_are_codes_and_kinds_never_things_that_know_a_person() -> None:
    found = [
        f"{file.name}:{call.lineno} {keyword.arg}"
        for file in modules(*HOUSE)
        for call in log_calls(file)
        for keyword in call.keywords
        if keyword.arg in {None, "exc_info", "stack_info"} or knows_a_person(keyword.value)
    ]
    assert found == []


def knows_a_person(value: ast.expr) -> bool:
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in WHOLE
        case ast.JoinedStr():
            return True
        case ast.Call(func=ast.Name(id="str" | "repr" | "format")):
            return True
        case _:
            return False


def test_print_is_for_the_command_line() -> None:
    found = [
        f"{file.name}:{call.lineno}"
        for file in modules(*HOUSE)
        if not file.name.startswith("hub/cli/")
        for call in calls(file.tree)
        if isinstance(call.func, ast.Name) and call.func.id == "print"
    ]
    assert found == []
