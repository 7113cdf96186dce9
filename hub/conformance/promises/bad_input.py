"""Whatever comes, the answer is data, "nothing" or one of the three errors; odd data never become "nothing".

Tried on the sample `ordinary`, bent in every place: a value replaced by nonsense, beyond sense, empty; an
element doubled, or gone; an unknown element and attribute, which are named as deviations and cost nothing
else; UTF-16; another namespace (still read, and told, or SourceMalformed); cut off; characters XML forbids;
a DOCTYPE; 10,000 levels; 10,000 items, all carried; nine megabytes, and thirteen.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from lxml import etree

from hub.adapter import Found, NoRecord, Payload, SourceMalformed
from hub.conformance import xml_bending as bend
from hub.conformance.promise import Note, Of, Said, Wanting
from hub.conformance.reading import Crash, Outcome, described, read
from hub.conformance.subject import Sample, Subject
from hub.elements import CompiledTable
from hub.elements.step import Kind, Step
from messages.base import Sektion

OF = Of.READERS
NONSENSE = ("nonsens", "-1", "9" * 40, "2026-13-45", "", "\u00a0", "ÅÄÖ" * 4000)
ITEMS = 10_000
LONGEST_S = 15.0


def kept(subject: Subject) -> Iterator[Said]:
    ordinary = subject.sample("ordinary")
    if ordinary is None:
        return  # told by the promise about samples
    yield from _whole(subject, ordinary)
    if bend.tree_of(ordinary.payload.content) is None:
        yield Note("samples/ordinary is not XML: only bytes were bent.")
        return
    yield from _places(subject, ordinary)
    yield from _additions(subject, ordinary)
    yield from _large(subject, ordinary)


def _read(subject: Subject, sample: Sample, content: bytes) -> Outcome:
    return read(subject, Payload(sample.payload.format, content))


def _whole(subject: Subject, sample: Sample) -> Iterator[Said]:
    """Bytes that are no such document."""
    content = sample.payload.content
    cut = [content[: len(content) * part // 20] for part in range(20)]
    deep = b"<a>" * ITEMS + b"</a>" * ITEMS
    doctype = b'<!DOCTYPE a [<!ENTITY b "c">]>' + content.partition(b"?>")[2]
    for what, bad in (
        *(("cut off", part) for part in cut),
        ("of 10,000 levels", deep),
        ("with a DOCTYPE", doctype),
        ("with a character XML forbids", content.replace(b">", b">\x01", 3)),
        ("of thirteen megabytes", b" " * 13_000_000),
        ("of random bytes", bytes(range(256)) * 4),
    ):
        outcome = _read(subject, sample, bad)
        if not isinstance(outcome, SourceMalformed):
            yield _fault(subject, f"samples/ordinary {what}", outcome, "SourceMalformed")


def _places(subject: Subject, sample: Sample) -> Iterator[Said]:
    content = sample.payload.content
    for value in NONSENSE:
        for path, bent in bend.with_texts_replaced(content, value):
            outcome = _read(subject, sample, bent)
            if isinstance(outcome, Crash | NoRecord):
                what = f"samples/ordinary with {value[:12]!r} at {path}"
                yield _fault(subject, what, outcome, "data with a deviation, or an error")
    for what, change in (("twice", bend.doubled), ("gone", bend.removed)):
        for path, bent in bend.with_elements(content, change):
            outcome = _read(subject, sample, bent)
            lost = isinstance(outcome, NoRecord) and what == "twice"
            if isinstance(outcome, Crash) or lost:
                yield _fault(subject, f"samples/ordinary with {path} {what}", outcome, "data, or an error")


def _additions(subject: Subject, sample: Sample) -> Iterator[Said]:
    """What is added or written otherwise costs nothing that was there."""
    content = sample.payload.content
    right = _read(subject, sample, content)
    utf_16 = _read(subject, sample, bend.in_utf_16(content))
    if right != utf_16:
        yield _fault(subject, "samples/ordinary in UTF-16", utf_16, "the same as in UTF-8")
    other = _read(subject, sample, bend.in_other_namespaces(content))
    told = isinstance(other, Found) and (other.deviations or b"xmlns" not in content)
    if not told and not isinstance(other, SourceMalformed):
        yield _fault(subject, "samples/ordinary in another namespace", other, "told, or SourceMalformed")
    for what, change in (("element", _unknown_element), ("attribute", _unknown_attribute)):
        for path, bent in bend.with_elements(content, change):
            outcome = _read(subject, sample, bent)
            if _sections(outcome) != _sections(right) and not isinstance(outcome, SourceMalformed):
                where = f"samples/ordinary with an unknown {what} at {path}"
                yield _fault(subject, where, outcome, "the same data")
            elif isinstance(outcome, Found) and not _named(subject, sample, outcome, path):
                yield Wanting(
                    f"{subject.at('mapping.py')}: an unknown {what} at {path} of samples/ordinary is not "
                    "named among the deviations. Hand on what the reading noted."
                )


def _sections(outcome: Outcome) -> tuple[Sektion, ...]:
    return outcome.sections if isinstance(outcome, Found) else ()


def _unknown_element(element: etree._Element) -> None:
    element.addnext(etree.Element("okantKit"))


def _unknown_attribute(element: etree._Element) -> None:
    element.set("okantKit", "x")


def _named(subject: Subject, sample: Sample, found: Found, path: str) -> bool:
    table = subject.compiled.get(sample.payload.format)
    steps = table.steps if table is not None else {}
    above = path.split("/")
    if any(_is_opaque(steps.get("/".join(above[:length]))) for length in range(1, len(above) + 1)):
        return True
    return any("okantKit" in (row.plats or "") for row in found.deviations)


def _is_opaque(step: Step | None) -> bool:
    return step is not None and step.kind == Kind.OPAQUE


def _large(subject: Subject, sample: Sample) -> Iterator[Said]:
    table = subject.compiled.get(sample.payload.format)
    root = bend.tree_of(sample.payload.content)
    item = _smallest_item(root, table) if table is not None and root is not None else None
    big = [("with nine megabytes that nobody asked for", _with_megabytes(sample.payload.content))]
    if root is not None and item is not None:
        bend.repeated(item, ITEMS)
        big.append((f"with {ITEMS} of {etree.QName(item).localname}", bend.written(root)))
    for what, content in big:
        started = time.perf_counter()
        outcome = _read(subject, sample, content)
        took = time.perf_counter() - started
        lost = what.startswith("with 1") and isinstance(outcome, Found) and _size(outcome) < ITEMS
        if not isinstance(outcome, Found) or lost:
            yield _fault(subject, f"samples/ordinary {what}", outcome, "all that it holds")
        if took > LONGEST_S:
            yield Wanting(
                f"{subject.at('mapping.py')}: samples/ordinary {what} takes {took:.0f} s. Bound it."
            )


def _with_megabytes(content: bytes) -> bytes:
    root = bend.tree_of(content)
    assert root is not None
    odd = etree.SubElement(root, "okantKit")
    odd.text = "x" * 9_000_000
    return bend.written(root)


def _smallest_item(root: etree._Element, table: CompiledTable) -> etree._Element | None:
    items = [
        element
        for element in root.iter("{*}*")
        if (step := table.steps.get(bend.path_of(element))) is not None and step.kind == Kind.ITEM
    ]
    return min(items, key=lambda each: len(list(each.iter())), default=None)


def _size(found: Found) -> int:
    """Objects in the sections: a bound from below for their items."""
    return sum(section.model_dump_json().count("{") for section in found.sections)


def _fault(subject: Subject, what: str, outcome: Outcome, should: str) -> Wanting:
    return Wanting(f"{subject.at('mapping.py')}: {what} becomes {described(outcome)}. It should be {should}.")
