"""A clock that steps back, keys that go: nothing is asked or shown, it mends itself, and the log tells it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.audit import OPERATOR, StartRefused
from hub.audit.checkpoint import Verifier
from hub.audit.payload import from_payload
from hub.audit.verify import State
from hub.model.ledger import Wanted
from hub.problems import AnswerWithheld, LogUnavailable
from hub.standing import ClockLimits, StandingDesk
from hub.stores import Limits
from hub.stores.log_file import verify_stored
from tests.support.audit import (
    ORIGIN,
    OpenLog,
    SetClock,
    grounds,
    look_up,
    new_query,
    opened,
    plan,
    results,
)
from tests.support.policy import NOW, SN


@pytest.fixture
def here(tmp_path: Path) -> Iterator[OpenLog]:
    with opened(tmp_path) as log:
        yield log


async def looked_at(here: OpenLog) -> list[dict[str, Any]]:
    """What the round then has told in the operator's log."""
    await StandingDesk(here.stores.standing, here.log).look()
    found = await here.stores.log.find(OPERATOR, Wanted())
    told = [from_payload(it.payload) for it in reversed(found) if it.payload is not None]
    return [it for it in told if it["handelse"] != "EPOK_OPPNAD"]


def valid(here: OpenLog) -> bool:
    verifier = Verifier.parse(here.stores.vault.verifier(ORIGIN))
    return verify_stored(here.folder / "data", ORIGIN, verifier).state is State.VALID


async def stops(here: OpenLog, says: str) -> None:
    """Nothing is intended, nothing concluded, nothing read, and health tells why."""
    failures = here.log.health().failures
    with pytest.raises(LogUnavailable) as refused:
        await here.log.intend(new_query(), grounds(), plan())
    assert refused.value.retry_after_s
    with pytest.raises(LogUnavailable):
        await here.log.security(SN, "PROV")
    health = here.log.health()
    assert [says in fault for fault in health.faults] == [True], health.faults
    assert health.failures == failures + 2


# ------------------------------------------------------------ the clock


async def test_a_clock_that_steps_back_stops_all_until_it_is_right_again(here: OpenLog) -> None:
    await look_up(here.log)
    in_flight = await here.log.intend(new_query(), grounds(), plan())
    here.clock.moment -= timedelta(hours=1)
    await stops(here, "clock stands 3600 s before the newest record (2026-11-21 09:00:00 UTC)")
    with pytest.raises(AnswerWithheld):
        await here.log.conclude(in_flight, results(in_flight))
    assert here.log.health().clock_behind_s == 3600
    assert await looked_at(here) == [], "a record of it would be dated wrongly too"

    here.clock.moment += timedelta(hours=1)
    assert not here.log.health().faults
    await here.log.conclude(in_flight, results(in_flight))
    (told,) = await looked_at(here)
    assert (told["handelse"], told["senaste"], told["efterMs"], told["stoppade"]) == (
        "KLOCKAN_BACKADE",
        "2026-11-21T09:00:00Z",
        3_600_000,
        True,
    )
    assert len(await looked_at(here)) == 1, "told once"
    assert valid(here)


async def test_a_little_is_tolerated_and_told(here: OpenLog) -> None:
    await look_up(here.log)
    here.clock.moment -= timedelta(seconds=4)
    await look_up(here.log)
    assert here.log.health().faults == ()
    here.clock.moment += timedelta(seconds=5)
    (told,) = await looked_at(here)
    assert (told["efterMs"], told["stoppade"]) == (4000, False)
    assert valid(here)


async def test_a_clock_that_is_read_a_moment_late_is_no_step(here: OpenLog) -> None:
    await look_up(here.log)
    here.clock.moment -= timedelta(milliseconds=50)
    await look_up(here.log)
    here.clock.move(1)
    assert await looked_at(here) == []


async def test_the_reference_is_the_newest_record_not_the_latest(here: OpenLog) -> None:
    """Many small steps are no way back."""
    await look_up(here.log)
    for _ in range(2):
        here.clock.moment -= timedelta(seconds=2)
        await look_up(here.log)
    here.clock.moment -= timedelta(seconds=2)
    await stops(here, "clock stands 6 s before")


def test_a_hub_does_not_start_on_a_clock_that_stands_before_its_log(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        asyncio.run(look_up(here.log))
    late = SetClock(NOW - timedelta(minutes=5))
    with pytest.raises(
        StartRefused, match=r"300 s before .* set clock_was_ahead_until to 2026-11-21T09:00:01Z"
    ):
        opened(tmp_path, late).__enter__()
    with opened(tmp_path, SetClock(NOW - timedelta(seconds=3))) as here:
        assert here.log.health().faults == ()


async def test_a_clock_that_had_stood_ahead_is_forgiven_by_the_operator_and_that_is_told(
    tmp_path: Path,
) -> None:
    with opened(tmp_path, SetClock(datetime.fromisoformat("2036-01-01T00:00:00Z"))) as here:
        await look_up(here.log)
    with pytest.raises(StartRefused, match="2036-01-01 00:00:00 UTC"):
        opened(tmp_path).__enter__()
    for until, forgiven in (("2035-12-31T23:59:59Z", False), ("2036-01-01T00:00:01Z", True)):
        limits = Limits(clock=ClockLimits(ahead_until=datetime.fromisoformat(until)))
        if not forgiven:
            with pytest.raises(StartRefused):
                opened(tmp_path, limits=limits).__enter__()
            continue
        with opened(tmp_path, limits=limits) as here:
            (told,) = await looked_at(here)
            assert (told["godkand"], told["senaste"]) == (True, "2036-01-01T00:00:00Z")
            await look_up(here.log)
            here.clock.moment -= timedelta(hours=1)
            await stops(here, "3600 s before")


# ------------------------------------------------------------ the keys


@contextmanager
def gone(path: Path) -> Iterator[None]:
    kept = path.rename(path.with_suffix(".undan"))
    yield
    kept.rename(path)


@contextmanager
def another(path: Path) -> Iterator[None]:
    own = path.read_bytes()
    shutil.copy(path.with_name("signering-1.key"), path)
    yield
    path.write_bytes(own)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    path.chmod(0o644)
    yield
    path.chmod(0o600)


@pytest.mark.parametrize(
    ("name", "trouble", "says"),
    [
        ("person-1.key", gone, "person-1.key: the key is missing although there is data"),
        ("sokning-1.key", another, "The key sokning-1 is not the one that the hub started with"),
        ("person-1.key", readable, "Run: chmod 600"),
        ("", gone, "the keys folder is missing although there is data"),
    ],
)
async def test_keys_that_go_stop_all_until_they_are_back(
    here: OpenLog, name: str, trouble: Any, says: str
) -> None:
    in_flight = await here.log.intend(new_query(), grounds(), plan())
    with trouble(here.folder / "keys" / name):
        assert await looked_at(here) == []
        await stops(here, says)
        with pytest.raises(AnswerWithheld):
            await here.log.conclude(in_flight, results(in_flight))
        here.clock.move(60)
        assert await looked_at(here) == []
    (told,) = await looked_at(here)
    assert (told["handelse"], told["sedan"], told["till"]) == (
        "NYCKEL_SAKNADES",
        "2026-11-21T09:00:00Z",
        "2026-11-21T09:01:00Z",
    )
    assert here.log.health().faults == ()
    await here.log.conclude(in_flight, results(in_flight))
    assert valid(here)


# ------------------------------------------------------------ the signature


async def test_what_cannot_be_signed_is_not_there_for_a_moment(
    here: OpenLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No signature is missing for any time: it is written with the records, or they are not."""
    await look_up(here.log)
    head = await here.stores.log.head(ORIGIN)
    with monkeypatch.context() as patch:

        def cannot(*_: object) -> str:
            raise ValueError("no hand to sign with")

        patch.setattr(type(here.stores.vault), "sign", cannot)
        with pytest.raises(LogUnavailable):
            await here.log.intend(new_query(), grounds(), plan())
        assert await here.stores.log.head(ORIGIN) == head
        assert "could not be signed (ValueError)" in here.log.health().faults[0]
        assert here.log.health().failures == 1
    await look_up(here.log)
    assert here.log.health().faults == ()
    assert valid(here)
