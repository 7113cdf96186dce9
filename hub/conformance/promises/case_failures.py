"""Whatever happens to a call to a case system it is one of the three errors: never cases, never "no case".

Each call of `ordinary` in turn is silent, slow, unreachable, broken or answered with nonsense while the
others are answered: the right error comes. So it does for a body that is cut off or has a key twice. A body
with nonsense in a place, or with a key gone, is read or is an error. Every call has a permit of its own,
taken before it and used once.
"""

from __future__ import annotations

from collections.abc import Iterator

from hub.adapter import Response, SourceError
from hub.conformance.case_bench import Answers, CaseSample, Outcome, Played, case_samples_of, played
from hub.conformance.json_bending import JsonBending
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.reading import Crash
from hub.conformance.subject import Subject
from hub.conformance.trials import trials_for

OF = Of.CASE_ASKERS


def kept(subject: Subject) -> Iterator[Said]:
    ordinary = next((it for it in case_samples_of(subject) if it.name == "ordinary"), None)
    if ordinary is None:
        return  # told by the promise about samples
    right = played(subject, ordinary.answers)
    where = f"{subject.at('adapter.py')}: "
    if not right.sent or len(right.permits) != len(right.sent) or any(it.used != 1 for it in right.permits):
        yield Wanting(f"{where}does not take one permit for each call and use it once. Take it just before.")
        return
    for number, resource in enumerate(right.resources):
        for what, outcome, kinds in _broken(subject, ordinary, right, number):
            if isinstance(outcome, Crash):
                yield Wanting(f"{where}when {resource} {what}, it {outcome.kind} at {outcome.place}.")
            elif kinds and not isinstance(outcome, kinds):
                came = type(outcome).__name__ if isinstance(outcome, SourceError) else "cases"
                names = " or ".join(kind.__name__ for kind in kinds)
                yield Wanting(f"{where}when {resource} {what}, it gives {came}. It should be {names}.")


Judged = tuple[str, Outcome, tuple[type[SourceError], ...]]


def _broken(subject: Subject, sample: CaseSample, right: Played, number: int) -> Iterator[Judged]:
    """What was done to a call, what came of it, and what is right (nothing: whatever is no crash)."""
    for trial in trials_for(right.sent[number]):
        answers = _with(sample.answers, right, number, trial.result)
        yield trial.what, played(subject, answers).outcome, trial.right
    place = right.resources[:number].count(right.resources[number])
    answered = sample.answers[right.resources[number]][place]
    bending = JsonBending.of(answered.body) if isinstance(answered, Response) else None
    if bending is None or not isinstance(answered, Response):
        return
    bent = [
        *((what, body, (SourceError,)) for what, body in bending.broken()),
        *((what, body, (SourceError,)) for what, _, body in bending.doubled()),
        *((what, body, ()) for what, _, body in bending.nonsense()),
        *((what, body, ()) for what, body in bending.gone()),
    ]
    for what, body, kinds in bent:
        answer = Response(answered.status, answered.headers, body)
        answers = _with(sample.answers, right, number, answer)
        yield f"is answered {what}", played(subject, answers).outcome, kinds


def _with(answers: Answers, right: Played, number: int, instead: Response | SourceError) -> Answers:
    """The answers with that of one call in another's place."""
    resource = right.resources[number]
    own = list(answers[resource])
    own[right.resources[:number].count(resource)] = instead
    return {**answers, resource: own}
