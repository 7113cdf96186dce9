"""From the reply to SSBTEK's parts: the agency's own document, or why there is none. Pure.

"The agency failed" and "the agency has nothing on this person" stay different facts: the second is the
agency's own document, the first is `error` with `kalla` BT (the agency) or SSBT (the hub, or the way there).
Where several sources answer in one element, one's document tells of the other's failure in its own way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from hub.adapter import Payload, SourceMalformed
from hub.model.registry import Registry
from hub.model.reply import Handed, Reply
from hub.own_format import Absence, Absent
from hub.ssbtek.documents import Unmaskable, handed_on
from messages.koder import Led, Utfall
from messages.wire.ssbtek import Data, Delfel, Slot, Version

_SERVICE, _AGENCY = "SSBT", "BT"
Part = Data | Delfel
_WHY = {Utfall.NEKAD: Absence.DENIED, Utfall.EJ_STALLD: Absence.SILENT}


def parts_of(
    reply: Reply, version: Version, included: Collection[str], own: Mapping[str, Payload], registry: Registry
) -> Mapping[str, Part]:
    """Element to its part, for the agencies that were `included` in the question and asked.

    `own` is source to the client's own question.
    """
    by_source = {one.subject.source: one for one in reply.handed}
    found: dict[str, Part] = {}
    for slot in version.slots:
        handed = [by_source[source] for source in slot.sources if source in by_source]
        if slot.element in included and handed:
            found[slot.element] = _part(slot, handed, reply, own, registry)
    return found


def _part(
    slot: Slot, handed: Sequence[Handed], reply: Reply, own: Mapping[str, Payload], registry: Registry
) -> Part:
    try:
        parts = {one.subject.source: _given(one, reply, registry) for one in handed}
        content = _one_document(slot, parts, own, registry)
    except (Unmaskable, SourceMalformed):
        text = (
            f"Svaret från {slot.element} kan inte läsas, och därför inte lämnas ut: det går inte att se vad "
            "i det som får lämnas."
        )
        return Delfel(_SERVICE, "SVAR_EJ_LASBART", (text,))
    return _error(handed[0]) if content is None else Data(content)


def _given(one: Handed, reply: Reply, registry: Registry) -> Payload | Absent:
    payload = handed_on(one, reply, registry.tables)
    return Absent(_why(one)) if payload is None else payload


def _why(one: Handed) -> Absence:
    fault = one.part.fel
    if one.part.utfall is Utfall.EJ_TILLGANGLIG and fault is not None and fault.led is not Led.KALLA:
        return Absence.SILENT
    return _WHY.get(one.part.utfall, Absence.FAILED)


def _one_document(
    slot: Slot, parts: Mapping[str, Payload | Absent], own: Mapping[str, Payload], registry: Registry
) -> bytes | None:
    """None where no source gave one."""
    payloads = [part for part in parts.values() if isinstance(part, Payload)]
    question = own.get(slot.element)
    if not slot.further or question is None or not payloads:
        return payloads[0].content if payloads else None
    joined = registry.joining({payload.format for payload in payloads})
    return payloads[0].content if joined is None else joined(parts, question)


def _error(one: Handed) -> Delfel:
    fault = one.part.fel
    assert fault is not None, "what has no document has a fault"
    origin = _AGENCY if fault.led is Led.KALLA else _SERVICE
    return Delfel(origin, fault.kod, (fault.text, f"Åtgärd: {fault.atgard}."))
