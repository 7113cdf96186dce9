"""The element table engine: one table per payload format, which everything reads."""

from __future__ import annotations

from hub.elements.groups import groups_of, keep_groups, leaves

__all__ = ["groups_of", "keep_groups", "leaves"]
