"""There is a sample of every kind of answer, and each is what its name says.

`ordinary` is read into a section. `nothing-found` is an answer that there is nothing, never an empty section.
`protected` (where the manifest declares a flag) carries the flag. `failing` is the source's own fault inside
its answer: an error, or an answer that names what is missing. `malformed` and `hostile` (a DOCTYPE, entities;
in JSON a depth or a size that nobody means) are SourceMalformed. `empty` is the emptiest answer that can
come: an error or nothing found, never a section. Beside them stands one sample for each deviation that real
answers have been seen to have; at least one. A kind may have several: `hostile-entities`, `failing-timeout`.
Each has its message.json.

A folder that reads several formats has all of it for each. Those of the first are named as above; those of a
further source's after it, `pm-ordinary`; of a source's second format after the format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from hub.adapter import Found, NoRecord, SourceError, SourceMalformed
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.reading import Outcome, described, read
from hub.conformance.samples import Sample, prefixes_of
from hub.conformance.subject import Subject

OF = Of.READERS


def _failing(outcome: Outcome) -> bool:
    return isinstance(outcome, SourceError) or (isinstance(outcome, Found) and bool(outcome.missing))


KINDS: Mapping[str, tuple[Callable[[Outcome], bool], str]] = {
    "ordinary": (lambda it: isinstance(it, Found), "data"),
    "nothing-found": (lambda it: isinstance(it, NoRecord), "NoRecord"),
    "protected": (
        lambda it: isinstance(it, Found | NoRecord) and it.flag is not None,
        "an answer with a flag",
    ),
    "failing": (_failing, "an error, or data with what is missing"),
    "malformed": (lambda it: isinstance(it, SourceMalformed), "SourceMalformed"),
    "hostile": (lambda it: isinstance(it, SourceMalformed), "SourceMalformed"),
    "empty": (lambda it: isinstance(it, NoRecord | SourceError), "an error or NoRecord"),
}


def kept(subject: Subject) -> Iterator[Said]:
    for sample in subject.samples:
        if sample.payload.format not in subject.formats:
            yield Wanting(
                f"{subject.at(f'samples/{sample.name}')}: is in {sample.payload.format}, which the manifest "
                "does not read. Mend the format in its query.json."
            )
    for payload_format, prefix in prefixes_of(subject.manifest).items():
        samples = [each for each in subject.samples if each.payload.format == payload_format]
        yield from _of_format(subject, subject.formats[payload_format], prefix, samples)


def _of_format(subject: Subject, source: str, prefix: str, samples: list[Sample]) -> Iterator[Said]:
    for kind, (fits, becomes) in KINDS.items():
        if kind == "protected" and subject.manifest.sources[source].protection is None:
            continue
        found = [each for each in samples if each.kind == kind or each.kind.startswith(f"{kind}-")]
        if not found:
            place = subject.at(f"samples/{prefix}{kind}")
            yield Wanting(f"{place}: is missing. Add one that becomes {becomes}.")
        for sample in found:
            outcome = read(subject, sample.payload)
            if not fits(outcome):
                yield Wanting(
                    f"{subject.at(f'samples/{sample.name}')}: becomes {described(outcome)}, and by its name "
                    f"it should become {becomes}. Mend the mapping or the sample."
                )
    if not any(sample.message and sample.message.get("avvikelser") for sample in samples):
        yield Wanting(
            f"{subject.at('samples')}: none of them deviates"
            f"{f' among {prefix}*' if prefix else ''}. Add one for each way that real answers stray."
        )
