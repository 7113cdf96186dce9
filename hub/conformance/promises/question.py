"""The source's own question is made of the Ask alone, carries what it should, and is safe to write.

`to_payload` gives the format that was asked for, the same bytes each time, for every element group alone and
for all of them; with names full of markup what it writes is still well-formed; a coordination number gets a
question where the manifest says that the source takes one. A group that cannot be asked for by itself may be
refused (SourceRefused, NYTTONAV); all of them together may not. XML is held against the folder's schema of
the question where there is one in `schemas/`; JSON against the object of a `*.schema.json`, its root or one
of its `$defs`, that has most of the question's keys.

Sources that ask in one format are asked together too; where the folder's route carries one's question within
another's, the two are the same bytes, whichever source they are made for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hub.adapter import Ask, Payload, SourceAsk, SourceError, SourceRefused
from hub.conformance import asks
from hub.conformance.promise import Note, Of, Said, Wanting
from hub.conformance.question_schemas import faults_of
from hub.conformance.quiet import Reached, out_of_reach
from hub.conformance.reading import crash
from hub.conformance.subject import Subject
from hub.model.manifest import SourceManifest
from messages.koder import Led

OF = Of.ASKERS


def kept(subject: Subject) -> Iterator[Said]:
    for source in subject.manifest.sources.values():
        for name in source.asks:
            for what, ask in _asks(subject, source, name):
                yield from _tried(subject, ask, name, what)
            yield from _group_by_group(subject, source, name)
    yield from _within(subject)


def _asks(subject: Subject, source: SourceManifest, name: str) -> Iterator[tuple[str, Ask]]:
    groups = asks.groups_of_source(subject, source.id)
    settings = asks.settings_of(subject, "1")
    whole = asks.ask_of((asks.source_ask(source.id, groups),), settings)
    yield "about an ordinary person", whole
    yield "asked by somebody with markup in the name", asks.oddly_named(whole)
    if source.coordination_numbers:
        yield "about a coordination number", asks.ask_of(whole.sources, settings, asks.COORDINATED)
    others = [
        other for other in subject.manifest.sources.values() if other is not source and name in other.asks
    ]
    if others:
        further = (asks.source_ask(other.id, asks.groups_of_source(subject, other.id)) for other in others)
        yield "asked together with others", asks.ask_of((*whole.sources, *further), settings)


def _group_by_group(subject: Subject, source: SourceManifest, name: str) -> Iterator[Said]:
    unasked = []
    for group in sorted(asks.groups_of_source(subject, source.id)):
        part = asks.source_ask(source.id, frozenset({group}))
        ask = asks.ask_of((part,), asks.settings_of(subject, "1"))
        made = _made(subject, ask, part, name)
        if isinstance(made, SourceRefused) and made.led is Led.NYTTONAV:
            unasked.append(group)
            continue
        yield from _tried(subject, ask, name, f"about {group} alone")
    if unasked:
        yield Note(f"{name} cannot ask for these alone, and says so: {', '.join(unasked)}.")


def _tried(subject: Subject, ask: Ask, name: str, what: str) -> Iterator[Said]:
    place = f"{subject.at('question.py')}: the question {name} {what}"
    made = _made(subject, ask, ask.sources[0], name)
    if not isinstance(made, Payload):
        why = made if isinstance(made, str) else f"cannot be made ({type(made).__name__} {made.code})"
        yield Wanting(f"{place} {why}. Make a question of every Ask that the manifest allows.")
        return
    if made.format != name:
        yield Wanting(f"{place} calls itself {made.format}. Give it the format that was asked for.")
    reached = Reached()
    with out_of_reach(reached):
        again = _made(subject, ask, ask.sources[0], name)
    if reached.what:
        yield Wanting(f"{place} reaches for {', '.join(sorted(reached.what))}. Make it of the Ask alone.")
    elif not isinstance(again, Payload) or again.content != made.content:
        yield Wanting(f"{place} is another the second time. Make it of the Ask alone.")
    yield from faults_of(made.content, subject.folder.path / "schemas", place)


def _made(subject: Subject, ask: Ask, source: SourceAsk, name: str) -> Payload | SourceError | str:
    question: Any = subject.loaded.question
    try:
        made: Payload = question.to_payload(ask, source, name)
    except SourceError as error:
        return error
    except Exception as error:
        fell = crash(subject, error)
        return f"{fell.kind} at {fell.place}"
    return made if made.content else "is empty"


def _within(subject: Subject) -> Iterator[Said]:
    route = subject.manifest.route
    if route is None:
        return
    questions = {
        part.source: part.question.content
        for part in asks.ask_of_route(subject, route.versions[0]).sources
        if part.question is not None
    }
    for carried in route.carries.values():
        outer = carried.within
        if outer in questions and questions.get(carried.source, questions[outer]) != questions[outer]:
            yield Wanting(
                f"{subject.at('question.py')}: the question of {carried.source} travels within {outer}'s and "
                "is another. Make it of all sources of the Ask, whichever it is made for."
            )
