"""A list's file, read once: its cases and the digest of just what was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from hub.lists import cut, read_cases
from hub.model.listed import ListedCase

_LONGEST_READ = 64 * 1024
"""Bytes. A file without line ends is not read into memory whole; a line that long is told as a fault."""


@dataclass(frozen=True)
class ReadFile:
    """What a file holds, and SHA-256 of it in hex."""

    cases: tuple[ListedCase, ...]
    digest: str

    @cached_property
    def parts(self) -> int:
        return sum(1 for _ in cut(self.cases))

    @cached_property
    def persons(self) -> int:
        return sum(len(case.persons) for case in self.cases)


def read_file(path: Path, day: date) -> ReadFile:
    """Raises hub.lists.BadList and OSError. `day` is the Swedish day that the list tells of."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        cases = read_cases(_lines(file, digest), day)
    return ReadFile(cases, digest.hexdigest())


def _lines(file: BinaryIO, digest: hashlib._Hash) -> Iterator[bytes]:
    while line := file.readline(_LONGEST_READ):
        digest.update(line)
        yield line
