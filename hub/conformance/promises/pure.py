"""What thinks is pure: no I/O, no clock, no chance, no log, and nothing of the hub but the SDK.

Read from the code, for every module of the folder but simulator.py and what only it imports. adapter.py talks
through the transport that it is given; mapping.py, question.py and all that they import neither talk nor look
at a clock: the moment, where one is needed, comes in the Ask. The same holds of cases.py in a folder that
asks a case system: what its records say of a case.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.subject import Subject

OF = Of.EVERYONE
TALKING = frozenset(
    ["aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl", "subprocess", "urllib3"]
)
"""Not even adapter.py: it is given a transport."""
THINKING = TALKING | frozenset(
    [
        "asyncio",
        "concurrent",
        "logging",
        "multiprocessing",
        "os",
        "random",
        "secrets",
        "shelve",
        "shutil",
        "sqlite3",
        "structlog",
        "sys",
        "tempfile",
        "threading",
        "time",
        "urllib",
        "uuid",
    ]
)
SDK = ("hub.adapter", "hub.case_system", "hub.elements", "hub.own_format", "hub.soap")
CLOCKS = {"now", "today", "utcnow"}
SPEAKING = {"open", "print", "input", "exec", "eval"}


def kept(subject: Subject) -> Iterator[Said]:
    trees = {
        path.stem: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(subject.folder.path.glob("*.py"))
    }
    derives = ("cases",) if subject.manifest.case_system is not None else ()
    thinking = _reached(trees, subject.folder.package, ("mapping", "question", "elements", *derives))
    talking = _reached(trees, subject.folder.package, ("adapter",)) - thinking
    for name in sorted(thinking | talking):
        place = subject.at(f"{name}.py")
        forbidden = THINKING if name in thinking else TALKING
        for node in ast.walk(trees[name]):
            for module in _imported(node):
                if module.partition(".")[0] in forbidden:
                    yield Wanting(
                        f"{place}:{_line(node)} imports {module}. Do without it: {_why(name, thinking)}."
                    )
                elif _beyond_sdk(module, subject.folder.package):
                    yield Wanting(
                        f"{place}:{_line(node)} imports {module}. Use {', '.join(SDK)} and messages."
                    )
            if name in thinking and (called := _impure(node)):
                yield Wanting(f"{place}:{_line(node)} calls {called}. Take what it needs as an argument.")


def _reached(trees: Mapping[str, ast.Module], package: str, start: tuple[str, ...]) -> set[str]:
    """The folder's modules that these import, and they themselves."""
    found: set[str] = set()
    waiting = [name for name in start if name in trees]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for node in ast.walk(trees[name]):
            waiting += [its for module in _imported(node) if (its := _own(module, package)) in trees]
    return found


def _imported(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (each.name for each in names)
        case ast.ImportFrom(module=module, level=level, names=names):
            start = "." * level + (module or "")
            yield start
            yield from (f"{start}.{each.name}" if module else f"{start}{each.name}" for each in names)
        case _:
            return


def _own(module: str, package: str) -> str:
    """`codes` for `adapters.csn.codes` and for `.codes`, "" for what is not the folder's own."""
    inner = module.removeprefix(f"{package}.") if module.startswith(f"{package}.") else module[1:]
    return inner.partition(".")[0] if module.startswith((".", f"{package}.")) else ""


def _beyond_sdk(module: str, package: str) -> bool:
    if module.partition(".")[0] == "hub":
        return module != "hub" and not f"{module}.".startswith(tuple(f"{each}." for each in SDK))
    top = package.partition(".")[0]
    return top == "adapters" and module.startswith("adapters.") and not f"{module}.".startswith(f"{package}.")


def _impure(node: ast.AST) -> str | None:
    match node:
        case ast.Call(func=ast.Attribute(attr=name, value=ast.Name(id="date" | "datetime"))) if (
            name in CLOCKS
        ):
            return name
        case ast.Call(func=ast.Name(id=name)) if name in SPEAKING:
            return name
        case _:
            return None


def _why(name: str, thinking: set[str]) -> str:
    return "it thinks and is pure" if name in thinking else "the transport it is given is the only way out"


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)
