"""The plain build: what a look-up is when each part is what one reaches for first.

Run as a module with a folder: serves on a free port, printed as a line of JSON, until its standard input
ends. POST / with the outgoing questions of one look-up asks them all at once with httpx, writes a row before
and a row after each with an ORM and a flushed commit of its own, holds XML answers against their schemas with
xmlschema and makes dictionaries of them, and answers with JSON. No gates, no agreement, no tree over the
log, no translation, nothing withheld.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import uvicorn
import xmlschema
from fastapi import FastAPI, Request
from lxml import etree
from sqlalchemy import Engine, String, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

import adapters
from hub.serving import bound
from tests.bench.frame import on_core

_BODY = "{http://schemas.xmlsoap.org/soap/envelope/}Body"


class Base(DeclarativeBase):
    pass


class Row(Base):
    """One log entry."""

    __tablename__ = "log"
    id: Mapped[int] = mapped_column(primary_key=True)
    time: Mapped[datetime]
    event: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(index=True)
    payload: Mapped[str]


def app(folder: Path) -> FastAPI:
    engine = create_engine(f"sqlite:///{folder / 'plain.db'}")
    event.listen(engine, "connect", _flushing)
    Base.metadata.create_all(engine)
    known = _schemas()

    @asynccontextmanager
    async def life(made: FastAPI) -> AsyncIterator[None]:
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            made.state.client = client
            yield

    made = FastAPI(lifespan=life)

    @made.post("/")
    async def look_up(request: Request) -> list[Any]:
        questions = await request.json()
        client = request.app.state.client
        return await asyncio.gather(*(_ask(client, engine, known, one) for one in questions))

    return made


async def _ask(
    client: httpx.AsyncClient,
    engine: Engine,
    known: Mapping[str, xmlschema.XMLSchema],
    question: Mapping[str, Any],
) -> Any:
    _log(engine, "AVSETT", question["url"], question["kropp"])
    sent = await client.request(
        question["metod"], question["url"], content=question["kropp"], headers=question["rubriker"]
    )
    sent.raise_for_status()
    read = _read(sent, known)
    _log(engine, "AVSLUTAT", question["url"], sent.text)
    return read


def _read(answer: httpx.Response, known: Mapping[str, xmlschema.XMLSchema]) -> Any:
    if "json" in answer.headers["content-type"]:
        return answer.json()
    body = etree.fromstring(answer.content).find(_BODY)
    assert body is not None
    content: Any = body[0]
    return known[content.tag].to_dict(content)


def _schemas() -> dict[str, xmlschema.XMLSchema]:
    """By the name of each element that one may begin with."""
    found: dict[str, xmlschema.XMLSchema] = {}
    own = Path(adapters.__file__).parent
    for path in (*sorted(own.glob("*/schemas/*.xsd")), own.parent / "schemas" / "ssbtek" / "11" / "ssbt.xsd"):
        schema = xmlschema.XMLSchema(str(path))
        found |= {f"{{{schema.target_namespace}}}{name}": schema for name in schema.elements}
    return found


def _log(engine: Engine, what: str, source: str, payload: str) -> None:
    with Session(engine) as session:
        session.add(Row(time=datetime.now(UTC), event=what, source=source, payload=payload))
        session.commit()


def _flushing(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


async def _serve(folder: Path) -> None:
    listener = bound("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app(folder), log_level="warning", loop="uvloop"))
    print(json.dumps(f"http://127.0.0.1:{listener.getsockname()[1]}/"), flush=True)
    serving = asyncio.ensure_future(server.serve([listener]))
    await asyncio.to_thread(sys.stdin.read)
    server.should_exit = True
    await serving


if __name__ == "__main__":
    with on_core(0):
        asyncio.run(_serve(Path(sys.argv[1])))
