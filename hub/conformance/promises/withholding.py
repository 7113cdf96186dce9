"""What is not handed out changes nothing else: the same kind of answer, and the rest of it as it was.

`to_section` is tried on every sample with `Payload.groups` set to all element groups of its format, none, and
random subsets; on an ordinary one with each alone too. The outcome is of the same kind, about the same
person, with the same flag. Its sections have, of what may be handed out, exactly what the whole had; what is
missing of it is missing still; what came beside it is named, in `Found.withheld` where it was let go; and
nothing new is odd. So an answer that holds only what nobody may see never reads as one that holds nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from hub.adapter import Found, SourceError
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.promises.masking import about, subsets
from hub.conformance.reading import Outcome, described, read
from hub.conformance.subject import Subject
from hub.elements import keep_groups

OF = Of.READERS


def kept(subject: Subject) -> Iterator[Said]:
    for sample in subject.samples:
        table = subject.compiled.get(sample.payload.format)
        if table is None:
            continue  # told by the promise about tables
        whole = read(subject, sample.payload)
        # The same subsets for every sample of a format: a table is pruned once for each.
        for groups in subsets(table.groups, table.table.format, alone=sample.kind == "ordinary"):
            left = read(subject, replace(sample.payload, groups=groups))
            fault = _fault(whole, left, groups)
            if fault is not None:
                handed_out = ", ".join(sorted(groups)) or "nothing"
                place = subject.at("mapping.py")
                yield Wanting(f"{place}: samples/{sample.name}, of which {handed_out} is handed out, {fault}")
                break


def _fault(whole: Outcome, left: Outcome, groups: Collection[str]) -> str | None:
    """What is wrong with the outcome, as the end of a sentence."""
    if type(whole) is not type(left):
        judged = "Judge by what came, before the section is made."
        return f"becomes {described(left)}, and was {described(whole)}. {judged}"
    if isinstance(whole, SourceError):
        same = isinstance(left, SourceError) and whole.code == left.code
        return None if same else "becomes another fault. A fault does not depend on what is handed out."
    if about(whole, flagged=True) != about(left, flagged=True):
        return "tells of another person or flag. They do not depend on what is handed out."
    if isinstance(whole, Found) and isinstance(left, Found):
        return _compared(whole, left, groups)
    return None


def _compared(whole: Found, left: Found, groups: Collection[str]) -> str | None:
    was = {section.namn: keep_groups(section, groups) for section in whole.sections}
    now = {section.namn: keep_groups(section, groups) for section in left.sections}
    for name, (section, _) in was.items():
        if name not in now or now[name][0] != section:
            return f"has another {name}, of what may be handed out. Read it as if all were."
    named = left.withheld.union(*(taken for _, taken in now.values()))
    unnamed = {group for _, taken in was.values() for group in taken} - named
    if unnamed:
        return f"does not tell that {', '.join(sorted(unnamed))} came. Pass Found the reading's withheld."
    if set(_missing(whole, groups)) != set(_missing(left, groups)):
        return "tells something else as missing, of what may be handed out. Judge by what came."
    if not {(row.kod, row.plats) for row in left.deviations} <= {(r.kod, r.plats) for r in whole.deviations}:
        return "finds something odd that it does not find in the whole."
    return None


def _missing(found: Found, groups: Collection[str]) -> Iterator[tuple[str, str]]:
    """What is missing of groups that are handed out, or of a whole section."""
    return ((row.grupp, row.kod) for row in found.missing if row.grupp in groups)
