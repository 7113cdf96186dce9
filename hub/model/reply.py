"""The reply as composed, before it has a receipt: what is handed over, and what the log must know of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hub.adapter import Payload
from hub.model.decision import Subject
from messages.koder import Skydd, SkyddLyft
from messages.uppgifter import Kallsvar, Kvitto, Personsvar, Uppgiftssvar
from messages.values import Personidentitet


@dataclass(frozen=True, slots=True)
class Document:
    """What a source answered, in its own format, and the groups of it that may be handed on."""

    payload: Payload
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Handed:
    """One source's part of the reply, with the element groups handed over and withheld."""

    subject: Subject
    part: Kallsvar
    groups: tuple[str, ...]
    withheld: tuple[str, ...]
    wrong_person: bool
    document: Document | None = field(default=None, repr=False)
    """None where the source gave none that can be handed on."""


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
    household: frozenset[Personidentitet] = frozenset()
    """The persons of the case: of others no number is handed on."""
    hidden: Mapping[str, Collection[str]] | None = None
    """Section name to what could tell where somebody is; None: nobody is to be protected."""

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


@dataclass(frozen=True, slots=True)
class Answer:
    """What the log has concluded and may be given: the message, and the reply that it was made of."""

    message: Uppgiftssvar
    reply: Reply
