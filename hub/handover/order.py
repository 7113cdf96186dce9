"""Who hands over or receives, why, and where the hub's files lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hub.model.board import BoardId


class HandoverRefused(Exception):
    """It is not done; the text is a sentence for whoever ordered it, with the remedy."""


@dataclass(frozen=True, slots=True)
class Place:
    """A hub's folders, and the name that it signs its records with."""

    data: Path
    keys: Path
    contracts: Path
    node: str


@dataclass(frozen=True, slots=True)
class Order:
    """Which board, by whom, and why: for the log."""

    board: BoardId
    by: str
    reason: str
