"""FK and PM share one document: does each answer for itself, whatever the other does?"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.hub import RunningHub, running_hub
from tests.support.wire import answered, ask, fault, in_case, registered, sending

ROOT = Path(__file__).parents[2]
BOTH = [{"kalla": "FK"}, {"kalla": "PM"}]


def parts(hub: RunningHub, persona: str, urval: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """What each source said of somebody, who is in a case of one."""
    case = registered(hub, persona)
    answer = answered(ask(hub, in_case(hub, case, persona, urval=urval or BOTH)))
    return {part["kalla"]: part for part in answer["personer"][0]["kallor"]}


def codes(body: bytes) -> set[str]:
    """The group codes of a question, straight or inside SSBTEK."""
    inside = re.search(rb"lefiJsonFraga>\s*([A-Za-z0-9+/=\s]+)<", body)
    question = json.loads(b64decode(inside[1]) if inside else body)
    return {code for value in question.values() if isinstance(value, list) for code in value}


def test_one_call_asks_both_and_each_has_its_own_answer(hub: RunningHub) -> None:
    with sending(hub, 1):
        told = parts(hub, "pensionar")
    assert {kalla: part["utfall"] for kalla, part in told.items()} == {"FK": "BESVARAD", "PM": "BESVARAD"}
    assert set(told["FK"]["uppgifter"]) == {"socialforsakring", "person"}
    assert set(told["PM"]["uppgifter"]) == {"pension"}


@pytest.mark.parametrize(("down", "well"), [("FK", "PM"), ("PM", "FK")])
@pytest.mark.parametrize(
    ("state", "kod"), [("FELANDE", "KALLA_FELANDE"), ("OTILLGANGLIG", "KALLA_EJ_TILLGANGLIG")]
)
def test_one_that_is_down_never_empties_the_other(
    hub: RunningHub, down: str, well: str, state: str, kod: str
) -> None:
    whole = parts(hub, "pensionar")
    with fault(hub, "TILLSTAND", kalla=down, felkod=state):
        told = parts(hub, "pensionar")
    assert (told[down]["utfall"], told[down]["fel"]["kod"]) == ("EJ_TILLGANGLIG", kod)
    assert "uppgifter" not in told[down] or told[down]["uppgifter"] == {}
    assert told[well]["uppgifter"] == whole[well]["uppgifter"]


@pytest.mark.parametrize("why", ["OBEHORIG", "INTERNT_FEL"])
def test_a_group_that_does_not_come_is_missing_and_the_rest_is_there(hub: RunningHub, why: str) -> None:
    with fault(hub, "AVVIKELSE", kalla="FK", grupp="FK:BOB", felkod=why):
        told = parts(hub, "student")
    missing = {(row["grupp"], row["kod"]) for row in told["FK"]["saknas"]}
    assert ("socialforsakring.bostadsbidrag", why) in missing
    assert told["FK"]["utfall"] == "DELVIS_BESVARAD"
    assert told["PM"]["utfall"] == "INGA_UPPGIFTER"


def test_a_group_left_out_without_a_word_is_told(hub: RunningHub) -> None:
    with fault(hub, "GRUPP_SAKNAS", kalla="FK", grupp="FK:BOB"):
        told = parts(hub, "student")
    assert ("socialforsakring.bostadsbidrag", "GRUPP_UTELAMNAD") in {
        (row["grupp"], row["kod"]) for row in told["FK"]["saknas"]
    }


def test_a_child_who_is_protected_covers_the_whole_answer(hub: RunningHub) -> None:
    case = registered(hub, "startare")
    answer = answered(ask(hub, in_case(hub, case, "startare", urval=BOTH)))
    assert answer["skydd"] == "SKYDDAD"


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A board that asks Försäkringskassan through SSBTEK and Pensionsmyndigheten straight."""
    folder = tmp_path_factory.mktemp("apart")
    file = ROOT / "contracts" / "kommuner" / "sundsvall.yaml"
    municipality = yaml.safe_load(file.read_text("utf-8"))
    board = municipality["namnder"][0]
    board["vagar"][0]["kallor"].remove("PM")
    settings = {"url": "http://127.0.0.1:8426/", "aktorsid": "026-51"}
    board["vagar"].append({"vag": "forsakringskassan", "kallor": ["PM"], "installningar": settings})
    (folder / "kommuner").mkdir()
    (folder / "kommuner" / file.name).write_text(yaml.safe_dump(municipality, allow_unicode=True), "utf-8")
    with running_hub(tmp_path_factory.mktemp("hub") / "hub", contracts=folder) as running:
        yield running


def test_they_may_be_asked_by_different_ways_each_for_its_own(apart: RunningHub, hub: RunningHub) -> None:
    told = parts(apart, "pensionar")
    assert {kalla: part["vag"]["id"] for kalla, part in told.items()} == {
        "FK": "ssbtek",
        "PM": "forsakringskassan",
    }
    together = parts(hub, "pensionar")
    assert {kalla: part["uppgifter"] for kalla, part in told.items()} == {
        kalla: part["uppgifter"] for kalla, part in together.items()
    }
    for route, authority in (("ssbtek", "FK"), ("forsakringskassan", "PM")):
        asked = apart.client.get(f"{apart.simulators[route]}/_sim/fragor").json()[-1]
        groups = {code for code in codes(asked["kropp"].encode()) if code != "FK:GEPI"}
        assert {code[:2] for code in groups} == {authority}
