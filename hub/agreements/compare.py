"""Two folders of contracts compared: what differs in meaning, agreement by agreement and board by board.

Comments, the order of keys and the like are no differences: what the files say is compared, not the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hub.agreements import said_agreement, said_board
from hub.agreements.contracts import Contracts
from hub.agreements.kinds import NAME
from hub.agreements.said import differences
from hub.model.agreement import Agreement
from hub.model.board import Board
from hub.model.registry import Registry


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs about one agreement, one board or the common table: a sentence for each thing."""

    about: str
    sentences: tuple[str, ...]


def compare(old: Contracts, new: Contracts, registry: Registry) -> tuple[Difference, ...]:
    """Everything that differs, sources first, then boards and the table of kinds; () when alike."""
    found = [*_agreements(old, new), *_boards(old, new, registry)]
    kinds = tuple(said_board.kinds_differ(old.kinds.rows, new.kinds.rows))
    return tuple(it for it in (*found, Difference(NAME, kinds)) if it.sentences)


def _agreements(old: Contracts, new: Contracts) -> Iterator[Difference]:
    for source in sorted({*old.agreements, *new.agreements}):
        before = {(it.id, it.version): it for it in old.agreements.get(source, ())}
        after = {(it.id, it.version): it for it in new.agreements.get(source, ())}
        for key, agreement in after.items():
            sentences = (
                differences(said_agreement.side_of(before[key]), said_agreement.side_of(agreement))
                if key in before
                else _new(agreement, {**before, **after}.values())
            )
            yield Difference(_name(agreement), tuple(sentences))
        for key, agreement in before.items():
            if key not in after:
                was = f"is taken away; it was valid {said_agreement.valid(agreement)}."
                yield Difference(_name(agreement), (was,))


def _new(agreement: Agreement, others: Iterable[Agreement]) -> Iterator[str]:
    """A new version beside the one before it; an agreement that is new altogether by what it allows."""
    older = [it for it in others if it.id == agreement.id and it.valid_from < agreement.valid_from]
    if not older:
        roles, groups = ", ".join(sorted(agreement.roles)), ", ".join(sorted(agreement.groups))
        yield f"is added, valid {said_agreement.valid(agreement)}, for {roles}: {groups}."
        return
    last = max(older, key=lambda it: it.valid_from)
    yield f"is a new version, after {last.version}."
    yield from differences(said_agreement.side_of(last), said_agreement.side_of(agreement))


def _name(agreement: Agreement) -> str:
    return f"{agreement.source}, {agreement.id} {agreement.version}"


def _boards(old: Contracts, new: Contracts, registry: Registry) -> Iterator[Difference]:
    for board_id in sorted({*old.boards, *new.boards}):
        before, after = old.boards.get(board_id), new.boards.get(board_id)
        told = after or before
        assert told is not None  # the id is one side's
        yield Difference(f"{board_id}, {told.name}", tuple(_board(before, after, old, new, registry)))


def _board(
    before: Board | None, after: Board | None, old: Contracts, new: Contracts, registry: Registry
) -> Iterator[str]:
    if after is None:
        yield "is taken away."
    elif before is None:
        clients = ", ".join(client.id for client in after.clients)
        reached = ", ".join(sorted(after.routes)) or "no source"
        yield f"is added, with the clients {clients} and routes to {reached}."
    else:
        yield from differences(said_board.side_of(before, registry), said_board.side_of(after, registry))
        yield from said_board.settings_differ(before, after, registry)
        yield from said_board.kinds_differ(old.own_kinds(before), new.own_kinds(after))
