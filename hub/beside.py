"""Work that must not hold up everybody else's questions when there is much of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

LARGE = 100_000
"""Bytes of documents above which they are worked on beside the event loop: ordinary ones have a few thousand,
and hostile ones megabytes. A thread for each of the ordinary would cost more than it spares."""

Made = TypeVar("Made")


async def beside(size: int, work: Callable[[], Made]) -> Made:
    """What `work` makes of documents of so many bytes. Its errors pass through."""
    return await asyncio.to_thread(work) if size > LARGE else work()
