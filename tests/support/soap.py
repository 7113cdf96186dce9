"""A case system that speaks SSBTEK to the hub: questions as bytes, and what comes back."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import httpx

from adapters.forsakringskassan.groups import CARRIES, KINDS, wanted_of
from hub import agreements, registry
from messages.wire.ssbtek import (
    VERSIONS,
    Fault,
    Fraga,
    Fragedel,
    Lefifraga,
    Svar,
    Tidsperiod,
    read_answer,
    write_question,
)
from tests.support.hub import RunningHub
from tests.support.ssbtek import AGENCIES, TAX, general
from tests.support.wire import names_nobody


def lefi(number: str, first: date, last: date, groups: Collection[str] | None = None) -> bytes:
    """LEFI's question for the element groups: all that there are when none are given."""
    wanted = wanted_of(frozenset(CARRIES if groups is None else groups))
    lists = {kind: sorted(it.code for it in wanted if it.kind == kind) for kind in KINDS}
    period = {"from": first.isoformat(), "tom": last.isoformat()}
    return json.dumps({"personnummer": number, "period": period, **lists}).encode()


LOADED = registry.discover()
HEADERS = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}


def opened(hub: RunningHub, day: date) -> frozenset[str]:
    """What the agreements with Försäkringskassan and Pensionsmyndigheten carry."""
    found = agreements.load(hub.settings.contracts, LOADED).agreements
    return frozenset[str]().union(*(it.groups_on(day) for name in ("FK", "PM") for it in found[name]))


def fraga(
    hub: RunningHub,
    persona: str,
    case: Mapping[str, str],
    *agencies: str,
    role: str = "arendesystem",
    **changes: Any,
) -> Fraga:
    """A question as case systems send it; `changes` are of what holds for every agency in it."""
    asked = hub.question_to_all()
    period = Tidsperiod(*(date.fromisoformat(asked["period"][it]) for it in ("from", "tom")))
    board = hub.boards[hub.role_board(role)].id
    common = general(
        personidentitet=hub.number(persona),
        arendeidentitet=case["id"],
        tidsperiod=period,
        personuppgiftsbitrade=(),
    )
    ingivare = replace(common.ingivare, organisationsnummer=f"16{board.organisation_number}")
    question = lefi(hub.number(persona), period.fromDatum, period.tomDatum, opened(hub, period.fromDatum))
    parts = {
        "FK": Fragedel(lefi=Lefifraga("026-51", question, "v9")),
        "SKV": Fragedel(beskattning=replace(TAX, ar=(period.fromDatum.year,))),
    }
    chosen = {it: parts.get(it, Fragedel(tidsperiod=period)) for it in agencies or AGENCIES}
    return Fraga(replace(common, **({"ingivare": ingivare} | changes)), chosen)


def as_sent(version: str, asked: Fraga) -> bytes:
    if version == "10" and "SKV" in asked.specifika:
        asked = replace(asked, specifika={**asked.specifika, "SKV": Fragedel()})
    return write_question(VERSIONS[version], asked)


def post(
    hub: RunningHub,
    version: str,
    content: bytes,
    *,
    role: str | None = "arendesystem",
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    token = {} if role is None else {"Authorization": f"Bearer {hub.token(role)}"}
    answer = hub.client.post(
        f"/ssbtek/{version}", content=content, headers=token | HEADERS | dict(headers or {})
    )
    names_nobody(hub, " ".join(f"{name}: {value}" for name, value in answer.headers.items()))
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    return answer


def answered(hub: RunningHub, version: str, asked: Fraga, *, role: str = "arendesystem") -> Svar:
    came = post(hub, version, as_sent(version, asked), role=role)
    assert came.status_code == 200, came.text
    found = read_answer(came.content, VERSIONS[version])
    assert isinstance(found, Svar)
    assert found.avvikelser == ()
    return found


def refused(hub: RunningHub, version: str, content: bytes, **how: Any) -> tuple[int, Fault]:
    came = post(hub, version, content, **how)
    names_nobody(hub, came.text)
    found = read_answer(came.content, VERSIONS.get(version, VERSIONS["11"]))
    assert isinstance(found, Fault), came.text
    return came.status_code, found
