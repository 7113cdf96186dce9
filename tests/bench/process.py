"""The other side of a row, in a process of its own: a module that serves, and whose first line says where."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.bench.frame import RowError


@contextmanager
def serving_process(module: str, *arguments: str, told: Any = None) -> Iterator[Any]:
    """What it says, as JSON, when it serves; `told` is said to it first. It ends with the context."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        if told is not None:
            process.stdin.write(json.dumps(told) + "\n")
            process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise RowError(f"{module} did not start; the lines above say why")
        yield json.loads(line)
        process.stdin.close()
        process.wait(20)
