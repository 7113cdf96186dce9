"""Messages as XML, the same model as in JSON, losslessly both ways.

Every field is an element, in the model's order. A list is an element with the field's name, present also
when empty, holding one element per item. The sections under `uppgifter` stand in their own namespaces.
Places in faults are JSON pointers, as for JSON.
"""

from __future__ import annotations

from lxml import etree
from pydantic_core import to_json

from messages.base import M, Meddelande
from messages.form import Catalogue, build
from messages.unreadable import Unreadable
from messages.xml_read import tree_of
from messages.xml_source import root_element
from messages.xml_write import text_of

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def encode(message: Meddelande, *, indent: bool = False) -> bytes:
    """The message as XML in UTF-8, with its declaration. `indent` sets it out for people."""
    content = text_of(message).encode()
    return _DECLARATION + (_set_out(content) if indent else content)


def decode(model: type[M], raw: bytes, catalogue: Catalogue) -> M:
    """Read a message; `catalogue` maps the names of sections to their models.

    Raises Unreadable with every fault found.
    """
    tree, faults = tree_of(model, root_element(raw), catalogue)
    if faults and not tree:
        raise Unreadable(faults)
    return build(model, to_json(tree), catalogue, faults)


def _set_out(content: bytes) -> bytes:
    root = etree.fromstring(content)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=False) + b"\n"
