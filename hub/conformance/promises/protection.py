"""What the flag for protected identity may say is declared, and read on the safe side.

A folder whose answers carry a flag says in its manifest what each value means; a value that is not listed
never means "not protected". The sample `protected` reads as protected, and `ordinary` does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from hub.adapter import Found, NoRecord
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.reading import read
from hub.conformance.subject import Subject
from hub.model.outcome import Protection

OF = Of.READERS
_UNPROTECTED = {Protection.NONE, Protection.SILENT}


def kept(subject: Subject) -> Iterator[Said]:
    manifest = subject.at("manifest.yaml")
    for source in subject.manifest.sources.values():
        if source.protection is not None and source.protection.otherwise in _UNPROTECTED:
            yield Wanting(
                f"{manifest}: sources.{source.id}.protection.otherwise is {source.protection.otherwise}. A "
                "value nobody knows counts as protected: set it to FLAGGED or UNREADABLE."
            )
    for sample in subject.samples:
        source_id = subject.formats.get(sample.payload.format)
        outcome = read(subject, sample.payload)
        if source_id is None or not isinstance(outcome, Found | NoRecord):
            continue
        flag = subject.manifest.sources[source_id].protection
        place = subject.at(f"samples/{sample.name}")
        if flag is None:
            if outcome.flag is not None:
                yield Wanting(
                    f"{place}: carries a flag, and the manifest does not say what its values mean. Declare "
                    f"them in {manifest}: sources.{source_id}.protection."
                )
            continue
        said = flag.read(outcome.flag)
        if sample.kind.startswith("protected") and said in _UNPROTECTED:
            yield Wanting(f"{place}: its flag reads as {said} by the manifest. Declare its value there.")
        if sample.kind == "ordinary" and said not in _UNPROTECTED:
            yield Wanting(f"{place}: its flag reads as {said} by the manifest; nobody is protected there.")
