"""No permit, no look-up: only the log makes one, and it is used up by one call."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.adapter import Permit
from hub.audit import LogPermit, Prober


def test_a_permit_is_used_once() -> None:
    permit: Permit = Prober().permit(12.5, "k", "00-a-b-01")
    assert (permit.deadline, permit.correlation, permit.traceparent) == (12.5, "k", "00-a-b-01")
    permit.use()
    with pytest.raises(RuntimeError, match="new permit"):
        permit.use()


def test_nobody_else_can_make_one() -> None:
    with pytest.raises(TypeError, match="only the access log makes permits"):
        LogPermit(object(), 12.5, "k", "t")


def test_no_module_outside_the_log_mints() -> None:
    hub = Path(__file__).parents[2] / "hub"
    users = {
        file.relative_to(hub).as_posix()
        for file in hub.rglob("*.py")
        if "permit import" in (text := file.read_text()) and "mint" in text
    }
    assert users == {"audit/log.py"}
