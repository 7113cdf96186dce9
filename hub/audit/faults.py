"""What the log's storage cannot do, as the problem that the caller is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from hub.model.ledger import Crowded, StorageFault, TooWide
from hub.problems import LogUnavailable, SearchCrowded, SearchTooWide

RETRY_AFTER_S: Final = 30
_CROWDED_RETRY_S: Final = 5
_UNAVAILABLE: Final = (
    "Åtkomstloggen kan inte skrivas just nu, därför är ingenting frågat. Försök igen om en stund. "
    "Kvarstår felet, kontakta den som förvaltar navet."
)
_TOO_WIDE: Final = (
    "Sökningen måste läsa för mycket av loggen. Gör den snävare: ange en kortare tid med fran och till, "
    "eller sök på personidentitet, arende eller handlaggare."
)
_CROWDED: Final = "Flera andra loggsökningar pågår just nu. Försök igen om en liten stund."


@contextmanager
def as_problems() -> Iterator[None]:
    """Raises LogUnavailable, SearchTooWide or SearchCrowded in place of the storage's own."""
    try:
        yield
    except StorageFault as fault:
        raise LogUnavailable(_UNAVAILABLE, retry_after_s=RETRY_AFTER_S) from fault
    except TooWide:
        raise SearchTooWide(_TOO_WIDE) from None
    except Crowded:
        raise SearchCrowded(_CROWDED, retry_after_s=_CROWDED_RETRY_S) from None
