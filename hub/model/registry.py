"""What is loaded: adapters, and which of them reads, asks and describes what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.model.manifest import LoadedAdapter, RouteManifest, SectionType, SourceManifest


@dataclass(frozen=True, slots=True)
class Registry:
    """All loaded adapters and the lookups made of them once, at start. Built by `hub.registry`."""

    adapters: Mapping[str, LoadedAdapter]
    """Adapter id to its folder."""
    sources: Mapping[str, SourceManifest]
    """Source id to what its folder says of it. Each source has one folder."""
    routes: Mapping[str, RouteManifest]
    """Adapter id to its route, for the folders that talk."""
    readers: Mapping[tuple[str, str], LoadedAdapter]
    """(source, payload format) to the folder whose `to_section` understands it."""
    askers: Mapping[tuple[str, str], LoadedAdapter]
    """(source, question format) to the folder whose `to_payload` makes it."""
    sections: Mapping[str, SectionType]
    """Section name (`studiestod`) to its type."""
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Source id to all element groups it can give (`studiestod.arenden`), allowed or not."""
