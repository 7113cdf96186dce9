"""How far a command has come, on standard error: a bar in a terminal, else a line now and then."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(what: str, whole: int) -> Iterator[Callable[[int], None]]:
    """Tell the callable how many of `whole` are done."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task(what, total=whole)
            yield lambda done: bar.update(task, completed=done)
        return
    step = max(1, whole // 10)

    def tell(done: int) -> None:
        if done == whole or done % step == 0:
            print(f"{what}: {done} av {whole}", file=sys.stderr, flush=True)

    yield tell
