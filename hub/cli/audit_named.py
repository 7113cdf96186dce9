"""Which log, which keys and which public key a command of `nyttonav audit` is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hub.stores.where import Where


def text_of(key: str) -> str:
    """A vkey, or the text of the file it stands in."""
    return key if "+" in key and not Path(key).is_file() else Path(key).read_text(encoding="utf-8")


def log_named(where: Where, namnd: str | None) -> str:
    """The log named, or the only log of a board."""
    from hub.audit.epochs import board_of
    from hub.audit.keys import StartRefused
    from hub.audit.log import OPERATOR
    from hub.stores.log_file import stored_logs

    if namnd is not None:
        return origin_of(namnd)
    known = sorted({board_of(log) for log in stored_logs(where)})
    boards = [log for log in known if log != OPERATOR]
    if len(boards) != 1:
        names = ", ".join(log.removeprefix("nyttonav/") for log in known) or "none yet"
        raise StartRefused(f"Say which log with --namnd. The logs here: {names}.")
    return boards[0]


def epoch_named(where: Where, log: str, number: int | None) -> str:
    """The epoch named, or the newest."""
    from hub.audit.epochs import current, name_of
    from hub.stores.log_file import stored_logs

    return current(stored_logs(where), log) if number is None else name_of(log, number)


def origin_of(namnd: str) -> str:
    return f"nyttonav/{namnd}"


def settings_where() -> Where:
    """Where the settings say that the log is. Raises StartRefused, SettingsError."""
    from hub.cli import loaded

    return loaded.settings_where()


def settings_keys() -> Path:
    from hub.settings import load

    return load().keys
