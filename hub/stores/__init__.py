"""The outside behind ports: databases and transports."""

from __future__ import annotations

from hub.stores.log_store import Limits
from hub.stores.sqlite import Stores, open_stores

__all__ = ["Limits", "Stores", "open_stores"]
