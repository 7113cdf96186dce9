"""Checkpoints as files in a folder elsewhere: what the log itself, lost or altered, cannot take back.

    nyttonav-2120002411-SN-000000001234.kontrollpunkt           a signed checkpoint (C2SP note)
    nyttonav-2120002411-SN-000000001234.bevis                   that it extends the one kept before it
    nyttonav-2120002411-SN-000000001234.vittne.example.medsignatur   a witness' signature line
    nyttonav-2120002411-SN-epok2.epok                           the opening of an epoch

Names are of log and size. A checkpoint that is there is never written over.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hub.audit.checkpoint import CheckpointError
from hub.audit.exchange import Continuation, Opening

NOTE, PROOF, COSIGNATURE, OPENING = ".kontrollpunkt", ".bevis", ".medsignatur", ".epok"
_NAMED = re.compile(r"(.+)-([0-9]{12,})\.kontrollpunkt", re.ASCII)
_UNFIT = re.compile(r"[^A-Za-z0-9.-]")


def stem(origin: str) -> str:
    """A log's name as file names begin."""
    return origin.replace("/", "-").replace("#", "-epok")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder. Every method raises OSError when it cannot be used."""

    folder: Path

    def sizes(self, origin: str) -> list[int]:
        """Of the checkpoints kept of a log, the largest first."""
        return sorted((size for log, size in self._names() if log == stem(origin)), reverse=True)

    def note(self, origin: str, size: int) -> str:
        return self._file(origin, size, NOTE).read_text(encoding="utf-8")

    def newest(self) -> list[tuple[Path, str]]:
        """The checkpoint of the largest size of every log that has any: its file and its text."""
        largest: dict[str, int] = {}
        for log, size in self._names():
            largest[log] = max(size, largest.get(log, 0))
        files = [self.folder / f"{log}-{size:012}{NOTE}" for log, size in sorted(largest.items())]
        return [(file, file.read_text(encoding="utf-8", errors="replace")) for file in files]

    def kept_at(self, origin: str, size: int) -> datetime:
        """When it was kept, UTC."""
        return datetime.fromtimestamp(self._file(origin, size, NOTE).stat().st_mtime, UTC)

    def proof(self, origin: str, size: int) -> Continuation:
        """How that checkpoint extends the one kept before it. Raises CheckpointError too."""
        return Continuation.parse(self._file(origin, size, PROOF).read_text(encoding="utf-8"))

    def keep(self, origin: str, size: int, extends: Continuation) -> None:
        """Its proof first: where the checkpoint is, its proof is. Raises CheckpointError for another."""
        file = self._file(origin, size, NOTE)
        if file.exists():
            if file.read_text(encoding="utf-8") != extends.note:
                raise CheckpointError(f"{file} is another checkpoint than the log has")
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        write_durably(self._file(origin, size, PROOF), extends.text())
        write_durably(file, extends.note)

    def cosignatures(self, origin: str, size: int) -> list[str]:
        """The signature lines that lie there, whoever wrote them."""
        pattern = f"{stem(origin)}-{size:012}.*{COSIGNATURE}"
        files = sorted(self.folder.glob(pattern))
        return [file.read_text(encoding="utf-8", errors="replace") for file in files]

    def keep_cosignature(self, origin: str, size: int, witness: str, line: str) -> None:
        """A later one by the same witness stands in the place of an earlier."""
        name = _UNFIT.sub("-", witness)
        write_durably(self._file(origin, size, f".{name}{COSIGNATURE}"), line)

    def openings(self) -> Iterator[tuple[Path, Opening]]:
        """Of all epochs. Raises CheckpointError too."""
        for file in sorted(self.folder.glob(f"*{OPENING}")):
            yield file, Opening.parse(file.read_text(encoding="utf-8", errors="replace"))

    def has_opening(self, origin: str) -> bool:
        return (self.folder / f"{stem(origin)}{OPENING}").exists()

    def keep_opening(self, origin: str, opening: Opening) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        write_durably(self.folder / f"{stem(origin)}{OPENING}", opening.text())

    def _file(self, origin: str, size: int, ending: str) -> Path:
        return self.folder / f"{stem(origin)}-{size:012}{ending}"

    def _names(self) -> Iterator[tuple[str, int]]:
        if not self.folder.is_dir():
            return
        for entry in os.scandir(self.folder):
            named = _NAMED.fullmatch(entry.name)
            if named is not None:
                yield named[1], int(named[2])


def write_durably(file: Path, text: str) -> None:
    """All or nothing, and on disk when this returns."""
    draft = file.with_name(file.name + ".ny")
    with draft.open("w", encoding="utf-8") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    draft.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
