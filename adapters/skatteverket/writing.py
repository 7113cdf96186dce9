"""Skatteverket's answer as it is written: for the simulator and for tests. Nothing here reads.

What an individuppgift looks like on the wire is not published; the names here are made up, to show what
becomes of an answer that nobody has described.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from adapters.skatteverket.names import FAULT_NAMESPACES, NAMESPACES, ROOT

_NAMES = {prefix: uris[0] for prefix, uris in NAMESPACES.items()}


@dataclass(frozen=True, slots=True)
class Capital:
    """Figures of one year, whole kronor; None is left out."""

    year: int
    income: str | None
    surplus: str | None
    status: str | None = "0"


@dataclass(frozen=True, slots=True)
class Payout:
    """A payout from the tax account; `day` as it stands on the wire."""

    amount: str
    day: str | None
    status: str | None = "0"


@dataclass(frozen=True, slots=True)
class MonthlyReturn:
    """One employer's report of one month."""

    month: date
    employer: str
    employer_name: str
    pay: int
    tax: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer about one person; `status` None is left out."""

    number: str = field(repr=False)
    """Twelve digits."""
    first_name: str | None = None
    last_name: str | None = None
    status: str | None = "0"
    capital: tuple[Capital, ...] = ()
    payouts: tuple[Payout, ...] = ()
    returns: tuple[MonthlyReturn, ...] = ()
    news: tuple[tuple[str, str], ...] = ()
    """Elements that nobody has described: name and text."""


def write(answer: Answer) -> bytes:
    """The document, in UTF-8 with its declaration."""
    root = etree.Element(f"{{{_NAMES['svar']}}}{ROOT}", nsmap=_NAMES)
    person = _below(_below(root, "svar:PersonuppgiftLista"), "svar:Personuppgift")
    _below(person, "folko:IdentitetsbeteckningFysiskPerson", answer.number)
    _below(person, "folko:Fornamn", answer.first_name)
    _below(person, "folko:Efternamn", answer.last_name)
    _below(person, "svar:StatusPersonuppgiftKod", answer.status)
    for year in answer.capital:
        made = _below(person, "svar:Kapitaluppgift", "")
        _below(made, "besko:Taxeringsar", str(year.year))
        _below(made, "besko:SummaIntakterPaKapital", year.income)
        _below(made, "besko:OverskottPaKapital", year.surplus)
        _below(made, "svar:StatusKapitaluppgiftKod", year.status)
    for payout in answer.payouts:
        made = _below(person, "svar:Skattekontouppgift", "")
        _below(made, "besko:UtbetaltBelopp", payout.amount)
        _below(made, "besko:Bokforingsdag", payout.day)
        _below(made, "svar:StatusSkattekontouppgiftKod", payout.status)
    if answer.returns:
        listed = _below(person, "svar:IndividuppgiftLista", "")
        for one in answer.returns:
            _return(_below(listed, "svar:Individuppgift", ""), one)
    for name, text in answer.news:
        _below(person, name, text)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def write_fault(code: str, text: str) -> bytes:
    """The service's own fault: its root is qualified, what stands in it is not."""
    root = etree.Element(f"{{{FAULT_NAMESPACES['ws'][0]}}}Exception")
    for name, said in (("MeddelandeKod", code), ("MeddelandeText", text), ("Systemversion", "1.0")):
        etree.SubElement(root, name).text = said
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _return(made: etree._Element, one: MonthlyReturn) -> None:
    _below(made, "svar:Redovisningsperiod", f"{one.month:%Y%m}")
    employer = _below(made, "svar:Arbetsgivare")
    _below(employer, "svar:Organisationsnummer", one.employer)
    _below(employer, "svar:Namn", one.employer_name)
    _below(made, "svar:KontantErsattning", str(one.pay))
    _below(made, "svar:AvdragenPreliminarSkatt", str(one.tax))


def _below(parent: etree._Element, name: str, text: str | None = "") -> etree._Element:
    """A new element; with the text None it is not put in."""
    prefix, _, local = name.partition(":")
    made = etree.Element(f"{{{_NAMES[prefix]}}}{local}")
    if text is not None:
        made.text = text or None
        parent.append(made)
    return made
