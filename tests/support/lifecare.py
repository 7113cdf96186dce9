"""Lifecare's adapter asked as the hub asks it: settings that fit the simulator, permits that are counted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from adapters.lifecare.adapter import case_facts
from adapters.lifecare.simulator import DOMAIN, KEYS
from hub.adapter import Permit, Request, Response
from hub.case_system import CaseAsk, CaseEvidence
from hub.model.manifest import Setting
from hub.registry import read_manifest
from messages.values import Personidentitet
from tests.support.house import ROOT
from tests.support.transport import OnePermit

FOLDER = ROOT / "adapters" / "lifecare"
TODAY = date(2026, 11, 21)
PERSON = Personidentitet("200306062381")
PARTNER = Personidentitet("198401032399")
CHILD = Personidentitet("202504182391")
KEY = next(iter(KEYS))
RESOURCES = ["Services", "Investigations", "Actualisations", "Persons"]
Row = dict[str, Any]


def declared() -> Sequence[Setting]:
    manifest = read_manifest((FOLDER / "manifest.yaml").read_bytes(), "manifest.yaml")
    assert manifest.case_system is not None
    return manifest.case_system.settings


def settings(url: str = "http://127.0.0.1:1", **changes: str) -> Mapping[str, str]:
    """All that the manifest has a default for, and what the simulator wants."""
    defaults = {one.name: one.default for one in declared() if one.default is not None}
    return {**defaults, "url": url, "domain": DOMAIN, "key": KEY, **changes}


def case_ask(**changes: str) -> CaseAsk:
    """About `PERSON`; `changes` are settings."""
    return CaseAsk(PERSON, "insats-1240", TODAY, settings(**changes), "korrelation-1")


@dataclass
class Permits:
    """Implements `CasePermits`; what was asked for is kept, with the permits."""

    asked: list[str] = field(default_factory=list)
    given: list[OnePermit] = field(default_factory=list)
    seconds: float = 10.0

    async def next(self, resource: str) -> Permit:
        self.asked.append(resource)
        self.given.append(OnePermit(self.seconds))
        return self.given[-1]


@dataclass
class Shelf:
    """A Transport that answers from lists, a resource at a time; the last answer of a list stays."""

    answers: Mapping[str, list[Any]]
    sent: list[Request] = field(default_factory=list)

    async def send(self, request: Request, permit: Permit) -> Response:
        permit.use()
        self.sent.append(request)
        own = self.answers[request.url.partition("?")[0].rpartition("/")[2]]
        found = own[0] if len(own) == 1 else own.pop(0)
        if isinstance(found, Exception):
            raise found
        if isinstance(found, Response):
            return found
        return ok(found)


def ok(body: Any) -> Response:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(200, {"content-type": "application/json; charset=utf-8"}, raw)


def page(*rows: Row, total: int | None = None) -> Row:
    return {"PageNumber": 0, "TotalNumberOfRecords": len(rows) if total is None else total, "Result": [*rows]}


def member(person: Personidentitet | str, name: str = "Anna Ek", **more: Any) -> Row:
    number = person if isinstance(person, str) else person.value
    return {"PersonId": number, "Name": name, **more}


def service(**changes: Any) -> Row:
    made = {
        "Id": 901,
        "Type": "Ekonomiskt bistånd",
        "StartDate": "2026-09-01T00:00:00",
        "EndDate": None,
        "Applicant": "Anna Ek",
        "CoApplicant": None,
        "ServicePersonDTOs": [member(PERSON)],
    }
    return made | changes


def investigation(**changes: Any) -> Row:
    made = {
        "Id": 801,
        "Type": "Utredning EB",
        "DossierType": "Ekonomiskt bistånd",
        "FromDate": "2026-09-01T00:00:00",
        "ToDate": None,
        "Applicant": "Anna Ek",
        "CoApplicant": None,
        "InvestigationPersonDTOs": [member(PERSON, CoApplicant=False)],
    }
    return made | changes


def actualisation(**changes: Any) -> Row:
    made = {
        "Id": 1201,
        "Type": "Ekonomiskt bistånd",
        "PersonId": PERSON.value,
        "Date": "2026-11-18T00:00:00",
        "Status": "Öppen",
        "DecisionId": None,
    }
    return made | changes


def own(**changes: Any) -> Row:
    return member(PERSON) | {"AddressProtection": False, "ProtectedRegistration": False} | changes


def shelf(
    services: Sequence[Row] = (),
    investigations: Sequence[Row] = (),
    actualisations: Sequence[Row] = (),
    person: Any = None,
    **whole: list[Any],
) -> Shelf:
    """Answers of one page each; `whole` puts a list of answers in a resource's place."""
    told: dict[str, list[Any]] = {
        "Services": [page(*services)],
        "Investigations": [page(*investigations)],
        "Actualisations": [page(*actualisations)],
        "Persons": [own() if person is None else person],
    }
    return Shelf(told | whole)


async def told(answers: Shelf, **changes: str) -> tuple[CaseEvidence, ...]:
    """What the adapter makes of prepared answers; `changes` are settings."""
    return await case_facts(case_ask(**changes), Permits(), answers)
