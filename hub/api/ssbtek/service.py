"""`/ssbtek/10` and `/ssbtek/11`: what a case system asks of SSBTEK, asked of the hub by another address."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response

from hub.api import counts, hub, trace
from hub.api.asking import caller_for
from hub.api.guard import SystemGuard
from hub.api.hub import Hub
from hub.api.ssbtek import wsdl
from hub.api.ssbtek.reading import operation
from hub.api.ssbtek.schemas import schema_of
from hub.model.board import Client
from hub.model.query import Caller, Query
from hub.model.reply import Answer
from hub.problems import NotAuthorised, NotFound
from hub.ssbtek import (
    Asker,
    Wanted,
    organisation_number,
    parts_of,
    question_of,
    wanted_of,
)
from messages.koder import VisadAv
from messages.values import is_identifier
from messages.wire import ssbtek
from messages.wire.ssbtek import VERSIONS, Data, Delfel, Hamta, Pingdel, Pingfraga, Version

router = APIRouter(include_in_schema=False)

_NOT_CONNECTED = ssbtek.Delfel("SSBT", "KALLAN_SAKNAS", ("Källan kan inte frågas genom det här navet.",))


@router.get("/ssbtek/{version}")
async def get(request: Request, version: str) -> Response:
    """Open to all: it describes the service, and knows nobody."""
    spoken = _version(version)
    if "wsdl" in request.query_params:
        return _xml(wsdl.describe(spoken, _address(request)))
    if (name := request.query_params.get("xsd")) is not None:
        schema = schema_of(request.app.state.schemas, spoken.name, name, _address(request))
        if schema is None:
            raise NotFound(
                "Det schemat finns inte här. Beskrivningen, med ?wsdl efter, leder till dem som finns."
            )
        return _xml(schema)
    raise NotFound("Tjänsten beskrivs på adressen med ?wsdl efter. Frågor ställs med POST.")


@router.post("/ssbtek/{version}")
async def post(
    request: Request,
    version: str,
    callers: Annotated[tuple[Caller, ...], Depends(SystemGuard("uppgifter:fraga"))],
) -> Response:
    spoken, here = _version(version), hub.of(request)
    match await operation(request, spoken):
        case Pingfraga():
            return _xml(ssbtek.write_ping_answer(spoken, _known(here, spoken)))
        case Hamta() as asked:
            return await _answered(request, here, asked, callers)


async def _answered(request: Request, here: Hub, asked: Hamta, callers: tuple[Caller, ...]) -> Response:
    general = asked.fraga.generella
    wanted = wanted_of(asked.fraga, asked.version, here.registry)
    parts: dict[str, Data | Delfel] = dict(wanted.wrong)
    headers: dict[str, str] = {}
    # Who includes nobody asks nobody; a question of ours that names no source would ask them all.
    if wanted.rows:
        answer = await _asked(request, here, asked, wanted, callers)
        headers = _derived(answer)
        included = asked.fraga.specifika
        # Beside the event loop: a document of megabytes is read once more, to be masked.
        told = await asyncio.to_thread(
            parts_of, answer.reply, asked.version, included, wanted.own, here.registry
        )
        parts = {**told, **parts}
    echo = asked.fraga if general.fraganSkallInkluderasISvaret else None
    content = ssbtek.write_answer(
        asked.version, parts, asked_at=general.frageTidpunkt, correlation=general.korrelationsid, echo=echo
    )
    return _xml(content, headers)


async def _asked(
    request: Request, here: Hub, asked: Hamta, wanted: Wanted, callers: tuple[Caller, ...]
) -> Answer:
    general = asked.fraga.generella
    caller = await caller_for(request, callers, organisation_number(general), general.ingivare.namn)
    board = here.boards.get(caller.board)
    client = None if board is None else board.client(caller.client_id)
    if board is None or client is None:
        raise NotAuthorised("Nämnden är inte ansluten till navet.", grind=1)
    told = general.arendeidentitet.strip()
    unfit = client.matching is not None and not is_identifier(told)
    asker = Asker(board, _system(client), here.broker.new_id() if unfit else told)
    query = Query(
        question_of(general, wanted.rows, asker, here.broker.new_id()),
        caller,
        here.clock.now(),
        trace.correlation(),
        trace.of(request),
        whole=True,
        own=wanted.own,
        match_person=True,
        unfit_case=unfit,
    )
    answer = await here.broker.answer(query)
    counts.of(request).answered(caller.board)
    return answer


def _derived(answer: Answer) -> dict[str, str]:
    """That the case id was wrong, and which case it was asked for: the envelope has no place for it."""
    (person,) = answer.message.personer
    shown = person.aktualitet
    if shown.visadAv is not VisadAv.HARLETT or shown.arende is None:
        return {}
    return {"Nyttonav-Arende": f"{quote(shown.arende.system)}/{quote(shown.arende.id)}; visadAv=HARLETT"}


def _address(request: Request) -> str:
    own = hub.of(request).public_url
    return str(request.url.replace(query="")) if own is None else own.rstrip("/") + request.url.path


def _version(name: str) -> Version:
    found = VERSIONS.get(name)
    if found is None:
        raise NotFound(f"SSBTEK talas här i version {' och '.join(VERSIONS)}: /ssbtek/VERSION.")
    return found


def _system(client: Client) -> str:
    """The case system whose ids SSBTEK's questions name, which they cannot say themselves."""
    if client.system is None:
        raise NotAuthorised(
            "Det går inte att veta vilket ärendesystem frågan gäller. Be förvaltaren av navet att ange "
            "klientens arendesystem i nämndens fil.",
            grind=1,
        )
    return client.system


def _known(here: Hub, version: Version) -> dict[str, Pingdel]:
    """A ping asks nobody: it tells which agencies can be asked here."""
    return {
        slot.element: Pingdel(True, None if slot.element in here.registry.sources else _NOT_CONNECTED)
        for slot in version.slots
    }


def _xml(content: bytes, headers: Mapping[str, str] = MappingProxyType({})) -> Response:
    return Response(content, headers={"Cache-Control": "no-store", **headers}, media_type=ssbtek.CONTENT_TYPE)
