"""The hand-over: everything of one moment into a folder that has its name only when it is whole."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from hub import __version__
from hub.agreements import Contracts
from hub.audit.checkpoint import Checkpoint, parse_body
from hub.audit.epochs import number_of
from hub.audit.export import Row as ExportRow
from hub.audit.export import exported
from hub.audit.payload import from_payload
from hub.handover import contents as names
from hub.handover.agreed import Agreed, Reference, agreed_of
from hub.handover.contents import Antal, Avtal, Epok, Innehall, Logg, Namndnamn
from hub.handover.draft import Draft
from hub.handover.moment import Moment, moment
from hub.handover.order import HandoverRefused, Order, Place
from hub.handover.pages import readme
from hub.handover.sealing import Recipient, seal
from hub.ports import Clock
from hub.stores.board_out import BoardReader, RegisterDamaged
from hub.stores.data_keys import learn
from hub.stores.kind import FAILURES
from hub.stores.log_file import export_blocks
from messages import json_codec
from messages.json_schema import json_schema_text
from messages.published import urn
from messages.utlamning import Registerpost

_REFERS = b'"avtal":{'


def hand_over(
    place: Place, contracts: Contracts, order: Order, to: Recipient, target: Path, clock: Clock
) -> Innehall:
    """Write the folder `target`; what it holds.

    Raises HandoverRefused (the place, the board, the disk, the data), StartRefused (a hub serves the data),
    LogUnavailable. Then there is no folder.
    """
    agreed = agreed_of(place.contracts, contracts, order.board)
    draft = Draft(target)
    try:
        with draft.begun(), moment(place, order, to.public, clock) as now:
            return _written(draft, now, agreed, order, to)
    except (*FAILURES, RegisterDamaged) as error:
        told = getattr(error, "orig", error)
        raise HandoverRefused(
            f"{place.where}: what is stored cannot be read as it should: {told}. Nothing is handed over. "
            "Look for the damage with nyttonav audit verify, and restore the newest backup."
        ) from error


def _written(draft: Draft, now: Moment, agreed: Agreed, order: Order, to: Recipient) -> Innehall:
    vkey = now.vault.verifier(order.board.origin)
    versions, files = agreed.files(_logs(draft, now))
    for name, content in files.items():
        draft.put(name, content)
    draft.put(names.LOG_KEY, f"{vkey}\n".encode())
    draft.put(names.SCHEMA, json_schema_text(Registerpost, urn("registerpost/1")).encode())
    _sealed(draft, names.BOARD_FILE, [agreed.part], to)
    _sealed(draft, names.BOARD_KEYS, [_keys(now, order)], to)
    register = BoardReader(now.register, now.vault, order.board)
    _sealed(draft, names.REGISTER, (json_codec.encode(post) + b"\n" for post in register.posts()), to)
    contents = _contents(now, agreed, order, to, versions)
    draft.put(names.README, readme(contents))
    whole = contents.model_copy(update={"filer": sorted(draft.files, key=lambda file: file.namn)})
    draft.put(names.CONTENTS, whole.written())
    draft.put(names.SIGNATURE, now.vault.attest(order.board.origin, whole.written()).encode())
    return whole


def _contents(now: Moment, agreed: Agreed, order: Order, to: Recipient, versions: list[Avtal]) -> Innehall:
    """All but the files, which are not all written yet."""
    found = now.held
    return Innehall(
        utlamningId=now.id,
        namnd=Namndnamn(
            organisationsnummer=order.board.organisation_number,
            namnd=order.board.board,
            kommun=agreed.board.municipality,
            namn=agreed.board.name,
        ),
        utlamnad=now.at,
        utfordAv=order.by,
        skal=order.reason,
        mottagare=to.public,
        navversion=__version__,
        loggpostId=now.record,
        logg=Logg(
            namn=now.log_row.origin,
            poster=now.log_row.size,
            kontrollpunkt=_short(now.log_row),
            nyckel=now.vault.verifier(order.board.origin),
        ),
        tidigareEpoker=[_epoch(row) for row in now.ended] or None,
        registret=Antal(
            arenden=found.cases,
            listor=found.lists,
            listadeArenden=found.listed,
            intyg=found.statements,
            driftmeddelanden=found.notices,
        ),
        avtal=versions,
        filer=[],
    )


def _epoch(row: Row[Any]) -> Epok:
    return Epok(namn=row.origin, poster=row.size, kontrollpunkt=_short(row), fil=_file_of(row))


def _file_of(row: Row[Any]) -> str:
    return names.EPOCH.format(number_of(row.origin))


def _logs(draft: Draft, now: Moment) -> frozenset[Reference]:
    """Write the export of each epoch; the agreements that they refer to."""
    referred: set[Reference] = set()
    for row in (*now.ended, now.log_row):
        blocks = _read_along(export_blocks(now.log, row), referred)
        with draft.file(names.LOG if row is now.log_row else _file_of(row)) as file:
            for piece in exported(row.origin, blocks, row.checkpoint):
                file.write(piece)
    return frozenset(referred)


def _read_along(blocks: Iterable[list[ExportRow]], referred: set[Reference]) -> Iterator[list[ExportRow]]:
    for block in blocks:
        for _, payload, _, _ in block:
            # A quotation mark in a text is escaped, so nothing else reads like this.
            if payload is not None and _REFERS in payload:
                said = from_payload(payload)["avtal"]
                referred.add(Reference(said["id"], said["version"], said["digest"]))
        yield block


def _sealed(draft: Draft, name: str, pieces: Iterable[bytes], to: Recipient) -> None:
    with draft.file(name) as file:
        seal(pieces, file, to)


def _keys(now: Moment, order: Order) -> bytes:
    """The board's data keys and derived keys; never a master."""
    learn(now.vault, now.log, "The log", board=order.board.origin)
    keys = {name: b64encode(key).decode() for name, key in now.vault.handed_over(order.board).items()}
    return json.dumps({"logg": order.board.origin, "nycklar": keys}).encode() + b"\n"


def _short(row: Row[Any]) -> str:
    body: Checkpoint = parse_body(row.checkpoint.split("\n"))
    return body.short()
