"""Intentions that nobody will conclude any more: their process died, or lost them."""

from __future__ import annotations

import asyncio
from datetime import datetime

from hub.audit import drafts
from hub.audit.pen import Pen


async def conclude_lost(pen: Pen, due_before: datetime | None) -> int:
    """Conclude those whose deadline was before the moment, all where it is None; how many.

    Raises StorageFault.
    """
    count = 0
    while lost := await pen.store.open_intentions(due_before, 500):
        now = pen.clock.now()
        units = (drafts.abandoned(pen.scribe, it, now) for it in lost)
        # A unit each, so that one concluded meanwhile does not touch the others; they share commits.
        await asyncio.gather(*map(pen.commit, units))
        count += len(lost)
    return count
