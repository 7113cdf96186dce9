"""What a client wants of each agency: which sources, about which days, how much. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.adapter import Days, Payload
from hub.model.registry import Registry
from hub.own_format import ClientQuestion, WrongQuestion
from hub.problems import MalformedQuestion, Pointer
from messages.wire.ssbtek import Block, Delfel, Fraga, Fragedel, Slot, Tidsperiod, Version, write_tax_block

_LEFI = "v9"
"""What a question without a version means."""


@dataclass(frozen=True, slots=True)
class Row:
    """One source: about which days, and which element groups (None: all that the agreement opens)."""

    source: str
    days: Days
    groups: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """`own`: source to the client's own question. `wrong`: element to why its agency cannot be asked."""

    rows: tuple[Row, ...]
    own: Mapping[str, Payload] = field(default_factory=dict)
    wrong: Mapping[str, Delfel] = field(default_factory=dict)


def wanted_of(fraga: Fraga, version: Version, registry: Registry) -> Wanted:
    """A question of its own that cannot be read costs that agency's part alone, as at the service itself.

    Raises MalformedQuestion where one is about somebody else than the call.
    """
    rows: list[Row] = []
    own: dict[str, Payload] = {}
    wrong: dict[str, Delfel] = {}
    for slot in version.slots:
        part = fraga.specifika.get(slot.element)
        if part is None:
            continue
        around = _days(part.tidsperiod or fraga.generella.tidsperiod)
        known = [source for source in slot.sources if source in registry.sources]
        if not known:
            text = f"{slot.element} kan inte frågas genom det här navet, och frågades inte."
            wrong[slot.element] = Delfel("SSBT", "KALLAN_SAKNAS", (text,))
            continue
        if slot.block is Block.LEFI and part.lefi is None:
            # Its question says what is wanted: without one nothing is, and not all that might be had.
            text = f"{slot.element} är inkluderad utan sin fråga, så ingenting frågades. Skicka med frågan."
            wrong[slot.element] = Delfel("SSBT", "FRAGA_SAKNAS", (text,))
            continue
        question = _own_question(slot, part, version, registry)
        if question is None:
            rows += [Row(source, around) for source in known]
            continue
        try:
            read = registry.wanted(question.format, question.content)
        except WrongQuestion as error:
            wrong[slot.element] = Delfel("SSBT", error.code, (error.text,))
            continue
        _about(read, fraga.generella.personidentitet)
        rows += [Row(it, read.days(around), read.groups[it]) for it in known if it in read.groups]
        own |= dict.fromkeys(known, question)
        if not any(source in read.groups for source in known):
            text = f"Frågan till {slot.element} gäller inget som navet kan lämna, så ingenting frågades."
            wrong[slot.element] = Delfel("SSBT", "INGET_ATT_FRAGA", (text,))
    return Wanted(tuple(rows), own, wrong)


def _own_question(slot: Slot, part: Fragedel, version: Version, registry: Registry) -> Payload | None:
    """In the agency's own format, where the envelope has one for it."""
    match slot.block:
        case Block.LEFI if part.lefi is not None:
            return Payload(f"lefi/{part.lefi.version or _LEFI}", part.lefi.lefiJsonFraga)
        case Block.TAX if part.beskattning is not None and slot.element in registry.sources:
            (asks,) = registry.sources[slot.element].manifest.asks
            return Payload(asks, write_tax_block(version, part.beskattning))
        case _:
            return None


def _about(read: ClientQuestion, person: str) -> None:
    if read.person is not None and read.person.value[-10:] != person[-10:]:
        raise MalformedQuestion(
            "En av myndigheternas egna frågor gäller en annan person än anropet. Ingenting frågades.",
            fel=[Pointer("/specifikaFrageparametrar", "gäller en annan person än personidentitet")],
        )


def _days(period: Tidsperiod) -> Days:
    return Days(period.fromDatum, period.tomDatum)
