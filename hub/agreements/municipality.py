"""contracts/kommuner/<municipality>.yaml: a municipality with its boards, read and checked.

Everything is said per board, because the board is the controller: clients, routes, processors, erasure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from hub.adapter import Processor
from hub.agreements.certificate_faults import certificate_faults
from hub.agreements.keys import public_key
from hub.agreements.kinds import kind_faults, rows_of
from hub.agreements.matching import Told, matching_faults
from hub.agreements.municipality_file import (
    BoardClient,
    BoardFile,
    CaseSystem,
    ClientKey,
    MunicipalityFile,
    Way,
)
from hub.agreements.neighbours import Keeps, neighbour_faults
from hub.agreements.protected import protected_faults
from hub.model.board import Board, BoardId, Client, ErasureDecision, RouteChoice, SystemChoice
from hub.model.document import FaultyDocuments, nearest, read_document
from hub.model.kinds import Kinds
from hub.model.manifest import CaseSystemManifest, RouteManifest, Setting
from hub.model.registry import Registry
from hub.model.scope import Scope
from messages.koder import VisadAv

MUNICIPALITIES = "212000"
"""The first digits of every municipality's organisation number."""


def read_municipality(content: bytes, file: str, registry: Registry, today: date) -> tuple[Board, ...]:
    """The boards of one municipality. Raises FaultyDocuments with every fault of the file.

    `today` is the Swedish day it is read: what holds for a while only may not reach too far ahead of it.
    """
    written = read_document(MunicipalityFile, content, file)
    faults = [f"{file}: {sentence}" for sentence in _faults(written, registry, today)]
    if faults:
        raise FaultyDocuments(faults)
    return tuple(_noun(written, board, registry) for board in written.namnder)


def _noun(written: MunicipalityFile, board: BoardFile, registry: Registry) -> Board:
    erasure = board.gallring
    return Board(
        id=BoardId(written.organisationsnummer, board.id),
        municipality=written.namn,
        name=board.namn,
        clients=tuple(_client(it, [one.id for one in _systems(board)]) for it in board.klienter),
        processors=tuple(Processor(p.organisationsnummer, p.namn) for p in board.personuppgiftsbitraden),
        routes={
            source: RouteChoice(way.vag, _with_defaults(registry.routes[way.vag], way.installningar))
            for way in board.vagar
            for source in way.kallor
        },
        case_systems=tuple(system.id for system in _systems(board)),
        evidence=tuple(board.aktualitet),
        systems={
            system.id: SystemChoice(
                system.vag, _settings_of(registry.case_systems[system.vag], system.installningar)
            )
            for system in _systems(board)
            if system.vag is not None
        },
        keys={
            client.id: tuple(key.noun() for key in client.nycklar)
            for client in board.klienter
            if client.nycklar
        },
        forget_closed_months=board.avslutadeBehallsManader,
        told_to_neighbours=board.aktualitetskontroll.noun(board.aktualitet),
        erasure=ErasureDecision(erasure.beslut, erasure.datum, erasure.ar) if erasure else None,
        kinds=Kinds(tuple(rows_of(board.inkomstslag))),
        for_protected=frozenset(board.skyddadeArenden.handlaggare if board.skyddadeArenden else ()),
        asker_names=frozenset(board.ingivarnamn),
    )


def _client(written: BoardClient, systems: list[str]) -> Client:
    only = systems[0] if len(systems) == 1 else None
    matching = written.arendematchning.noun() if written.arendematchning else None
    return Client(
        written.id,
        written.namn,
        frozenset(written.behorigheter),
        written.arendesystem or only,
        matching,
        tuple(it.noun() for it in written.certifikat),
    )


def _systems(board: BoardFile) -> Iterator[CaseSystem]:
    for written in board.arendesystem:
        yield written if isinstance(written, CaseSystem) else CaseSystem(id=written)


def _settings_of(talk: RouteManifest | CaseSystemManifest, given: dict[str, str]) -> dict[str, str]:
    return {s.name: s.default for s in talk.settings if s.default is not None} | given


def _with_defaults(route: RouteManifest, given: dict[str, str]) -> dict[str, str]:
    # Every route has a version, so that the answer can name it; the latest where nobody says.
    return {"version": route.versions[-1]} | _settings_of(route, given)


def _faults(written: MunicipalityFile, registry: Registry, today: date) -> Iterator[str]:
    if not written.organisationsnummer.startswith(MUNICIPALITIES):
        yield f"organisationsnummer does not begin with {MUNICIPALITIES}, as a municipality's does. Mend it."
    yield from _twice("namnder[].id", [board.id for board in written.namnder])
    yield from certificate_faults(written.namnder)
    for n, board in enumerate(written.namnder):
        where = f"namnder[{n}]"
        for client in board.klienter:
            if Scope.VOUCH in client.behorigheter:
                yield f"{where}: {client.id} has {Scope.VOUCH}, which is a source's own right. Remove it."
        yield from _twice(f"{where}.klienter[].id", [client.id for client in board.klienter])
        yield from _twice(f"{where}.arendesystem", [system.id for system in _systems(board)])
        yield from _twice(f"{where}.aktualitet", list(board.aktualitet))
        yield from neighbour_faults(
            board.aktualitetskontroll,
            f"{where}.aktualitetskontroll",
            Keeps([system.id for system in _systems(board)], board.aktualitet, board.avslutadeBehallsManader),
        )
        yield from _evidence_faults(where, board, registry)
        yield from _client_faults(where, board, today)
        yield from _twice(f"{where}.vagar[].kallor", [s for way in board.vagar for s in way.kallor])
        for k, way in enumerate(board.vagar):
            yield from _way_faults(f"{where}.vagar[{k}]", way, registry)
        yield from protected_faults(board.skyddadeArenden, f"{where}.skyddadeArenden")
        yield from kind_faults(board.inkomstslag, f"{where}.inkomstslag.", registry.sources)


def _client_faults(where: str, board: BoardFile, today: date) -> Iterator[str]:
    named = board.skyddadeArenden.handlaggare if board.skyddadeArenden else ()
    for k, client in enumerate(board.klienter):
        place = f"{where}.klienter[{k}]"
        yield from _key_faults(f"{place}.nycklar", client.nycklar, [one.id for one in _systems(board)])
        systems = [one.id for one in _systems(board)]
        if client.arendesystem is not None and client.arendesystem not in systems:
            near = nearest(client.arendesystem, systems)
            yield (
                f"{place}.arendesystem is {client.arendesystem}, which is not among the board's "
                f"arendesystem.{near}"
            )
        told = Told(client.behorigheter, board.aktualitet, named)
        yield from matching_faults(client.arendematchning, f"{place}.arendematchning", told, today)


def _twice(where: str, names: list[str]) -> Iterator[str]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{where} names {name} twice. Keep one."


def _key_faults(where: str, keys: list[ClientKey], systems: list[str]) -> Iterator[str]:
    yield from _twice(f"{where}[].kid", [key.kid for key in keys])
    for n, key in enumerate(keys):
        try:
            public_key(key.noun().jwk)
        except ValueError as error:
            yield f"{where}[{n}].jwk {error}"
        if key.jwk.get("kid", key.kid) != key.kid:
            yield f"{where}[{n}].kid is not the kid that stands in its jwk. Let them be the same."
        if key.from_ and key.tom and key.from_ > key.tom:
            yield f"{where}[{n}].from is later than its tom. Mend one of them."
        if key.system is None and len(systems) > 1:
            yield (
                f"{where}[{n}].system is missing: the board has more than one arendesystem, and a key speaks "
                f"for one of them. There is: {', '.join(systems)}."
            )
        if key.system is not None and key.system not in systems:
            near = nearest(key.system, systems)
            yield f"{where}[{n}].system is {key.system}, which is not among the board's arendesystem.{near}"


def _way_faults(where: str, way: Way, registry: Registry) -> Iterator[str]:
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
    yield from _setting_faults(
        f"{where}.installningar", way.vag, way.installningar, route.settings, {"version"}
    )
    version = way.installningar.get("version")
    if version is not None and version not in route.versions:
        there = ", ".join(route.versions)
        place = f"{where}.installningar.version"
        yield f"{place} is {version}, which {way.vag} does not speak. There is: {there}."


def _setting_faults(
    where: str,
    adapter: str,
    given: Mapping[str, str],
    settings: Iterable[Setting],
    more: Collection[str] = (),
) -> Iterator[str]:
    known = {setting.name: setting for setting in settings}
    for name in given:
        if name not in known and name not in more:
            yield f"{where}.{name} is not a setting of {adapter}. Remove it.{nearest(name, known)}"
    for name, setting in known.items():
        if setting.required and name not in given:
            yield f"{where}.{name} is missing: {setting.text} Add it."


def _evidence_faults(where: str, board: BoardFile, registry: Registry) -> Iterator[str]:
    """Where cases are looked for, and what that needs."""
    for n, system in enumerate(_systems(board)):
        if system.vag is None:
            continue
        asks = registry.case_systems.get(system.vag)
        place = f"{where}.arendesystem[{n}]"
        if asks is None:
            near = nearest(system.vag, registry.case_systems)
            yield f"{place}.vag is {system.vag}, which is no loaded adapter that asks case systems.{near}"
        else:
            yield from _setting_faults(
                f"{place}.installningar", system.vag, system.installningar, asks.settings
            )
    if VisadAv.ARENDESYSTEM in board.aktualitet and all(one.vag is None for one in _systems(board)):
        yield f"{where}.aktualitet names ARENDESYSTEM, but no arendesystem has a vag. Give one, or remove it."
    if VisadAv.SIGNERAT_INTYG in board.aktualitet and not any(client.nycklar for client in board.klienter):
        yield f"{where}.aktualitet names SIGNERAT_INTYG, but no client has nycklar. Add a public key."
