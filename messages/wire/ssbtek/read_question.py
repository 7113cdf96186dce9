"""A question from its bytes: easy about prefixes, CDATA and white space; strict about order and types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from lxml import etree

from messages.wire.soap import content_of
from messages.wire.ssbtek import lexical
from messages.wire.ssbtek.model import (
    Beskattningsfraga,
    Fraga,
    Fragedel,
    GenerellaFrageparametrar,
    Ingivare,
    Lefifraga,
    Personuppgiftsbitrade,
    Tidsperiod,
)
from messages.wire.ssbtek.versions import Block, Slot, Version, by_namespace
from messages.wire.ssbtek.write_question import FETCH, PING
from messages.wire.xml import WireError, children, local, parse

T = TypeVar("T")
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True, slots=True)
class Hamta:
    """A question for data. `element` holds, per included agency, its element as it stood."""

    version: Version
    fraga: Fraga
    element: Mapping[str, etree._Element] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pingfraga:
    """A ping."""

    version: Version


def read_question(
    data: bytes, *, encoding: str | None = None, max_bytes: int = 1_000_000
) -> Hamta | Pingfraga:
    """Either operation, in any known version. Raises WireError.

    `encoding` is the charset of the HTTP header, used when the document names none. A period in the wrong
    order, or an empty `lagtext`, is right as far as the schema goes, and is let through.
    """
    content = content_of(parse(data, encoding=encoding, max_bytes=max_bytes))
    namespace, _, name = str(content.tag)[1:].rpartition("}")
    version = by_namespace(namespace)
    if version is None:
        raise WireError("Frågans namnrymd hör inte till någon version som stöds.")
    _only_attributes(content)
    if name == PING:
        _Reader(content, version).end()
        return Pingfraga(version)
    if name != FETCH:
        raise WireError("Tjänsten har ingen sådan operation.")
    top = _Reader(content, version)
    general = _general(top.inside("generellaFrageparametrar"))
    specific = top.inside("specifikaFrageparametrar")
    top.end()
    elements: dict[str, etree._Element] = {}
    parts: dict[str, Fragedel] = {}
    for slot in version.slots:
        element = specific.element(slot.element)
        part = _agency(element, slot, version)
        if part is not None:
            elements[slot.element], parts[slot.element] = element, part
    specific.end()
    return Hamta(version, Fraga(general, parts), elements)


def read_tax_block(data: bytes) -> Beskattningsfraga:
    """SKV's block alone, as `write_tax_block` wrote it in any known version. Raises WireError."""
    root = parse(data)
    version = by_namespace(str(root.tag)[1:].rpartition("}")[0])
    if version is None or local(root) != "fraga":
        raise WireError("Dokumentet är inte fraga till Skatteverket i någon version som stöds.")
    return _tax(_Reader(root, version))


class _Reader:
    """The children of one element, taken in the schema's order."""

    def __init__(self, parent: etree._Element, version: Version) -> None:
        self._parent = parent
        self._version = version
        self._space = f"{{{version.namespace}}}"
        self._items = list(children(parent))
        self._next = 0
        if len(parent) != len(self._items):
            raise WireError(f"{local(parent)} innehåller en entitet, och sådana läses inte.")
        stray = (parent.text or "") + "".join(item.tail or "" for item in self._items)
        if stray.strip():
            raise WireError(f"{local(parent)} har text bland sina element.")

    def peek(self, name: str) -> bool:
        return self._next < len(self._items) and self._items[self._next].tag == self._space + name

    def element(self, name: str) -> etree._Element:
        if not self.peek(name):
            raise WireError(f"{local(self._parent)} saknar {name} på dess plats.")
        self._next += 1
        return self._items[self._next - 1]

    def inside(self, name: str) -> _Reader:
        element = self.element(name)
        _only_attributes(element)
        return _Reader(element, self._version)

    def value(self, name: str, read: Callable[[str, str], T]) -> T:
        element = self.element(name)
        _only_attributes(element)
        if len(element):
            raise WireError(f"{name} ska bara innehålla text.")
        return read(element.text or "", name)

    def maybe(self, name: str, read: Callable[[str, str], T]) -> T | None:
        return self.value(name, read) if self.peek(name) else None

    def end(self) -> None:
        if self._next < len(self._items):
            extra = local(self._items[self._next])
            raise WireError(f"{local(self._parent)} har {extra} på en plats där det inte hör hemma.")


def _only_attributes(element: etree._Element, *allowed: str) -> None:
    if any(name not in allowed and not str(name).startswith(_XSI) for name in element.attrib):
        raise WireError(f"{local(element)} har ett attribut som inte hör dit.")


def _general(reader: _Reader) -> GenerellaFrageparametrar:
    moment = reader.maybe("frageTidpunkt", lexical.moment)
    correlation = reader.maybe("korrelationsid", lexical.any_text)
    echo = reader.value("fraganSkallInkluderasISvaret", lexical.boolean_or_false)
    asker = reader.inside("ingivare")
    ingivare = Ingivare(
        asker.value("organisationsnummer", lexical.organisation_number),
        asker.value("namn", lexical.filled_text),
        asker.value("handlaggare", lexical.filled_text),
    )
    asker.end()
    person = reader.value("personidentitet", lexical.person_number)
    case = reader.value("arendeidentitet", lexical.filled_text)
    period = _period(reader.inside("tidsperiod"))
    processors = []
    while reader.peek("personuppgiftsbitrade"):
        processors.append(_processor(reader.inside("personuppgiftsbitrade")))
    read = GenerellaFrageparametrar(
        ingivare=ingivare,
        personidentitet=person,
        arendeidentitet=case,
        tidsperiod=period,
        syfte=reader.value("syfte", lexical.any_text),
        lagtext=reader.value("lagtext", lexical.any_text),
        personuppgiftsbitrade=tuple(processors),
        frageTidpunkt=moment,
        korrelationsid=correlation,
        fraganSkallInkluderasISvaret=echo,
    )
    reader.end()
    return read


def _period(reader: _Reader) -> Tidsperiod:
    read = Tidsperiod(reader.value("fromDatum", lexical.day), reader.value("tomDatum", lexical.day))
    reader.end()
    return read


def _processor(reader: _Reader) -> Personuppgiftsbitrade:
    place = reader.maybe("ordningsnummer", lexical.short)
    number = reader.value("organisationsnummer", lexical.organisation_number)
    read = Personuppgiftsbitrade(number, reader.value("namn", lexical.filled_text), place)
    reader.end()
    return read


def _agency(element: etree._Element, slot: Slot, version: Version) -> Fragedel | None:
    _only_attributes(element, "inkludera")
    included = lexical.boolean(element.get("inkludera") or "", f"{slot.element}/@inkludera")
    reader = _Reader(element, version)
    part = Fragedel()
    if slot.block is Block.PERIOD and reader.peek("tidsperiod"):
        part = Fragedel(tidsperiod=_period(reader.inside("tidsperiod")))
    elif slot.block is Block.LEFI and reader.peek("fraga"):
        part = Fragedel(lefi=_lefi(reader.inside("fraga")))
    elif slot.block is Block.TAX and reader.peek("fraga"):
        part = Fragedel(beskattning=_tax(reader.inside("fraga")))
    elif included and slot.block_required:
        raise WireError(f"{slot.element} saknar fraga, som krävs när inkludera är true.")
    reader.end()
    return part if included else None


def _lefi(reader: _Reader) -> Lefifraga:
    version = reader.maybe("version", lexical.any_text)
    actor = reader.value("aktorsid", lexical.any_text)
    read = Lefifraga(actor, reader.value("lefiJsonFraga", lexical.base64), version)
    reader.end()
    return read


def _tax(reader: _Reader) -> Beskattningsfraga:
    years = [reader.value("ar", lexical.int32)]
    while reader.peek("ar"):
        years.append(reader.value("ar", lexical.int32))
    read = Beskattningsfraga(
        tuple(years),
        foretagsinformation=reader.value("foretagsinformation", lexical.boolean),
        individuppgifter=reader.value("individuppgifter", lexical.boolean),
        skattekonto=reader.value("skattekonto", lexical.boolean),
        skatteuppgifter=reader.value("skatteuppgifter", lexical.boolean),
        beskattningsbilagor=reader.value("beskattningsbilagor", lexical.boolean),
    )
    reader.end()
    return read
