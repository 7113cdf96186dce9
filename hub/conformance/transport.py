"""A transport that sends nothing: it answers or fails as prepared, and keeps what it was given to send."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from hub.adapter import Permit, Request, Response, SourceError


@dataclass
class Prepared:
    """A Transport. It uses the permit up as a real one does: a second call with it fails."""

    result: Response | SourceError
    late_s: float = 0.0
    sent: list[Request] = field(default_factory=list)

    async def send(self, request: Request, permit: Permit) -> Response:
        permit.use()
        self.sent.append(request)
        await asyncio.sleep(self.late_s)
        if isinstance(self.result, SourceError):
            raise self.result.with_traceback(None)
        return self.result


@dataclass
class OneCall:
    """Opens nothing but `Prepared`, which sends nothing: the log alone makes permits for real calls."""

    correlation: str
    traceparent: str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    deadline: float = field(default_factory=lambda: time.monotonic() + 30)
    used: int = 0

    def use(self) -> None:
        self.used += 1
        if self.used > 1:
            raise RuntimeError("the permit is used up: a retry needs a new one")
