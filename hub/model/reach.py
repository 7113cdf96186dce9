"""What is known of whether a source answers."""

from __future__ import annotations

from dataclasses import dataclass
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
