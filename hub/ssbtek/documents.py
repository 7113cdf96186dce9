"""An agency's own document with what of it may be handed on: the very bytes where nothing had to go. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hub.adapter import Payload, SourceMalformed
from hub.elements.mask import NOBODY_PROTECTED, mask
from hub.elements.step import CompiledTable
from hub.model.reply import Handed, Reply


class Unmaskable(Exception):
    """It cannot be made sure that nothing is handed on that must not be."""


def handed_on(one: Handed, reply: Reply, tables: Mapping[str, CompiledTable]) -> Payload | None:
    """What a source answered, without what the reply does not hand out; None where it gave no document.

    Raises Unmaskable.
    """
    document = one.document
    if document is None:
        return None
    table = tables.get(document.payload.format)
    if table is None:
        raise Unmaskable(f"{document.payload.format} has no table to mask by")
    hidden = NOBODY_PROTECTED if reply.hidden is None else reply.hidden
    try:
        masked = mask(document.payload, document.groups, table, reply.household, hidden=hidden)
    except SourceMalformed as error:
        raise Unmaskable(error.text) from None
    # Whoever puts it together with another's tells what was asked for beyond these.
    return replace(masked, groups=document.groups)
