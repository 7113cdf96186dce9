"""LEFI's answer put together: what is known of what was asked for, that the actor may see.

Acts out the faults that are about LEFI's own content:
TILLSTAND     a deliverer's state; "" leaves it out, and unless it is OK nothing of the deliverer's is told
AVVIKELSE     a group comes as a deviation
GRUPP_SAKNAS  a group is left out, unsaid
DEL_SAKNAS    a deliverer is not there at all
DATA_OCH_FEL  FELANDE, and the data all the same
OMBEDD_INTE   everything that a deliverer has, asked for or not
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from adapters.forsakringskassan.simulated_groups import (
    CASES,
    COMING,
    DELIVERERS,
    FK,
    FK_COMING,
    FK_PAID,
    INFORMATION,
    KINDS,
    LISTS,
    PAID,
    UNASKED,
    deliverer,
)
from adapters.forsakringskassan.simulated_known import Known
from adapters.forsakringskassan.simulated_question import Actor, Question
from adapters.forsakringskassan.simulated_time import within
from adapters.forsakringskassan.writing import Json, group, word_code
from hub.simulators.faults import Fault, FaultKind

FAILING, DENIED = "FELANDE", "OBEHORIG"
_STATES: Mapping[str, str] = {
    "OK": "Ok",
    FAILING: "Felande",
    "OTILLGANGLIG": "Otillgänglig",
}
_DEVIATIONS: Mapping[str, str] = {
    DENIED: "Behörighet saknas",
    "INTERNT_FEL": "Ett internt fel har inträffat",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """A question from an actor, with the faults that are on for it."""

    question: Question
    actor: Actor
    faults: Sequence[Fault] = ()

    def answer(self, known: Known) -> Json:
        """A LefiExternFormansinformationSvar."""
        sorted_out, deviations = self._sorted_out()
        granted = [(kind, code) for kind, code in sorted_out if self._tells(deliverer(code))]
        answer: Json = {"utlamnare": [self._state(name) for name in DELIVERERS if self._has_state(name)]}
        if deviations:
            answer["avvikelser"] = deviations
        told = {place: self._told(known, place, codes) for place, codes in _places(granted).items()}
        if any(deliverer(code) == FK for _, code in granted):
            answer[CASES] = {
                place: rows
                for place, rows in told.items()
                if place not in KINDS and (rows or place not in UNASKED)
            }
        pensions = {place: rows for place, rows in told.items() if place in KINDS}
        return {**answer, **pensions, **known.beside}

    def _asked(self) -> Iterator[tuple[str, str]]:
        """List of the question and code, in its order; unasked ones too where that fault is on."""
        for kind, codes in KINDS.items():
            named = self.question.groups.get(kind, ())
            yield from ((kind, code) for code in named)
            yield from (
                (kind, code)
                for code in sorted(codes)
                if code not in named and self._on(FaultKind.OMBEDD_INTE, deliverer(code))
            )

    def _sorted_out(self) -> tuple[list[tuple[str, str]], Json]:
        """What is to be told, and what comes as a deviation, by list of the question."""
        granted: list[tuple[str, str]] = []
        deviations: Json = {}
        for kind, code in self._asked():
            denied = self._deviation(code)
            if denied is None:
                granted.append((kind, code))
            elif denied.felkod:
                named = "ovrigInformationstyp" if kind == INFORMATION else "formansgrupp"
                text = _DEVIATIONS.get(denied.felkod, denied.text)
                deviations.setdefault(kind, []).append(
                    {"avvikelse": word_code(denied.felkod, text), named: group(code)}
                )
        return granted, deviations

    def _deviation(self, code: str) -> Fault | None:
        """Why a group is not told; one without felkod is left out unsaid."""
        for fault in self.faults:
            if fault.kalla in {None, deliverer(code)} and fault.grupp in {None, code}:
                if fault.fel is FaultKind.AVVIKELSE:
                    return fault
                if fault.fel is FaultKind.GRUPP_SAKNAS:
                    return Fault(fault.fel, felkod="")
        if self.actor.may(code):
            return None
        return Fault(FaultKind.AVVIKELSE, felkod=DENIED if self.actor.told else "")

    def _on(self, kind: FaultKind, name: str) -> Fault | None:
        return next((one for one in self.faults if one.fel is kind and one.kalla in {None, name}), None)

    def _tells(self, name: str) -> bool:
        """Whether a deliverer's data come: it is well, or tells them though it is not."""
        state = self._on(FaultKind.TILLSTAND, name)
        well = state is None or state.felkod in {"OK", ""}
        return not self._on(FaultKind.DEL_SAKNAS, name) and (
            well or self._on(FaultKind.DATA_OCH_FEL, name) is not None
        )

    def _has_state(self, name: str) -> bool:
        state = self._on(FaultKind.TILLSTAND, name)
        if self._on(FaultKind.DEL_SAKNAS, name) or (state is not None and not state.felkod):
            return False
        return any(deliverer(code) == name for _, code in self._asked())

    def _state(self, name: str) -> Json:
        fault = self._on(FaultKind.TILLSTAND, name)
        if fault is not None:
            code, text = fault.felkod, _STATES.get(fault.felkod, fault.text)
        else:
            code = FAILING if self._on(FaultKind.DATA_OCH_FEL, name) else "OK"
            text = _STATES[code]
        return {"utlamnare": {"kod": name, "namn": DELIVERERS[name]}, "tillstand": word_code(code, text)}

    def _told(self, known: Known, place: str, codes: frozenset[str]) -> object:
        if place in known.instead:
            return known.instead[place]
        asked = (self.question.first, self.question.last)
        rows = [one.row for one in known.rows if one.place == place and one.group in codes]
        return [told for row in rows if (told := within(place, row, asked)) is not None]


def _places(granted: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """Lists of the answer to the codes that bring them."""
    found: dict[str, frozenset[str]] = {}
    for kind, code in granted:
        for place in _places_of(kind, code):
            found[place] = found.get(place, frozenset()) | {code}
    return found


def _places_of(kind: str, code: str) -> Iterator[str]:
    if deliverer(code) != FK:
        yield kind
    elif kind == PAID:
        yield FK_PAID
    elif kind == COMING:
        yield FK_COMING
    else:
        yield from (name for name, brought_by in {**LISTS, **UNASKED}.items() if brought_by == code)


def available(actor: Actor) -> Json:
    """LefiExternTillgangligaInformationstyper: what the actor may ask for."""
    return {kind: [group(code) for code in sorted(codes) if actor.may(code)] for kind, codes in KINDS.items()}
