"""From an Ask to SSBTEK's question. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

from adapters.ssbtek import faults
from adapters.ssbtek.formats import element_of
from hub.adapter import Ask, SourceAsk, SourceError
from hub.soap import question_missing
from messages.wire.ssbtek import (
    Block,
    Fraga,
    Fragedel,
    GenerellaFrageparametrar,
    Ingivare,
    Lefifraga,
    Personuppgiftsbitrade,
    Tidsperiod,
    Version,
    WireError,
    read_tax_block,
)


def to_question(ask: Ask, version: Version) -> tuple[Fraga, Mapping[str, SourceError]]:
    """The question, and why a source cannot be in it: one without its block would fail the whole call.

    Sources of one element ask one question between them. One that came with another is left out, since that
    would not be put.
    """
    included: dict[str, Fragedel] = {}
    left_out: dict[str, SourceError] = {}
    for source in ask.sources:
        try:
            part = _part(source, version, ask.settings)
            if included.setdefault(element_of(source.source), part) != part:
                raise question_missing()
        except SourceError as error:
            left_out[source.source] = error
    return Fraga(_general(ask), included), left_out


def _general(ask: Ask) -> GenerellaFrageparametrar:
    return GenerellaFrageparametrar(
        frageTidpunkt=ask.asked_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        korrelationsid=ask.correlation,
        # The echo would hold the personal number once more and tells nothing that we do not know.
        fraganSkallInkluderasISvaret=False,
        ingivare=Ingivare(_prefixed(ask.asker.organisation_number), ask.asker.name, ask.asker.caseworker),
        personidentitet=ask.person.value,
        arendeidentitet=ask.case_reference,
        tidsperiod=Tidsperiod(
            min(source.period.first for source in ask.sources),
            max(source.period.last for source in ask.sources),
        ),
        personuppgiftsbitrade=tuple(
            Personuppgiftsbitrade(_prefixed(processor.organisation_number), processor.name, place)
            for place, processor in enumerate(ask.processors, start=1)
        ),
        syfte=ask.purpose,
        lagtext=ask.legal_text,
    )


def _prefixed(organisation_number: str) -> str:
    """SSBTEK writes organisation numbers with twelve digits, the first two being 16."""
    return organisation_number if len(organisation_number) == 12 else "16" + organisation_number


def _part(source: SourceAsk, version: Version, settings: Mapping[str, str]) -> Fragedel:
    try:
        slot = version.slot(element_of(source.source))
    except KeyError:
        raise faults.SIDE.not_carried() from None
    match slot.block:
        case Block.PERIOD:
            return Fragedel(tidsperiod=Tidsperiod(source.period.first, source.period.last))
        case Block.LEFI:
            return Fragedel(lefi=_lefi(source, settings))
        case Block.TAX:
            return _tax(source)
        case Block.NOTHING:
            return Fragedel()


def _lefi(source: SourceAsk, settings: Mapping[str, str]) -> Lefifraga:
    if source.question is None:
        raise question_missing()
    if not settings.get("aktorsid"):
        raise faults.SIDE.setting_missing("aktorsid")
    # The format is named after LEFI's version: lefi/v9.
    version = source.question.format.partition("/")[2]
    return Lefifraga(settings["aktorsid"], source.question.content, version)


def _tax(source: SourceAsk) -> Fragedel:
    if source.question is None:
        raise question_missing()
    try:
        return Fragedel(beskattning=read_tax_block(source.question.content))
    except WireError:
        raise question_missing() from None
