"""Are things named for what they are, and described where others build on them?"""

from __future__ import annotations

import ast
import re

from tests.support.house import HOUSE, modules, nodes

EMPTY_WORDS = re.compile(r"utils?|helpers?|managers?", re.IGNORECASE)
DESCRIBED = re.compile(r"hub/adapter\.py|hub/ports\.py|hub/elements/.+|messages/[^/]+")


def test_nothing_is_called_by_an_empty_word() -> None:
    found = []
    for file in modules(*HOUSE, "tests"):
        defined = [
            node.name
            for node in nodes(file.tree)
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        parts = [*file.name.removesuffix(".py").split("/"), *defined]
        found += [f"{file.name}: {name}" for name in parts if any(map(EMPTY_WORDS.fullmatch, words(name)))]
    assert found == []


def words(name: str) -> list[str]:
    """The words of a snake_case or CamelCase name."""
    return re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)


def test_what_others_build_on_is_described() -> None:
    bare = []
    for file in modules("hub", "messages"):
        if not DESCRIBED.fullmatch(file.name):
            continue
        public = [
            node
            for node in file.tree.body
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and not node.name.startswith("_")
        ]
        bare += [f"{file.name}: {node.name}" for node in public if not ast.get_docstring(node)]
        bare += [] if ast.get_docstring(file.tree) else [file.name]
    assert bare == []
