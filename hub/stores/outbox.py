"""The SIEM's outbox as files: a folder for each log, lines in `.part`, whole files as `.ndjson`.

    <folder>/2120002411-SN/20261122T075500123456Z-1234.part     being written
    <folder>/2120002411-SN/20261122T075000000000Z-0.ndjson      finished: the collector takes it away
    <folder>/2120002411-SN/lage.json                            how far the log has been sent

A file is finished when it is large or old enough, and at midnight (UTC). A board has a folder of its own, so
that a collector may keep what belongs to one controller from another. Files are 0600, folders 0700.

`lage.json` also tells how many bytes of the `.part` are on disk for sure. What stands after them was being
written when the process ended, perhaps half a line: it is cut off before anything is written there again.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hub.ports import Clock
from hub.siem import OutboxFault, Position

STATE, LOCK = "lage.json", "las"


@dataclass(frozen=True, slots=True)
class FileLimits:
    """When a file is finished, and how much of the disk is left alone."""

    bytes: int = 64_000_000
    seconds: float = 300.0
    spare_bytes: int = 512_000_000


@dataclass(frozen=True, slots=True)
class _State:
    """As it lies in `lage.json`."""

    nasta: int = 0
    senast: str = ""
    fil: str = ""
    """The `.part`; empty where there is none."""
    byte: int = 0
    borjad: str = ""

    def position(self) -> Position:
        return Position(self.nasta, self.senast)


class OutboxFiles:
    """Implements `hub.siem.Outbox`. One process at a time writes a folder."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        limits: FileLimits | None = None,
        free_bytes: Callable[[], int] | None = None,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._limits = limits or FileLimits()
        self._free_bytes = free_bytes or (lambda: shutil.disk_usage(folder).free)
        self._states: dict[str, _State] = {}
        self._lock: int | None = None

    def position(self, log: str) -> Position:
        with self._told():
            return self._state(log).position()

    def append(self, log: str, lines: Sequence[bytes], position: Position) -> None:
        with self._told():
            state = self._state(log)
            try:
                if self._free_bytes() < self._limits.spare_bytes:
                    raise OSError(errno.ENOSPC, "the last of the disk is left to the log")
                self._put(log, state, lines, position)
            except OSError:
                # As it really lies, the next time: somebody may have been there.
                self._states.pop(log, None)
                raise

    def _put(self, log: str, state: _State, lines: Sequence[bytes], position: Position) -> None:
        now = self._clock.now().astimezone(UTC)
        if not state.fil:
            name = f"{now:%Y%m%dT%H%M%S%fZ}-{position.next - len(lines)}.part"
            state = replace(state, fil=name, byte=0, borjad=now.isoformat())
        size = _written(self._of(log) / state.fil, state.byte, lines)
        state = replace(state, nasta=position.next, senast=position.last, byte=size)
        self._keep(log, state)
        if size >= self._limits.bytes:
            self._finish(log, state)

    def finish_old(self) -> None:
        with self._told():
            now = self._clock.now().astimezone(UTC)
            for log, state in list(self._states.items()):
                if not state.fil:
                    continue
                begun = datetime.fromisoformat(state.borjad)
                if begun.date() != now.date() or now - begun >= timedelta(seconds=self._limits.seconds):
                    self._finish(log, state)

    def close(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _state(self, log: str) -> _State:
        """As it was left, read once, with what was half written cut off."""
        if log not in self._states:
            self._take()
            self._of(log).mkdir(mode=0o700, parents=True, exist_ok=True)
            self._states[log] = self._mended(log, self._read(log))
        return self._states[log]

    def _take(self) -> None:
        """The folder is this process's until it ends, however it ends."""
        if self._lock is not None:
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise OSError(errno.EBUSY, "another process writes there") from None
        self._lock = descriptor

    def _read(self, log: str) -> _State:
        path = self._of(log) / STATE
        if not path.exists():
            return _State()
        try:
            return _State(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError):
            raise OSError(errno.EINVAL, f"{path} is damaged; remove it, and all is sent again") from None

    def _mended(self, log: str, state: _State) -> _State:
        """The `.part` as long as it is known to be whole; others hold only what will be written again."""
        folder = self._of(log)
        for other in folder.glob("*.part"):
            if other.name != state.fil:
                other.unlink()
        if not state.fil or not (folder / state.fil).exists():
            # Finished, and the process ended before it could say so.
            return replace(state, fil="", byte=0)
        with (folder / state.fil).open("r+b") as file:
            whole = file.read(state.byte)
            size = len(whole) if len(whole) == state.byte else whole.rfind(b"\n") + 1
            file.truncate(size)
            os.fsync(file.fileno())
        return replace(state, byte=size)

    def _keep(self, log: str, state: _State) -> None:
        folder = self._of(log)
        draft = folder / f"{STATE}.ny"
        with open(draft, "wb", opener=_private) as file:
            file.write(json.dumps(asdict(state)).encode())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / STATE)
        _flush_folder(folder)
        self._states[log] = state

    def _finish(self, log: str, state: _State) -> None:
        """Whole from one moment to the next. First the name, then the state: see `_mended`."""
        folder = self._of(log)
        part = folder / state.fil
        if part.exists():
            part.replace(part.with_suffix(".ndjson"))
        self._keep(log, replace(state, fil="", byte=0, borjad=""))

    def _of(self, log: str) -> Path:
        """`nyttonav/2120002411/SN` to `2120002411-SN`: an organisation number and a board's code. A later
        epoch of the log has one of its own: `2120002411-SN-epok2`."""
        return self._folder / "-".join(log.split("/")[1:]).replace("#", "-epok")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = error.strerror or str(error)
            raise OutboxFault(
                f"The SIEM's outbox {self._folder} cannot be written: {why}. See that there is room, that "
                "the hub may write there, and that the collector clears away what it has taken."
            ) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _written(path: Path, size: int, lines: Sequence[bytes]) -> int:
    """The lines after the first `size` bytes, on disk; how long the file is then."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        there = os.fstat(file.fileno()).st_size
        if there < size:
            raise OSError(errno.EIO, f"{path.name} is shorter than what was written to it")
        file.truncate(size)
        file.seek(size)
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
        return file.tell()


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
