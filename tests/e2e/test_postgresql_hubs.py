"""Two hubs serve one database over HTTP, and one is killed: callers go to the other, nothing is lost."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import Signals

import pytest

from hub.audit import AccessLog
from hub.demo import story
from hub.stores import Address, open_stores
from tests.support import promises
from tests.support.audit import SetClock
from tests.support.crash import Ground, ground
from tests.support.load import ASK, Load, LookUp, questions
from tests.support.plain import plain_client
from tests.support.postgres import Server

CALLERS = 4


def killed_beside_another(folder: Path, database: Address, look_ups: int, rounds: int) -> None:
    with ground(folder) as place:
        config, url = place.place.config, database.url.render_as_string(hide_password=False)
        config.write_text(f'database = "{url}"\n{config.read_text(encoding="utf-8")}', encoding="utf-8")
        staying = place.start()
        headers = place.furnished(staying.base_url())
        there, asked, lost = staying.base_url(), list[LookUp](), list[LookUp]()
        for _ in range(rounds):
            place.slow_source(0.05)
            dying = place.start()
            one = Load(dying.base_url(), headers, questions(place.world, look_ups), CALLERS)
            other = Load(there, headers, questions(place.world, look_ups), CALLERS)
            one.wait_for(look_ups // 3)
            dying.kill()
            left = Load(there, headers, one.end(), CALLERS)
            for load in (left, other):
                assert load.end() == []
                assert {it.status for it in load.asked} == {200}
            asked += [*one.asked, *left.asked, *other.asked]
            lost += [it for it in one.asked if it.status is None]
        ask_again(place, there, lost)
        staying.send(Signals.SIGTERM)
        assert staying.ended() == 0, staying.said()
        hold(place, database, asked)


def ask_again(place: Ground, base_url: str, lost: list[LookUp]) -> None:
    """Of the other hub: what the killed one had intended is not sent twice, what it had not is sent now."""
    assert lost, "nobody waited for the hub that was killed"
    before, again = len(place.sent), 0
    with plain_client(base_url) as client:
        for one in lost:
            answer = client.post(ASK, json=one.question, headers=place.headers())
            assert answer.status_code in (200, 409), answer.text
            if answer.status_code == 200:
                again += 1
                one.status, one.answer = 200, answer.json()
    assert len(place.sent) - before == again


def hold(place: Ground, database: Address, asked: list[LookUp]) -> None:
    """An hour later what the dead hub left open is concluded; then everything is held to account."""
    later = SetClock(datetime.now(UTC) + timedelta(hours=1))
    with open_stores(database, place.place.keys, later) as stores:
        log = AccessLog(stores.log, stores.vault, later, "nod-1")
        swept = asyncio.run(log.sweep())
    found = promises.verified_log(database, place.place.keys, story.BOARD)
    promises.all_sent_was_intended(found, place.sent)
    promises.every_intention_is_concluded_once(found)
    promises.all_answered_was_concluded(found, asked)
    assert promises.only_the_lost_were_abandoned(found, asked) >= swept


def test_one_of_two_hubs_is_killed(postgres: Server, tmp_path: Path) -> None:
    killed_beside_another(tmp_path / "hub", postgres.empty(), 30, 1)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_one_of_two_hubs_is_killed_many_times(postgres: Server, tmp_path: Path) -> None:
    killed_beside_another(tmp_path / "hub", postgres.empty(), 60, 30)
