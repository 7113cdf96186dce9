"""What is no fault in the files of agreements, and worth a word to those who keep them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from hub.agreements import matching, windows
from hub.agreements.municipality_file import MunicipalityFile
from hub.agreements.source_file import SourceFile
from hub.model.calendar import swedish_day
from hub.model.document import read_document


def remarks(folder: Path, now: datetime) -> Iterator[str]:
    """Sentences with file, place and remedy, of files that `load` takes. `now` is UTC.

    Raises FaultyDocuments where it does not take one of them.
    """
    for path in sorted((folder / "kallor").glob("*.yaml")):
        file = f"{folder.name}/kallor/{path.name}"
        written = read_document(SourceFile, path.read_bytes(), file)
        for sentence in windows.past(written.driftuppehall, now):
            yield f"{file}: {sentence}"
    for path in sorted((folder / "kommuner").glob("*.yaml")):
        file = f"{folder.name}/kommuner/{path.name}"
        municipality = read_document(MunicipalityFile, path.read_bytes(), file)
        for n, board in enumerate(municipality.namnder):
            for k, client in enumerate(board.klienter):
                where = f"namnder[{n}].klienter[{k}].arendematchning"
                for sentence in matching.past(client.arendematchning, where, swedish_day(now)):
                    yield f"{file}: {sentence}"
