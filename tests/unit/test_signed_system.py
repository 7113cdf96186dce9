"""A client's key speaks for one of the board's case systems, and for no other."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from hub.model.board import StatementKey
from hub.model.case import CaseFact, Unshown
from tests.support import policy
from tests.support.policy import NOW, SN
from tests.support.signed import claims, compact, pair
from tests.support.signed_office import CLIENT, Office, carrying

OWN = pair()


def found(system: str | None, asked: str, *systems: str) -> tuple[CaseFact | Unshown | None, list[str]]:
    """What is made of a statement about a case in `asked`, signed with the key of `system`."""
    key = StatementKey(OWN.kid, json.dumps(OWN.public), system=system)
    board = policy.board(keys={CLIENT: (key,)}, case_systems=systems)
    query = policy.query(by=policy.caller(), arende={"system": asked, "id": "EB-2026-001234"})
    written = compact(claims(query.question, CLIENT, NOW), OWN)
    office = replace(Office.with_keys(own=(OWN,)), board=board, boards={board.id: board})
    fact, alarms = office.ask(carrying(query, written))
    assert all((of, client) == (SN, CLIENT) for of, _, client in alarms)
    return fact, [kind for _, kind, _ in alarms]


@pytest.mark.parametrize(
    ("system", "systems"), [("demo", ("demo", "annat")), ("demo", ("demo",)), (None, ("demo",))]
)
def test_of_its_own_system_it_is_believed(system: str | None, systems: tuple[str, ...]) -> None:
    fact, alarms = found(system, "demo", *systems)
    assert isinstance(fact, CaseFact)
    assert alarms == []


@pytest.mark.parametrize("system", ["demo", None], ids=str)
def test_of_another_system_it_is_not_and_that_is_looked_into(system: str | None) -> None:
    fact, alarms = found(system, "annat", "demo", "annat")
    assert isinstance(fact, Unshown)
    assert fact.code == "INTYG_ANNAT_SYSTEM"
    assert alarms == ["INTYG_FRAN_ANNAN"]
