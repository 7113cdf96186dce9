"""A case that the hub has never heard of, shown by the case system's signed statement in the question."""

from __future__ import annotations

import uuid
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from hub.demo.story import BOARD
from messages import xml_codec
from messages.uppgifter import Uppgiftsforfragan
from tests.support.hub import RunningHub, running_hub
from tests.support.signed import STATEMENT, Pair, claims, compact, pair
from tests.support.tokens import client_token
from tests.support.wire import (
    XML,
    answered,
    ask,
    events,
    names_nobody,
    now,
    problem,
    registered,
    sending,
    since,
    valid_xml,
)

CONTRACTS = Path(__file__).parents[2] / "contracts"
CLIENT, E_SERVICE = "sundsvall-sn-arendesystem", "sundsvall-sn-etjanst"
OWN, NEXT_DOOR = pair(kid="sn-1"), pair("ES256", kid="an-1")
CASE = {"system": "demo", "id": "EJ-REGISTRERAT-1"}
SVAR = "{urn:nyttonav:uppgiftssvar:1}"


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub where Sundsvall's two boards have a key each, and take statements."""
    folder = tmp_path_factory.mktemp("signed")
    municipality = yaml.safe_load((CONTRACTS / "kommuner" / "sundsvall.yaml").read_text(encoding="utf-8"))
    for board, own in zip(municipality["namnder"], (OWN, NEXT_DOOR), strict=True):
        board["klienter"][0]["nycklar"] = [{"kid": own.kid, "jwk": own.public, "system": "demo"}]
        board["aktualitet"] = ["REGISTER", "SIGNERAT_INTYG"]
    (folder / "contracts" / "kommuner").mkdir(parents=True)
    path = folder / "contracts" / "kommuner" / "sundsvall.yaml"
    path.write_text(yaml.safe_dump(municipality, allow_unicode=True), encoding="utf-8")
    with running_hub(folder / "hub", contracts=folder / "contracts") as running:
        yield running


def unregistered(hub: RunningHub, **changes: Any) -> dict[str, Any]:
    return hub.question(arende=dict(CASE), personer=[{"personidentitet": hub.number("student")}], **changes)


def said(question: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return claims(Uppgiftsforfragan.model_validate(question), CLIENT, datetime.now(UTC), **changes)


def carrying(question: dict[str, Any], written: str) -> dict[str, Any]:
    return question | {"arende": question["arende"] | {"signeratIntyg": written}}


def stated(hub: RunningHub, by: Pair = OWN, **changes: Any) -> dict[str, Any]:
    """A question about a case that is nowhere else, with its statement."""
    question = unregistered(hub)
    return carrying(question, compact(said(question, **changes), by))


def not_shown(hub: RunningHub, question: dict[str, Any]) -> dict[str, Any]:
    with sending(hub, 0):
        answer = ask(hub, question)
    found = problem(answer, 403, "ARENDET_EJ_VISAT", gate=3)
    assert [one["plats"] for one in found["fel"]] == ["/arende"]
    return found


def alarms(hub: RunningHub, moment: datetime) -> list[tuple[str, str]]:
    records = since(hub, moment)
    return [(it["slag"], it["klient"]) for it in records if it["handelse"] == "SAKERHETSHANDELSE"]


def test_the_statement_shows_the_case_and_the_answer_and_the_log_say_so(signing: RunningHub) -> None:
    problem(ask(signing, unregistered(signing)), 403, "INGET_AKTUELLT_ARENDE", gate=3)
    question = unregistered(signing)
    claimed = said(question)
    with sending(signing, 1):
        answer = answered(ask(signing, carrying(question, compact(claimed, OWN))))
    (person,) = answer["personer"]
    shown = person["aktualitet"]
    signed_at = datetime.fromtimestamp(claimed["iat"], UTC)
    assert (shown["visadAv"], datetime.fromisoformat(shown["tidpunkt"])) == ("SIGNERAT_INTYG", signed_at)
    assert "granskas" not in shown
    record = signing.record(person["kallor"][0]["loggpostId"])
    assert record["aktualitet"]["visadAv"] == "SIGNERAT_INTYG"
    assert record["aktualitet"]["intygId"] == STATEMENT


def test_a_key_of_one_system_shows_no_case_of_another(signing: RunningHub) -> None:
    """Both systems are the board's; the key is the one's, and the other's secrets are not its to tell."""
    question = unregistered(signing)
    question["arende"] = {"system": "familjeradgivning", "id": "R-1"}
    moment = now()
    found = not_shown(signing, carrying(question, compact(said(question), OWN)))
    assert "annat system" in found["fel"][0]["text"]
    assert alarms(signing, moment) == [("INTYG_FRAN_ANNAN", CLIENT)]


def test_in_xml_it_is_the_same(signing: RunningHub) -> None:
    question = stated(signing)
    asked = xml_codec.encode(Uppgiftsforfragan.model_validate(question))
    with sending(signing, 1):
        answer = ask(signing, asked, headers={"Content-Type": XML, "Accept": XML})
    assert answer.status_code == 200, answer.text
    root = valid_xml("uppgiftssvar/1", answer.content)
    assert [it.text for it in root.iter(f"{SVAR}visadAv")] == ["SIGNERAT_INTYG"]
    problem(ask(signing, question), 409, "FORFRAGAN_REDAN_BESVARAD")


def test_a_statement_is_used_once(signing: RunningHub) -> None:
    question = stated(signing)
    with sending(signing, 1):
        answered(ask(signing, question))
        problem(ask(signing, question), 409, "FORFRAGAN_REDAN_BESVARAD")
        other = question | {"urval": [{"kalla": "CSN", "uppgifter": ["studiestod.arenden"]}]}
        problem(ask(signing, other), 422, "FORFRAGAN_ID_UPPTAGET")
    not_shown(signing, question | {"forfraganId": str(uuid.uuid4())})


def test_it_belongs_to_its_client(signing: RunningHub) -> None:
    """Another client of the board has no key, and the case system's statement is not its own."""
    moment = now()
    with sending(signing, 0):
        answer = ask(signing, stated(signing), role=None, headers=client_token(signing, BOARD, E_SERVICE))
    problem(answer, 403, "ARENDET_EJ_VISAT", gate=3)
    assert alarms(signing, moment) == [("INTYG_FRAN_ANNAN", E_SERVICE)]


def test_what_is_forged_or_another_s_is_refused_alike_and_looked_into(signing: RunningHub) -> None:
    moment = now()
    tries = [
        stated(signing, pair(kid="sn-1")),
        stated(signing, pair(kid="okand")),
        stated(signing, NEXT_DOOR),
    ]
    found = [not_shown(signing, question) for question in tries]
    assert len({(it["detail"], it["fel"][0]["text"]) for it in found}) == 1
    kinds = ["INTYG_FORFALSKAT", "INTYG_OKAND_NYCKEL", "INTYG_FRAN_ANNAN"]
    assert alarms(signing, moment) == [(kind, CLIENT) for kind in kinds]


def test_one_for_another_person_carries_nobody_else(signing: RunningHub) -> None:
    row = [{"personidentitet": signing.number("gymnasist"), "roll": "SOKANDE"}]
    with sending(signing, 0):
        answer = ask(signing, stated(signing, personer=row))
    problem(answer, 403, "INGET_AKTUELLT_ARENDE", gate=4)


def test_where_the_register_shows_the_case_a_bad_statement_stops_nobody(signing: RunningHub) -> None:
    question = signing.question(arende=registered(signing, "student"))
    question["personer"] = [{"personidentitet": signing.number("student")}]
    moment = now()
    with sending(signing, 1):
        answer = answered(ask(signing, carrying(question, compact(said(question), pair(kid="sn-1")))))
    assert answer["personer"][0]["aktualitet"]["visadAv"] == "REGISTER"
    assert alarms(signing, moment) == [("INTYG_FORFALSKAT", CLIENT)]
    assert events(since(signing, moment)).count("UPPSLAG_AVSETT") == 1


def test_nothing_of_a_statement_lies_on_the_disk(signing: RunningHub) -> None:
    believed, forged = stated(signing), stated(signing, pair(kid="sn-1"))
    answered(ask(signing, believed))
    not_shown(signing, forged)
    files = [file for file in signing.settings.data.rglob("*") if file.is_file()]
    kept = {file.name: file.read_bytes() for file in files if not file.name.endswith("-shm")}
    assert kept
    for question in (believed, forged):
        head, payload, signature = question["arende"]["signeratIntyg"].split(".")
        plain = urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        for name, content in kept.items():
            assert not any(part.encode() in content for part in (head, payload, signature)), name
            assert plain[20:60] not in content, name
            assert signing.number("student").encode() not in content, name


def test_a_refusal_tells_nobody(signing: RunningHub) -> None:
    question = unregistered(signing)
    wrong = said(question, personer=[{"personidentitet": signing.number("student"), "roll": "X"}])
    answer = ask(signing, carrying(question, compact(wrong, OWN)))
    names_nobody(signing, answer.text)
    assert problem(answer, 403, "ARENDET_EJ_VISAT", gate=3)["fel"][0]["text"].endswith("beskriver.")
