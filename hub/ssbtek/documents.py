"""An agency's own document with what of it may be handed on: the very bytes where nothing had to go. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hub.adapter import Payload, SourceMalformed
from hub.elements.mask import NOBODY_PROTECTED, mask
from hub.elements.step import CompiledTable
from hub.model.reply import Handed, Reply


class Unmaskable(Exception):
    """It cannot be made sure that nothing is handed on that must not be."""


def handed_on(handed: Sequence[Handed], reply: Reply, tables: Mapping[str, CompiledTable]) -> list[Payload]:
    """The documents of one agency's element, each masked by every table that reads something of it.

    Sources that answered in the very same document give it once: what one's table leaves to the other's is
    taken out by that. Raises Unmaskable.
    """
    told: dict[bytes, Payload] = {}
    for one in handed:
        if one.document is None:
            continue
        came = one.document.payload
        before = told.get(came.content)
        told[came.content] = _masked(one, came if before is None else before, reply, tables)
    return list(told.values())


def _masked(one: Handed, payload: Payload, reply: Reply, tables: Mapping[str, CompiledTable]) -> Payload:
    document = one.document
    assert document is not None
    table = tables.get(document.payload.format)
    if table is None:
        raise Unmaskable(f"{document.payload.format} has no table to mask by")
    hidden = NOBODY_PROTECTED if reply.hidden is None else reply.hidden
    try:
        return mask(payload, document.groups, table, reply.household, hidden=hidden)
    except SourceMalformed as error:
        raise Unmaskable(error.text) from None
