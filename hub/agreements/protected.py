"""A board's `skyddadeArenden`: the caseworkers who handle its protected cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from hub.agreements.described import Described
from messages.values import Identifier


class ProtectedCasesFile(Described):
    """Named by the ids that the case system sends. Of their answers nothing is suppressed, and each that is
    protected is reviewed; nobody else is let through by being named nearly so."""

    handlaggare: Annotated[list[Identifier], Field(min_length=1)]
    """Their ids, letter for letter as the case system sends them in `aktor.id`."""


def protected_faults(written: ProtectedCasesFile | None, where: str) -> Iterator[str]:
    """One sentence each. `where` is the board's place in its file."""
    ids = written.handlaggare if written else []
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"{where}.handlaggare names {name} twice. Keep one."
