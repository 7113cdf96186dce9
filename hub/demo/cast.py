"""The simulators, found with their adapters, in a process of their own so that the hub's time is its own.

Run as a module it serves until its standard input ends, after one line of JSON: simulator id to base URL.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from hub.model.calendar import swedish_day
from hub.simulators.discovery import builders, parts
from hub.simulators.personas import world
from hub.simulators.server import running

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


def main() -> None:
    today = swedish_day(datetime.now(UTC))
    with ExitStack() as servers:
        urls = {
            name: servers.enter_context(running(build(world(today), parts())))
            for name, build in builders().items()
        }
        sys.stdout.write(json.dumps(urls) + "\n")
        sys.stdout.flush()
        # The parent never writes: the end of standard input is the end of the parent.
        sys.stdin.read()


if __name__ == "__main__":
    main()
