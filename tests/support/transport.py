"""What a transport is called with: permits good for one call, and requests with short times."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from hub.adapter import Request

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@dataclass
class OnePermit:
    """Good for one use, `seconds` from now."""

    seconds: float = 10.0
    correlation: str = "9b2f6c1e-4d0c-4a57-8f59-0f3a5a1f0c11"
    traceparent: str = TRACEPARENT
    used: bool = False
    deadline: float = field(init=False)

    def __post_init__(self) -> None:
        self.deadline = time.monotonic() + self.seconds

    def use(self) -> None:
        if self.used:
            raise RuntimeError("the permit is used up: a retry needs a new one")
        self.used = True


def call(
    url: str,
    *,
    method: str = "POST",
    body: bytes = b"<fraga/>",
    credentials: str | None = None,
    connect_s: float = 2.0,
    read_s: float = 2.0,
    max_bytes: int = 1_000_000,
    headers: dict[str, str] | None = None,
) -> Request:
    return Request(
        method=method,
        url=url,
        headers=headers if headers is not None else {"Content-Type": "text/xml; charset=utf-8"},
        body=body,
        connect_timeout_s=connect_s,
        read_timeout_s=read_s,
        max_bytes=max_bytes,
        credentials=credentials,
    )
