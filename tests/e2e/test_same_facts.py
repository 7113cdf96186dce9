"""Does every way tell the same? SSBTEK 10, SSBTEK 11, and straight where an agency can be asked straight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.simulators.personas import ROWS
from tests.support.hub import ASK, RunningHub

WAYS = {"arendesystem": "11", "annanKommun": "10", "annanNamnd": "straight"}
"""Who asks, by its board's file in contracts/kommuner, and over which way."""

ONLY_IN_11 = {"individuppgifter", "otolkade"}


def told(hub: RunningHub, role: str, persona: str) -> dict[str, dict[str, Any]]:
    """Source to its part of the answer, of everything that the agreements open."""
    headers = {"Authorization": f"Bearer {hub.token(role)}"}
    case = {"system": "demo", "id": f"F-{persona}"}
    state = {
        "typ": "EKONOMISKT_BISTAND",
        "status": "PAGAENDE",
        "tidpunkt": datetime.now(UTC).isoformat(),
        "oppnat": (hub.world.today - timedelta(days=30)).isoformat(),
        "personer": [{"personidentitet": hub.number(persona), "roll": "SOKANDE", "skydd": "INGET"}],
    }
    path = f"/nyttonav/v1/arenden/{case['system']}/{case['id']}"
    assert hub.client.put(path, json=state, headers=headers).status_code in {200, 201}
    board = hub.boards[hub.role_board(role)]
    question = hub.question_to_all(arende=case, personer=[{"personidentitet": hub.number(persona)}])
    question["ingivare"] |= {"organisationsnummer": board.id.organisation_number, "namnd": board.id.board}
    answer = hub.client.post(ASK, json=question, headers=headers)
    assert answer.status_code == 200, answer.text
    (person,) = answer.json()["personer"]
    return {part["kalla"]: part for part in person["kallor"]}


@pytest.mark.parametrize("persona", [row.key for row in ROWS])
def test_the_same_facts_by_every_way(hub: RunningHub, persona: str) -> None:
    first, *others = (
        {source: known(part) for source, part in told(hub, role, persona).items()} for role in WAYS
    )
    assert set(first) >= {"AF", "CSN", "SKV", "SO", "TNS", "MIV"}
    for other in others:
        assert other == first


def known(part: dict[str, Any]) -> tuple[str, str | None, dict[str, Any]]:
    """What a source told, but for what only SSBTEK 11 can ask Skatteverket: the monthly employer returns."""
    sections = {
        name: {key: value for key, value in section.items() if key not in ONLY_IN_11}
        for name, section in part["uppgifter"].items()
    }
    outcome = "BESVARAD" if part["kalla"] == "SKV" and sections else part["utfall"]
    return outcome, part.get("fel", {}).get("kod"), sections


def test_what_version_10_cannot_ask_for_is_told(hub: RunningHub) -> None:
    codes = {role: [one["kod"] for one in told(hub, role, "anstalld")["SKV"]["avvikelser"]] for role in WAYS}
    assert {role for role, found in codes.items() if "FRAGA_EJ_MED" in found} == {"annanKommun"}
