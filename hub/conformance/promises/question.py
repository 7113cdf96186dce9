"""The source's own question is made of the Ask alone, carries what it should, and is safe to write.

`to_payload` gives the format that was asked for, the same bytes each time, for every element group alone and
for all of them; with names full of markup what it writes is still well-formed; a coordination number gets a
question where the manifest says that the source takes one. XML is held against the folder's schema of the
question where there is one in `schemas/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xmlschema
from lxml import etree

from hub.adapter import Ask, Payload, SourceAsk, SourceError
from hub.conformance import asks
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.quiet import Reached, out_of_reach
from hub.conformance.reading import crash
from hub.conformance.subject import Subject
from hub.conformance.xml_bending import tree_of
from hub.model.manifest import SourceManifest

OF = Of.ASKERS


def kept(subject: Subject) -> Iterator[Said]:
    for source in subject.manifest.sources.values():
        for name in source.asks:
            for what, ask in _asks(subject, source):
                yield from _tried(subject, ask, name, what)


def _asks(subject: Subject, source: SourceManifest) -> Iterator[tuple[str, Ask]]:
    groups = asks.groups_of_source(subject, source.id)
    settings = asks.settings_of(subject, "1")
    whole = asks.ask_of((asks.source_ask(source.id, groups),), settings)
    yield "about an ordinary person", whole
    yield "asked by somebody with markup in the name", asks.oddly_named(whole)
    for group in sorted(groups):
        yield f"about {group} alone", asks.ask_of((asks.source_ask(source.id, frozenset({group})),), settings)
    if source.coordination_numbers:
        yield "about a coordination number", asks.ask_of(whole.sources, settings, asks.COORDINATED)


def _tried(subject: Subject, ask: Ask, name: str, what: str) -> Iterator[Said]:
    place = f"{subject.at('question.py')}: the question {name} {what}"
    made = _made(subject, ask, ask.sources[0], name)
    if isinstance(made, str):
        yield Wanting(f"{place} {made}. Make a question of every Ask that the manifest allows.")
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
    yield from _written(subject, made, place)


def _made(subject: Subject, ask: Ask, source: SourceAsk, name: str) -> Payload | str:
    question: Any = subject.loaded.question
    try:
        made: Payload = question.to_payload(ask, source, name)
    except SourceError as error:
        return f"cannot be made ({type(error).__name__} {error.code})"
    except Exception as error:
        fell = crash(subject, error)
        return f"{fell.kind} at {fell.place}"
    return made if made.content else "is empty"


def _written(subject: Subject, made: Payload, place: str) -> Iterator[Said]:
    if not made.content.lstrip().startswith(b"<"):
        return
    root = tree_of(made.content)
    if root is None:
        yield Wanting(f"{place} is not well-formed XML. Write it with lxml, or escape what it is made of.")
        return
    for schema in sorted((subject.folder.path / "schemas").glob("*.xsd")):
        yield from _held_against(schema, root, place)


def _held_against(schema: Path, root: etree._Element, place: str) -> Iterator[Said]:
    name = str(root.tag)
    known = xmlschema.XMLSchema(str(schema))
    if name not in known.elements:
        return
    for error in known.iter_errors(etree.tostring(root)):
        yield Wanting(f"{place} breaks schemas/{schema.name} at {error.path}: mend what it writes there.")
        return
