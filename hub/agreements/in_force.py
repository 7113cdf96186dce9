"""The contracts that hold in this process now: read whole, changed whole, while everybody goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from hub.agreements.certificates import by_fingerprint
from hub.agreements.contracts import Contracts
from hub.model.agreement import Agreement
from hub.model.board import Board, BoardId, CertificateHolder

K = TypeVar("K")
V = TypeVar("V")


@dataclass(slots=True)
class InForce:
    """Whoever must see boards and agreements of one moment takes `contracts` once and keeps to that."""

    contracts: Contracts
    _listed: tuple[Contracts, Mapping[str, tuple[CertificateHolder, ...]]] | None = field(
        default=None, init=False, repr=False
    )

    def now(self) -> Contracts:
        return self.contracts

    @property
    def boards(self) -> Mapping[BoardId, Board]:
        """The boards as they are whenever it is looked."""
        return _Current(lambda: self.contracts.boards)

    @property
    def agreements(self) -> Mapping[str, tuple[Agreement, ...]]:
        """The agreements as they are whenever it is looked."""
        return _Current(lambda: self.contracts.agreements)

    @property
    def certificates(self) -> Mapping[str, tuple[CertificateHolder, ...]]:
        """Fingerprint to the clients that list it, as they are whenever it is looked."""
        return _Current(self._by_fingerprint)

    def _by_fingerprint(self) -> Mapping[str, tuple[CertificateHolder, ...]]:
        # Made once for the contracts that hold: every question asks.
        contracts, listed = self.contracts, self._listed
        if listed is None or listed[0] is not contracts:
            listed = self._listed = contracts, by_fingerprint(contracts.boards.values())
        return listed[1]


class _Current(Mapping[K, V]):
    """A mapping that is another one tomorrow."""

    def __init__(self, now: Callable[[], Mapping[K, V]]) -> None:
        self._now = now

    def __getitem__(self, key: K) -> V:
        return self._now()[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())
