"""Is the access log alone in making permits?"""

from __future__ import annotations

import ast

from tests.support.house import HOUSE, modules, names, nodes

MAKERS = {"LogPermit", "mint", "_MINT"}
PROBER = "Prober"
MAY_PROBE = ("hub/audit/", "hub/sources.py")
"""A Prober's permits leave no record: they are for asking whether a source is up, about nobody."""


def test_only_the_audit_room_knows_how_a_permit_is_made() -> None:
    found = [
        f"{file.name}:{line} {name}"
        for file in modules(*HOUSE)
        if not file.name.startswith("hub/audit/")
        for name, line in names(file.tree)
        if name in MAKERS
    ]
    assert found == []


def test_unlogged_permits_are_for_pings_alone() -> None:
    found = [
        f"{file.name}:{line}"
        for file in modules(*HOUSE)
        if not file.name.startswith(MAY_PROBE)
        for name, line in names(file.tree)
        if name == PROBER
    ]
    assert found == []


def test_nobody_else_has_something_that_passes_for_a_permit() -> None:
    found = [
        f"{file.name}:{node.lineno} {node.name}"
        for file in modules(*HOUSE)
        if not file.name.startswith(("hub/audit/", "hub/adapter.py"))
        for node in nodes(file.tree)
        if isinstance(node, ast.ClassDef)
        and {"use", "deadline"} <= {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
    ]
    assert found == []
