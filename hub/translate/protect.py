"""Protected identity: one flag covers the whole answer and everyone in it (facts: rules and law)."""

from __future__ import annotations

from collections.abc import Iterable

from hub.model.case import CasePerson
from hub.model.outcome import Answered, Attempt, Denied, NothingFound, Protection, Unavailable
from messages.koder import Skydd

_SAYS = {
    Protection.CONFIDENTIALITY: Skydd.SEKRETESSMARKERING,
    Protection.PROTECTED_REGISTRATION: Skydd.SKYDDAD_FOLKBOKFORING,
    Protection.FLAGGED: Skydd.SKYDDAD,
    Protection.UNREADABLE: Skydd.OKANT,
    Protection.NONE: Skydd.INGET,
}
_GRAVEST_FIRST = (Skydd.SKYDDAD_FOLKBOKFORING, Skydd.SEKRETESSMARKERING, Skydd.SKYDDAD, Skydd.OKANT)


def spoken(attempt: Attempt, carries_flag: bool) -> Skydd | None:
    """What one source says of the flag; None when it says nothing."""
    match attempt.outcome:
        case Answered(protection=said) | NothingFound(protection=said):
            return _SAYS.get(said)
        case Unavailable() | Denied(asked=True):
            return Skydd.OKANT if carries_flag else None
        case _:
            return None


def effective(
    household: Iterable[CasePerson],
    asked: Iterable[tuple[CasePerson, Iterable[tuple[Attempt, bool]]]],
    told: Skydd = Skydd.OKANT,
    *,
    unheard: bool = False,
) -> Skydd:
    """The protection of the whole answer.

    `household` is everyone in the case as the register knows them: only what it says of a flag counts for
    those who are not asked about. For each person asked about come the attempts, each with whether its
    source can carry the flag. Somebody asked about of whom nobody has spoken makes the answer OKANT. `told`
    is what any other place has said of anybody in the case; OKANT is that none has.
    `unheard` is that a case system was asked and could not be heard: that makes the answer OKANT at least.
    """
    said: set[Skydd] = {told, *(member.protection for member in household)} - {Skydd.OKANT}
    if unheard:
        said.add(Skydd.OKANT)
    for member, attempts in asked:
        words: set[Skydd] = {member.protection} - {Skydd.OKANT}
        words |= {word for attempt, carries in attempts if (word := spoken(attempt, carries)) is not None}
        said |= words or {Skydd.OKANT}
    return next((skydd for skydd in _GRAVEST_FIRST if skydd in said), Skydd.INGET)
