"""Row 2: look-ups per second with 16 callers, over the same fan-out bare and over the plain build.

All sides ask the same agencies the same questions, over plain HTTP on loopback and kept connections: each
agency that can be asked straight is, the two others in one question through SSBTEK. The agencies are a
process of its own that answers what the simulators answered (tests/bench/replay.py), on the other core.

hub      16 callers at a hub started by `nyttonav demo`, everything on: token, gates, register, intentions
         durable, all agencies asked at once, answers parsed, checked and translated, incomes and signals,
         conclusions durable, message rendered. The callers share the agencies' core.
bare     the very questions that the hub put, put by 16 callers at once through the hub's own transport; the
         answers' bytes are read and thrown away.
plain    the same questions by a build of the first tools at hand (tests/bench/plain_build.py), called as the
         hub is.
In turns; the hub's worker, the bare callers and the plain build each have the first core to themselves.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

import uvloop

from hub.adapter import Request
from hub.demo.story import SYSTEM
from hub.stores.transport import Credentials, HttpTransport, make_transport
from tests.bench.asking import Demo, demo, look_up, sources
from tests.bench.frame import Line, RowError, Samples, ms, on_core, per_second, settle
from tests.bench.process import serving_process
from tests.bench.replay import TOLD
from tests.bench.storage import scratch
from tests.support.transport import OnePermit

CALLERS = 16
ROUNDS = 5
SECONDS = 2.0
OVER_BARE, OVER_PLAIN = 0.45, 12.0
CASE_ID = "EB-genomstromning"


def measure() -> list[Line]:
    with (
        demo() as serving,
        serving_process("tests.bench.replay", told=serving.ready["simulatorer"]) as replayed,
        scratch() as folder,
        serving_process("tests.bench.plain_build", str(folder)) as plain,
    ):
        return uvloop.run(_compare(serving, replayed, plain))


async def _compare(serving: Demo, replayed: Mapping[str, str], plain: str) -> list[Line]:
    transport = make_transport("aiohttp", Credentials({}))
    try:
        ready, case, person = await _straight(transport, serving.ready)
        serving.lead(replayed)
        questions = await _questions(transport, replayed, lambda: look_up(transport, ready, case, [person]))
        _pin(serving.pid)
        body = json.dumps([_told(it) for it in questions]).encode()

        async def hub() -> None:
            answer = await look_up(transport, ready, case, [person])
            if len({part["vag"]["id"] for part in sources(answer) if part["fragad"]}) < 6:
                raise RowError("the agencies were not asked straight")

        async def bare() -> None:
            answers = await asyncio.gather(*(transport.send(it, OnePermit(30)) for it in questions))
            if any(it.status != 200 for it in answers):
                raise RowError("an agency did not answer the bare question")

        async def as_plain() -> None:
            headers = {"Content-Type": "application/json"}
            answer = await transport.send(Request("POST", plain, headers, body), OnePermit(120))
            if answer.status != 200:
                raise RowError(f"the plain build answered {answer.status}")

        return _lines(await _in_turns(((hub, 1), (bare, 0), (as_plain, 1))), len(questions))
    finally:
        await transport.aclose()


async def _straight(
    transport: HttpTransport, ready: Mapping[str, Any]
) -> tuple[Mapping[str, Any], Mapping[str, Any], str]:
    """As the board that asks straight: what a question of its needs, with a case of its own."""
    told = next(case for case in ready["arenden"] if case["status"] == "PAGAENDE")
    person = next(it["personidentitet"] for it in told["personer"] if it["roll"] == "SOKANDE")
    here = {**ready, "namnd": "AN", "tokens": {"arendesystem": ready["tokens"]["annanNamnd"]}}
    now = datetime.now(UTC)
    state = {
        "typ": "EKONOMISKT_BISTAND",
        "status": "PAGAENDE",
        "tidpunkt": now.isoformat(),
        "oppnat": (now - timedelta(days=30)).date().isoformat(),
        "personer": [{"personidentitet": person, "roll": "SOKANDE", "skydd": "INGET"}],
    }
    url = f"{ready['baseUrl']}/nyttonav/v1/arenden/{SYSTEM}/{CASE_ID}"
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {here['tokens']['arendesystem']}",
    }
    answer = await transport.send(Request("PUT", url, headers, json.dumps(state).encode()), OnePermit(30))
    if answer.status not in {200, 201}:
        raise RowError(f"the hub took no case: {answer.status} {answer.body[:300].decode()}")
    return here, {"system": SYSTEM, "id": CASE_ID}, person


async def _questions(
    transport: HttpTransport, replayed: Mapping[str, str], ask: Callable[[], Awaitable[object]]
) -> list[Request]:
    """Those of one look-up, once the hub asks those that answer again and no others."""
    before: list[Request] = []
    for _ in range(50):
        await ask()
        found = [it for url in replayed.values() for it in await _asked(transport, url)]
        if found and len(found) == len(before):
            return found
        before = found
        await asyncio.sleep(0.2)
    raise RowError("the demo's hub has not read its contracts anew")


async def _asked(transport: HttpTransport, url: str) -> list[Request]:
    answer = await transport.send(Request("GET", f"{url}{TOLD}", {}), OnePermit(30))
    return [
        Request(it["metod"], f"{url}{it['sokvag']}", it["rubriker"], it["kropp"].encode())
        for it in json.loads(answer.body)["fragor"]
    ]


def _told(question: Request) -> dict[str, Any]:
    return {
        "metod": question.method,
        "url": question.url,
        "rubriker": dict(question.headers),
        "kropp": (question.body or b"").decode(),
    }


def _pin(pid: int) -> None:
    """The hub's worker on the first core; the threads that write for it have both."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(pid, {min(os.sched_getaffinity(0))})


async def _in_turns(
    sides: tuple[tuple[Callable[[], Awaitable[None]], int], ...],
) -> list[tuple[list[float], list[float]]]:
    """For each side the rate of each turn, and what each call took. A side is what is called, and on which
    core the callers are."""
    kept: list[tuple[list[float], list[float]]] = [([], []) for _ in sides]
    for number in range(ROUNDS + 1):
        settle()
        for (work, core), (rates, all_taken) in zip(sides, kept, strict=True):
            with on_core(core):
                begun = perf_counter()
                taken = await _called(work)
                spent = perf_counter() - begun
            if number:  # the first opens connections and warms the code
                rates.append(len(taken) / spent)
                all_taken.extend(taken)
    return kept


async def _called(work: Callable[[], Awaitable[None]]) -> list[float]:
    stop = perf_counter() + SECONDS
    taken: list[float] = []

    async def caller() -> None:
        while (begun := perf_counter()) < stop:
            await work()
            taken.append(perf_counter() - begun)

    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return taken


def _lines(measured: list[tuple[list[float], list[float]]], calls: int) -> list[Line]:
    (hub, waits), *others = measured
    took = Samples(tuple(waits))
    lines: list[Line] = []
    for (rates, _), name, budget in zip(
        others, ("the bare fan-out", "the plain build"), (OVER_BARE, OVER_PLAIN), strict=True
    ):
        ratio = median(ours / against for ours, against in zip(hub, rates, strict=True))
        lines.append(
            Line(
                "throughput",
                f"{CALLERS} callers, {calls} calls each look-up: {per_second(median(hub))}; over {name}",
                ms(took.p50),
                ms(took.p99),
                baseline=per_second(median(rates)),
                ratio=f"{ratio:.2f}",
                budget=f"at least {budget:g}",
                ok=ratio >= budget,
            )
        )
    return lines
