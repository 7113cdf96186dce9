"""What an adapter folder says of itself: manifest.yaml, read and checked by `hub.registry`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from hub.adapter import SectionType
from hub.model.outcome import Protection

__all__ = [
    "Carried",
    "CaseSystemManifest",
    "LoadedAdapter",
    "Manifest",
    "ProtectionFlag",
    "RouteManifest",
    "SectionType",
    "Setting",
    "SourceManifest",
]


@dataclass(frozen=True, slots=True)
class ProtectionFlag:
    """How a source's flag for protected identity is read. A source without one carries no flag."""

    absent: Protection
    values: Mapping[str, Protection]
    otherwise: Protection

    def read(self, flag: str | None) -> Protection:
        return self.absent if flag is None else self.values.get(flag.strip(), self.otherwise)


@dataclass(frozen=True, slots=True)
class SourceManifest:
    """One source that a folder understands."""

    id: str
    name: str
    """Plain Swedish name, for sentences: `CSN`, `Försäkringskassan`."""
    sections: tuple[str, ...]
    reads: tuple[str, ...]
    """Payload formats its `to_section` understands."""
    asks: tuple[str, ...]
    """Question formats its `to_payload` makes."""
    coordination_numbers: bool
    case_reference_max: int | None
    """Longest case id the source takes, in characters; None is no limit."""
    protection: ProtectionFlag | None
    reported_by_day: int | None = None
    """A month is reported to the source by this day of the next; None is day by day."""


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    required: bool
    secret: bool
    default: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Carried:
    """One source on a route: the question format it needs from the source's folder, if any."""

    source: str
    question: str | None
    within: str | None = None
    """Another source of the route, in whose part of the question this one travels: the two have one question
    between them, so one period."""

    @property
    def part(self) -> str:
        """The source whose part of the question this one's is."""
        return self.within or self.source


@dataclass(frozen=True, slots=True)
class RouteManifest:
    """A folder that talks: which sources it carries, its versions, deadlines (seconds) and settings."""

    versions: tuple[str, ...]
    carries: Mapping[str, Carried]
    connect_s: float
    read_s: float
    whole_s: float
    settings: tuple[Setting, ...]
    at_once: int = 8
    """Calls of one question that are out at the same time; the rest wait for their turn."""


@dataclass(frozen=True, slots=True)
class CaseSystemManifest:
    """A folder that asks a case system whether a person is in an ongoing case: deadlines (s) and settings."""

    connect_s: float
    read_s: float
    whole_s: float
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One adapter folder: its sources, itself as a route, itself as the way to a case system. Any of them
    may be missing."""

    id: str
    name: str
    owner: str
    sdk: int
    sources: Mapping[str, SourceManifest]
    route: RouteManifest | None
    template: bool = False
    """There to be copied: it is loaded only where the settings name it, in development too."""
    case_system: CaseSystemManifest | None = None


@dataclass(frozen=True, slots=True)
class LoadedAdapter:
    """A manifest with its modules; a module is None where the folder has none."""

    manifest: Manifest
    adapter: ModuleType | None
    question: ModuleType | None
    mapping: ModuleType | None
