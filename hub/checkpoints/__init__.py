"""Checkpoints kept elsewhere and signed by witnesses."""

from __future__ import annotations

from hub.checkpoints.desk import CheckpointDesk, Witnessed
from hub.checkpoints.elsewhere import Elsewhere, elsewhere

__all__ = ["CheckpointDesk", "Elsewhere", "Witnessed", "elsewhere"]
