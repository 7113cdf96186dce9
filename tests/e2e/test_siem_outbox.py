"""The log on its way to a SIEM: every record at least once, whole lines only, whatever happens on the way."""

from __future__ import annotations

import os
import random
import signal
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pytest

from hub import main
from hub.model.ledger import Figures, StorageFault, StoredEntry
from hub.siem import OutboxFault, Position, SiemDesk
from hub.stores.outbox import FileLimits, OutboxFiles
from tests.support.audit import OpenLog, SetClock, look_up, opened
from tests.support.hub import RunningHub, running_hub
from tests.support.policy import AN, NOW, SN
from tests.support.wire import answered, ask, names_nobody, send

BOARD = "2120002411-SN"
LIMITS = FileLimits(bytes=1_000_000, seconds=300, spare_bytes=1000)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[OpenLog]:
    with opened(tmp_path) as log:
        yield log


@pytest.fixture
def outbox(here: OpenLog) -> Iterator[OutboxFiles]:
    with closing(OutboxFiles(here.folder / "siem", here.clock, LIMITS, lambda: here.free[0])) as made:
        yield made


def desk(here: OpenLog, outbox: OutboxFiles, **how: Any) -> SiemDesk:
    return SiemDesk(here.stores.log, outbox, here.clock, **({"alarm_s": 900} | how))


def lines(folder: Path, board: str = BOARD) -> list[dict[str, Any]]:
    """All that a collector could read, finished or not, in the order written."""
    files = sorted(it for it in (folder / "siem" / board).iterdir() if it.suffix in {".part", ".ndjson"})
    return [orjson.loads(it) for file in files for it in file.read_bytes().splitlines()]


def sequence(folder: Path, board: str = BOARD) -> list[int]:
    return [it["event"]["sequence"] for it in lines(folder, board)]


async def test_every_record_is_a_line_in_its_order(here: OpenLog, outbox: OutboxFiles) -> None:
    await look_up(here.log)
    sending = desk(here, outbox)
    assert await sending.send() == 5
    assert await sending.send() == 0
    await look_up(here.log)
    assert await sending.send() == 4
    found = lines(here.folder)
    assert [it["event"]["sequence"] for it in found] == list(range(9))
    stored = await here.stores.log.following(SN.origin, 0, 100)
    assert [it["event"]["id"] for it in found] == [it.entry_id for it in stored]
    assert [it["event"]["action"] for it in found[:5]] == [
        "EPOK_OPPNAD",
        *["UPPSLAG_AVSETT"] * 2,
        *["UPPSLAG_AVSLUTAT"] * 2,
    ]
    assert found[1]["user"] == {"id": "hl000123"}
    assert found[1]["trace"] == {"id": "4bf92f3577b34da6a3ce929d0e0e4736"}
    assert "EB-2026-001234" not in str(found)


async def test_files_and_folders_are_the_hubs_own(here: OpenLog, outbox: OutboxFiles) -> None:
    await look_up(here.log)
    await desk(here, outbox).send()
    for path in (here.folder / "siem").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


async def test_a_file_is_finished_by_age_by_size_and_at_midnight(here: OpenLog, outbox: OutboxFiles) -> None:
    sending = desk(here, outbox)
    folder = here.folder / "siem" / BOARD

    async def finished() -> list[int]:
        await sending.send()
        return [len(it.read_bytes().splitlines()) for it in sorted(folder.glob("*.ndjson"))]

    await look_up(here.log)
    assert await finished() == []
    here.clock.move(299)
    assert await finished() == []
    here.clock.move(1)
    assert await finished() == [5]
    assert list(folder.glob("*.part")) == []
    here.clock.moment = NOW.replace(hour=23, minute=59, second=59)
    await look_up(here.log)
    assert await finished() == [5]
    here.clock.move(2)
    assert await finished() == [5, 4]
    with closing(
        OutboxFiles(here.folder / "liten", here.clock, FileLimits(bytes=10, spare_bytes=0))
    ) as small:
        await desk(here, small, batch=3).send()
    sizes = sorted((here.folder / "liten" / BOARD).glob("*.ndjson"))
    assert [len(it.read_bytes().splitlines()) for it in sizes] == [3, 3, 3]


async def test_what_the_collector_takes_away_is_not_sent_again(here: OpenLog, outbox: OutboxFiles) -> None:
    sending = desk(here, outbox)
    await look_up(here.log)
    await sending.send()
    here.clock.move(600)
    await sending.send()
    for file in (here.folder / "siem" / BOARD).glob("*.ndjson"):
        file.unlink()
    await look_up(here.log)
    await sending.send()
    assert sequence(here.folder) == [5, 6, 7, 8]


async def test_a_part_that_is_taken_away_stops_nothing(here: OpenLog, outbox: OutboxFiles) -> None:
    sending = desk(here, outbox)
    await look_up(here.log)
    await sending.send()
    next((here.folder / "siem" / BOARD).glob("*.part")).unlink()
    await look_up(here.log)
    await sending.send()
    await sending.send()
    assert sequence(here.folder) == [5, 6, 7, 8]
    assert sending.warnings() == ()


async def test_half_a_line_is_cut_off_and_written_whole(here: OpenLog) -> None:
    await look_up(here.log)
    with closing(OutboxFiles(here.folder / "siem", here.clock, LIMITS)) as before:
        await desk(here, before).send()
    (part,) = (here.folder / "siem" / BOARD).glob("*.part")
    with part.open("ab") as torn:
        torn.write(b'{"event":{"id":"hel, men aldrig sagd"}}\n{"event":{"id":"01a2')
    part.with_name("20200101T000000000000Z-0.part").write_bytes(b'{"halv')
    await look_up(here.log)
    with closing(OutboxFiles(here.folder / "siem", here.clock, LIMITS)) as after:
        await desk(here, after).send()
    assert sequence(here.folder) == list(range(9))


async def test_boards_take_turns(here: OpenLog) -> None:
    for board in (SN, AN):
        for _ in range(6):
            await here.log.security(board, "PROV")
    turns: list[str] = []

    class Noted(OutboxFiles):
        def append(self, log: str, lines: Sequence[bytes], position: Position) -> None:
            turns.append(log)
            super().append(log, lines, position)

    with closing(Noted(here.folder / "siem", here.clock, LIMITS)) as noted:
        assert await desk(here, noted, batch=2).send() == 14
    assert turns == [SN.origin, AN.origin] * 4
    assert sequence(here.folder, "2120002411-AN") == sequence(here.folder) == list(range(7))


async def test_a_restored_log_is_sent_from_its_beginning(tmp_path: Path) -> None:
    stored: tuple[StoredEntry, ...] = ()
    for name, count in (("forst", 3), ("sedan", 2)):
        with (
            opened(tmp_path / name) as here,
            closing(OutboxFiles(tmp_path / "siem", here.clock, LIMITS)) as one,
        ):
            for _ in range(count):
                await look_up(here.log)
            sending = desk(here, one)
            await sending.send()
            assert [SN.origin in it for it in sending.warnings()] == ([] if name == "forst" else [True])
            stored = await here.stores.log.following(SN.origin, 0, 100)
    assert {it.entry_id for it in stored} <= {it["event"]["id"] for it in lines(tmp_path)}


# ------------------------------------------------------------ where it cannot be written


async def test_an_outbox_that_cannot_be_written_stops_no_look_up(here: OpenLog, outbox: OutboxFiles) -> None:
    sending = desk(here, outbox)
    await look_up(here.log)
    await sending.send()
    here.free[0] = 10
    here.clock.move(1)
    # The log's own store looks at the same figure, and has other limits: it is asked before.
    limits, here.free[0] = here.free[0], 10**12
    await look_up(here.log)
    here.free[0] = limits
    here.clock.move(60)
    assert await sending.send() == 0
    lag = sending.lag()
    assert (lag.records, lag.seconds, lag.alarm) == (4, 60, False)
    (told,) = sending.warnings()
    assert "the last of the disk is left to the log" in told
    assert "Look-ups go on; 4 records wait" in told
    here.clock.move(841)
    assert (sending.lag().seconds, sending.lag().alarm) == (901, True)
    assert "4 records, 15 minutes behind" in sending.warnings()[1]
    here.free[0] = 10**12
    assert await sending.send() == 4
    assert (sending.lag().records, sending.lag().seconds, sending.lag().alarm) == (0, 0, False)
    assert sending.warnings() == ()
    assert sequence(here.folder) == list(range(9))


async def test_one_boards_fault_is_not_the_others(here: OpenLog, outbox: OutboxFiles) -> None:
    await here.log.security(SN, "PROV")
    await here.log.security(AN, "PROV")
    (here.folder / "siem").mkdir()
    (here.folder / "siem" / "2120002411-AN").write_text("i vägen")
    sending = desk(here, outbox)
    assert await sending.send() == 2
    assert sending.lag().records == 2
    assert "cannot be written" in sending.warnings()[0]
    (here.folder / "siem" / "2120002411-AN").unlink()
    assert await sending.send() == 2
    assert sending.warnings() == ()


async def test_a_fault_with_nothing_to_send_leaves_no_lag_behind(here: OpenLog) -> None:
    await look_up(here.log)
    with closing(OutboxFiles(here.folder / "siem", here.clock, LIMITS)) as before:
        await desk(here, before).send()
    state = here.folder / "siem" / BOARD / "lage.json"
    whole = state.read_bytes()
    state.write_text("{")
    with closing(OutboxFiles(here.folder / "siem", here.clock, LIMITS)) as after:
        sending = desk(here, after)
        await sending.send()
        here.clock.move(1000)
        assert sending.lag().alarm
        state.write_bytes(whole)
        assert await sending.send() == 0
        assert (sending.lag().records, sending.lag().seconds, sending.warnings()) == (0, 0, ())


async def test_a_state_that_is_damaged_is_told_with_its_remedy(here: OpenLog) -> None:
    folder = here.folder / "siem" / BOARD
    folder.mkdir(parents=True)
    (folder / "lage.json").write_text("{")
    await look_up(here.log)
    with closing(OutboxFiles(here.folder / "siem", here.clock, LIMITS)) as one:
        sending = desk(here, one)
        assert await sending.send() == 0
        assert "lage.json is damaged; remove it" in sending.warnings()[0]
        (folder / "lage.json").unlink()
        assert await sending.send() == 5


def test_two_processes_do_not_write_one_outbox(tmp_path: Path) -> None:
    with (
        closing(OutboxFiles(tmp_path / "siem", SetClock(), LIMITS)) as first,
        closing(OutboxFiles(tmp_path / "siem", SetClock(), LIMITS)) as second,
    ):
        assert first.position(SN.origin) == Position()
        with pytest.raises(OutboxFault, match="another process writes there"):
            second.position(SN.origin)


async def test_a_log_that_cannot_be_read_is_told(here: OpenLog, outbox: OutboxFiles) -> None:
    class Unread:
        async def figures(self) -> Figures:
            raise StorageFault("disk")

        async def following(self, log: str, index: int, limit: int) -> tuple[StoredEntry, ...]:
            raise AssertionError

    sending = SiemDesk(Unread(), outbox, here.clock, alarm_s=900)
    assert await sending.send() == 0
    assert "cannot be read" in sending.warnings()[0]


# ------------------------------------------------------------ kill -9


def written_until_killed(folder: Path, after_s: float) -> None:
    """A process that writes lines until it is killed."""
    child = os.fork()
    if child == 0:  # nothing of the parent's may run on here
        try:
            outbox = OutboxFiles(folder / "siem", SetClock(), FileLimits(3000, 300, 0))
            chance = random.Random()
            while True:
                at = outbox.position(SN.origin).next
                count = chance.randint(1, 20)
                outbox.append(SN.origin, made(at, count), Position(at + count, str(at + count - 1)))
        finally:
            os._exit(1)
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1]), "it ended by itself"


def made(first: int, count: int) -> list[bytes]:
    return [
        b'{"event":{"sequence":%d,"text":"%s"}}\n' % (index, b"x" * (index % 97))
        for index in range(first, first + count)
    ]


def test_killed_at_random_moments_no_line_is_lost_and_none_is_torn(tmp_path: Path) -> None:
    moments = random.Random(1)
    for _ in range(12):
        written_until_killed(tmp_path, moments.uniform(0.01, 0.08))
    with closing(OutboxFiles(tmp_path / "siem", SetClock(), FileLimits(3000, 300, 0))) as last:
        reached = last.position(SN.origin).next
        last.append(SN.origin, made(reached, 1), Position(reached + 1, str(reached)))
    found = sorted(lines(tmp_path), key=lambda it: int(it["event"]["sequence"]))
    assert [it["event"]["sequence"] for it in found] == list(range(reached + 1))
    assert all(len(it["event"]["text"]) == it["event"]["sequence"] % 97 for it in found)
    assert reached > 50, "the writers came to nothing"


# ------------------------------------------------------------ in a hub


@pytest.fixture
def sending_hub(tmp_path: Path) -> Iterator[RunningHub]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(main, "_SENT_ON_S", 0.05)
        with running_hub(tmp_path, siem_folder=tmp_path / "siem", siem_file_s=0.2) as running:
            yield running


def figures(hub: RunningHub) -> dict[str, float]:
    told = send(hub, "GET", "/metrics", role="drift").text.splitlines()
    return {
        name: float(value) for name, value in (it.split() for it in told if it.startswith("nyttonav_siem"))
    }


def until(holds: Any) -> None:
    latest = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < latest
        time.sleep(0.02)


def test_a_look_up_reaches_the_outbox_and_its_figures_and_names_nobody(
    sending_hub: RunningHub, tmp_path: Path
) -> None:
    answer = answered(ask(sending_hub, sending_hub.question()))
    (part,) = answer["personer"][0]["kallor"]
    folder = tmp_path / "siem"
    until(lambda: part["loggpostId"] in "".join(it.read_text() for it in folder.rglob("*.ndjson")))
    text = "".join(it.read_text() for it in folder.rglob("*.ndjson"))
    names_nobody(sending_hub, text)
    assert answer["forfraganId"] not in text
    found = [orjson.loads(it) for it in text.splitlines()]
    intended = next(it for it in found if it["event"]["id"] == part["loggpostId"])
    assert intended["labels"]["source"] == "CSN"
    assert intended["labels"]["reply"] == answer["svarId"]
    assert {it["labels"]["log"] for it in found} >= {"nyttonav/operator", "nyttonav/2120002411/SN"}
    until(lambda: figures(sending_hub)["nyttonav_siem_lag_records"] == 0)
    told = figures(sending_hub)
    assert (told["nyttonav_siem_lag_seconds"], told["nyttonav_siem_alarm"]) == (0, 0)
    assert told["nyttonav_siem_lines_total"] >= len(found)

    # The folder goes, and a file stands in its way: look-ups go on, health warns, and it mends itself.
    until(lambda: not list(folder.rglob("*.part")))
    folder.rename(tmp_path / "undan")
    folder.write_text("i vägen")
    answered(ask(sending_hub, sending_hub.question()))
    until(lambda: "Look-ups go on" in sending_hub.client.get("/health/ready").text)
    health = sending_hub.client.get("/health/ready")
    assert (health.status_code, health.json()["status"]) == (200, "UPPE")
    assert figures(sending_hub)["nyttonav_siem_lag_records"] > 0
    folder.unlink()
    (tmp_path / "undan").rename(folder)
    until(lambda: figures(sending_hub)["nyttonav_siem_lag_records"] == 0)
