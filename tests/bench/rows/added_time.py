"""Row 1: the hub's own added time for one look-up through SSBTEK, one caller, over the bare call.

Both sides go to the same SSBTEK simulator, a process of its own that answers at once, over plain HTTP on
loopback, with the hub's default transport and kept connections, in turn: bare, hub, disk, bare, hub, disk.

bare  the very question that the hub has put, put again to the simulator without the hub; the answer's bytes
      are read and thrown away.
hub   one POST uppgiftsforfragningar with bearer token and a fresh forfraganId to a hub started by
      `nyttonav demo`: token, gates, register, intention durable in the log, the SOAP question, the answer
      parsed, mapped and checked, conclusion durable, message rendered. SQLite with FULL synchronisation, on
      the disk where the repository lies. The hop from the bench to the hub is in the hub's time.
disk  two bare rows in a table, a flushed commit each: the least that intention and conclusion cost on this
      disk. No budget; it tells how much of the hub's time is the disk's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin

import uvloop

from hub.adapter import Request
from hub.stores.transport import Credentials, HttpTransport, make_transport
from messages.wire import ssbtek
from tests.bench.asking import demo, look_up, sources
from tests.bench.frame import Line, RowError, Samples, alternating, ms
from tests.bench.storage import bare_rows, scratch
from tests.support.transport import OnePermit

ROUNDS = 300
WARM_UP = 40
BUDGET_P50_S = 0.005
BUDGET_P99_S = 0.015


def measure() -> list[Line]:
    with demo() as serving, scratch() as folder, bare_rows(folder) as write:
        return uvloop.run(_compare(serving.ready, write))


async def _compare(ready: Mapping[str, Any], write: Callable[[bytes], object]) -> list[Line]:
    transport = make_transport("aiohttp", Credentials({}))
    try:
        case, person = _case(ready)
        first = await look_up(transport, ready, case, [person])
        agencies = _asked(first)
        bare_request = await _bare(transport, ready)

        async def bare() -> None:
            answer = await transport.send(bare_request, OnePermit(30))
            if answer.status != 200:
                raise RowError(f"the simulator answered {answer.status} to the bare question")

        async def hub() -> None:
            await look_up(transport, ready, case, [person])

        async def disk() -> None:
            write(bytes(1000))
            write(bytes(1000))

        bare_took, hub_took, disk_took = await alternating((bare, hub, disk), ROUNDS, WARM_UP)
    finally:
        await transport.aclose()
    return _lines(bare_took, hub_took, disk_took, f"{len(agencies)} sources: {', '.join(agencies)}")


async def _bare(transport: HttpTransport, ready: Mapping[str, Any]) -> Request:
    """The very question that the hub has just put, to be put again without it: the same work to answer."""
    url = ready["simulatorer"]["ssbtek"]
    origin = urljoin(url, "/_sim/fragor")
    received = await transport.send(Request("GET", origin, {"Accept": "application/json"}), OnePermit(30))
    questions: list[dict[str, Any]] = json.loads(received.body)
    if not questions:
        raise RowError("the simulator was asked nothing: the demo's board asks by another way")
    headers = {"Content-Type": ssbtek.CONTENT_TYPE, "SOAPAction": '""', "Accept": "text/xml"}
    return Request("POST", url, headers, questions[-1]["kropp"].encode())


def _case(ready: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    case = next(case for case in ready["arenden"] if case["status"] == "PAGAENDE")
    return case, next(p["personidentitet"] for p in case["personer"] if p["roll"] == "SOKANDE")


def _asked(answer: dict[str, Any]) -> tuple[str, ...]:
    through = [source for source in sources(answer) if source.get("vag", {}).get("id") == "ssbtek"]
    if not through:
        raise RowError("no source of the demo's answer came through SSBTEK")
    return tuple(source["kalla"] for source in through)


def _lines(bare: Samples, hub: Samples, disk: Samples, agencies: str) -> list[Line]:
    p50, p99 = hub.p50 - bare.p50, hub.p99 - bare.p99
    return [
        Line("added time", f"bare SSBTEK call ({agencies})", ms(bare.p50), ms(bare.p99)),
        Line(
            "added time",
            "look-up through the hub",
            ms(hub.p50),
            ms(hub.p99),
            baseline=ms(bare.p50),
            ratio=f"{hub.p50 / bare.p50:.2f}",
        ),
        Line(
            "added time",
            f"hub's own: difference of p50s and of p99s, {len(hub.seconds)} pairs",
            ms(p50),
            ms(p99),
            budget="p50 5 ms, p99 15 ms",
            ok=p50 <= BUDGET_P50_S and p99 <= BUDGET_P99_S,
        ),
        Line(
            "added time",
            "of that at least, on this disk: two flushed commits",
            ms(disk.p50),
            ms(disk.p99),
            baseline=ms(p50),
            ratio=f"{disk.p50 / p50:.2f}",
        ),
    ]
