"""Lifecare on its wire format: what it tells of a person, read page by page.

    GET {url}/WESE.FC.Api.FC/apifc/v1/{Services|Investigations|Actualisations}
        ?personId&startDate&endDate&pageSize&pageNr&ascending&domain&key        and the header X-API-Key
    GET {url}/WESE.FC.Api.FC/apifc/v1/Persons?personId&domain&key

A key opens the resources of its consumer type; on the others it is answered 401. Dates must have a time with
seconds. Pages are counted from 0, and no page size gives everything.

Faults are worked over `/_sim/fel` as everywhere; `kalla` is a resource. Of those about content:
DELFEL answers 401, DEL_SAKNAS an empty list (a key licensed for something else), ANNAN_PERSON somebody else's
records, OMBEDD_INTE the first page whichever is asked for, DATA_OCH_FEL a key twice, TRASIG_DEL broken JSON,
DJUP 10,000 levels, AVVIKELSE fewer records than it says, TILLSTAND a status that nobody knows (`felkod`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.lifecare.simulated import HOUSEHOLDS, Household, Json, person, records
from hub.simulators.conduct import Conduct
from hub.simulators.control import control
from hub.simulators.faults import Fault, FaultKind, Questions, Received, Switches
from hub.simulators.parts import Part
from hub.simulators.world import Persona, World

BASE = "/WESE.FC.Api.FC/apifc/v1"
DOMAIN = "2281"
PERSON_BASED = frozenset({"Persons", "Services", "Investigations", "Actualisations"})
KEYS: Mapping[str, frozenset[str]] = {
    "nyckel-personbaserad": PERSON_BASED,
    "nyckel-anvandare": frozenset({"Users"}),
}
"""Key to the resources that its consumer type may read. Both are made up."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_PERSON = re.compile(r"[0-9]{12}", re.ASCII)
_LEVELS = 10_000


def build(
    world: World,
    _parts: Sequence[Part],
    switches: Switches | None = None,
    households: Sequence[Household] = HOUSEHOLDS,
    keys: Mapping[str, frozenset[str]] = KEYS,
) -> Starlette:
    """Lifecare itself, as an ASGI app."""
    questions, switches = Questions(), switches or Switches()
    simulator = Simulator(world, switches, questions, households, keys)
    return Starlette(
        routes=[
            *control(switches, questions),
            Route(f"{BASE}/{{resource}}", simulator.get, methods=["GET"]),
        ]
    )


class _Refused(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True)
class Simulator:
    """Answers about the persons of a world."""

    world: World
    switches: Switches
    questions: Questions
    households: Sequence[Household]
    keys: Mapping[str, frozenset[str]] = field(repr=False)

    async def get(self, request: Request) -> Conduct:
        """One resource of one person."""
        resource, asked = request.path_params["resource"], request.query_params
        self._received(request)
        persona = self.world.find(asked.get("personId", ""))
        faults = self.switches.take(persona.key if persona else None, frozenset({resource}))
        on = {fault.fel: fault for fault in faults}
        try:
            self._let_in(resource, asked, request.headers.get("X-API-Key"), on)
            about = self._about(persona, on)
            told = self._person(about) if resource == "Persons" else self._page(resource, about, asked, on)
        except _Refused as refused:
            return Conduct(_json(orjson.dumps({"Message": refused.message}), refused.status), faults)
        return Conduct(_json(_spoilt(orjson.dumps(told), on)), faults)

    def _let_in(
        self, resource: str, asked: Mapping[str, str], header: str | None, on: Mapping[FaultKind, Fault]
    ) -> None:
        key = asked.get("key")
        if (
            key is None
            or key != header
            or asked.get("domain") != DOMAIN
            or resource not in self.keys.get(key, frozenset())
            or FaultKind.DELFEL in on
        ):
            raise _Refused(401, "Authorization has been denied for this request.")
        if not _PERSON.fullmatch(asked.get("personId", "")):
            raise _Refused(400, "personId is not entered in a valid format.")
        for name in () if resource == "Persons" else ("startDate", "endDate"):
            if not _MOMENT.fullmatch(asked.get(name, "")):
                raise _Refused(400, f"{name} is not entered in a valid format.")

    def _about(self, persona: Persona | None, on: Mapping[FaultKind, Fault]) -> Persona | None:
        if FaultKind.ANNAN_PERSON in on:
            others = (one for one in self.households if persona is None or persona.key not in one.members)
            return self.world.personas[next(others).members[0]]
        known = any(persona is not None and persona.key in one.members for one in self.households)
        return persona if known else None

    def _person(self, persona: Persona | None) -> Json:
        if persona is None:
            raise _Refused(404, "Person not found.")
        return person(persona)

    def _page(
        self, resource: str, persona: Persona | None, asked: Mapping[str, str], on: Mapping[FaultKind, Fault]
    ) -> Json:
        rows: Sequence[Json] = ()
        if persona is not None and FaultKind.DEL_SAKNAS not in on:
            rows = records(resource, self.world, self.households, persona)
        if FaultKind.TILLSTAND in on and resource == "Actualisations":
            rows = [{**row, "Status": on[FaultKind.TILLSTAND].felkod, "DecisionId": None} for row in rows]
        size = int(asked.get("pageSize") or 0) or max(1, len(rows))
        number = 0 if FaultKind.OMBEDD_INTE in on else int(asked.get("pageNr") or 0)
        shown = rows[number * size : (number + 1) * size]
        if FaultKind.AVVIKELSE in on:
            shown = shown[:-1]
        return {
            "StartDate": asked["startDate"],
            "EndDate": asked["endDate"],
            "PageNumber": number,
            "PageSize": size,
            "TotalNumberOfPages": -(-len(rows) // size),
            "TotalNumberOfRecords": len(rows),
            "Result": shown,
        }

    def _received(self, request: Request) -> None:
        """Remembered without its query: the number and the key stand there."""
        headers = tuple(request.headers.items())
        self.questions.add(Received(datetime.now(UTC), request.method, request.url.path, headers, b""))


def _json(body: bytes, status: int = 200) -> Response:
    return Response(body, status, media_type="application/json")


def _spoilt(body: bytes, on: Mapping[FaultKind, Fault]) -> bytes:
    if FaultKind.DATA_OCH_FEL in on:
        body = body[:1] + b'"Result":[],"Result":[],"PersonId":"","PersonId":"",' + body[1:]
    if FaultKind.TRASIG_DEL in on:
        body = body[: len(body) // 2] + b"\x01\xff" + body[len(body) // 2 :]
    if FaultKind.DJUP in on:
        body = b'{"Result":' + b"[" * _LEVELS + b"]" * _LEVELS + b"}"
    return body
