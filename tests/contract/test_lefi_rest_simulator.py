"""Does the simulated LEFI answer over real HTTP as the service does, and refuse what it refuses?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import httpx
import pytest

from adapters.forsakringskassan.simulated import KNOWN
from adapters.forsakringskassan.simulated_groups import KINDS
from adapters.forsakringskassan.simulator import PARTS, build
from hub.simulators.faults import Fault, FaultKind, Switches
from hub.simulators.server import running
from messages.wire.ssbtek import (
    VERSIONS,
    Data,
    Delfel,
    Fraga,
    Fragedel,
    Lefifraga,
    Svar,
    Trasig,
    read_answer,
    write_question,
)
from tests.support.ssbtek import WORLD, general, simulated

KEYS = (*sorted(KNOWN), "okand")
EVERYTHING = {kind: sorted(codes) for kind, codes in KINDS.items()}
SOME = {"formansinformation": ["FK:ABB", "FK:FP"], "beslut": ["PM:AP"], "ovrigInformation": ["FK:GEPI"]}


def question(key: str = "foralder", groups: Mapping[str, Any] = SOME, **changes: Any) -> dict[str, Any]:
    number = WORLD.personas[key].number.value
    period = {"from": "2026-06-01", "tom": "2026-11-30"}
    return {"personnummer": number, "period": period, **groups, **changes}


@dataclass(frozen=True)
class Lefi:
    """The service being served, and its switches."""

    client: httpx.Client
    switches: Switches

    def ask(self, asked: Any = None, actor: str | None = "026-51") -> httpx.Response:
        body = asked if isinstance(asked, bytes) else json.dumps(asked or question()).encode()
        return self.client.post("/formansinformation", content=body, headers=self._who(actor))

    def available(self, actor: str | None = "026-51") -> httpx.Response:
        return self.client.get("/tillgangliga-informationstyper", headers=self._who(actor))

    def _who(self, actor: str | None) -> dict[str, str]:
        return {"X-Aktorsid": actor} if actor is not None else {}


@pytest.fixture(scope="module")
def served() -> Iterator[Lefi]:
    switches = Switches()
    with running(build(WORLD, PARTS, switches)) as base_url, httpx.Client(base_url=base_url) as client:
        yield Lefi(client, switches)


@pytest.fixture
def lefi(served: Lefi) -> Lefi:
    served.switches.clear()
    served.client.delete("/_sim/fragor")
    return served


def failed(response: httpx.Response) -> str:
    """What a LefiFelsvar says; nothing of the question is in it."""
    assert response.headers["content-type"] == "application/json"
    felsvar = response.json()
    assert set(felsvar) == {"meddelande", "timestamp"}
    assert datetime.fromisoformat(felsvar["timestamp"]).tzinfo is not None
    assert not any(persona.number.value[2:] in response.text for persona in WORLD.personas.values())
    return str(felsvar["meddelande"])


def test_an_answer_about_the_person_asked(lefi: Lefi) -> None:
    response = lefi.ask()
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    told = response.json()
    (me,) = told["formansinformation"]["generellPersoninformation"]
    assert me["personnummer"] == WORLD.personas["foralder"].number.value
    assert len(told["formansinformation"]["barnbidragsarende"]) == 2


def test_ten_digits_and_a_coordination_number_are_found(lefi: Lefi) -> None:
    for key, cut in (("foralder", 2), ("samordnad", 0)):
        number = WORLD.personas[key].number.value
        told = lefi.ask(question(key, personnummer=number[cut:])).json()
        assert told["formansinformation"]["generellPersoninformation"][0]["personnummer"] == number


@pytest.mark.parametrize(
    "change",
    [
        {"formansinformation": [], "beslut": [], "ovrigInformation": []},
        {"period": {"from": "2024-11-29", "tom": "2026-11-30"}},
        {"period": {"from": "2026-11-30", "tom": "2026-06-01"}},
        {"personnummer": "20030606-2381"},
        {"formansinformation": ["FK:XYZ"]},
    ],
)
def test_a_question_out_of_form_is_refused_with_400(lefi: Lefi, change: dict[str, Any]) -> None:
    response = lefi.ask(question(**change))
    assert response.status_code == 400
    assert failed(response)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"[" * 50_000])
def test_what_is_not_json_is_refused_with_400(lefi: Lefi, body: bytes) -> None:
    response = lefi.client.post("/formansinformation", content=body, headers={"X-Aktorsid": "026-51"})
    assert response.status_code == 400
    assert failed(response)


@pytest.mark.parametrize("actor", [None, "", "026-99"])
def test_an_actor_unknown_or_unnamed_is_refused_with_403(lefi: Lefi, actor: str | None) -> None:
    for response in (lefi.ask(actor=actor), lefi.available(actor)):
        assert response.status_code == 403
        assert failed(response)


def test_what_may_be_asked_for_goes_by_the_actor(lefi: Lefi) -> None:
    everything = lefi.available().json()
    assert {kind: [one["kod"] for one in rows] for kind, rows in everything.items()} == EVERYTHING
    assert all(one["beskrivning"] for rows in everything.values() for one in rows)
    little = lefi.available("026-62").json()
    assert [one["kod"] for one in little["formansinformation"]] == ["FK:ABB", "FK:BOB"]


def test_the_number_stands_nowhere_but_in_the_body(lefi: Lefi) -> None:
    lefi.ask()
    lefi.available()
    number = WORLD.personas["foralder"].number.value
    received = lefi.client.get("/_sim/fragor").json()
    assert [one["metod"] for one in received] == ["POST", "GET"]
    for one in received:
        assert number[2:] not in one["sokvag"] + json.dumps(one["rubriker"])
    assert number in received[0]["kropp"]


def test_500_comes_on_request_with_its_body_also_for_one_person_once(lefi: Lefi) -> None:
    lefi.switches.set(Fault(FaultKind.SOAP_FEL, persona="foralder", antal=1))
    assert lefi.ask(question("student")).status_code == 200
    response = lefi.ask()
    assert response.status_code == 500
    assert failed(response)
    assert lefi.ask().status_code == 200


def test_states_and_deviations_are_switched_while_it_runs(lefi: Lefi) -> None:
    state = {"fel": "TILLSTAND", "kalla": "PM", "felkod": "FELANDE"}
    deviation = {"fel": "AVVIKELSE", "kalla": "FK", "grupp": "FK:ABB", "felkod": "INTERNT_FEL"}
    for fault in (state, deviation):
        assert lefi.client.post("/_sim/fel", json=fault).status_code == 200
    told = lefi.ask().json()
    assert [row["tillstand"]["kod"] for row in told["utlamnare"]] == ["OK", "FELANDE"]
    (row,) = told["avvikelser"]["formansinformation"]
    assert (row["avvikelse"]["kod"], row["formansgrupp"]["kod"]) == ("INTERNT_FEL", "FK:ABB")
    assert set(told["formansinformation"]) == {"foraldrapenningarende", "generellPersoninformation"}
    assert "beslut" not in told


def test_another_persons_data_and_json_that_is_none(lefi: Lefi) -> None:
    lefi.switches.set(Fault(FaultKind.ANNAN_PERSON, antal=1))
    (other,) = lefi.ask().json()["formansinformation"]["generellPersoninformation"]
    assert other["personnummer"] != WORLD.personas["foralder"].number.value
    for kind in (FaultKind.TRASIG_DEL, FaultKind.DJUP):
        lefi.switches.set(Fault(kind, antal=1))
        response = lefi.ask()
        assert response.status_code == 200
        with pytest.raises((ValueError, RecursionError)):
            response.json()


# ------------------------------------------------------------ the same inside SSBTEK


def wrapped(key: str, version: str, lefi: Lefifraga) -> bytes:
    number = WORLD.personas[key].number.value
    fraga = Fraga(general(personidentitet=number), {"FK": Fragedel(lefi=lefi)})
    return write_question(VERSIONS[version], fraga)


def part_of(body: bytes, version: str) -> Data | Delfel | Trasig:
    read = read_answer(body, VERSIONS[version])
    assert isinstance(read, Svar)
    return read.delar["FK"]


@pytest.mark.parametrize("version", ["10", "11"])
async def test_the_document_is_the_same_straight_and_inside_ssbtek(lefi: Lefi, version: str) -> None:
    async with simulated(*PARTS) as bench:
        for key in KEYS:
            asked = json.dumps(question(key, EVERYTHING)).encode()
            came = await bench.post(wrapped(key, version, Lefifraga("026-51", asked, "v9")))
            part = part_of(came.content, version)
            assert isinstance(part, Data)
            assert part.content == lefi.ask(asked).content, key


async def test_what_lefi_refuses_is_an_error_of_the_part_inside_ssbtek() -> None:
    good = Lefifraga("026-51", json.dumps(question()).encode(), None)
    refused = {
        "400": replace(good, lefiJsonFraga=json.dumps(question(formansinformation=["FK:XYZ"])).encode()),
        "403": replace(good, aktorsid="026-99"),
    }
    async with simulated(*PARTS) as bench:
        assert isinstance(part_of((await bench.post(wrapped("foralder", "11", good))).content, "11"), Data)
        for code, lefi in (*refused.items(), ("400", replace(good, version="v8"))):
            part = part_of((await bench.post(wrapped("foralder", "11", lefi))).content, "11")
            assert isinstance(part, Delfel)
            assert (part.kalla, part.felkod) == ("BT", code)


async def test_states_deviations_and_another_person_come_inside_ssbtek_too() -> None:
    asked = Lefifraga("026-51", json.dumps(question()).encode(), "v9")
    async with simulated(*PARTS) as bench:

        async def told(*faults: Fault) -> Any:
            bench.switches.clear()
            for fault in faults:
                bench.set(fault)
            part = part_of((await bench.post(wrapped("foralder", "11", asked))).content, "11")
            assert isinstance(part, Data)
            return json.loads(part.content)

        down = await told(Fault(FaultKind.TILLSTAND, kalla="PM", felkod="OTILLGANGLIG"))
        assert [row["tillstand"]["kod"] for row in down["utlamnare"]] == ["OK", "OTILLGANGLIG"]
        assert down["formansinformation"]["barnbidragsarende"]
        denied = await told(Fault(FaultKind.AVVIKELSE, kalla="PM", felkod="OBEHORIG"))
        assert set(denied["avvikelser"]) == {"beslut"}
        other = await told(Fault(FaultKind.ANNAN_PERSON, kalla="FK"))
        (row,) = other["formansinformation"]["generellPersoninformation"]
        assert row["personnummer"] != WORLD.personas["foralder"].number.value
