"""Epochs: a board's log is one tree until a restore; then the next one begins, under a name of its own.

    nyttonav/2120002411/SN        the first
    nyttonav/2120002411/SN#2      the second; its first record says how the first one ended

The name before `#` stays the board's: its keys are derived from that, so what an earlier epoch sealed can be
opened and found, and one public key verifies them all.
"""

from __future__ import annotations

from collections.abc import Iterable

_MARK = "#"


def board_of(origin: str) -> str:
    """The name that all epochs of a log share."""
    return origin.partition(_MARK)[0]


def number_of(origin: str) -> int:
    """1 for the first. Raises ValueError for a name that is no log's."""
    _, mark, number = origin.partition(_MARK)
    if not mark:
        return 1
    if not number.isascii() or not number.isdecimal() or str(int(number)) != number or int(number) < 2:
        raise ValueError(f"{origin} is the name of no log: an epoch is #2 or higher")
    return int(number)


def name_of(board: str, number: int) -> str:
    return board if number == 1 else f"{board}{_MARK}{number}"


def epochs_of(names: Iterable[str], board: str) -> tuple[str, ...]:
    """The epochs of one board's log, newest first."""
    mine = [name for name in names if board_of(name) == board]
    return tuple(sorted(mine, key=number_of, reverse=True))


def current(names: Iterable[str], board: str) -> str:
    """The epoch that is written to; the first where there is none yet."""
    return next(iter(epochs_of(names, board)), board)
