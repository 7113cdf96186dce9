"""Contracts read anew while the hub serves: all of them or none, logged before they hold.

What is wrong changes nothing: the former ones hold, and health says what must be mended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from hub.agreements import Contracts, Difference, compare
from hub.agreements.in_force import InForce
from hub.audit import OPERATOR, AccessLog
from hub.audit.events import ContractsInForce
from hub.audit.parts import AgreementRef
from hub.model.board import Board
from hub.model.document import FaultyDocuments
from hub.model.registry import Registry

_MOST = 200
"""Sentences of one record; how many more there were is its last."""


@dataclass(frozen=True, slots=True)
class Read:
    """What the folder says, and the digest of its files."""

    contracts: Contracts
    digest: str


@dataclass(slots=True)
class _State:
    faults: tuple[str, ...] = ()
    """Why what the folder says now does not hold."""
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True, slots=True)
class RenewalDesk:
    """Tells the log which contracts hold, and changes them when asked to."""

    read: Callable[[], Read]
    """The folder as it is now. Raises FaultyDocuments."""
    held: InForce
    registry: Registry
    log: AccessLog
    _state: _State = field(default_factory=_State)

    async def begin(self, digest: str) -> None:
        """At start: what holds from now on. Raises LogUnavailable."""
        await self.log.record(OPERATOR, _event("START", self.held.now(), digest, ()))

    async def renew(self) -> tuple[Difference, ...]:
        """What differs from before, now in force; () where nothing does.

        Raises FaultyDocuments and LogUnavailable: then the former contracts hold.
        """
        async with self._state.one_at_a_time:
            try:
                new = await asyncio.to_thread(self.read)
            except FaultyDocuments as error:
                self._state.faults = error.faults
                raise
            self._state.faults = ()
            found = compare(self.held.now(), new.contracts, self.registry)
            if found:
                # Logged first, everywhere: what nobody can be shown afterwards must not have held.
                await self.log.record_in_each(dict(self._events(new, found)))
                self.held.contracts = new.contracts
            return found

    def warnings(self) -> tuple[str, ...]:
        """What stops the folder from being used, for health."""
        faults = self._state.faults
        if not faults:
            return ()
        more = f" There are {len(faults) - 1} faults more." if len(faults) > 1 else ""
        return (f"The contracts were not read anew, and the former ones hold. {faults[0]}{more}",)

    def _events(self, new: Read, found: tuple[Difference, ...]) -> Iterator[tuple[str, ContractsInForce]]:
        """The operator's log has all of it; a board's own what is about it and the sources it may ask."""
        every = {**self.held.now().boards, **new.contracts.boards}
        yield OPERATOR, _event("OMLASNING", new.contracts, new.digest, found)
        for board in every.values():
            own = tuple(one for one in found if _concerns(board, one))
            if own:
                yield board.id.origin, _event("OMLASNING", new.contracts, new.digest, own)


def _concerns(board: Board, difference: Difference) -> bool:
    about = difference.about.partition(", ")[0]
    return about == str(board.id) or about in board.routes or ", " not in difference.about


def _event(cause: str, contracts: Contracts, digest: str, found: tuple[Difference, ...]) -> ContractsInForce:
    sentences = [f"{one.about}: {sentence}" for one in found for sentence in one.sentences]
    if len(sentences) > _MOST:
        sentences[_MOST:] = [f"... and {len(sentences) - _MOST} more."]
    return ContractsInForce(
        cause=cause,
        digest=digest,
        agreements=tuple(
            AgreementRef(one.id, one.version, one.digest)
            for versions in contracts.agreements.values()
            for one in versions
        ),
        changes=tuple(sentences),
    )
