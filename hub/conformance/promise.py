"""What a promise is, and what trying it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from hub.conformance.subject import Subject


@dataclass(frozen=True, slots=True)
class Wanting:
    """A promise that is not kept: a sentence with file, what is wrong, and what to do."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth knowing that is no fault: a measured time, what could not be tried and why."""

    text: str


Said = Wanting | Note


class Of(Enum):
    """Whom a promise is asked of."""

    EVERYONE = "every folder"
    READERS = "folders that read: their manifest has sources"
    ASKERS = "folders that make questions: a source has asks"
    TALKERS = "folders that talk: their manifest has a route"
    CASE_ASKERS = "folders that ask a case system: their manifest has caseSystem"

    def holds(self, subject: Subject) -> bool:
        match self:
            case Of.EVERYONE:
                return True
            case Of.READERS:
                return bool(subject.manifest.sources)
            case Of.ASKERS:
                return any(source.asks for source in subject.manifest.sources.values())
            case Of.TALKERS:
                return subject.manifest.route is not None
            case Of.CASE_ASKERS:
                return subject.manifest.case_system is not None


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise; its module's docstring is its documentation."""

    name: str
    says: str
    of: Of
    kept: Callable[[Subject], Iterable[Said]]
