"""Trying a folder's promises: one after the other, from a test or from the command line."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from hub.conformance.promise import Note, Promise, Said, Wanting
from hub.conformance.promises import PROMISES
from hub.conformance.reading import crash
from hub.conformance.subject import Subject, folder_at, subject_at
from hub.model.document import FaultyDocuments


@dataclass(frozen=True, slots=True)
class Tried:
    """One promise tried on one folder. `skipped`: it is not asked of a folder of this kind."""

    promise: Promise
    said: tuple[Said, ...]
    skipped: bool = False

    @property
    def wanting(self) -> tuple[str, ...]:
        return tuple(each.text for each in self.said if isinstance(each, Wanting))

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(each.text for each in self.said if isinstance(each, Note))


def try_promise(promise: Promise, subject: Subject) -> Tried:
    """Never raises for what an adapter does: an exception out of its code is itself something to mend."""
    if not promise.of.holds(subject):
        return Tried(promise, (), skipped=True)
    try:
        return Tried(promise, tuple(promise.kept(subject)))
    except FaultyDocuments as faulty:
        return Tried(promise, tuple(Wanting(fault) for fault in faulty.faults))
    except Exception as error:
        fell = crash(subject, error)
        text = f"{subject.at('')}: {fell.kind} at {fell.place} while {promise.name} was tried. Mend it there."
        return Tried(promise, (Wanting(text),))


def check(path: Path | str) -> tuple[Tried, ...]:
    """Every promise tried on the folder at `path`. Raises FaultyDocuments when it cannot even be loaded."""
    subject = subject_at(folder_at(path))
    return tuple(try_promise(promise, subject) for promise in PROMISES)


def tests_of(path: Path | str) -> Callable[[Promise], None]:
    """A pytest test for each promise: `test_af = conformance.tests_of("adapters/arbetsformedlingen")`."""
    pytest: ModuleType = importlib.import_module("pytest")  # the command line does without it
    known: list[Subject | FaultyDocuments] = []

    def the_subject() -> Subject:
        if not known:
            try:
                known.append(subject_at(folder_at(path)))
            except FaultyDocuments as faults:
                known.append(faults)
        if isinstance(known[0], FaultyDocuments):
            raise known[0]
        return known[0]

    def test(promise: Promise) -> None:
        tried = try_promise(promise, the_subject())
        if tried.skipped:
            pytest.skip(f"asked only of {promise.of.value}")
        assert not tried.wanting, "\n".join(tried.wanting)

    mark = pytest.mark.parametrize("promise", PROMISES, ids=[promise.name for promise in PROMISES])
    marked: Callable[[Promise], None] = mark(test)
    return marked
