"""An agency asks whether the hub put a question that it received, by the question's id. Never by person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hub.audit import OPERATOR, AccessLog
from hub.audit.case_events import QuestionVouched
from hub.audit.scribe import without_numbers
from hub.model.agreement import Agreement
from hub.model.calendar import swedish_day
from hub.model.query import AgencyCaller
from hub.policy.laws import BY_GATE
from hub.policy.rule import cited
from hub.ports import Clock
from messages.fragekontroller import Fragekontroll, Fragekontrollsvar, PasseradGrind

_TRIED = {
    1: "Frågan ställdes av en ansluten nämnd, genom en klient som nämnden har tagit upp.",
    2: "Den ställdes av en namngiven handläggare, eller av en funktion som avtalet medger.",
    3: "Den gällde ett aktuellt ärende hos nämnden, av rätt slag för ändamålet.",
    4: "De personer som den gällde hörde till ärendet den dagen.",
    5: "Perioden, ändamålet och uppgifterna rymdes i avtalet.",
}


@dataclass(frozen=True, slots=True)
class VouchDesk:
    """Answers the agencies' own clients, each about questions to its own source only."""

    log: AccessLog
    agreements: Mapping[str, tuple[Agreement, ...]]
    clock: Clock

    def source_of(self, caller: AgencyCaller) -> str | None:
        """The source that the client asks for, by an agreement in force today; None for a stranger."""
        today = swedish_day(self.clock.now())
        for source, versions in self.agreements.items():
            for agreement in versions:
                if agreement.in_force(today) and agreement.names(
                    caller.client_id, caller.organisation_number
                ):
                    return source
        return None

    async def vouch(self, caller: AgencyCaller, source: str, question: Fragekontroll) -> Fragekontrollsvar:
        """Whether it was put, in the log of the board that put it before that is told. Raises LogUnavailable.

        Another source's id and one that was never given out are one and the same: both are looked up by a
        key that holds the source, are not there, and are written in the operator's log.
        """
        found = await self.log.put_to(source, question.korrelation)
        event = QuestionVouched(
            caller.client_id, source, without_numbers(question.korrelation), sent=found is not None
        )
        await self.log.record(OPERATOR if found is None else found.log, event)
        if found is None:
            return Fragekontrollsvar(stalld=False, grindar=[])
        return Fragekontrollsvar(
            stalld=True,
            grindar=_passed(swedish_day(found.time)),
            visadAv=found.shown_by,
            tidpunkt=found.time,
        )


def _passed(day: date) -> list[PasseradGrind]:
    """All five, since nothing is put before it has passed them all; the laws are those of the day."""
    return [
        PasseradGrind(grind=number, text=_TRIED[number], lag=cited(laws, day))
        for number, laws in BY_GATE.items()
    ]
