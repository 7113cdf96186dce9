"""The garbage collector as a process of ours needs it: what is loaded at start stays, and is not gone through
again and again."""

from __future__ import annotations

import gc


def rest_collector() -> None:
    """While much is loaded: as it comes set, it would take a tenth of a start."""
    gc.set_threshold(50_000, 20, 100)


def calm_collector() -> None:
    """When all is loaded: what is there by now is never looked at again, and the rest not so often."""
    gc.collect()
    gc.freeze()
    rest_collector()
