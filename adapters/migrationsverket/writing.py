"""The service's answer as it writes it: for the simulator and for tests. Nothing here reads."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date

from lxml import etree

from adapters.migrationsverket.names import ANSWER, FAULT, SERVICE
from messages.wire.soap import Fault

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@dataclass(frozen=True, slots=True)
class Case:
    """One `svar`: its elements in order, None left out."""

    anledning: str | None = None
    anledningNamn: str | None = None
    ansokningsdatum: date | None = None
    arendeTyp: str | None = None
    arendeTypNamn: str | None = None
    beslutsKod: str | None = None
    beslutsKodNamn: str | None = None
    beslutsTyp: str | None = None
    beslutsTypNamn: str | None = None
    beslutsdatum: date | None = None
    fromDatum: date | None = None
    giltighetstid: str | None = None
    tomDatum: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole `response`. `cases` None leaves the collection out; a case None is nil."""

    correlationid: str | None
    korrelationsid: str | None = None
    efternamn: str | None = None
    fornamn: str | None = None
    hemland: str | None = None
    inresedatum: date | None = None
    personnummer: str | None = field(default=None, repr=False)
    cases: tuple[Case | None, ...] | None = None
    offset: str = ""
    """After every date: `+01:00`."""
    qualified: bool = False
    """All elements in the service's namespace, which the schema does not want."""


_BEFORE_CASES = (
    "korrelationsid",
    "correlationid",
    "efternamn",
    "fornamn",
    "hemland",
    "inresedatum",
    "personnummer",
)


def build_answer(answer: Answer) -> etree._Element:
    """The answer's own element."""
    writer = _Writer(f"{{{SERVICE}}}" if answer.qualified else "", answer.offset)
    root = etree.Element(f"{{{SERVICE}}}{ANSWER}", nsmap={"miv": SERVICE})
    response = writer.below(root, "response")
    for name in _BEFORE_CASES:
        writer.value(response, name, getattr(answer, name))
    if answer.cases is not None:
        collection = writer.below(response, "svarCollection")
        for case in answer.cases:
            writer.case(writer.below(collection, "svar"), case)
    return root


def build_detail(fault: Fault) -> bytes:
    """What stands in a SOAP fault's detail when the service itself has failed."""
    root = etree.Element(f"{{{SERVICE}}}{FAULT}", nsmap={"miv": SERVICE})
    if fault.felkod:
        etree.SubElement(root, "faultCode").text = fault.felkod
    etree.SubElement(root, "faultString").text = fault.text
    return etree.tostring(root)


@dataclass(frozen=True, slots=True)
class _Writer:
    space: str
    offset: str

    def below(self, parent: etree._Element, name: str) -> etree._Element:
        return etree.SubElement(parent, self.space + name)

    def value(self, parent: etree._Element, name: str, value: str | date | None) -> None:
        if value is not None:
            text = f"{value:%Y-%m-%d}{self.offset}" if isinstance(value, date) else value
            self.below(parent, name).text = text

    def case(self, element: etree._Element, case: Case | None) -> None:
        if case is None:
            element.set(NIL, "true")
            return
        for one in fields(case):
            self.value(element, one.name, getattr(case, one.name))
