"""What case systems tell the hub's own register, and when that forgets it."""

from __future__ import annotations

from hub.cases.desk import CaseDesk
from hub.cases.erasure import CaseErasure

__all__ = ["CaseDesk", "CaseErasure"]
