"""The repository as its own tests read it: what is tracked, as text and as parsed code."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
HOUSE = ("hub", "messages", "adapters")
"""Where the code lies that runs in production."""


@dataclass(frozen=True)
class File:
    """A tracked file; `name` is its path from the root, with slashes."""

    name: str

    @property
    def path(self) -> Path:
        return ROOT / self.name

    @cached_property
    def text(self) -> str:
        """Whatever the encoding: a sample may be there for being in another one."""
        raw = self.path.read_bytes()
        if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            return raw.decode("utf-16")
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw.decode("latin-1")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    def at(self, place: int) -> str:
        """`name:line` of a character of the text."""
        return f"{self.name}:{self.text.count(chr(10), 0, place) + 1}"


@cache
def tracked() -> tuple[File, ...]:
    """All that git tracks and that is there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(File(name) for name in listed.stdout.split("\0") if (ROOT / name).is_file())


def modules(*folders: str) -> Iterator[File]:
    """Python files in these folders, given as paths from the root."""
    for file in tracked():
        if file.name.endswith(".py") and any(file.name.startswith(f"{folder}/") for folder in folders):
            yield file


@cache
def nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    """All that is in it: many tests walk through the whole house."""
    return tuple(ast.walk(tree))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in nodes(tree) if isinstance(node, ast.Call))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in nodes(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every name that is used or imported, with its line: `b` for `b`, `a.b` and `from a import b`."""
    for node in nodes(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name, node.lineno
            case ast.ImportFrom(names=imported):
                yield from ((one.name, node.lineno) for one in imported)
            case _:
                pass
