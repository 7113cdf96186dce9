"""Taking out of a raw payload what is not handed out, so that it can be passed on in its own format. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from hub.adapter import Payload
from hub.elements.fates import Fates
from hub.elements.mask_json import masked_json
from hub.elements.mask_xml import masked_xml
from hub.elements.step import CompiledTable
from messages.values import Personidentitet

NOBODY_PROTECTED: Mapping[str, Collection[str]] = MappingProxyType({})


def mask(
    payload: Payload,
    keep: Collection[str],
    table: CompiledTable,
    persons: Collection[Personidentitet] = frozenset(),
    *,
    hidden: Mapping[str, Collection[str]],
) -> Payload:
    """The payload with what the groups in `keep` hand out, and nothing else of what its sections hold.

    What a row says stands in a removed element's place: it stays (structure, outcome), is emptied, or goes
    with all below it. An element that goes into no section and may be removed always is; what no row names
    (elements, attributes, keys, text between elements, comments) never stays; neither does the personal
    number of somebody who is not among `persons`, the persons of the case. Where nothing is removed the very
    same bytes come back. Raises SourceMalformed for a payload that cannot be read: nor can it be masked.

    `hidden` holds, where anybody of the answer is protected, every section's places that would tell where
    somebody is (`Registry.whereabouts`): as little of them stays as in the sections (`hide`). Every caller
    says it, if only NOBODY_PROTECTED: who forgot it would hand out where somebody lives.

    A flag of protected identity may go with the group that it stood in: whoever hands the payload on knows it
    from the whole.

    What one table calls opaque because another reads it is left to that other, or gone. So of a document that
    is several sources' a copy is masked for each by its own table, and the copies put together again
    (`Registry.joining`): of each that source's part alone is taken.

    Mask only what its mapping has understood: with an unknown element gone, an answer that could not be
    trusted may read as one that says "nothing".
    """
    fates = Fates(frozenset(keep), frozenset(persons), hidden)
    masked = masked_json if table.is_json else masked_xml
    content = masked(payload.content, table, fates)
    return payload if content is None else replace(payload, content=content)
