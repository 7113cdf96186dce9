"""A folder verified offline: needed is the folder, and the log's public key got another way than with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from hub.audit.checkpoint import Checkpoint, CheckpointError, Verifier
from hub.audit.epochs import board_of
from hub.audit.exchange import former_of
from hub.audit.verify import State, verify_export
from hub.handover.contents import CONTENTS, LOG, SIGNATURE, Epok, Fil, Innehall, Unsigned, signed

_PIECE = 1 << 20


class FolderUnfit(Exception):
    """The folder is not as it was handed over; each fault begins with the file's name."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def checked(folder: Path, key: Verifier, progress: Callable[[int], None] = lambda _count: None) -> Innehall:
    """What the folder holds, if all of it is as it was handed over. Raises FolderUnfit with every fault.

    `progress` is told how many of the log's records have been verified.
    """
    contents = _contents(folder, key)
    if faults := (*_missing(folder, contents), *_log_faults(folder, contents, key, progress)):
        raise FolderUnfit(*faults)
    return contents


def _contents(folder: Path, key: Verifier) -> Innehall:
    try:
        raw, note = (folder / CONTENTS).read_bytes(), (folder / SIGNATURE).read_bytes()
    except OSError as error:
        raise FolderUnfit(f"{error.filename}: cannot be read: {error.strerror}.") from None
    try:
        signed(raw, note, key)
        contents = Innehall.model_validate_json(raw)
    except Unsigned as error:
        raise FolderUnfit(f"{error}.") from None
    except ValidationError:
        raise FolderUnfit(
            f"{CONTENTS}: is of a format that this version does not know. Verify it with a later one."
        ) from None
    board = contents.namnd.id.origin
    if not board == board_of(contents.logg.namn) == key.name or contents.logg.nyckel != key.vkey():
        raise FolderUnfit(
            f"{CONTENTS}: is of {contents.logg.namn}, and not of {key.name}, whose key was given."
        )
    return contents


def _missing(folder: Path, contents: Innehall) -> Iterator[str]:
    """Every file there, as it was, and nothing else."""
    listed = {file.namn for file in contents.filer}
    for file in contents.filer:
        yield from _file_faults(folder / file.namn, file)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            yield f"{name}: is no plain file or folder."
        elif path.is_file() and name not in listed | {CONTENTS, SIGNATURE}:
            yield f"{name}: was not handed over. Move it away."


def _file_faults(path: Path, file: Fil) -> Iterator[str]:
    digest, size = sha256(), 0
    try:
        with path.open("rb") as content:
            while piece := content.read(_PIECE):
                digest.update(piece)
                size += len(piece)
    except OSError as error:
        yield f"{file.namn}: cannot be read: {error.strerror}."
        return
    if size != file.byte:
        yield f"{file.namn}: has {size} bytes, and had {file.byte}."
    elif digest.hexdigest() != file.sha256:
        yield f"{file.namn}: has been altered; it has other content than it had."


def _log_faults(
    folder: Path, contents: Innehall, key: Verifier, progress: Callable[[int], None]
) -> Iterator[str]:
    """Each epoch, and that each follows on the one before it as its first record says."""
    goes_on = Epok(
        namn=contents.logg.namn,
        poster=contents.logg.poster,
        kontrollpunkt=contents.logg.kontrollpunkt,
        fil=LOG,
    )
    before: Epok | None = None
    for epoch in (*(contents.tidigareEpoker or ()), goes_on):
        try:
            with (folder / epoch.fil).open("rb") as lines:
                verdict = verify_export(lines, key, progress)
            fault = _broken_link(folder / epoch.fil, before)
        except OSError:
            return  # it has been told already that it cannot be read
        if verdict.state is State.INVALID or verdict.checkpoint is None:
            yield f"{epoch.fil}: {verdict.sentence()}."
        elif (verdict.checkpoint.origin, verdict.checkpoint.short()) != (epoch.namn, epoch.kontrollpunkt):
            yield f"{epoch.fil}: is the log of another moment than {CONTENTS} tells."
        elif fault is not None:
            yield f"{epoch.fil}: {fault}."
        before = epoch


def _broken_link(file: Path, before: Epok | None) -> str | None:
    """Why an epoch does not follow on the one that lies before it."""
    with file.open("rb") as lines:
        next(lines, b""), next(lines, b"")  # the name, and the first hashes
        _, _, payload = next(lines, b"").partition(b" ")[2].partition(b" ")
    try:
        former = former_of(payload)
    except CheckpointError:
        return None if before is None else "its first record does not say how the former epoch ended"
    if former is None:
        return None if before is None else f"begins anew, although {before.fil} lies before it"
    if former.size == 0 and (before is None or before.namn != former.log):
        return None  # nothing was left of that one
    told = Checkpoint(former.log, former.size, former.root)
    if before is None or (told.origin, told.short()) != (before.namn, before.kontrollpunkt):
        return f"follows on {former.log} of {former.size} records, which was not handed over so"
    return None
