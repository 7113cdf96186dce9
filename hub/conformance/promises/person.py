"""An answer about somebody else is discovered.

The mapping tells whom the answer says it is about, and it tells somebody else when the number in the
payload is somebody else's: the hub then discards the answer. Only a format whose answers hold no personal
number at all may leave the person out; what ties those to the question is the call. In JSON the numbers that
stand where the table says RELATIVE are not counted: they are of children, spouses, the deceased.
"""

from __future__ import annotations

from collections.abc import Iterator

from hub.adapter import Found, NoRecord, TenDigits
from hub.conformance.bending import bending_of
from hub.conformance.promise import Note, Of, Said, Wanting
from hub.conformance.reading import read
from hub.conformance.samples import Sample
from hub.conformance.subject import Subject
from hub.conformance.xml_bending import decoded
from hub.elements import Protects
from messages.values import Personidentitet, holds_personal_number

OF = Of.READERS
OTHERS = ("200802122390", "200607092384", "198401032399", "189002099811")
"""Of the published test series."""


def kept(subject: Subject) -> Iterator[Said]:
    names = ("ordinary", "nothing-found", "protected")
    samples = [each for each in subject.samples if each.kind in names and each.payload.content]
    for sample in samples:
        outcome = read(subject, sample.payload)
        if not isinstance(outcome, Found | NoRecord):
            continue  # told by the promises about samples
        if outcome.person is not None:
            yield from _swapped(subject, sample, outcome.person)
        elif holds_personal_number(_said(subject, sample)):
            yield Wanting(
                f"{subject.at('mapping.py')}: samples/{sample.name} holds a personal number, and the answer "
                "made of it does not say whom it is about. Put the number into `person` of Found or NoRecord."
            )
        else:
            yield Note(f"samples/{sample.name} names nobody: what ties it to the question is the call.")


def _said(subject: Subject, sample: Sample) -> str:
    """What the answer says; in JSON without what its table says is somebody else's."""
    bending, table = bending_of(subject, sample), subject.compiled.get(sample.payload.format)
    if bending is None or table is None:
        return decoded(sample.payload.content)
    others = (path for path, step in table.steps.items() if step.row.protects is Protects.RELATIVE)
    return bending.values_apart(frozenset(others))


def _swapped(subject: Subject, sample: Sample, person: Personidentitet | TenDigits) -> Iterator[Said]:
    number = person.value
    different = [it for it in OTHERS if it[-10:] != number[-10:]]
    # Of the same century, which may stand apart from the ten digits.
    other = next((it for it in different if it[:2] == number[:-10]), different[0])
    content = sample.payload.content
    for mine, theirs in ((number, other), (number[-10:], other[-10:])):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            content = content.replace(mine.encode(encoding), theirs.encode(encoding))
    if content == sample.payload.content:
        yield Wanting(f"{subject.at('mapping.py')}: the person told of samples/{sample.name} is not in it.")
        return
    outcome = read(subject, sample.bent(content))
    if isinstance(outcome, Found | NoRecord) and outcome.person in (None, person):
        yield Wanting(
            f"{subject.at('mapping.py')}: with another person's number in samples/{sample.name} it still "
            "says that the answer is about the first one. Take the person from the payload itself."
        )
