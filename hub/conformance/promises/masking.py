"""What is masked still reads, and holds nothing of what was removed.

`mask(payload, keep)` is tried on every sample with all element groups of its format's sections, none, each
alone, and random subsets. What cannot be read cannot be masked, and what was refused is refused still. What
was read becomes the same kind of answer about the same person, and with the same flag when every group stays
(a relative's flag goes with the group it stood in). Its sections have, of what may be handed out, exactly
what the whole payload's had, and nothing beside; relatives stand in neither. Only when nothing of it may be
handed out may it become "nothing", or an error. JSON that said "nothing" may say, masked, that something is
missing: what is not handed out did not come.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from hub.adapter import Found, NoRecord, SourceError, SourceMalformed
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.reading import Crash, Outcome, described, read
from hub.conformance.samples import Sample
from hub.conformance.subject import Subject
from hub.elements import NOBODY_PROTECTED, CompiledTable, groups_of, keep_groups, mask
from messages.base import Sektion
from messages.narstaende import Narstaende

OF = Of.READERS
RANDOM_SUBSETS = 6


def kept(subject: Subject) -> Iterator[Said]:
    for sample in subject.samples:
        table = subject.compiled.get(sample.payload.format)
        if table is None:
            continue  # told by the promise about tables
        whole = read(subject, sample.payload)
        groups = frozenset[str]().union(*(groups_of(section) for section in table.table.sections))
        for keep in subsets(groups, sample.name):
            fault = _tried(subject, sample, table, whole, keep, flagged=keep == groups)
            if fault is not None and keep != groups and _only_missed(subject, sample, table, whole, keep):
                continue
            if fault is not None:
                kept_groups = ", ".join(sorted(keep)) or "nothing"
                yield Wanting(
                    f"{subject.at('elements.py')}: samples/{sample.name}, masked to {kept_groups}, {fault}"
                )
                break


def subsets(groups: frozenset[str], seed: str, *, alone: bool = True) -> Iterator[frozenset[str]]:
    """All, none, each alone, and some at random."""
    yield groups
    yield frozenset()
    yield from (frozenset({group}) for group in sorted(groups) if alone)
    chance = random.Random(seed)  # noqa: S311 - the same subsets each time
    for _ in range(RANDOM_SUBSETS if len(groups) > 1 else 0):
        yield frozenset(chance.sample(sorted(groups), chance.randint(1, len(groups))))


def _tried(
    subject: Subject,
    sample: Sample,
    table: CompiledTable,
    whole: Outcome,
    keep: frozenset[str],
    *,
    flagged: bool,
) -> str | None:
    """What is wrong with the masked payload, as the end of a sentence. `flagged`: its flag must stand."""
    try:
        left = read(subject, mask(sample.payload, keep, table, hidden=NOBODY_PROTECTED))
    except SourceMalformed:
        return (
            None if isinstance(whole, SourceError) else "cannot be masked, and yet it reads. Mend the table."
        )
    if isinstance(left, Crash):
        return f"becomes {described(left)}. Mend the mapping, or what stands for a removed element."
    if isinstance(whole, SourceMalformed):
        return None  # what could not be understood is never handed out, masked or not
    if isinstance(whole, Found) and isinstance(left, Found):
        return _compared(whole, left, keep, flagged=flagged)
    nothing_left = isinstance(whole, Found) and not any(_kept_of(whole, keep))
    same = about(whole, flagged=flagged) == about(left, flagged=flagged)
    if nothing_left or (type(whole) is type(left) and same):
        return None
    needed = "Set removed to EMPTY, or KEEP, where the mapping needs the element."
    return f"becomes {described(left)}, and was {described(whole)}. {needed}"


def _only_missed(
    subject: Subject, sample: Sample, table: CompiledTable, whole: Outcome, keep: frozenset[str]
) -> bool:
    """Whether "nothing" became nothing with something missing: what is not handed out did not come.

    A JSON document tells of each part by its list, and a list that is taken out tells nothing.
    """
    if not (table.is_json and isinstance(whole, NoRecord)):
        return False
    left = read(subject, mask(sample.payload, keep, table, hidden=NOBODY_PROTECTED))
    if not isinstance(left, Found) or about(whole, flagged=False) != about(left, flagged=False):
        return False
    return bool(left.missing) and not any(_kept_of(left, keep))


def _compared(whole: Found, left: Found, keep: frozenset[str], *, flagged: bool) -> str | None:
    if about(whole, flagged=flagged) != about(left, flagged=flagged):
        return "tells of another person or flag. What the outcome is judged by must stay: KEEP."
    withheld = sorted(group for section in left.sections for group in keep_groups(section, keep)[1])
    if withheld:
        return f"still holds something of {', '.join(withheld)}. Set removed to EMPTY or DROP."
    missing = Counter(_kept_of(whole, keep)) - Counter(_kept_of(left, keep))
    if missing:
        return f"has lost {next(iter(missing))[0]}, which may be handed out. Keep what it is read from."
    return None


def _kept_of(found: Found, keep: frozenset[str]) -> Iterator[tuple[str, str]]:
    for section in found.sections:
        yield from told(keep_groups(section, keep)[0], f"{section.namn}.")


def about(outcome: Outcome, *, flagged: bool) -> tuple[Any, Any]:
    """The person that an outcome is about, and the flag; None for the flag unless `flagged`."""
    if isinstance(outcome, Found | NoRecord):
        number = outcome.person.value if outcome.person is not None else None
        return number, (outcome.flag or "").strip() if flagged else None
    return None, None


def told(part: Sektion | BaseModel, path: str = "") -> Iterator[tuple[str, str]]:
    """Each place of a section and its value; ids (they number what is left) and relatives left out."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Narstaende) or each is None or name == "id":
                continue
            if isinstance(each, BaseModel):
                yield from told(each, f"{path}{name}.")
            else:
                yield f"{path}{name}", str(each)
