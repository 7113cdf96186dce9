"""What fails for one person of a household fails for nobody else, and who was not reached is told so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from hub import registry
from hub.model.registry import Registry
from hub.registry import discover
from tests.support.household import ASKED, FAMILY, about, household, lasting
from tests.support.hub import RunningHub, running_hub
from tests.support.wire import fault, now, only_part, sending, since

# What goes wrong for one of the family, whose parts are other than they were, and with which code.
WRONG: dict[str, tuple[str, str, dict[str, Any], frozenset[str], str]] = {
    "one agency behind SSBTEK": ("foralder2", "DELFEL", {"kalla": "AF"}, frozenset({"AF"}), "KALLA_FEL"),
    "one part is absent": ("foralder", "DEL_SAKNAS", {"kalla": "MIV"}, frozenset({"MIV"}), "SVAR_SAKNAS"),
    "one of two in a document": (
        "foralder",
        "TILLSTAND",
        {"kalla": "PM", "felkod": "OTILLGANGLIG"},
        frozenset({"PM"}),
        "KALLA_EJ_TILLGANGLIG",
    ),
    "the connection breaks": ("gymnasist", "AVBRUTEN", {}, ASKED["gymnasist"], "NATVERK_AVBROTT"),
    "the intermediary is down": (
        "barn1",
        "HTTP_STATUS",
        {"status": 503},
        ASKED["barn1"],
        "FORMEDLARE_DRIFTSTORNING",
    ),
}


@pytest.mark.parametrize(("persona", "kind", "how", "broken", "code"), WRONG.values(), ids=list(WRONG))
def test_what_fails_for_one_leaves_every_other_person_and_source_as_it_was(
    hub: RunningHub, persona: str, kind: str, how: dict[str, Any], broken: frozenset[str], code: str
) -> None:
    # Protected throughout by the register, so that a lost flag changes nothing for the others.
    case = household(hub, FAMILY, barn2="SEKRETESSMARKERING")
    before = lasting(hub, about(hub, *FAMILY, case=case))
    with fault(hub, kind, persona=persona, **how):
        after = lasting(hub, about(hub, *FAMILY, case=case))
    for key in FAMILY:
        if key != persona:
            assert after[key] == before[key]
    was, now_is = before[persona]["kallor"], after[persona]["kallor"]
    assert {source for source in was if was[source] != now_is[source]} == broken
    for source in broken:
        assert now_is[source]["utfall"] == "EJ_TILLGANGLIG"
        assert now_is[source]["fel"]["kod"] == code
        assert now_is[source]["uppgifter"] == {}


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub that puts one question at a time to SSBTEK, and gives the whole 0.8 seconds."""

    def narrowed(**how: Any) -> Registry:
        found = discover(**how)
        loaded = found.adapters["ssbtek"]
        assert loaded.manifest.route is not None
        route = replace(loaded.manifest.route, connect_s=0.8, read_s=0.8, whole_s=0.8, at_once=1)
        loaded = replace(loaded, manifest=replace(loaded.manifest, route=route))
        return replace(found, adapters={**found.adapters, "ssbtek": loaded})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "discover", narrowed)
        with running_hub(tmp_path_factory.mktemp("narrow")) as running:
            yield running


def test_whoever_s_turn_never_came_was_not_asked_about_and_can_be_asked_about_again(
    narrow: RunningHub,
) -> None:
    csn = [{"kalla": "CSN"}]
    moment = now()
    with fault(narrow, "TYST", persona="foralder"), sending(narrow, 1):
        answer = about(narrow, "foralder", "gymnasist", urval=csn)
    silent, waited = (person["kallor"][0] for person in answer["personer"])
    assert (silent["utfall"], silent["fragad"]) == ("EJ_TILLGANGLIG", True)
    assert (waited["utfall"], waited["fragad"], waited["uppgifter"]) == ("EJ_STALLD", False, {})
    told = waited["fel"]
    assert (told["led"], told["kod"], told["atgard"]) == ("NYTTONAV", "NYTTONAV_KO", "FORSOK_IGEN")
    assert "Fråga igen" in told["text"]
    records = since(narrow, moment)
    concluded = {it["avsiktId"]: it["utfall"] for it in records if it["handelse"] == "UPPSLAG_AVSLUTAT"}
    assert concluded == {silent["loggpostId"]: "EJ_TILLGANGLIG", waited["loggpostId"]: "EJ_STALLD"}
    assert only_part(about(narrow, "gymnasist", urval=csn))["utfall"] == "BESVARAD"
