"""Permits: the right to make one outgoing call. Made by the log alone, after the intention is durable."""

from __future__ import annotations

from typing import Final

_MINT: Final = object()


class LogPermit:
    """Implements `hub.adapter.Permit`. Can only be made by `mint`, which only `hub.audit` calls."""

    __slots__ = ("_deadline", "_used", "correlation", "traceparent")

    def __init__(self, proof: object, deadline: float, correlation: str, traceparent: str) -> None:
        if proof is not _MINT:
            raise TypeError("only the access log makes permits: no permit, no look-up")
        self._deadline = deadline
        self._used = False
        self.correlation = correlation
        self.traceparent = traceparent

    @property
    def deadline(self) -> float:
        return self._deadline

    def use(self) -> None:
        if self._used:
            raise RuntimeError("this permit has been used: a retry needs a new intention and a new permit")
        self._used = True


def mint(deadline: float, correlation: str, traceparent: str) -> LogPermit:
    """For `hub.audit` only (a house rule holds others off)."""
    return LogPermit(_MINT, deadline, correlation, traceparent)


class Prober:
    """Permits for calls that concern nobody: asking a source whether it is up. They leave no record."""

    def permit(self, deadline: float, correlation: str = "", traceparent: str = "") -> LogPermit:
        """`deadline` in seconds on the monotonic clock."""
        return mint(deadline, correlation, traceparent)
