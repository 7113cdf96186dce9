"""A bulk load has thousands of persons to seal, and the hub answers others meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from hub.audit import AccessLog
from hub.audit.parts import SealedPerson
from hub.cases import CaseDesk
from hub.model.board import BoardId
from hub.model.told import NamedCase, Stored
from messages.values import Personidentitet
from tests.support import policy
from tests.support.audit import opened
from tests.support.case_events import whole
from tests.support.policy import SN


async def test_persons_of_a_load_are_sealed_beside_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    really = AccessLog.sealed

    def noting(log: AccessLog, board: BoardId, person: Personidentitet) -> SealedPerson:
        threads.append(threading.get_ident())
        return really(log, board, person)

    monkeypatch.setattr(AccessLog, "sealed", noting)
    with opened(tmp_path) as here:
        desk = CaseDesk(here.stores.register, here.log, here.clock)
        cases = [NamedCase("demo", f"EB-{number}", whole(0)) for number in range(3)]
        taken = await desk.load(policy.caller(), policy.board(), cases)
        assert [isinstance(it, Stored) and it.created for it in taken] == [True] * 3
        assert await here.stores.register.get(SN, "demo", "EB-2") == whole(0)
    assert len(threads) == 3
    assert threading.get_ident() not in threads
