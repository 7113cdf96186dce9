"""What is found survives both formats: JSON and XML give back the same section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from hub.adapter import Found
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.reading import read
from hub.conformance.subject import Subject
from messages import json_codec, xml_codec
from messages.base import Sektion
from messages.koder import Roll, Skydd, Utfall, VisadAv
from messages.uppgifter import Aktualitet, Kallsvar, Kvitto, Personsvar, Uppgiftssvar
from messages.values import Personidentitet

OF = Of.READERS
_MOMENT = datetime(2026, 11, 21, 9, tzinfo=UTC)


def kept(subject: Subject) -> Iterator[Said]:
    catalogue = {name: section.model for name, section in subject.sections.items()}
    for sample in subject.samples:
        outcome = read(subject, sample.payload)
        if not isinstance(outcome, Found):
            continue
        place = subject.at(f"samples/{sample.name}")
        reply = _reply(subject.formats.get(sample.payload.format, "KALLA"), outcome.sections)
        for kind, codec in (("JSON", json_codec), ("XML", xml_codec)):
            if codec.decode(Uppgiftssvar, codec.encode(reply), catalogue) != reply:
                yield Wanting(
                    f"{place}: what it becomes reads otherwise after {kind}. Mend the section's types."
                )


def _reply(source: str, sections: Iterable[Sektion]) -> Uppgiftssvar:
    """A whole answer around one source's sections."""
    named = {section.namn: section for section in sections}
    part = Kallsvar(kalla=source, utfall=Utfall.BESVARAD, fragad=True, uppgifter=named)
    person = Personsvar(
        personidentitet=Personidentitet("200306062381"),
        roll=Roll.SOKANDE,
        aktualitet=Aktualitet(visadAv=VisadAv.REGISTER, tidpunkt=_MOMENT),
        kallor=[part],
    )
    return Uppgiftssvar(
        svarId="00000000-0000-0000-0000-000000000001",
        forfraganId="00000000-0000-0000-0000-000000000002",
        besvarad=_MOMENT,
        skydd=Skydd.INGET,
        kvitto=Kvitto(logg="logg", kontrollpunkt="1"),
        personer=[person],
    )
