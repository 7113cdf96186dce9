"""One look-up over the route through SSBTEK, answered with what a test says that came."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.ssbtek import adapter
from hub.adapter import (
    Ask,
    Fetched,
    SourceError,
)
from messages.wire.ssbtek import (
    VERSIONS,
    Data,
    Delfel,
    write_answer,
)
from tests.support.ssbtek import (
    CORRELATION,
    Answering,
    answering,
    ask,
)
from tests.support.transport import OnePermit

ELEVEN = VERSIONS["11"]
CSN = Data(b"<CSNSvar/>")


async def fetch(asked: Ask, transport: Any) -> Fetched:
    return await adapter.fetch(asked, OnePermit(), transport)


def came(parts: Any, **given: Any) -> Answering:
    return answering(write_answer(ELEVEN, parts, **{"correlation": CORRELATION, **given}))


async def fault(asked: Ask, transport: Any) -> SourceError:
    with pytest.raises(SourceError) as raised:
        await fetch(asked, transport)
    return raised.value


async def part_error(error: Delfel, source: str = "CSN") -> SourceError:
    got = (await fetch(ask(source), came({source: error})))[source]
    assert isinstance(got, SourceError)
    return got
