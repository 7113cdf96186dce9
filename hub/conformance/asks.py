"""A question as the hub would ask it, about a person of the published test series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from hub.adapter import Ask, Asker, Days, Payload, Processor, SourceAsk, SourceError
from hub.conformance.subject import Subject
from hub.elements import groups_of
from messages.values import Personidentitet

PERSON = Personidentitet("200306062381")
COORDINATED = Personidentitet("200306662388")
CORRELATION = "0b8f5c8e-6a0e-4f7e-9a57-2f1e6f0d9b11"
ODD_NAME = "Å & <b>\"Nämnden\"</b> ]]> 'å'"
"""A name that a question must carry as it stands, and not as markup."""


def ask_of(
    sources: tuple[SourceAsk, ...], settings: Mapping[str, str], person: Personidentitet = PERSON
) -> Ask:
    return Ask(
        person=person,
        sources=sources,
        asker=Asker("2120002411", "Socialnämnden, Sundsvalls kommun", "SN", "hl000123"),
        case_reference="EB-2026-001234",
        purpose="Handläggning av ekonomiskt bistånd",
        legal_text="15 kap. 10 § socialtjänstlagen (2025:400), 2 § förordningen (2008:975)",
        processors=(Processor("2120002411", "Kommunstyrelsen"), Processor("2120002395", "Timrå kommun")),
        asked_at=datetime(2026, 11, 21, 9, tzinfo=UTC),
        correlation=CORRELATION,
        settings=settings,
    )


def oddly_named(ask: Ask) -> Ask:
    """The same question by somebody whose names are hard to write."""
    return replace(ask, asker=replace(ask.asker, name=ODD_NAME), purpose=ODD_NAME, legal_text=ODD_NAME)


def source_ask(source: str, groups: frozenset[str], first: date = date(2026, 8, 1)) -> SourceAsk:
    return SourceAsk(source, Days(first, date(2026, 10, 31)), groups, ("2 § förordningen (2008:975)",))


def groups_of_source(subject: Subject, source: str) -> frozenset[str]:
    """All element groups that a source of the folder can give; none for another folder's source."""
    manifest = subject.manifest.sources.get(source)
    names = manifest.sections if manifest is not None else ()
    models = [subject.sections[name].model for name in names if name in subject.sections]
    return frozenset[str]().union(*(groups_of(model) for model in models))


def settings_of(subject: Subject, version: str) -> dict[str, str]:
    """Settings of the folder's route, all filled in; the address is nobody's."""
    route = subject.manifest.route
    given = {setting.name: setting.default or "026-51" for setting in route.settings} if route else {}
    known = {"url": "https://kalla.example/tjanst", "credentials": "kit", "version": version}
    return given | {name: value for name, value in known.items() if name in given}


def ask_of_route(subject: Subject, version: str) -> Ask:
    """A question to every source that the folder's route carries and can be asked with what is here."""
    route = subject.manifest.route
    settings = settings_of(subject, version)
    plain = [
        source_ask(carried.source, groups_of_source(subject, carried.source))
        for carried in (route.carries.values() if route is not None else ())
    ]
    # Of the whole, as the hub makes them: sources may share a question.
    whole, asked = ask_of(tuple(plain), settings), list[SourceAsk]()
    for source in plain:
        wanted = route.carries[source.source].question if route is not None else None
        if wanted is None:
            asked.append(source)
        elif (own := own_question(subject, whole, source, wanted)) is not None:
            asked.append(replace(source, question=own))
    return ask_of(tuple(asked), settings)


def own_question(subject: Subject, ask: Ask, source: SourceAsk, question_format: str) -> Payload | None:
    """The source's own question where this folder makes it; None where another does, or where it cannot."""
    manifest = subject.manifest.sources.get(source.source)
    if manifest is None or question_format not in manifest.asks:
        return None
    try:
        made: Payload = subject.loaded.question.to_payload(ask, source, question_format)  # type: ignore[union-attr]
    except SourceError:
        return None  # told by the promise about questions
    return made
