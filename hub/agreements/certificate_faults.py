"""What is wrong with certificates and with names of boards: who asks must never be in doubt.

A certificate tells one client. Where one system asks for several boards of a municipality it stands at a
client of each, and what the questions call the board (`ingivarnamn`) tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hub.agreements.certificates import holders
from hub.agreements.municipality_file import BoardClient, BoardFile
from hub.model.board import Board, as_called


def certificate_faults(boards: Sequence[BoardFile]) -> Iterator[str]:
    """One sentence for each fault of a municipality's file."""
    yield from _names_of_two(boards)
    first: dict[str, tuple[int, BoardClient]] = {}
    for n, board in enumerate(boards):
        for k, client in enumerate(board.klienter):
            where = f"namnder[{n}].klienter[{k}].certifikat"
            yield from _of_one(where, client)
            for m, written in enumerate(client.certifikat):
                other, owner = first.setdefault(written.fingerprint, (n, client))
                place = f"{where}[{m}].sha256"
                if other == n and owner is not client:
                    yield (
                        f"{place} stands at {owner.id} already. A certificate tells one client of a board: "
                        "give each system one of its own."
                    )
                elif other != n:
                    yield from _nameless(f"{place} stands at {owner.id} already", boards, (other, n))


def _of_one(where: str, client: BoardClient) -> Iterator[str]:
    for n, written in enumerate(client.certifikat):
        if written.from_ and written.tom and written.from_ > written.tom:
            yield f"{where}[{n}].from is later than its tom. Mend one of them."
        if any(written.fingerprint == it.fingerprint for it in client.certifikat[:n]):
            yield f"{where}[{n}].sha256 stands there twice. Keep one."


def _nameless(begins: str, boards: Sequence[BoardFile], sharing: tuple[int, int]) -> Iterator[str]:
    """That two boards share a certificate is said by both: neither came by it through a copied line."""
    for n in sharing:
        if not boards[n].ingivarnamn:
            yield (
                f"{begins}, and namnder[{n}] has no ingivarnamn. Say there what the questions call the "
                "board, or give each system a certificate of its own."
            )


def _names_of_two(boards: Sequence[BoardFile]) -> Iterator[str]:
    """A name means one board: only so does a question tell which one asks."""
    means: dict[str, int] = {}
    for n, board in enumerate(boards):
        means.setdefault(as_called(board.namn), n)
    for n, board in enumerate(boards):
        for k, name in enumerate(board.ingivarnamn):
            other = means.setdefault(as_called(name), n)
            place = f"namnder[{n}].ingivarnamn[{k}]"
            if other != n:
                yield f"{place} is {name}, which means namnder[{other}] already. Let a name mean one board."
            elif as_called(name) in map(as_called, board.ingivarnamn[:k]):
                yield f"{place} is {name}, which stands there twice. Keep one."


def across_municipalities(found: Mapping[str, Sequence[Board]]) -> Iterator[str]:
    """One sentence for each certificate that stands in two files. `found` is by file."""
    first: dict[str, tuple[str, str]] = {}
    for file, boards in found.items():
        for holder in holders(boards):
            other, client = first.setdefault(holder.listed.fingerprint, (file, holder.client.id))
            if other != file:
                yield (
                    f"{file}: a certificate of {holder.client.id} stands at {client} in {other} already. "
                    "A certificate is of one municipality: let each have its own."
                )
