"""Each sample of a case system's answers becomes its cases.json.

`case_samples/<name>/answers.json` has for each resource (the name that `permits.next` is given) the answers
in the order asked: `{"Services": [{"status": 200, "body": {...}}]}`. `cases.json` has what becomes of them,
for the kit's person on the kit's day. `ordinary` is an ongoing case, `nothing` is a person who is known and
in no case, `another-person` becomes WrongPerson.
"""

from __future__ import annotations

from collections.abc import Iterator

from hub.adapter import SourceError
from hub.conformance.case_bench import FOLDER, case_samples_of, played, told
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.reading import Crash
from hub.conformance.subject import Subject

OF = Of.CASE_ASKERS
NEEDED = ("ordinary", "nothing", "another-person")


def kept(subject: Subject) -> Iterator[Said]:
    samples = {sample.name: sample for sample in case_samples_of(subject)}
    for name in NEEDED:
        if name not in samples:
            yield Wanting(f"{subject.at(FOLDER)}/{name}: is missing. Add answers.json and cases.json.")
    for sample in samples.values():
        outcome = played(subject, sample.answers).outcome
        where = f"{subject.at(FOLDER)}/{sample.name}"
        if told(outcome) != sample.cases:
            yield Wanting(
                f"{where}: differs from what the adapter makes of it. Mend the adapter or the sample."
            )
        if sample.name in NEEDED and _kind(outcome) != sample.name:
            yield Wanting(f"{where}: does not become what its name says. Mend the adapter or the sample.")


def _kind(outcome: object) -> str:
    if isinstance(outcome, SourceError | Crash):
        return "another-person" if getattr(outcome, "code", "") == "FEL_PERSON" else "failing"
    return "ordinary" if outcome else "nothing"
