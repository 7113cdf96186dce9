"""Processes of their own without the cost of loading the code: forked from one that has loaded it.

What they run is what a new process would run, and they are killed as one. Only the imports are shared.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.support.preloaded"])
_NUMBERS = count()


@dataclass(frozen=True, slots=True)
class Done:
    """What a command said, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


def forked(work: Callable[[], None], out: Path, err: Path | None = None) -> BaseProcess:
    """Begin `work`, which can be pickled. What it says is added to files, without `err` all to `out`."""
    process = _FORKS.Process(target=_begin, args=(work, str(out), str(err or out)), daemon=True)
    process.start()
    return process


def command(*words: str, environment: Mapping[str, str], folder: Path, within_s: float = 60) -> Done:
    """`nyttonav` with these words, as somebody runs it in `folder`, where files keep what it says."""
    number = next(_NUMBERS)
    out, err = (folder / f"{number}.{name}" for name in ("out", "err"))
    process = forked(partial(nyttonav, words, dict(environment), folder), out, err)
    process.join(within_s)
    assert process.exitcode is not None, f"nyttonav {words[0]} has not ended: {err.read_text('utf-8')}"
    return Done(process.exitcode, out.read_text("utf-8"), err.read_text("utf-8"))


def nyttonav(words: tuple[str, ...], environment: Mapping[str, str], folder: Path | None = None) -> None:
    """The child: the command line with further variables in its environment, and no other of the hub's."""
    from hub import cli

    for name in [name for name in os.environ if name.startswith("NYTTONAV_")]:
        del os.environ[name]
    os.environ.update(environment)
    if folder is not None:
        os.chdir(folder)
    sys.argv = ["nyttonav", *words]
    cli.main()


def _begin(work: Callable[[], Any], out: str, err: str) -> None:
    for descriptor, name in ((1, out), (2, err)):
        file = os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.dup2(file, descriptor)
        os.close(file)
    work()
