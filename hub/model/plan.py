"""The plan: which calls are made, over which routes, within which time."""

from __future__ import annotations

from dataclasses import dataclass

from hub.adapter import Ask
from hub.model.decision import Grant
from hub.model.outcome import NotAsked
from messages.values import Personidentitet


@dataclass(frozen=True, slots=True)
class Route:
    """An adapter used as the way to one or several sources."""

    adapter: str
    version: str
    deadline_s: float
    """From the moment of asking until nothing more is waited for."""


@dataclass(frozen=True, slots=True)
class Call:
    """One outgoing call about one person, for one or several sources. Needs one Permit."""

    id: str
    """UUID, unique to this attempt."""
    person: Personidentitet
    route: Route
    grants: tuple[Grant, ...]
    ask: Ask
    case_reference_shortened: bool


@dataclass(frozen=True, slots=True)
class Unsent:
    """A source that is not asked about a person although it may be, and why."""

    person: Personidentitet
    grant: Grant
    outcome: NotAsked


@dataclass(frozen=True, slots=True)
class Plan:
    calls: tuple[Call, ...]
    unsent: tuple[Unsent, ...]
