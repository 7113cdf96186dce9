"""What is known of whether a source answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from messages.uppgifter import Fel


@dataclass(frozen=True, slots=True)
class Reach:
    """As one board last found a source. Moments are UTC."""

    up: bool
    since: datetime
    """When it began to answer, or to fail."""
    tried: datetime
    answered: datetime | None
    """When it last answered a question so that it could be read; None where it never has."""
    unanswered: datetime | None
    """The first question since then that it did not; None where there is none. Test calls do not count."""
    fault: Fel | None
    """The latest failure."""
    told: datetime | None = None
    """The beginning of the silence that somebody has been told of."""

    @property
    def silent_since(self) -> datetime | None:
        """Since when it has not answered, though it was asked; None where it answers."""
        return None if self.unanswered is None else self.answered or self.unanswered


def together(one: Reach, other: Reach) -> Reach:
    """What two hubs have seen of the same source. Of two that tried last at the same moment `other` stands.

    Somebody has been told what `one` says.
    """
    latest, before = (other, one) if other.tried >= one.tried else (one, other)
    answered = max((it.answered for it in (one, other) if it.answered is not None), default=None)
    failed = [
        it.unanswered
        for it in (latest, before)
        if it.unanswered is not None
        and (answered is None or it.unanswered > answered or (it is latest and it.answered == answered))
    ]
    return replace(
        latest,
        since=min(latest.since, before.since) if latest.up is before.up else latest.since,
        answered=answered,
        unanswered=min(failed, default=None),
        fault=latest.fault or before.fault,
        told=one.told,
    )
