"""Transports with mutual TLS: seven-way fan-outs per second, at one and at sixteen callers.

Both sides do the same: through the port `hub.adapter.Transport`, with a permit for each call, seven POSTs of
1.5 KB at once to seven servers, over kept connections, TLS 1.3 with client certificate; answers of 2 to 8 KB
are read whole under their ceiling. The servers are one process on the other core. The baseline is the default
transport (aiohttp). pyreqwest keeps only a part of the port's promises (hub/decisions/0002-transport.md).
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

import uvloop

from hub.adapter import Request
from hub.stores.transport import ClientCertificate, Credentials, HttpTransport, make_transport
from tests.bench.frame import Line, RowError, Samples, ms, on_core, per_second, settle
from tests.bench.process import serving_process
from tests.support.tls import Authority
from tests.support.transport import OnePermit, call

ROUNDS = 3
SECONDS = 0.5
CALLERS = (1, 16)

Makers = Mapping[str, Callable[[], HttpTransport]]


def measure() -> list[Line]:
    with tempfile.TemporaryDirectory() as name:
        authority = Authority(Path(name))
        board = authority.client("board")
        authority.ca.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(
            authority.folder / "server.pem"
        )
        with serving_process("tests.bench.sources", str(authority.folder)) as ports:
            requests = [
                call(f"https://127.0.0.1:{port}/", body=b"<fraga>" * 200, credentials="board", read_s=25)
                for port in ports
            ]
            with on_core(0):
                return uvloop.run(_compare(_makers(board), requests))


def _makers(board: ClientCertificate) -> Makers:
    try:
        from tests.bench.over_pyreqwest import PyreqwestTransport
    except ImportError:
        raise RowError("pyreqwest is not installed: pip install -e '.[bench]'") from None
    credentials = Credentials({"board": board})
    return {
        "aiohttp": lambda: make_transport("aiohttp", credentials),
        "httpx": lambda: make_transport("httpx", credentials),
        "pyreqwest": lambda: PyreqwestTransport({"board": board}),
    }


async def _compare(makers: Makers, requests: list[Request]) -> list[Line]:
    made = {name: make() for name, make in makers.items()}
    try:
        return [line for callers in CALLERS for line in await _at(callers, made, requests)]
    finally:
        for transport in made.values():
            await transport.aclose()


async def _at(callers: int, made: Mapping[str, HttpTransport], requests: list[Request]) -> list[Line]:
    for transport in made.values():  # connections are opened and code is warm before anything counts
        await _fan_outs(transport, requests, callers, 0.2)
    settle()
    rates: dict[str, list[float]] = {name: [] for name in made}
    waits: dict[str, list[float]] = {name: [] for name in made}
    for _ in range(ROUNDS):
        for name, transport in made.items():
            begun = perf_counter()
            taken = await _fan_outs(transport, requests, callers, SECONDS)
            rates[name].append(len(taken) / (perf_counter() - begun))
            waits[name] += taken
    default = statistics.median(rates["aiohttp"])
    return [
        Line(
            row="transports",
            what=f"{name}, callers: {callers}, fan-outs: {per_second(statistics.median(own))}",
            p50=ms(Samples(tuple(waits[name])).p50),
            p99=ms(Samples(tuple(waits[name])).p99),
            baseline=per_second(default),
            ratio=f"{statistics.median(own) / default:.2f}",
        )
        for name, own in rates.items()
    ]


async def _fan_outs(
    transport: HttpTransport, requests: list[Request], callers: int, seconds: float
) -> list[float]:
    """Seconds of each fan-out that so many callers, each with one at a time, finish in the time."""
    stop = perf_counter() + seconds
    taken: list[float] = []

    async def caller() -> None:
        while (begun := perf_counter()) < stop:
            answers = await asyncio.gather(*(transport.send(request, OnePermit()) for request in requests))
            assert all(answer.status == 200 for answer in answers)
            taken.append(perf_counter() - begun)

    await asyncio.gather(*(caller() for _ in range(callers)))
    return taken
