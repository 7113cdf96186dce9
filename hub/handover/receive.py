"""The other side: a board's register into a hub that does not hold it, and its old log closed beside the new.

One transaction is the whole of it: all lines are taken, the reception is logged, the old log stands in the
archive, and then it is committed. Whatever stops before that leaves nothing that anybody can look up.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from hub.audit import AccessLog
from hub.audit.board_events import BoardReceived
from hub.audit.checkpoint import Verifier
from hub.handover import contents as names
from hub.handover.check import checked
from hub.handover.contents import Antal, Innehall
from hub.handover.draft import UNFINISHED, Draft
from hub.handover.order import HandoverRefused, Place
from hub.handover.pages import ARCHIVE
from hub.handover.sealing import Identity, Unsealable, each_line
from hub.ports import Clock
from hub.stores import Stores, open_stores
from hub.stores.board_in import BadPost, BoardWriter
from hub.stores.board_out import Held, holds_anything
from hub.stores.engine import transaction
from hub.stores.folder import REGISTER_FILE
from hub.stores.kind import FAILURES
from hub.stores.migrate import Database
from hub.stores.postgresql import start_engine
from hub.stores.sqlite_files import write_engine
from hub.stores.where import within
from messages import json_codec
from messages.unreadable import Unreadable
from messages.utlamning import Registerpost

ARCHIVES = "arkiv"
"""The folder, among the hub's data, of logs that other hubs have closed."""
_STAYS_OUT = frozenset({names.REGISTER, names.SCHEMA})
"""What is in the hub's register is not kept a second time, where no erasure would find it."""
_BUSY_MS = 3_000


def receive(
    place: Place, folder: Path, key: Verifier, identity: Identity, by: str, reason: str, clock: Clock
) -> Innehall:
    """Take in a board; what was received.

    Raises FolderUnfit (with every fault), HandoverRefused (the board is here already, the key is another's,
    the register cannot be read), StartRefused (a hub serves the data), LogUnavailable. Then nothing is taken.
    """
    contents = checked(folder, key)
    _openable(folder, identity)
    with open_stores(place.where, place.keys, clock) as stores, place.quiet():
        if stores.vault.verifier(contents.logg.namn) == contents.logg.nyckel:
            raise HandoverRefused(
                f"{place.keys}: signs {contents.logg.namn} with the very key of the log that is handed over. "
                "Two logs of one key would contradict each other: receive it in a hub with keys of its own."
            )
        try:
            _taken_in(place, folder, contents, identity, stores, _event(contents, by, reason), clock)
        except (Unsealable, BadPost, Unreadable) as error:
            raise HandoverRefused(f"{names.REGISTER}: {error}. Nothing is received.") from None
        except FAILURES as error:
            told = getattr(error, "orig", error)
            raise HandoverRefused(
                f"{place.where}: the board could not be taken in: {told}. Nothing is received; mend it and "
                "do it again."
            ) from error
    return contents


def _taken_in(
    place: Place,
    folder: Path,
    contents: Innehall,
    identity: Identity,
    stores: Stores,
    event: BoardReceived,
    clock: Clock,
) -> None:
    board = contents.namnd.id
    with _register(place) as here:
        if holds_anything(here, board):
            raise HandoverRefused(
                f"{place.where}: this hub has cases, lists or statements of {board} already. A board is "
                "received where nothing of it is; nothing is changed."
            )
        writer = BoardWriter(here, stores.vault, board)
        with (folder / names.REGISTER).open("rb") as file:
            each_line(file, identity, lambda line: writer.take(json_codec.decode(Registerpost, line, {})))
        if _counted(writer.finish()) != contents.registret:
            raise BadPost(f"holds another number of things than {names.CONTENTS} tells")
        log = AccessLog(stores.log, stores.vault, clock, place.node)
        asyncio.run(_logged(log, board.origin, event))
        _archived(place, folder, contents)


@contextmanager
def _register(place: Place) -> Iterator[Connection]:
    """One transaction over the register.

    The stores have a writing connection of their own, which is not opened until somebody writes through it.
    """
    if place.database is not None:
        engine = start_engine(place.database)
    else:
        engine = write_engine(place.data / REGISTER_FILE, _BUSY_MS)
    try:
        with engine.connect() as here, transaction(here):
            if place.database is not None:
                within(here, Database.REGISTER)
            yield here
    finally:
        engine.dispose()


async def _logged(log: AccessLog, origin: str, event: BoardReceived) -> None:
    await log.recover()
    await log.record(origin, event)


def _openable(folder: Path, identity: Identity) -> None:
    try:
        with (folder / names.BOARD_KEYS).open("rb") as file:
            each_line(file, identity, lambda _line: None)
    except Unsealable as error:
        raise HandoverRefused(
            f"{names.BOARD_KEYS}: {error}. Use the secret key of the public one that {names.CONTENTS} names "
            "as mottagare."
        ) from None


def _archived(place: Place, folder: Path, contents: Innehall) -> None:
    """The old log as it came. One that is there from an attempt that was stopped is the same."""
    board = contents.namnd
    name = f"{board.organisationsnummer}-{board.namnd}-{contents.utlamningId}"
    target = place.data / ARCHIVES / name
    if target.is_dir():
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.rmtree(target.with_name(name + UNFINISHED), ignore_errors=True)
    draft = Draft(target)
    with draft.begun():
        for file in contents.filer:
            if file.namn in _STAYS_OUT:
                continue
            with draft.file(file.namn) as copy, (folder / file.namn).open("rb") as source:
                shutil.copyfileobj(source, copy)
            if draft.files[-1] != file:
                raise HandoverRefused(f"{file.namn}: has changed while it was read. Nothing is received.")
        for name in (names.CONTENTS, names.SIGNATURE):
            draft.put(name, (folder / name).read_bytes())
        draft.put("ARKIV.txt", ARCHIVE.encode())


def _event(contents: Innehall, by: str, reason: str) -> BoardReceived:
    told = contents.registret
    return BoardReceived(
        contents.utlamningId,
        by,
        reason,
        contents.logg.kontrollpunkt,
        contents.logg.nyckel,
        told.arenden,
        told.listor,
        told.listadeArenden,
        told.intyg,
        told.driftmeddelanden,
    )


def _counted(taken: Held) -> Antal:
    return Antal(
        arenden=taken.cases,
        listor=taken.lists,
        listadeArenden=taken.listed,
        intyg=taken.statements,
        driftmeddelanden=taken.notices,
    )
