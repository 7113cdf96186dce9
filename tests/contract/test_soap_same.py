"""Do SOAP and REST cause the same log records and tell the same facts, about everybody, in either version?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hub import registry
from hub.adapter import Found, NoRecord, Payload
from hub.simulators.personas import ROWS
from hub.ssbtek import wanted_of
from messages.wire.ssbtek import VERSIONS, Data, Delfel, Fraga, Fragedel
from tests.support.hub import RunningHub
from tests.support.soap import answered, fraga
from tests.support.wire import answered as over_rest
from tests.support.wire import ask, case_state, case_url, in_case, now, send, since

LOADED = registry.discover()
FORMATS = {source: LOADED.sources[source].manifest.reads[0] for source in LOADED.sources if source != "demo"}
OWN = {
    "loggpostId",
    "index",
    "tidpunkt",
    "forfraganId",
    "svarId",
    "avslut",
    "avsiktId",
    "korrelation",
    "aktualitet",
}
"""What each record has for itself."""


def case_of(hub: RunningHub, persona: str) -> dict[str, str]:
    case = {"system": "demo", "id": f"S-{persona}"}
    answer = send(hub, "PUT", case_url(case["id"]), case_state(hub, persona))
    assert answer.status_code in {200, 201}
    return case


def told(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In an order of their own, and without what only tells them apart."""
    kept = [
        {name: it for name, it in record.items() if name not in OWN and name != "avslutning"}
        | {"slutade": {k: v for k, v in record.get("avslutning", {}).items() if k not in OWN}}
        for record in records
        if record["handelse"] != "ARENDE_REGISTRERAT"
    ]
    return sorted(kept, key=lambda it: (it["handelse"], it.get("kalla", ""), str(it)))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("persona", [row.key for row in ROWS])
def test_the_same_records_and_the_same_facts(hub: RunningHub, persona: str, version: str) -> None:
    case = case_of(hub, persona)
    asked = fraga(hub, persona, case)
    begun = now()
    by_rest = over_rest(ask(hub, in_case(hub, case, persona, urval=the_same(asked, version))))
    between = now()
    by_soap = answered(hub, version, asked)
    rest, soap = since(hub, begun), since(hub, between)
    rest = [it for it in rest if it["tidpunkt"] < soap[0]["tidpunkt"]]
    (person,) = by_rest["personer"]
    carried = {it for slot in VERSIONS[version].slots for it in slot.sources}
    rest = [it for it in rest if it.get("kalla") in carried | {None}]
    assert told(without_actor(soap)) == told(without_actor(rest))
    for part in person["kallor"]:
        if part["kalla"] in carried:
            slot = next(it for it in VERSIONS[version].slots if part["kalla"] in it.sources)
            compare(hub, persona, part, by_soap.delar[slot.element])


def the_same(asked: Fraga, version: str) -> list[dict[str, Any]]:
    """What SSBTEK's question wants of each source, as REST says it."""
    if version == "10":
        asked = replace(asked, specifika={**asked.specifika, "SKV": Fragedel()})
    return [
        {
            "kalla": row.source,
            "period": {"from": row.days.first.isoformat(), "tom": row.days.last.isoformat()},
            "uppgifter": sorted(row.groups or ()),
        }
        for row in wanted_of(asked, VERSIONS[version], LOADED).rows
    ]


def without_actor(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """SSBTEK has one text for the caseworker, where ours has a unit too."""
    return [{**it, "aktor": it["aktor"]["id"]} if "aktor" in it else it for it in records]


def compare(hub: RunningHub, persona: str, part: dict[str, Any], came: object) -> None:
    if isinstance(came, Delfel):
        assert "fel" in part
        assert came.felkod == part["fel"]["kod"]
        return
    assert isinstance(came, Data)
    if "fel" in part:
        return  # the other source of the same document answered
    read = LOADED.source(part["kalla"]).to_section(Payload(FORMATS[part["kalla"]], came.content))
    match read:
        case NoRecord():
            assert part["utfall"] == "INGA_UPPGIFTER"
        case Found():
            assert part["utfall"] in {"BESVARAD", "DELVIS_BESVARAD"}
            sections = {
                it.namn: it.model_dump(mode="json", by_alias=True, exclude_none=True) for it in read.sections
            }
            for name, section in part["uppgifter"].items():
                assert unnumbered(sections[name]) == unnumbered(section)


def unnumbered(value: Any) -> Any:
    """Without the numbers that rows are given in the order of an answer, of which some has been taken out.

    And without years of birth, and relatives of whom nothing more is told: a document in which a relative's
    number does not stand tells no year, and may tell nobody.
    """
    if isinstance(value, dict):
        left_out = {"id", "uppgift", "fodelsear"}
        kept = {name: unnumbered(it) for name, it in value.items() if name not in left_out}
        told = {name: it for name, it in kept.items() if it not in (None, [])}
        return None if told.keys() <= {"relation"} else told
    if isinstance(value, list):
        return [it for one in value if (it := unnumbered(one)) is not None]
    return value
