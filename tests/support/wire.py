"""What the tests of the wire share: questions sent as bytes, problems read as RFC 9457 writes them, the log.

Every answer that `send` gives is held against two rules first: no person of the world in a header, and none
in a problem.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from jsonschema import Draft202012Validator
from lxml import etree

from hub.demo import story
from tests.support.hub import ASK, RunningHub

API = "/nyttonav/v1"
SCHEMAS = Path(__file__).parent.parent.parent / "schemas"
JSON, XML = "application/json", "application/xml"
PROBLEM_JSON, PROBLEM_XML = "application/problem+json", "application/problem+xml"
RFC = "{urn:ietf:rfc:7807}"


def send(
    hub: RunningHub,
    method: str,
    path: str,
    content: Any = None,
    *,
    role: str | None = "arendesystem",
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    """One request as it is given. `content` that is no bytes is sent as JSON; `role` None sends no token.

    Headers go out in Latin-1, character for byte.
    """
    sent: dict[str, str] = {}
    if role is not None:
        sent["Authorization"] = f"Bearer {hub.token(role)}"
    if content is not None:
        sent["Content-Type"] = JSON
    raw = content if isinstance(content, bytes | Iterator) or content is None else json.dumps(content)
    latin = {
        name.encode("latin-1"): value.encode("latin-1")
        for name, value in (sent | dict(headers or {})).items()
    }
    answer = hub.client.request(method, path, content=raw, headers=latin)
    names_nobody(hub, " ".join(f"{name}: {value}" for name, value in answer.headers.items()))
    if answer.status_code >= 400:
        names_nobody(hub, answer.text)
    return answer


def ask(hub: RunningHub, content: Any, **how: Any) -> httpx.Response:
    """One question, as a document or as bytes."""
    return send(hub, "POST", ASK, content, **how)


def numbers(hub: RunningHub) -> frozenset[str]:
    """Every number of the world, as people write them."""
    found: set[str] = set()
    for persona in hub.world.personas.values():
        twelve = persona.number.value
        found |= {twelve, twelve[2:]}
        found |= {f"{whole[:-4]}{sign}{whole[-4:]}" for whole in (twelve, twelve[2:]) for sign in "-+"}
    return frozenset(found)


def names_nobody(hub: RunningHub, text: str) -> None:
    """No person of the world stands in the text."""
    named = [number for number in numbers(hub) if number in text]
    assert not named, f"a personal number stands in: {text[:2000]}"


# ------------------------------------------------------------ problems


def problem(
    answer: httpx.Response, status: int, kod: str, *, gate: int | None = None, remedy: str | None = None
) -> dict[str, Any]:
    """The problem in an answer, valid by its published schema, a sentence in it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM_JSON
    assert answer.headers["cache-control"] == "no-store"
    found: dict[str, Any] = answer.json()
    valid("problem/1", found)
    assert (found["status"], found["kod"]) == (status, kod), found
    assert found["type"] == "urn:nyttonav:problem:" + kod.lower().replace("_", "-")
    assert found["detail"].endswith("."), found["detail"]
    assert found.get("grind") == gate, found
    assert remedy is None or found["atgard"] == remedy, found
    return found


def places(found: Mapping[str, Any]) -> list[str]:
    return [one["plats"] for one in found["fel"]]


@cache
def _validator(message: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((SCHEMAS / message / "message.schema.json").read_text("utf-8")))


@cache
def _xsd(message: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / message / "message.xsd"))


def valid(message: str, content: Mapping[str, Any]) -> None:
    """The document follows the published schema, its sections theirs."""
    _validator(message).validate(content)
    for person in content.get("personer", ()) if message == "uppgiftssvar/1" else ():
        for part in person["kallor"]:
            for name, section in part["uppgifter"].items():
                _validator(f"{name}/1").validate(section)


def valid_xml(message: str, content: bytes) -> etree._Element:
    """The root of a document that follows the published XSD."""
    root = etree.fromstring(content)
    _xsd(message).assertValid(root)
    return root


# ------------------------------------------------------------ answers and sources


def answered(response: httpx.Response) -> dict[str, Any]:
    """A whole answer, valid by its schema."""
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    valid("uppgiftssvar/1", found)
    return found


def only_part(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The one source of the one person of an answer."""
    (person,) = answer["personer"]
    (part,) = person["kallor"]
    found: dict[str, Any] = part
    return found


@contextmanager
def sending(hub: RunningHub, count: int) -> Iterator[None]:
    """So many questions reach the source inside, and none of them tells a number in address or header."""
    hub.client.delete(f"{hub.simulators['ssbtek']}/_sim/fragor")
    yield
    received = hub.questions_received()
    for question in received:
        names_nobody(hub, question["sokvag"] + json.dumps(question["rubriker"]))
    assert len(received) == count


@contextmanager
def fault(hub: RunningHub, kind: str, **how: Any) -> Iterator[None]:
    """The simulated source goes wrong inside."""
    hub.break_source({"fel": kind} | how)
    try:
        yield
    finally:
        hub.mend_sources()


# ------------------------------------------------------------ cases


def case_state(hub: RunningHub, *personas: str, **changes: Any) -> dict[str, Any]:
    """An ongoing case of these persons, the first one the applicant; `changes` replace whole fields."""
    roles = ["SOKANDE", "MEDSOKANDE", "BARN"]
    return {
        "typ": "EKONOMISKT_BISTAND",
        "status": "PAGAENDE",
        "tidpunkt": datetime.now(UTC).isoformat(),
        "oppnat": (hub.world.today - timedelta(days=30)).isoformat(),
        "personer": [
            {"personidentitet": hub.number(persona), "roll": role, "skydd": "INGET"}
            for persona, role in zip(personas, roles, strict=False)
        ],
    } | changes


def case_url(case_id: str, system: str = story.SYSTEM) -> str:
    return f"{API}/arenden/{system}/{case_id}"


def registered(hub: RunningHub, *personas: str, **changes: Any) -> dict[str, str]:
    """A new case as a question names it."""
    case_id = f"T-{uuid.uuid4().hex[:5]}-{uuid.uuid4().hex[:5]}"
    role = changes.pop("role", "arendesystem")
    answer = send(hub, "PUT", case_url(case_id), case_state(hub, *personas, **changes), role=role)
    assert answer.status_code == 201, answer.text
    return {"system": story.SYSTEM, "id": case_id}


def in_case(hub: RunningHub, case: Mapping[str, str], *personas: str, **changes: Any) -> dict[str, Any]:
    """A question about persons of a case."""
    asked = [{"personidentitet": hub.number(persona)} for persona in personas]
    return hub.question(arende=dict(case), personer=asked, **changes)


# ------------------------------------------------------------ the log


def since(
    hub: RunningHub, moment: datetime, headers: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Every record of the board since then, oldest first, but those of this reading."""
    wanted = {"skal": "Prov av loggen", "fran": moment.isoformat(), "antal": 1000}
    answer = send(hub, "POST", f"{API}/loggsokningar", wanted, role="loggkontrollant", headers=headers)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    valid("loggtraffar/1", found)
    assert not found["fler"]
    of_reading = {"LOGG_SOKT", "LOGG_LAST", "EPOK_OPPNAD"}
    kept = [one for one in found["loggposter"] if one["handelse"] not in of_reading]
    return kept[::-1]


def events(records: list[dict[str, Any]]) -> list[str]:
    return [record["handelse"] for record in records]


def now() -> datetime:
    return datetime.now(UTC)


def concluded_once(hub: RunningHub, moment: datetime, part: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The log holds the intention, and the one conclusion says what the answer says."""
    records = since(hub, moment)
    intended = [it for it in records if it["handelse"] == "UPPSLAG_AVSETT"]
    concluded = [it for it in records if it["handelse"] == "UPPSLAG_AVSLUTAT"]
    assert [it["loggpostId"] for it in intended] == [part["loggpostId"]]
    assert [it["avsiktId"] for it in concluded] == [part["loggpostId"]]
    assert concluded[0]["utfall"] == part["utfall"]
    assert concluded[0].get("fel") == (
        {"led": part["fel"]["led"], "kod": part["fel"]["kod"]} if "fel" in part else None
    )
    return records
