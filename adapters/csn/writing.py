"""CSNSvar as CSN writes it: for the simulator and for tests. Nothing here reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

BLANK = " " * 10
SUPPORTS = {
    "Studiemedel": "studiemedel",
    "Studiehjalp": "studiehjalp",
    "HemutrustningsLan": "hemutrustningslan",
    "Studiestartsstod": "studiestartsstod",
    "Omstallningsstudiestod": "omstallningsstudiestod",
}
"""The elements of a Person, in order, and the namespace of what is theirs."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One row of amounts, whole kronor."""

    kind: str
    text: str
    each: int
    total: int


@dataclass(frozen=True, slots=True)
class Weeks:
    """A time in ISO weeks with its amounts: `first` and `last` are any day of the first and last week."""

    first: date
    last: date
    amounts: tuple[Amount, ...] = ()
    pace: int | None = None
    basic_pace: int | None = None

    @property
    def total(self) -> int:
        return sum(amount.total for amount in self.amounts)


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment of the plan; None is no date yet."""

    day: date | None
    state: str
    times: tuple[Weeks, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Application:
    first: date
    last: date
    pace: int
    loan: bool | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One case of one form of support (a key of SUPPORTS)."""

    support: str
    number: str
    form: str
    text: str
    status: str
    applications: tuple[Application, ...] = ()
    grants: tuple[Weeks, ...] = ()
    payments: tuple[Payment, ...] = ()
    related: str | None = None
    co_borrower: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer about one person."""

    number: str = field(repr=False)
    """Twelve digits."""
    found: bool
    cases: tuple[Case, ...] = ()
    protected: bool = False
    version: str = "4.0"
    result: tuple[str, str] = ("0", "OK")


def write(answer: Answer) -> bytes:
    """The document, in UTF-8 with its declaration."""
    names = {prefix: f"http://schema.csn.se/v{answer.version}/{part}" for prefix, part in _PREFIXES.items()}
    writer = _Writer(names)
    root = etree.Element(f"{{{names['kf']}}}CSNSvar", schemaVersion=answer.version, nsmap=names)
    outcome = writer.below(writer.below(root, "kf:GemensamtSvarEkbistand"), "kf:Resultat")
    writer.below(outcome, "kf:ResultatKod", answer.result[0])
    writer.below(outcome, "kf:ResultatText", answer.result[1])
    writer.below(root, "kf:GemensamtFragaEkbistand")
    people = writer.below(root, "kf:Personer")
    if answer.result[0] == "0":
        writer.person(people, answer)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


_PREFIXES = {"kf": "kommunfraga", "pers": "person", "csn": "csntyper"} | {
    name: name for name in SUPPORTS.values()
}


class _Writer:
    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def below(self, parent: etree._Element, name: str, text: object = None) -> etree._Element:
        prefix, _, local = name.partition(":")
        made = etree.SubElement(parent, f"{{{self._names[prefix]}}}{local}")
        if text is not None:
            made.text = str(text)
        return made

    def person(self, people: etree._Element, answer: Answer) -> None:
        them = self.below(people, "kf:Person")
        them.set("personnummer", answer.number[2:])
        them.set("sekel", answer.number[:2])
        them.set("Status", BLANK if answer.found else "Ej träff")
        them.set("sekretess", "J" if answer.protected else "  ")
        index = self.below(them, "pers:Studiestodstypforteckning")
        for support, part in SUPPORTS.items():
            held = any(case.support == support for case in answer.cases)
            self.below(index, f"csn:{part}", "Ja" if held else "Nej")
        for support, part in SUPPORTS.items():
            cases = [case for case in answer.cases if case.support == support]
            element = self.below(them, f"pers:{support}")
            if cases:
                self.cases(self.below(element, "pers:Arenden"), part, cases)

    def cases(self, parent: etree._Element, part: str, cases: Iterable[Case]) -> None:
        for case in cases:
            made = self.below(parent, "pers:Arende")
            made.set("lopnummer", case.number)
            if case.co_borrower is not None:
                made.set("medlanare", case.co_borrower)
            self.below(made, f"{part}:stodform", case.form)
            self.below(made, f"{part}:klartext", case.text)
            self.below(made, f"{part}:status", case.status)
            if case.related is not None:
                self.below(made, f"{part}:relarende", case.related)
            if case.support != "HemutrustningsLan":
                self.applications(self.below(made, f"{part}:soktaTider"), part, case)
                grants = self.below(made, f"{part}:BeviljadeTider")
                for grant in case.grants:
                    self.grant(self.below(grants, f"{part}:BeviljadTid"), grant)
            plan = self.below(made, f"{part}:UtbetalningsPlan")
            for payment in case.payments:
                self.payment(self.below(plan, f"{part}:Utbetalning"), payment)

    def applications(self, parent: etree._Element, part: str, case: Case) -> None:
        for application in case.applications:
            made = self.below(parent, f"{part}:soktTid")
            self.below(made, "csn:soktfrom", f"{application.first:%Y%m%d}")
            self.below(made, "csn:sokttom", f"{application.last:%Y%m%d}")
            self.below(made, "csn:soktomfattning", application.pace)
            if application.loan is not None:
                self.below(made, "csn:soktlan", "J" if application.loan else " ")

    def grant(self, parent: etree._Element, grant: Weeks) -> None:
        self.below(parent, "csn:starttid", _week(grant.first))
        self.below(parent, "csn:sluttid", _week(grant.last))
        if grant.pace is not None:
            self.below(parent, "csn:takt", grant.pace)
        if grant.basic_pace is not None:
            self.below(parent, "csn:gr_takt", grant.basic_pace)
        self.amounts(parent, grant)

    def payment(self, parent: etree._Element, payment: Payment) -> None:
        self.below(parent, "csn:utbetdatum", f"{payment.day:%Y%m%d}" if payment.day else "0")
        self.below(parent, "csn:utbetstatus", payment.state)
        times = self.below(parent, "csn:Utbetaldatider")
        for time in payment.times:
            made = self.below(times, "csn:Utbetaldtid")
            self.below(made, "csn:startvecka", _week(time.first))
            self.below(made, "csn:slutvecka", _week(time.last))
            self.amounts(made, time)
        self.below(parent, "csn:totbelopp", payment.total)

    def amounts(self, parent: etree._Element, time: Weeks) -> None:
        rows = self.below(parent, "csn:Beloppen")
        for amount in time.amounts:
            made = self.below(rows, "csn:Belopp")
            self.below(made, "csn:beloppstyp", amount.kind)
            self.below(made, "csn:klartext", amount.text)
            self.below(made, "csn:belopp", amount.each)
            self.below(made, "csn:totbelopp", amount.total)
        self.below(parent, "csn:totbelopp", time.total)


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}{week:02}"
