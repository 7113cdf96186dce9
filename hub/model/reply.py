"""The reply as composed, before it has a receipt: what is handed over, and what the log must know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hub.model.decision import Subject
from messages.koder import Skydd, SkyddLyft
from messages.uppgifter import Kallsvar, Kvitto, Personsvar, Uppgiftssvar


@dataclass(frozen=True, slots=True)
class Handed:
    """One source's part of the reply, with the element groups handed over and withheld."""

    subject: Subject
    part: Kallsvar
    groups: tuple[str, ...]
    withheld: tuple[str, ...]
    wrong_person: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """All that will be answered. It becomes a message only with the log's receipt."""

    reply_id: str
    question_id: str
    protection: Skydd
    persons: tuple[Personsvar, ...]
    handed: tuple[Handed, ...]
    lifted: SkyddLyft | None = None
    """Why nothing was suppressed though the answer is protected; None where that is not so."""

    def with_receipt(self, receipt: Kvitto, answered: datetime) -> Uppgiftssvar:
        return Uppgiftssvar(
            svarId=self.reply_id,
            forfraganId=self.question_id,
            besvarad=answered,
            skydd=self.protection,
            skyddLyft=self.lifted,
            kvitto=receipt,
            personer=list(self.persons),
        )
