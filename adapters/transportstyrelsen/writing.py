"""The service's answer as it writes it: for the simulator and for tests. Nothing here reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from adapters.transportstyrelsen.names import ANSWER, RESPONDER, VEHICLE

FIELDS = ("regnr", "fabrikat", "fordonsar", "fordonsslag", "handelsbeteckning")
"""The elements of a vehicle, in order."""


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle as the register holds it; None leaves the element out, which the schema does not allow."""

    regnr: str
    fabrikat: str
    fordonsar: str | None
    fordonsslag: str
    handelsbeteckning: str | None
    others: Mapping[str, str] = field(default_factory=dict)
    """Elements in a namespace of another's, `{namespace}name` to text: the schema lets them stand last."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. Without vehicles the holding is left out."""

    vehicles: tuple[Vehicle, ...] = ()
    result: str = "OK"
    faults: tuple[tuple[int, str], ...] = ()
    """Code and text."""


def build_answer(answer: Answer) -> etree._Element:
    """The answer's own element."""
    root = etree.Element(f"{{{RESPONDER}}}{ANSWER}", nsmap={"tns": RESPONDER, "frdn": VEHICLE})
    etree.SubElement(root, f"{{{RESPONDER}}}resultat").text = answer.result
    if answer.vehicles:
        holding = etree.SubElement(root, f"{{{RESPONDER}}}fordonsinnehav")
        for vehicle in answer.vehicles:
            _vehicle(etree.SubElement(holding, f"{{{VEHICLE}}}fordon"), vehicle)
    for code, text in answer.faults:
        fault = etree.SubElement(root, f"{{{RESPONDER}}}felresultat")
        etree.SubElement(fault, f"{{{RESPONDER}}}felkod").text = str(code)
        etree.SubElement(fault, f"{{{RESPONDER}}}feltext").text = text
    return root


def _vehicle(element: etree._Element, vehicle: Vehicle) -> None:
    for name in FIELDS:
        text = getattr(vehicle, name)
        if text is not None:
            etree.SubElement(element, f"{{{VEHICLE}}}{name}").text = text
    for name, text in vehicle.others.items():
        etree.SubElement(element, name).text = text
