"""`/ssbtek/10` and `/ssbtek/11`: what a case system asks of SSBTEK, asked of the hub by another address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import counts, hub, trace
from hub.api.guard import Guard
from hub.api.hub import Hub
from hub.api.ssbtek import wsdl
from hub.api.ssbtek.reading import operation
from hub.model.board import Board
from hub.model.query import Caller, Query
from hub.model.reply import Reply
from hub.problems import NotAuthorised, NotFound
from hub.ssbtek import Asker, Wanted, parts_of, question_of, wanted_of
from messages.wire import ssbtek
from messages.wire.ssbtek import VERSIONS, Data, Delfel, Hamta, Pingdel, Pingfraga, Version

router = APIRouter(include_in_schema=False)

_NOT_CONNECTED = ssbtek.Delfel("SSBT", "KALLAN_SAKNAS", ("Källan kan inte frågas genom det här navet.",))


@router.get("/ssbtek/{version}")
async def get(request: Request, version: str) -> Response:
    """Open to all: it describes the service, and knows nobody."""
    spoken = _version(version)
    if "xsd" in request.query_params:
        return _xml(wsdl.schema_of(request.app.state.schemas, spoken.name))
    if "wsdl" in request.query_params:
        return _xml(wsdl.describe(spoken, str(request.url.replace(query=""))))
    raise NotFound("Tjänsten beskrivs på adressen med ?wsdl efter. Frågor ställs med POST.")


@router.post("/ssbtek/{version}")
async def post(
    request: Request,
    version: str,
    caller: Annotated[Caller, Depends(Guard("uppgifter:fraga", messages=False))],
) -> Response:
    spoken, here = _version(version), hub.of(request)
    match await operation(request, spoken):
        case Pingfraga():
            return _xml(ssbtek.write_ping_answer(spoken, _known(here, spoken)))
        case Hamta() as asked:
            return await _answered(request, here, asked, caller)


async def _answered(request: Request, here: Hub, asked: Hamta, caller: Caller) -> Response:
    general = asked.fraga.generella
    wanted = wanted_of(asked.fraga, asked.version, here.registry)
    parts: dict[str, Data | Delfel] = dict(wanted.wrong)
    if wanted.rows:
        reply = await _asked(request, here, asked, wanted, caller)
        told = parts_of(reply, asked.version, asked.fraga.specifika, wanted.own, here.registry)
        parts = {**told, **parts}
    return _xml(
        ssbtek.write_answer(
            asked.version,
            parts,
            asked_at=general.frageTidpunkt,
            correlation=general.korrelationsid,
            echo=asked.fraga if general.fraganSkallInkluderasISvaret else None,
        )
    )


async def _asked(request: Request, here: Hub, asked: Hamta, wanted: Wanted, caller: Caller) -> Reply:
    board = here.boards.get(caller.board)
    if board is None:
        raise NotAuthorised("Nämnden är inte ansluten till navet.", grind=1)
    question = question_of(
        asked.fraga.generella, wanted.rows, Asker(board, _system(board, caller)), here.broker.new_id()
    )
    query = Query(
        question,
        caller,
        here.clock.now(),
        trace.correlation(),
        trace.of(request),
        whole=True,
        match_person=True,
        own=wanted.own,
    )
    answer = await here.broker.answer(query)
    counts.of(request).answered(caller.board)
    return answer.reply


def _version(name: str) -> Version:
    found = VERSIONS.get(name)
    if found is None:
        raise NotFound(f"SSBTEK talas här i version {' och '.join(VERSIONS)}: /ssbtek/VERSION.")
    return found


def _system(board: Board, caller: Caller) -> str:
    """The case system whose ids SSBTEK's questions name, which they cannot say themselves."""
    client = board.client(caller.client_id)
    if client is None or client.system is None:
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


def _xml(content: bytes) -> Response:
    return Response(content, headers={"Cache-Control": "no-store"}, media_type=ssbtek.CONTENT_TYPE)
