"""What is masked for a protected person still reads, and holds nothing that could tell where somebody is.

`mask(payload, keep, hidden=...)` is tried on every sample with all that its tables class as WHEREABOUTS. What
was read becomes the same kind of answer about the same person, with the same flag. Its sections have exactly
what is left of the whole payload's when the same places are hidden there: amounts, benefits, dates and
decisions among it. No text that is hidden stands anywhere in what is left, unless it stands in what is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from hub.adapter import Found, Payload, SourceMalformed
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.promises.masking import about, told
from hub.conformance.reading import Crash, Outcome, described, read
from hub.conformance.subject import Subject
from hub.elements import groups_of, hide, keep_groups, mask, whereabouts

OF = Of.READERS
_SHORTEST = 4
"""Characters of a text that is looked for: a shorter one may stand anywhere by chance."""


def kept(subject: Subject) -> Iterator[Said]:
    hidden = {
        name: whereabouts(subject.compiled.values(), section.model)
        for name, section in subject.sections.items()
    }
    if not any(hidden.values()):
        return
    for sample in subject.samples:
        table = subject.compiled.get(sample.payload.format)
        if table is None:
            continue  # told by the promise about tables
        whole = read(subject, sample.payload)
        groups = frozenset[str]().union(*(groups_of(section) for section in table.table.sections))
        try:
            left = mask(sample.payload, groups, table, hidden=hidden)
        except SourceMalformed:
            continue  # told by the promise about masking
        fault = _fault(whole, read(subject, left), left, groups, hidden)
        if fault is not None:
            place = subject.at("elements.py")
            yield Wanting(f"{place}: samples/{sample.name}, masked for a protected person, {fault}")


def _fault(
    whole: Outcome,
    left: Outcome,
    payload: Payload,
    groups: Collection[str],
    hidden: Mapping[str, Collection[str]],
) -> str | None:
    """What is wrong with the masked payload, as the end of a sentence."""
    if not isinstance(whole, Found):
        return None
    shown = _shown(whole, groups, hidden)
    same = isinstance(left, Found) and about(whole, flagged=True) == about(left, flagged=True)
    if not isinstance(left, Found) or not same:
        # Of an answer that told nothing else, nothing is left.
        if not shown and not isinstance(left, Crash):
            return None
        mend = "Set removed to EMPTY, or let the mapping do without what tells where somebody is."
        return f"becomes {described(left)}, and was {described(whole)}. {mend}"
    still = _shown(left, groups, {})
    return _compared(shown, still) or _left_as_text(payload, _shown(whole, groups, {}), shown)


_Values = Counter[tuple[str, str]]
"""Places and their values."""


def _compared(shown: _Values, still: _Values) -> str | None:
    if still - shown:
        return f"still holds {next(iter(still - shown))[0]}. Class its row as WHEREABOUTS too."
    if shown - still:
        return f"has lost {next(iter(shown - still))[0]}, which is never withheld. Keep what it is read from."
    return None


def _left_as_text(payload: Payload, everything: _Values, shown: _Values) -> str | None:
    secret = {text for _, text in everything - shown if len(text) >= _SHORTEST}
    # What is shown elsewhere is no secret: a name that is also part of another value.
    secret = {text for text in secret if not any(text in other for _, other in shown)}
    if any(text.encode() in payload.content for text in secret):
        return "still holds, as text, what is hidden. Set removed to EMPTY or DROP for every row that has it."
    return None


def _shown(found: Found, groups: Collection[str], hidden: Mapping[str, Collection[str]]) -> _Values:
    """Each place and value of what would be handed out."""
    return Counter(
        each
        for section in found.sections
        for each in told(
            hide(keep_groups(section, groups)[0], hidden.get(section.namn, ()))[0], f"{section.namn}."
        )
    )
