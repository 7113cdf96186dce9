"""Fault switches that all simulators share: slow, dead, wrong or hostile, for one person or for all."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum


class FaultKind(StrEnum):
    """What goes wrong. The first group is the same for every simulator; the second it makes itself."""

    LANGSAM = "LANGSAM"
    """Answers, `sekunder` late."""
    TYST = "TYST"
    """Takes the question and never answers."""
    AVBRUTEN = "AVBRUTEN"
    """Resets the connection."""
    HALV = "HALV"
    """Half of the answer, then the connection closes."""
    HTTP_STATUS = "HTTP_STATUS"
    """`status`, with a short text."""
    HTML = "HTML"
    """200 and an error page."""
    TOM = "TOM"
    """200 and nothing."""
    JATTE = "JATTE"
    """The right answer's beginning, then 20 MB."""

    ANNAN_PERSON = "ANNAN_PERSON"
    """The data are about somebody else."""
    ANNAN_FRAGA = "ANNAN_FRAGA"
    """The answer echoes a question about somebody else."""
    ANNAN_KORRELATION = "ANNAN_KORRELATION"
    """The answer carries another correlation id."""
    SOAP_FEL = "SOAP_FEL"
    """The whole call fails: `Internal error`."""
    DELFEL = "DELFEL"
    """`kalla` answers with `error`: `felkalla` SSBT or BT, `felkod`."""
    DEL_SAKNAS = "DEL_SAKNAS"
    """`kalla` is absent from the answer."""
    DATA_OCH_FEL = "DATA_OCH_FEL"
    """`kalla` has both data and error."""
    OMBEDD_INTE = "OMBEDD_INTE"
    """Agencies that were not asked answer as well."""
    TRASIG_BASE64 = "TRASIG_BASE64"
    """The document of `kalla` is not base64."""
    TRASIG_DEL = "TRASIG_DEL"
    """The part of `kalla` holds what XML forbids."""
    FEL_NAMNRYMD = "FEL_NAMNRYMD"
    """The answer is in another version's namespace."""
    DOCTYPE = "DOCTYPE"
    """The answer has a DOCTYPE with nested entities."""
    DJUP = "DJUP"
    """The part of `kalla` has 10,000 levels."""
    TILLSTAND = "TILLSTAND"
    """`kalla` says inside its answer that its state is `felkod`; "" leaves the state out."""
    AVVIKELSE = "AVVIKELSE"
    """`grupp` of `kalla` comes as a deviation, `felkod`, in place of what was asked for."""
    GRUPP_SAKNAS = "GRUPP_SAKNAS"
    """`grupp` of `kalla` is left out of the answer, and nothing is said of it."""


SHARED = frozenset(list(FaultKind)[: list(FaultKind).index(FaultKind.ANNAN_PERSON)])
"""The kinds that `hub.simulators.conduct` acts out for every simulator."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A switch that is on. None in `persona` or `kalla` means all; `antal` None means until it is cleared."""

    fel: FaultKind
    persona: str | None = None
    """The key of a person in the world, never a number."""
    kalla: str | None = None
    antal: int | None = None
    sekunder: float = 1.0
    status: int = 503
    felkalla: str = "BT"
    felkod: str = "FEL"
    grupp: str | None = None
    """A group of what may be asked for, in the source's own code; None means all."""
    text: str = "Ett simulerat fel."


class Switches:
    """The faults that are on, in the order they were set."""

    def __init__(self) -> None:
        self._on: list[Fault] = []

    def set(self, fault: Fault) -> None:
        self._on.append(fault)

    def clear(self) -> None:
        self._on.clear()

    def all(self) -> tuple[Fault, ...]:
        return tuple(self._on)

    def take(self, persona: str | None, sources: frozenset[str]) -> tuple[Fault, ...]:
        """The faults that hold for this question; those with `antal` have it counted down."""
        hit = [
            fault
            for fault in self._on
            if fault.persona in {None, persona} and (fault.kalla is None or fault.kalla in sources)
        ]
        for fault in hit:
            if fault.antal is not None:
                place = next(index for index, one in enumerate(self._on) if one is fault)
                if fault.antal <= 1:
                    del self._on[place]
                else:
                    self._on[place] = replace(fault, antal=fault.antal - 1)
        return tuple(hit)


@dataclass(frozen=True, slots=True)
class Received:
    """A question as it came. Held in memory only: a simulator knows nobody but test persons."""

    at: datetime
    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)


class Questions:
    """The latest questions, at most `limit`, each body cut at `largest` bytes."""

    def __init__(self, limit: int = 200, largest: int = 262_144) -> None:
        self._kept: deque[Received] = deque(maxlen=limit)
        self._largest = largest

    def add(self, received: Received) -> None:
        self._kept.append(replace(received, body=received.body[: self._largest]))

    def clear(self) -> None:
        self._kept.clear()

    def all(self) -> tuple[Received, ...]:
        return tuple(self._kept)
