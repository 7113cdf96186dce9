"""From the reply to SSBTEK's parts: the agency's own document, or why there is none. Pure.

"The agency failed" and "the agency has nothing on this person" stay different facts: the second is the
agency's own document, the first is `error` with `kalla` BT (the agency) or SSBT (the hub, or the way there).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from hub.elements.step import CompiledTable
from hub.model.reply import Handed, Reply
from hub.ssbtek.documents import Unmaskable, handed_on
from messages.koder import Led
from messages.wire.ssbtek import Data, Delfel, Slot, Version

_SERVICE, _AGENCY = "SSBT", "BT"
Part = Data | Delfel


def parts_of(
    reply: Reply, version: Version, included: Collection[str], tables: Mapping[str, CompiledTable]
) -> Mapping[str, Part]:
    """Element to its part, for the agencies that were `included` in the question."""
    by_source = {one.subject.source: one for one in reply.handed}
    return {
        slot.element: _part(slot, [by_source[it] for it in slot.sources if it in by_source], reply, tables)
        for slot in version.slots
        if slot.element in included
    }


def _part(slot: Slot, handed: Sequence[Handed], reply: Reply, tables: Mapping[str, CompiledTable]) -> Part:
    if not handed:
        text = f"{slot.element} kan inte frågas genom det här navet, och frågades inte."
        return Delfel(_SERVICE, "KALLAN_SAKNAS", (text,))
    try:
        documents = [it for one in handed if (it := handed_on(one, reply, tables)) is not None]
    except Unmaskable:
        text = (
            f"Svaret från {slot.element} kan inte läsas, och därför inte lämnas ut: det går inte att se vad "
            "i det som får lämnas."
        )
        return Delfel(_SERVICE, "SVAR_EJ_LASBART", (text,))
    if documents:
        return Data(documents[0].content)
    return _error(handed[0])


def _error(one: Handed) -> Delfel:
    fault = one.part.fel
    assert fault is not None, "what has no document has a fault"
    origin = _AGENCY if fault.led is Led.KALLA else _SERVICE
    return Delfel(origin, fault.kod, (fault.text, f"Åtgärd: {fault.atgard}."))
