"""manifest.yaml, as it is written: read strictly into `hub.model.manifest`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hub.model.document import Filled, Strict, nearest, read_document
from hub.model.manifest import (
    Carried,
    CaseSystemManifest,
    Manifest,
    ProtectionFlag,
    RouteManifest,
    Setting,
    SourceManifest,
)
from hub.model.outcome import Protection
from messages.values import Code

SDK = 1
"""The version of `hub.adapter` that this hub offers."""

SHORTEST_CASE_REFERENCE = 16
"""A short case id of fewer characters could not keep two cases apart with certainty."""

AdapterId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
SettingName = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9]{0,39}$")]
Format = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][A-Za-z0-9./_-]{0,79}$")]
SectionName = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9]{0,59}$")]
Flag = Literal["NONE", "CONFIDENTIALITY", "PROTECTED_REGISTRATION", "FLAGGED", "UNREADABLE"]
Absent = Literal[Flag, "SILENT"]
"""A source may lack its flag because what holds it was not asked for: then it has said nothing."""
Seconds = Annotated[float, Field(gt=0, le=300)]


class _Protection(Strict):
    absent: Absent
    values: dict[str, Flag]
    otherwise: Flag

    def noun(self) -> ProtectionFlag:
        values = {value.strip(): Protection(meaning) for value, meaning in self.values.items()}
        return ProtectionFlag(Protection(self.absent), values, Protection(self.otherwise))


class _Source(Strict):
    name: Filled
    sections: Annotated[list[SectionName], Field(min_length=1)]
    reads: Annotated[list[Format], Field(min_length=1)]
    asks: list[Format] = Field(default_factory=list)
    coordinationNumbers: bool  # noqa: N815 - keys are named as in the file
    caseReferenceMax: Annotated[int, Field(ge=SHORTEST_CASE_REFERENCE)] | None = None  # noqa: N815
    protection: _Protection | None = None
    reportedByDay: Annotated[int, Field(ge=1, le=28)] | None = None  # noqa: N815

    def noun(self, source: str) -> SourceManifest:
        return SourceManifest(
            source,
            self.name,
            tuple(self.sections),
            tuple(self.reads),
            tuple(self.asks),
            self.coordinationNumbers,
            self.caseReferenceMax,
            self.protection.noun() if self.protection else None,
            self.reportedByDay,
        )


class _Carried(Strict):
    question: Format | None = None
    within: Code | None = None


class _Deadlines(Strict):
    connect: Seconds
    read: Seconds
    whole: Seconds


class _Setting(Strict):
    name: SettingName
    required: bool = False
    secret: bool = False
    default: str | None = None
    text: Filled


class _Route(Strict):
    versions: Annotated[list[str], Field(min_length=1)]
    carries: Annotated[dict[Code, _Carried | None], Field(min_length=1)]
    deadlines: _Deadlines
    settings: list[_Setting] = Field(default_factory=list)
    atOnce: Annotated[int, Field(ge=1, le=100)] = 8  # noqa: N815

    def noun(self) -> RouteManifest:
        carries = {
            source: Carried(source, carried.question, carried.within) if carried else Carried(source, None)
            for source, carried in self.carries.items()
        }
        settings = tuple(Setting(s.name, s.required, s.secret, s.default, s.text) for s in self.settings)
        times = self.deadlines
        return RouteManifest(
            tuple(self.versions), carries, times.connect, times.read, times.whole, settings, self.atOnce
        )


class _CaseSystem(Strict):
    deadlines: _Deadlines
    settings: list[_Setting] = Field(default_factory=list)

    def noun(self) -> CaseSystemManifest:
        settings = tuple(Setting(s.name, s.required, s.secret, s.default, s.text) for s in self.settings)
        times = self.deadlines
        return CaseSystemManifest(times.connect, times.read, times.whole, settings)


class _Manifest(Strict):
    id: AdapterId
    name: Filled
    owner: Filled
    sdk: int
    template: bool = False
    sources: dict[Code, _Source] = Field(default_factory=dict)
    route: _Route | None = None
    caseSystem: _CaseSystem | None = None  # noqa: N815


def read_manifest(content: bytes, file: str) -> Manifest:
    """A manifest from its file's bytes. Raises FaultyDocuments; `file` is what its sentences call it."""
    written = read_document(_Manifest, content, file)
    sources = {source: part.noun(source) for source, part in written.sources.items()}
    route = written.route.noun() if written.route else None
    return Manifest(
        written.id,
        written.name,
        written.owner,
        written.sdk,
        sources,
        route,
        template=written.template,
        case_system=written.caseSystem.noun() if written.caseSystem else None,
    )


def manifest_faults(manifest: Manifest, folder: str, file: str) -> list[str]:
    """What is well written but does not hold together, as sentences."""
    faults = []
    if manifest.id != folder:
        faults.append(f"{file}: id is {manifest.id} but the folder is {folder}. Give both the same name.")
    if manifest.sdk != SDK:
        faults.append(f"{file}: sdk is {manifest.sdk}, this hub offers {SDK}. Use an adapter made for it.")
    if not manifest.sources and manifest.route is None and manifest.case_system is None:
        faults.append(
            f"{file}: has neither sources, route nor caseSystem. An adapter understands, talks, or both."
        )
    if manifest.route is not None:
        faults += _route_faults(manifest.route, file)
    if manifest.case_system is not None:
        faults += _talk_faults(manifest.case_system, "caseSystem", file)
    return faults


def _route_faults(route: RouteManifest, file: str) -> list[str]:
    faults = _talk_faults(route, "route", file)
    faults += [f"{file}: {sentence}" for it in route.carries.values() for sentence in _within(it, route)]
    for setting in route.settings:
        if setting.name == "version" and setting.default not in {None, *route.versions}:
            faults.append(
                f"{file}: route.settings version has the default {setting.default}, "
                f"which is not in route.versions. There is: {', '.join(route.versions)}."
            )
    return faults


def _talk_faults(talk: RouteManifest | CaseSystemManifest, where: str, file: str) -> list[str]:
    """What all that talk have in common: deadlines and settings."""
    faults = []
    if not talk.connect_s <= talk.read_s <= talk.whole_s:
        faults.append(f"{file}: {where}.deadlines do not rise. Set connect <= read <= whole, in seconds.")
    names = [setting.name for setting in talk.settings]
    faults += [
        f"{file}: {where}.settings names {name} twice. Keep one."
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    faults += [
        f"{file}: {where}.settings {setting.name} is required and has a default. Keep one."
        for setting in talk.settings
        if setting.required and setting.default is not None
    ]
    return faults


def _within(carried: Carried, route: RouteManifest) -> Iterator[str]:
    """One part of the question holds one question: whoever shares it asks in the same format."""
    if carried.within is None:
        return
    where = f"route.carries.{carried.source}.within"
    host = route.carries.get(carried.within)
    if host is None:
        near = nearest(carried.within, route.carries)
        yield f"{where} is {carried.within}, which the route does not carry.{near}"
    elif host.within is not None:
        yield f"{where} is {host.source}, which has no part of its own. Name the source whose part it is."
    elif carried.question is None or carried.question != host.question:
        yield f"{where} is {host.source}, whose question is another. Give both the same question."
