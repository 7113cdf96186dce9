"""The hub clears its register at start and then each hour, also after a round that failed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from hub import main
from hub.cases import CaseErasure
from hub.problems import LogUnavailable, RegisterUnavailable
from tests.support.audit import opened


async def test_a_failed_round_is_followed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes: list[int | Exception] = [LogUnavailable("Loggen."), RegisterUnavailable("Registret."), 3, 0]
    done = asyncio.Event()

    async def erase(_self: CaseErasure) -> int:
        outcome = outcomes.pop(0) if outcomes else 0
        if not outcomes:
            done.set()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(CaseErasure, "erase", erase)
    monkeypatch.setattr(main, "ERASE_EVERY_S", 0)
    with opened(tmp_path) as here:
        erasure = CaseErasure(here.stores.register, here.log, {}, here.clock)
        task = asyncio.create_task(main._forget(erasure))
        await done.wait()
        assert not task.done()
        await main._ended(task)
    assert outcomes == []
