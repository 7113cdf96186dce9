"""The simulators, found with their adapters, in a process of their own so that the hub's time is its own.

Run as a module it serves until its standard input ends, after one line of JSON: simulator id to base URL.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime

import httpx

from hub.model.calendar import swedish_day
from hub.simulators.discovery import builders, parts
from hub.simulators.faults import FaultKind
from hub.simulators.personas import world
from hub.simulators.server import all_running

INTERMEDIARY = "ssbtek"
"""The simulator through which the demo's board asks every source."""
_START_S = 30


class CastError(Exception):
    """The simulators did not start."""


@contextmanager
def on_stage() -> Iterator[Mapping[str, str]]:
    """Start the simulators; gives id to base URL. They end with the context, or with this process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "hub.demo.cast"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line:
            raise CastError("The simulators did not start; the lines above say why.")
        yield json.loads(line)
    finally:
        process.stdin.close()
        try:
            process.wait(_START_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


@asynccontextmanager
async def down(url: str, source: str, personas: Sequence[str]) -> AsyncIterator[None]:
    """`source` answers the simulator at `url` with an error about these persons while the context lasts."""
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        for persona in personas:
            fault = {"fel": FaultKind.DELFEL, "felkalla": "BT", "kalla": source, "persona": persona}
            (await client.post("/_sim/fel", json=fault)).raise_for_status()
        try:
            yield
        finally:
            (await client.delete("/_sim/fel")).raise_for_status()


def main() -> None:
    today = swedish_day(datetime.now(UTC))
    apps = {name: build(world(today), parts()) for name, build in builders().items()}
    with all_running(apps) as urls:
        sys.stdout.write(json.dumps(urls) + "\n")
        sys.stdout.flush()
        # The parent never writes: the end of standard input is the end of the parent.
        sys.stdin.read()


if __name__ == "__main__":
    main()
