"""The outside behind ports: databases and transports."""

from __future__ import annotations

from hub.stores.log_store import Limits
from hub.stores.opening import open_stores
from hub.stores.postgresql import Address
from hub.stores.stores import Stores
from hub.stores.where import Where

__all__ = ["Address", "Limits", "Stores", "Where", "open_stores"]
