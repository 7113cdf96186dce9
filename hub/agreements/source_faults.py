"""What does not hold together in contracts/kallor/<source>.yaml: one sentence each, with place and remedy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from hub.agreements import windows
from hub.agreements.source_file import Handover, SourceFile
from hub.model.document import nearest
from hub.model.promise import LIMITS_MS, Promises
from hub.model.registry import Registry
from hub.model.traffic import TrafficLimits
from messages.koder import AktorTyp, Roll, VisadAv

OF_THEMSELVES = frozenset({Roll.SOKANDE, Roll.MEDSOKANDE, Roll.BARN})
"""The household that the statutes mean. The agreement must say what carries any other role."""


def source_faults(written: SourceFile, registry: Registry) -> Iterator[str]:
    """Every sentence, without the file's name before it."""
    days = written.galler
    if days.tom is not None and days.tom < days.from_:
        yield "galler.tom lies before galler.from. Mend one of the days."
    yield from _dormant(written)
    yield from _unknown(written, registry)
    yield from _group_days(written)
    for n, actor in enumerate(written.fragarForeOppnande):
        if actor is AktorTyp.AUTOMATISERAD_FUNKTION:
            yield (
                f"fragarForeOppnande[{n}] names AUTOMATISERAD_FUNKTION, which has nothing to decide before "
                "a case is opened. Remove it."
            )
        elif actor not in written.aktorer:
            yield f"fragarForeOppnande[{n}] names {actor}, which aktorer does not. Add it there or remove it."
    yield from _of_evidence(written)
    yield from _roles(written)
    yield from _ages(written)
    yield from windows.faults(written.servicefonster, written.driftuppehall, days.from_, days.tom)
    if written.trafik is not None and written.trafik.noun() == TrafficLimits():
        yield "trafik says no limit. Give perSekund, samtidigt or perDygn, or remove it."
    yield from _promised(written)
    yield from _uncovered(written)


def _dormant(written: SourceFile) -> Iterator[str]:
    """Suspensions lie within the agreement's days and have days of their own."""
    valid, before = written.galler, date.min
    for n, days in sorted(enumerate(written.vilande), key=lambda item: item[1].from_):
        where, last = f"vilande[{n}]", days.tom or date.max
        if last < days.from_:
            yield f"{where}.tom lies before {where}.from. Mend one of the days."
            continue
        if days.from_ < valid.from_:
            yield f"{where} begins {days.from_}, before galler does. Let it begin {valid.from_} or later."
        if valid.tom is not None and days.from_ > valid.tom:
            yield f"{where} begins {days.from_}, when galler has ended. Remove it, or mend one of the days."
        elif valid.tom is not None and days.tom is not None and days.tom > valid.tom:
            yield f"{where} ends {days.tom}, after galler does. Let it end {valid.tom}, or leave tom out."
        if days.from_ <= before:
            yield f"{where} overlaps another vilande from {days.from_}. Let each day stand in one of them."
        before = max(before, last)


def _promised(written: SourceFile) -> Iterator[str]:
    """A promise is of something that is measured."""
    if written.utlovat is None:
        return
    if written.utlovat.noun() == Promises():
        yield "utlovat says no promise. Give tillganglighetProcent or svarstid, or remove it."
    soon = written.utlovat.svarstid
    if soon is not None and soon.inomMs not in LIMITS_MS:
        near = sorted(sorted(LIMITS_MS, key=lambda limit: abs(limit - soon.inomMs))[:2])
        yield (
            f"utlovat.svarstid.inomMs is {soon.inomMs}, which is not measured. "
            f"Name one of the limits that are; nearest: {near[0]}, {near[1]}."
        )


def _of_evidence(written: SourceFile) -> Iterator[str]:
    if written.funktioner and AktorTyp.AUTOMATISERAD_FUNKTION not in written.aktorer:
        yield "funktioner names functions, but aktorer lets none ask. Add AUTOMATISERAD_FUNKTION there."
    if written.intygBekraftasEfterat and written.overlamnande is Handover.DIREKTATKOMST:
        yield (
            "intygBekraftasEfterat is true, but by DIREKTATKOMST a caseworker's own statement must be "
            "confirmed before it is relied on. Remove it."
        )
    if written.intygBekraftasEfterat and VisadAv.EGET_INTYG not in written.aktualitet:
        yield "intygBekraftasEfterat is true, but aktualitet lacks EGET_INTYG. Add it or remove it."


def _roles(written: SourceFile) -> Iterator[str]:
    """What carries the roles that open no source of themselves."""
    for n, role in enumerate(written.roller):
        if role not in OF_THEMSELVES and role not in written.rollstod:
            yield (
                f"roller[{n}] names {role}, which opens no source of itself. Add rollstod.{role} with the "
                "text of what carries it, or remove the role."
            )
    for role in written.rollstod:
        where = f"rollstod.{role}"
        if role in OF_THEMSELVES:
            yield f"{where} is of a role that forfattningsstod carries. Remove it."
        elif role not in written.roller:
            yield f"{where} is of a role that roller does not name. Add the role there or remove it here."


def _ages(written: SourceFile) -> Iterator[str]:
    for role, ages in written.aldrar.items():
        where = f"aldrar.{role}"
        if role not in written.roller:
            yield f"{where} is of a role that roller does not name. Add the role there or remove its ages."
        if ages.fran is None and ages.till is None:
            yield f"{where} says no age. Give fran, till or both, or remove it if any age may be asked about."
        elif ages.fran is not None and ages.till is not None and ages.till < ages.fran:
            yield f"{where}.till lies before {where}.fran. Mend one of the ages."


def _unknown(written: SourceFile, registry: Registry) -> Iterator[str]:
    source = registry.sources.get(written.kalla)
    if source is None:
        near = nearest(written.kalla, registry.sources)
        yield f"kalla is {written.kalla}, which no loaded adapter answers for.{near}"
        return
    for n, group in enumerate(written.uppgifter):
        if group not in source.groups:
            section = group.partition(".")[0]
            known = registry.sections.get(section)
            owner = _written(known.namespace) if known else f"no section of {written.kalla}"
            missing = f"{owner} does not have" if known else f"{owner} has"
            yield f"uppgifter[{n}] names {group}, which {missing}.{nearest(group, source.groups)}"


def _group_days(written: SourceFile) -> Iterator[str]:
    for group, days in written.uppgiftsdagar.items():
        where = f"uppgiftsdagar.{group}"
        if group not in written.uppgifter:
            yield f"{where} is of a group that uppgifter does not name.{nearest(group, written.uppgifter)}"
        if days.from_ is None and days.tom is None:
            yield f"{where} says no day. Give from, tom or both, or remove it if any day may be asked about."
        elif days.from_ is not None and days.tom is not None and days.tom < days.from_:
            yield f"{where}.tom lies before {where}.from. Mend one of the days."


def _written(namespace: str) -> str:
    """`urn:nyttonav:studiestod:1` as people say it: `studiestod/1`."""
    return "/".join(namespace.split(":")[-2:])


def _uncovered(written: SourceFile) -> Iterator[str]:
    """Every day of the agreement has one legal basis: none overlap, none is missing."""
    bases = sorted(written.forfattningsstod, key=lambda basis: basis.from_ or date.min)
    wanted = written.galler.from_
    for n, basis in enumerate(bases):
        first, last = basis.from_ or date.min, basis.tom or date.max
        if last < first:
            yield f"forfattningsstod from {first} ends before it begins. Mend one of the days."
            return
        if n and first <= (bases[n - 1].tom or date.max):
            yield f"forfattningsstod overlaps from {first}. Let each day have one legal basis."
            return
        if first > wanted:
            break
        if last == date.max:
            return
        wanted = max(wanted, last + timedelta(days=1))
    if written.galler.tom is None or wanted <= written.galler.tom:
        yield f"forfattningsstod has nothing for {wanted}, while galler holds that day. Add a legal basis."
