"""What is loaded: adapters, the sources they answer for, and who reads, asks and describes what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from hub.adapter import Ask, Fetched, Found, NoRecord, Payload, Permit, SourceAsk, Transport
from hub.case_system import AsksCases
from hub.elements.step import CompiledTable
from hub.model.manifest import (
    CaseSystemManifest,
    LoadedAdapter,
    ProtectionFlag,
    RouteManifest,
    SectionType,
    SourceManifest,
)
from hub.own_format import ClientQuestion, Joins, Reads, WrongQuestion
from messages.koder import UndanhallenOrsak
from messages.uppgifter import Undanhallen


class Talks(Protocol):
    """`adapter.py` of a folder that is a route."""

    async def fetch(self, ask: Ask, permit: Permit, transport: Transport) -> Fetched: ...

    async def ping(self, settings: Mapping[str, str], permit: Permit, transport: Transport) -> None: ...


ToSection = Callable[[Payload], Found | NoRecord]
ToPayload = Callable[[Ask, SourceAsk, str], Payload]


@dataclass(frozen=True, slots=True)
class LoadedSource:
    """One source with the folder that knows it."""

    adapter: str
    manifest: SourceManifest
    to_section: ToSection
    groups: frozenset[str]
    """All element groups it can give (`studiestod.arenden`), allowed or not."""

    @property
    def protection(self) -> ProtectionFlag | None:
        return self.manifest.protection


@dataclass(frozen=True, slots=True)
class Registry:
    """All loaded adapters and the lookups made of them once, at start. Built by `hub.registry.discover`."""

    adapters: Mapping[str, LoadedAdapter]
    """Adapter id to its folder."""
    sources: Mapping[str, LoadedSource]
    """Source id to what answers for it. Each source has one folder."""
    readers: Mapping[str, LoadedAdapter]
    """Payload format to the folder whose `to_section` understands it."""
    askers: Mapping[str, LoadedAdapter]
    """Question format to the folder whose `to_payload` makes it."""
    sections: Mapping[str, SectionType]
    """Section name (`studiestod`) to its type."""

    whereabouts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Section name to the places in it that could tell where a protected person is."""
    tables: Mapping[str, CompiledTable] = field(default_factory=dict)
    """Payload format to the table that says what its elements are, where the folder has one."""
    statutes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Element group to the provisions that carry it; a group that only an agreement can carry is not here."""

    def not_carried(self, group: str) -> Undanhallen:
        """A group that no agreement in question carries: whether a provision would let one do so."""
        orsak = UndanhallenOrsak.AVTAL if group in self.statutes else UndanhallenOrsak.SAKNAR_STOD
        return Undanhallen(grupp=group, orsak=orsak)

    @property
    def groups(self) -> Mapping[str, frozenset[str]]:
        """Source id to its element groups, for `Facts.groups`."""
        return {name: source.groups for name, source in self.sources.items()}

    @property
    def routes(self) -> Mapping[str, RouteManifest]:
        """Adapter id to its route, for the folders that talk."""
        found = {name: loaded.manifest.route for name, loaded in self.adapters.items()}
        return {name: route for name, route in found.items() if route is not None}

    @property
    def case_systems(self) -> Mapping[str, CaseSystemManifest]:
        """Adapter id to how it asks a case system, for the folders that do."""
        found = {name: loaded.manifest.case_system for name, loaded in self.adapters.items()}
        return {name: asks for name, asks in found.items() if asks is not None}

    def asks_cases(self, adapter: str) -> AsksCases:
        """The part that asks a case system. Raises KeyError when the adapter is not loaded or has none."""
        asks = self.adapters[adapter].adapter
        if asks is None:
            raise KeyError(f"{adapter} has no adapter.py and asks nobody")
        return cast("AsksCases", asks)

    def source(self, source: str) -> LoadedSource:
        """Raises KeyError for a source that no loaded adapter answers for."""
        return self.sources[source]

    def route(self, adapter: str) -> Talks:
        """The talking part of a route. Raises KeyError when the adapter is not loaded or does not talk."""
        talks = self.adapters[adapter].adapter
        if talks is None:
            raise KeyError(f"{adapter} has no adapter.py and is no route")
        return cast("Talks", talks)

    def to_payload(self, question_format: str) -> ToPayload:
        """What makes a source's own question. Raises KeyError for a format nobody makes."""
        made: Any = self.askers[question_format].question
        return cast("ToPayload", made.to_payload)

    def wanted(self, question_format: str, content: bytes) -> ClientQuestion:
        """What a client's own question asks for. Raises WrongQuestion, for a format that nobody reads too."""
        asker = self.askers.get(question_format)
        reads: Reads | None = getattr(asker.question, "wanted", None) if asker is not None else None
        if reads is None:
            text = "Frågan till källan har ett format eller en version som navet inte läser."
            raise WrongQuestion("OKANT_FRAGEFORMAT", text)
        return reads(content, question_format)

    def joining(self, formats: Collection[str]) -> Joins | None:
        """What makes one document of payloads in these formats; None where no folder does for them all."""
        readers = {id(reader): reader for name in formats if (reader := self.readers.get(name)) is not None}
        if len(readers) != 1 or not self.readers.keys() >= set(formats):
            return None
        (reader,) = readers.values()
        return cast("Joins | None", getattr(reader.mapping, "joined", None))
