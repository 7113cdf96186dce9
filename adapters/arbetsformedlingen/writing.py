"""Arbetsförmedlingen's answer as it is written on the wire. For the simulator and the tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from adapters.arbetsformedlingen.names import ANSWER, NAMESPACE

RAPPORT, RAPPORT_ANDRA = "AktivetetsRapportDatum", "AktivitetsRapportDatum"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on compensation in a programme."""

    kind: str
    extent: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Jobseeker:
    """What is known of one person. `category` is SKAT; `report` the code of the activity report."""

    active: bool | None = None
    category: str | None = None
    registered: date | str | None = None
    extent: int | None = None
    ended: date | None = None
    report: str | None = None
    reported: date | None = None
    report_name: str = RAPPORT
    fund: str | None = None
    decisions: Sequence[Decision] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """All of an answer. `echo` is the question's own Fraga; None leaves it out, as real answers do."""

    number: str = field(repr=False)
    first_name: str | None = None
    last_name: str | None = None
    protected: bool | str | None = None
    known: Jobseeker | None = None
    reference: str = ""
    law: str | None = None
    status: tuple[str, str] = ("0", "OK")
    echo: etree._Element | None = None


def write(answer: Answer) -> etree._Element:
    """SvarMeddelande."""
    root = etree.Element(ANSWER, nsmap={"api": NAMESPACE})
    if answer.echo is not None:
        root.append(answer.echo)
    said = _under(root, "Svar")
    _text(said, "Schemaversion", "2")
    _text(said, "Referensnummer", answer.reference)
    _text(said, "LagParagraf", answer.law)
    _text(said, "IdentitetsbeteckningFysiskPerson", answer.number)
    _text(said, "Fornamn", answer.first_name)
    _text(said, "Efternamn", answer.last_name)
    _text(said, "Sekretessmarkering", answer.protected)
    if answer.known is not None:
        _registration(said, answer.known)
        _decisions(said, answer.known.decisions)
        _text(said, "Akassetillhorighet", answer.known.fund)
    _text(said, "StatusSokandeinformationKod", answer.status[0])
    _text(said, "StatusSokandeinformationKodText", answer.status[1])
    return root


def _registration(said: etree._Element, known: Jobseeker) -> None:
    info = _under(said, "ArbetssokandeInfo")
    _text(info, "Arbetssokande", known.active)
    _text(info, "ArbetssokandeSKAT", known.category)
    _text(info, "ArbetssokandeRegistrerad", known.registered)
    _text(info, "ArbetssokandeOmfattning", known.extent)
    _text(info, "ArbetssokandeAvaktualiserad", known.ended)
    if known.report is not None:
        report = _under(info, known.report_name)
        _text(report, "AktivitetsRapportMeddelande", known.report)
        _text(report, "SenasteAktivitetsRapportDatum", known.reported)


def _decisions(said: etree._Element, decisions: Sequence[Decision]) -> None:
    if not decisions:
        return
    all_of_them = _under(_under(said, "BeslutInfo"), "EkonomiskaBeslut")
    for decision in decisions:
        one = _under(all_of_them, "Beslut")
        _text(one, "ErsattningTyp", decision.kind)
        _text(one, "Omfattning", decision.extent)
        _text(one, "BeslutFrom", decision.first)
        _text(one, "BeslutTom", decision.last)


def _under(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")


def _text(parent: etree._Element, name: str, value: date | str | bool | int | None) -> None:
    if value is not None:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        _under(parent, name).text = text
