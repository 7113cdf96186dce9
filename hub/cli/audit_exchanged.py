"""How a witness gets checkpoints and hands signatures back: over a folder, or over the hub's API."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Any

import httpx

from hub.audit.checkpoint import checkpoint_of
from hub.audit.epochs import board_of, name_of, number_of
from hub.audit.exchange import Continuation
from hub.audit.shelf import Shelf
from hub.audit.witness import Cosigned, Exit, NotSigned, Witness

_PATH = "/nyttonav/v1/kontrollpunkter"
_TIMEOUT_S = 30


def by_folder(witness: Witness, folder: Path, now: int, *, first: bool, accepted: bool) -> Cosigned:
    """Sign what lies there, and lay the signature beside it. Raises NotSigned, CheckpointError, OSError."""
    shelf, log = Shelf(folder), witness.log.name
    told = _epochs(witness, shelf, now, accepted=accepted)
    notes = [note for _, note in shelf.newest()]
    mine = [it for it in map(checkpoint_of, notes) if board_of(it.origin) == log]
    if not mine:
        raise NotSigned(f"{folder}: there is no checkpoint of {log} here.", Exit.UNUSABLE)
    newest = max(mine, key=lambda it: number_of(it.origin))
    done = _along(witness, shelf, newest.origin, newest.size, now, first=first)
    shelf.keep_cosignature(newest.origin, done.checkpoint.size, witness.key.name, done.line)
    return Cosigned(done.checkpoint, done.line, told)


def _epochs(witness: Witness, shelf: Shelf, now: int, *, accepted: bool) -> Any:
    """Begin the epochs whose openings lie there and that this witness has not begun; the newest one's end."""
    told = None
    found = [opening for _, opening in shelf.openings()]
    by_number = {number_of(checkpoint_of(it.note).origin): it for it in found if _is_of(witness, it.note)}
    for number, opening in sorted(by_number.items()):
        begun = witness.last(name_of(witness.log.name, number))
        before = witness.last(name_of(witness.log.name, number - 1))
        if begun is None and before is not None:
            _, former = opening.verified(witness.log)
            if former.log == before.origin and former.known_size > before.size:
                # What is known of it must extend what was signed of it: as for any checkpoint.
                _along(witness, shelf, former.log, former.known_size, now, first=False)
            done = witness.begin(opening, now, accepted=accepted)
            shelf.keep_cosignature(done.checkpoint.origin, 1, witness.key.name, done.line)
            told = done.former
    return told


def _is_of(witness: Witness, note: str) -> bool:
    return board_of(checkpoint_of(note).origin) == witness.log.name


def _along(witness: Witness, shelf: Shelf, origin: str, size: int, now: int, *, first: bool) -> Cosigned:
    """From the last one signed to the newest, proof by proof."""
    last = witness.last(origin)
    if last is None or size <= last.size:
        return witness.sign(Continuation(0, (), shelf.note(origin, size)), now, first=first)
    sizes = [it for it in shelf.sizes(origin) if it <= size]
    if last.size in sizes:
        witness.sign(Continuation(0, (), shelf.note(origin, last.size)), now)
    proofs = {proof.old: proof for proof in (shelf.proof(origin, it) for it in sizes if it > last.size)}
    at, done = last.size, None
    while at in proofs:
        done = witness.sign(proofs[at], now)
        at = done.checkpoint.size
    if done is None:
        raise NotSigned(
            f"{shelf.folder}: no proof begins at the {last.size} records signed last. Ask for one: "
            f"nyttonav audit kontrollpunkt --fran {last.size}, or use --url.",
            Exit.UNUSABLE,
        )
    return done


def by_http(witness: Witness, url: str, token: str, now: int, *, first: bool) -> Cosigned:
    """Sign what the hub shows, and hand the signature over. Raises NotSigned."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    try:
        with httpx.Client(base_url=url, headers=headers, timeout=_TIMEOUT_S, trust_env=False) as client:
            shown = _fetched(client, 0)
            last = witness.last(checkpoint_of(shown.note).origin)
            if last is not None and checkpoint_of(shown.note).size > last.size:
                shown = _fetched(client, last.size)
            done = witness.sign(shown, now, first=first)
            _answer(client.post(f"{_PATH}/medsignaturer", json={"kontrollpunkt": shown.note + done.line}))
    except (httpx.TransportError, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise NotSigned(f"The hub does not answer ({type(error).__name__}).", Exit.UNUSABLE) from None
    return done


def _fetched(client: httpx.Client, old: int) -> Continuation:
    said = _answer(client.get(f"{_PATH}/{old}/fortsattning"))
    try:
        hashes = tuple(b64decode(one, validate=True) for one in said["hashar"])
        return Continuation(int(said["fran"]), hashes, str(said["kontrollpunkt"]))
    except (KeyError, TypeError, ValueError):
        raise NotSigned("What answers is no Nyttonav. Check the address (--url).", Exit.UNUSABLE) from None


def _answer(answer: httpx.Response) -> dict[str, Any]:
    try:
        said: dict[str, Any] = answer.json()
        if answer.is_success:
            return said
        why = f"{said['title']}. {said['detail']}"
    except (ValueError, KeyError, TypeError):
        why = "Check the address (--url)."
    raise NotSigned(f"The hub answered {answer.status_code}. {why}", Exit.UNUSABLE)
