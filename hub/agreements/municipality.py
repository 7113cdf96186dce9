"""contracts/kommuner/<municipality>.yaml: a municipality with its boards, as it is written.

Everything is said per board, because the board is the controller: clients, routes, processors, erasure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field

from hub.adapter import Processor
from hub.agreements.kinds import KindsFile, kind_faults, rows_of
from hub.model.board import Board, BoardId, Client, ErasureDecision, RouteChoice
from hub.model.document import FaultyDocuments, Filled, OrganisationNumber, Strict, nearest, read_document
from hub.model.kinds import Kinds
from hub.model.manifest import RouteManifest
from hub.model.registry import Registry
from hub.model.scope import Scope
from messages.values import Code, Identifier, Namnd

MUNICIPALITIES = "212000"
"""The first digits of every municipality's organisation number."""


class _Client(Strict):
    id: Identifier
    namn: Filled
    behorigheter: Annotated[list[Scope], Field(min_length=1)]


class _Processor(Strict):
    organisationsnummer: OrganisationNumber
    namn: Filled


class _Way(Strict):
    vag: Filled
    kallor: Annotated[list[Code], Field(min_length=1)]
    installningar: dict[str, str] = Field(default_factory=dict)


class _Erasure(Strict):
    beslut: Filled
    datum: date
    ar: Annotated[int, Field(ge=1, le=100)]


class _Board(Strict):
    id: Namnd
    namn: Filled
    klienter: Annotated[list[_Client], Field(min_length=1)]
    arendesystem: Annotated[list[Identifier], Field(min_length=1)]
    personuppgiftsbitraden: list[_Processor] = Field(default_factory=list)
    vagar: list[_Way] = Field(default_factory=list)
    gallring: _Erasure | None = None
    inkomstslag: KindsFile = KindsFile()


class MunicipalityFile(Strict):
    """The keys of contracts/kommuner/<municipality>.yaml."""

    organisationsnummer: OrganisationNumber
    namn: Filled
    namnder: Annotated[list[_Board], Field(min_length=1)]


def read_municipality(content: bytes, file: str, registry: Registry) -> tuple[Board, ...]:
    """The boards of one municipality. Raises FaultyDocuments with every fault of the file."""
    written = read_document(MunicipalityFile, content, file)
    faults = [f"{file}: {sentence}" for sentence in _faults(written, registry)]
    if faults:
        raise FaultyDocuments(faults)
    return tuple(_noun(written, board, registry) for board in written.namnder)


def _noun(written: MunicipalityFile, board: _Board, registry: Registry) -> Board:
    erasure = board.gallring
    return Board(
        id=BoardId(written.organisationsnummer, board.id),
        municipality=written.namn,
        name=board.namn,
        clients=tuple(Client(c.id, c.namn, frozenset(c.behorigheter)) for c in board.klienter),
        processors=tuple(Processor(p.organisationsnummer, p.namn) for p in board.personuppgiftsbitraden),
        routes={
            source: RouteChoice(way.vag, _with_defaults(registry.routes[way.vag], way.installningar))
            for way in board.vagar
            for source in way.kallor
        },
        case_systems=tuple(board.arendesystem),
        erasure=ErasureDecision(erasure.beslut, erasure.datum, erasure.ar) if erasure else None,
        kinds=Kinds(tuple(rows_of(board.inkomstslag))),
    )


def _with_defaults(route: RouteManifest, given: dict[str, str]) -> dict[str, str]:
    defaults = {s.name: s.default for s in route.settings if s.default is not None}
    # Every route has a version, so that the answer can name it; the latest where nobody says.
    return {"version": route.versions[-1]} | defaults | given


def _faults(written: MunicipalityFile, registry: Registry) -> Iterator[str]:
    if not written.organisationsnummer.startswith(MUNICIPALITIES):
        yield f"organisationsnummer does not begin with {MUNICIPALITIES}, as a municipality's does. Mend it."
    yield from _twice("namnder[].id", [board.id for board in written.namnder])
    for n, board in enumerate(written.namnder):
        where = f"namnder[{n}]"
        yield from _twice(f"{where}.klienter[].id", [client.id for client in board.klienter])
        yield from _twice(f"{where}.arendesystem", list(board.arendesystem))
        yield from _twice(f"{where}.vagar[].kallor", [s for way in board.vagar for s in way.kallor])
        for k, way in enumerate(board.vagar):
            yield from _way_faults(f"{where}.vagar[{k}]", way, registry)
        yield from kind_faults(board.inkomstslag, f"{where}.inkomstslag.", registry.sources)


def _twice(where: str, names: list[str]) -> Iterator[str]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{where} names {name} twice. Keep one."


def _way_faults(where: str, way: _Way, registry: Registry) -> Iterator[str]:
    route = registry.routes.get(way.vag)
    if route is None:
        near = nearest(way.vag, registry.routes)
        yield f"{where}.vag is {way.vag}, which no loaded adapter is.{near}"
        return
    for n, source in enumerate(way.kallor):
        if source not in registry.sources:
            near = nearest(source, registry.sources)
            yield f"{where}.kallor[{n}] is {source}, which no loaded adapter answers for.{near}"
        elif source not in route.carries:
            near = nearest(source, route.carries)
            yield f"{where}.kallor[{n}] is {source}, which {way.vag} does not carry.{near}"
    yield from _setting_faults(f"{where}.installningar", way, route)


def _setting_faults(where: str, way: _Way, route: RouteManifest) -> Iterator[str]:
    known = {setting.name: setting for setting in route.settings}
    for name in way.installningar:
        if name not in known and name != "version":
            yield f"{where}.{name} is not a setting of {way.vag}. Remove it.{nearest(name, known)}"
    for name, setting in known.items():
        if setting.required and name not in way.installningar:
            yield f"{where}.{name} is missing: {setting.text} Add it."
    version = way.installningar.get("version")
    if version is not None and version not in route.versions:
        there = ", ".join(route.versions)
        yield f"{where}.version is {version}, which {way.vag} does not speak. There is: {there}."
