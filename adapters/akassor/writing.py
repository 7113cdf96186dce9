"""The a-kassor's answer as their service writes it: for the simulator and for tests. Nothing here reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from lxml import etree

from adapters.akassor.names import ANSWER_ROOT, NAMESPACE

Written = str | date | Decimal | None
"""As it is to stand; None leaves the element out. A text need not be what the schema wants."""

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_XSI = {None: NAMESPACE, "xsi": "http://www.w3.org/2001/XMLSchema-instance"}


@dataclass(frozen=True, slots=True)
class Payment:
    """SEK after tax, and after deductions where it differs; days; first and last day of what it is for."""

    day: Written
    after_tax: Written
    days: Written
    first: Written
    last: Written
    after_deductions: Written = ""
    """"" is the same as after tax."""


@dataclass(frozen=True, slots=True)
class Suspension:
    first: Written
    last: Written


@dataclass(frozen=True, slots=True)
class Application:
    """`decided` "" is written as nil: no decision."""

    decided: Written
    payment_applied_for: bool


@dataclass(frozen=True, slots=True)
class Fund:
    """One a-kassa's answer. `extra` are further elements, by name, that the format does not have."""

    name: Written
    status: Written
    payments: tuple[Payment, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    application: Application | None = None
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer about one person."""

    number: str = field(repr=False)
    """Twelve digits."""
    funds: tuple[Fund, ...] = ()
    echo: tuple[tuple[str, str], ...] = ()
    """The question's elements, those before the person, in order."""


def build(answer: Answer) -> etree._Element:
    """The answer's element."""
    root = etree.Element(f"{{{NAMESPACE}}}{ANSWER_ROOT}", nsmap=_XSI)
    for name, text in answer.echo:
        _below(root, name, text)
    _below(root, "IdentificationNumber", answer.number)
    funds = etree.SubElement(root, f"{{{NAMESPACE}}}ArbetsloshetsersattningLista")
    for fund in answer.funds:
        _fund(etree.SubElement(funds, f"{{{NAMESPACE}}}Arbetsloshetsersattning"), fund)
    return root


def write(answer: Answer, encoding: str = "UTF-8") -> bytes:
    """The document with its declaration."""
    return etree.tostring(build(answer), xml_declaration=True, encoding=encoding, pretty_print=True)


def _fund(parent: etree._Element, fund: Fund) -> None:
    _below(parent, "SvarandeOrganisation", fund.name)
    _below(parent, "StatusSvarandeOrganisation", fund.status)
    for payment in fund.payments:
        same = payment.after_deductions == ""
        _all(
            parent,
            "Utbetalningar",
            {
                "Utbetalningsdatum": payment.day,
                "NettoEfterSkatt": payment.after_tax,
                "NettoEfterAvdrag": payment.after_tax if same else payment.after_deductions,
                "Ersattningsdagar": payment.days,
                "AvserFrom": payment.first,
                "AvserTom": payment.last,
            },
        )
    for suspension in fund.suspensions:
        _all(parent, "Avstangningar", {"AvstangdFrom": suspension.first, "AvstangdTom": suspension.last})
    if fund.application is not None:
        applied = "true" if fund.application.payment_applied_for else "false"
        decided = fund.application.decided
        made = _all(parent, "AnsoktOmErsattning", {"BeslutOmRattTillErsattning": decided})
        if decided == "":
            made[0].set(_NIL, "true")
        _below(made, "AnsokanOmUtbetalningInlamnad", applied)
    for name, text in fund.extra:
        _below(parent, name, text)


def _all(parent: etree._Element, name: str, texts: Mapping[str, Written]) -> etree._Element:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    for element, text in texts.items():
        _below(made, element, text)
    return made


def _below(parent: etree._Element, name: str, text: Written) -> None:
    if text is not None:
        etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = str(text) or None


def within(funds: Iterable[Fund], first: date, last: date) -> tuple[Fund, ...]:
    """What of `funds` the service tells when asked about a time: payments with their day in it."""
    return tuple(
        Fund(
            fund.name,
            fund.status,
            tuple(one for one in fund.payments if _in(one.day, first, last)),
            tuple(one for one in fund.suspensions if _reaches(one, first, last)),
            fund.application,
            fund.extra,
        )
        for fund in funds
    )


def _in(day: Written, first: date, last: date) -> bool:
    return not isinstance(day, date) or first <= day <= last


def _reaches(suspension: Suspension, first: date, last: date) -> bool:
    start, end = suspension.first, suspension.last
    return not (isinstance(start, date) and isinstance(end, date)) or (start <= last and first <= end)
