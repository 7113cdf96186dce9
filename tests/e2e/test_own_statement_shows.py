"""What a caseworker's own statement shows, and what it never overrules."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub.model.case import CaseFact, Unshown
from hub.model.decision import Allowed, Decision, Denial, Refused
from hub.model.query import Query
from messages.arende import Arende
from messages.koder import Roll, VisadAv
from tests.support import policy
from tests.support.policy import AN, APPLICANT, CHILD, NOW, PARTNER, SN
from tests.support.statements import Scene, ask, confirming, made, staged


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with staged(tmp_path) as made_ready:
        yield made_ready


async def fact(scene: Scene, query: Query) -> CaseFact | Unshown | None:
    board = scene.desk.boards[query.caller.board]
    return await scene.gatherer.origins[VisadAv.EGET_INTYG].fact(query, board)


async def test_it_shows_the_case_with_its_age_from_when_it_was_made(scene: Scene) -> None:
    told = await made(scene)
    scene.here.clock.move(600)
    await scene.desk.confirm(policy.caller(), told.intygId, confirming())
    found = await fact(scene, ask(told.intygId))
    assert isinstance(found, CaseFact)
    assert (found.origin, found.as_of, found.statement) == (VisadAv.EGET_INTYG, NOW, told.intygId)
    assert (found.review, found.confirmed) == (True, True)
    assert [(it.person, it.role) for it in found.persons] == [(APPLICANT, Roll.SOKANDE)]


async def test_what_is_not_named_or_does_not_hold_shows_nothing(scene: Scene) -> None:
    told = await made(scene)
    assert await fact(scene, ask(None)) is None
    other = await fact(scene, ask(told.intygId, case="EB-2"))
    assert isinstance(other, Unshown)
    assert other.code == "INTYGET_OM_ANNAT_ARENDE"
    unknown = await fact(scene, ask(str(uuid.uuid4())))
    elsewhere = await fact(scene, replace(ask(told.intygId), caller=policy.caller(board=AN)))
    assert isinstance(unknown, Unshown)
    assert unknown == elsewhere, "another board's statement is as unknown as none"
    scene.here.clock.move((told.gallerTill - NOW).total_seconds())
    ended = await fact(scene, ask(told.intygId))
    assert isinstance(ended, Unshown)
    assert ended.code == "INTYGET_GALLER_INTE"
    refused = await scene.decided(told.intygId)
    assert isinstance(refused, Refused)
    assert refused.rule == "visat-arende", "that is never the same as no case"


def sources(decision: Decision) -> dict[str, str]:
    assert isinstance(decision, Allowed), decision
    (person,) = decision.persons
    return {row.source: row.code if isinstance(row, Denial) else "asked" for row in person.sources}


async def test_some_sources_are_asked_before_the_confirmation_and_some_after(scene: Scene) -> None:
    told = await made(scene)
    assert sources(await scene.decided(told.intygId)) == {"CSN": "INTYGET_INTE_BEKRAFTAT", "FK": "asked"}
    await scene.desk.confirm(policy.caller(), told.intygId, confirming())
    assert sources(await scene.decided(told.intygId)) == {"CSN": "asked", "FK": "asked"}


async def test_only_who_is_stated_is_in_the_case(scene: Scene) -> None:
    told = await made(scene)
    refused = await scene.decided(told.intygId, APPLICANT, PARTNER)
    assert isinstance(refused, Refused)
    assert refused.rule == "person-i-arendet"


REGISTERED: dict[str, tuple[dict[str, Any], str]] = {
    "closed": ({"status": "AVSLUTAT", "avslutat": "2026-11-10"}, "ej-avslutat-arende"),
    "left": ({"personer": [{"personidentitet": CHILD.value, "roll": "SOKANDE"}]}, "person-i-arendet"),
    "of another kind": ({"typ": "ATERKRAV"}, "ratt-slag-av-arende"),
    "not opened": ({"status": "AKTUALISERAT"}, "arendet-inte-oppnat"),
}


@pytest.mark.parametrize(("changes", "rule"), REGISTERED.values(), ids=REGISTERED.keys())
async def test_it_never_overrules_what_a_system_has_said(
    scene: Scene, changes: dict[str, Any], rule: str
) -> None:
    """Also where the system's word is the older one."""
    state = {
        "typ": "EKONOMISKT_BISTAND",
        "status": "PAGAENDE",
        "tidpunkt": "2026-11-11T08:00:00Z",
        "oppnat": "2026-09-01",
        "personer": [{"personidentitet": APPLICANT.value, "roll": "SOKANDE"}],
    }
    case = Arende.model_validate(state | changes)
    await scene.here.stores.register.put(SN, "demo", "EB-1", case)
    told = await made(scene)
    await scene.desk.confirm(policy.caller(), told.intygId, confirming())
    refused = await scene.decided(told.intygId)
    assert isinstance(refused, Refused)
    assert refused.rule == rule


async def test_one_that_does_not_hold_is_no_harm_where_the_register_knows(scene: Scene) -> None:
    state = {
        "typ": "EKONOMISKT_BISTAND",
        "status": "PAGAENDE",
        "tidpunkt": "2026-11-21T08:00:00Z",
        "oppnat": "2026-09-01",
        "personer": [{"personidentitet": APPLICANT.value, "roll": "SOKANDE"}],
    }
    await scene.here.stores.register.put(SN, "demo", "EB-1", Arende.model_validate(state))
    decided = await scene.decided(str(uuid.uuid4()))
    assert sources(decided) == {"CSN": "asked", "FK": "asked"}
    assert isinstance(decided, Allowed)
    assert decided.case.origin is VisadAv.REGISTER
