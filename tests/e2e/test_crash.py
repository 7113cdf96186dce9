"""Does the log keep its promises when the hub is killed at any moment, stopped in mid-flight, or twice?"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from signal import Signals
from time import sleep

import pytest

from hub.demo import story
from hub.stores import Where
from hub.stores.folder import DataLock
from tests.support import promises
from tests.support.audit import SetClock, opened
from tests.support.crash import ForkedHub, Ground, HubCommand, ground
from tests.support.load import ASK, Load, LookUp, questions
from tests.support.plain import plain_client

LOOK_UPS, ROUNDS, CALLERS = 64, 4, 4
"""Of whole hubs; tests/e2e/test_log_crash.py kills the log alone many times more, on either store too."""


class Ordeal:
    """Look-ups, and a hub that dies under them again and again, on the same data."""

    def __init__(self, place: Ground, look_ups: int, chance: random.Random) -> None:
        self.place = place
        self.chance = chance
        self.left = questions(place.world, look_ups)
        self.asked: list[LookUp] = []
        self.start()
        self.headers = place.furnished(self.base_url)

    def start(self) -> None:
        slow = partial(ForkedHub, flush_s=self.chance.choice([0, 0.02]))
        self.hub = self.place.start(slow)
        self.base_url = self.hub.base_url()

    def killed_after(self, answers: int) -> None:
        """One round: kill when so many have their fate, at any step of the others; start; hold to account."""
        # In the first round surely between the sending and the conclusion.
        first = not self.asked
        self.place.slow_source(0.3 if first else self.chance.choice([0, 0, 0.02, 0.1]))
        load = Load(self.base_url, self.headers, self.left, CALLERS)
        load.wait_for(answers)
        self.wait_for_a_moment("sent" if first else self.chance.choice(["answered", "sent", "any"]))
        self.hub.kill()
        self.left = load.end()
        self.asked += load.asked
        if self.chance.random() < 0.4:
            self.die_while_starting()
        self.start()
        self.ask_again([one for one in load.asked if one.status is None])
        self.hold()

    def wait_for_a_moment(self, moment: str) -> None:
        """Right after an answer, when its conclusion must be durable; right after a call has left, when its
        intention must be; or between any two steps."""
        if moment == "sent":
            self.place.arrived.clear()
            self.place.arrived.wait(5)
        elif moment == "any":
            sleep(self.chance.uniform(0, 0.05))

    def die_while_starting(self) -> None:
        hub = self.place.start()
        sleep(self.chance.uniform(0, 0.6))
        hub.kill()

    def ask_again(self, lost: list[LookUp]) -> None:
        """Who lost the answer asks again: what was intended is not sent twice, what was not is sent once."""
        log = self.log()
        intended = {it["fraga"]["forfraganId"]: it for it in log.intentions.values()}
        with plain_client(self.base_url) as client:
            for one in lost:
                before = len(self.place.sent)
                answer = client.post(ASK, json=one.question, headers=self.headers)
                sent = len(self.place.sent) - before
                if one.id in intended:
                    assert (answer.status_code, sent) == (409, 0), answer.text
                    assert answer.json()["svarId"] == intended[one.id]["svarId"]
                else:
                    assert (answer.status_code, sent) == (200, 1), answer.text
                    one.status, one.answer = 200, answer.json()

    def hold(self, *, long_after: bool = False) -> None:
        log = self.log()
        promises.all_sent_was_intended(log, self.place.sent)
        if long_after or isinstance(self.place.where, Path):
            promises.every_intention_is_concluded_once(log)
        else:
            # Of several hubs over one database none concludes for another before its deadline has passed.
            promises.no_intention_is_concluded_twice(log)
        promises.all_answered_was_concluded(log, self.asked)
        self.abandoned = promises.only_the_lost_were_abandoned(log, self.asked)

    def finish(self) -> None:
        """Ask all that is left, die once more, and let somebody come long after."""
        self.place.slow_source(0)
        load = Load(self.base_url, self.headers, self.left, CALLERS)
        self.left = load.end()
        self.asked += load.asked
        assert [one.status for one in load.asked] == [200] * len(load.asked)
        self.hub.kill()
        later = SetClock(datetime.now(UTC) + timedelta(hours=1))
        with opened(self.place.place.folder, later, where=self.place.where) as here:
            asyncio.run(here.log.recover())
        self.hold(long_after=True)

    def log(self) -> promises.BoardLog:
        return promises.verified_log(self.place.where, self.place.place.keys, story.BOARD)


def suffer(folder: Path, where: Where, look_ups: int, rounds: int) -> None:
    seed = int(os.environ.get("CRASH_SEED", "0")) or random.SystemRandom().randrange(1, 2**32)
    print(f"CRASH_SEED={seed} asks for the same moments again")
    chance = random.Random(seed)
    with ground(folder, where) as place:
        ordeal = Ordeal(place, look_ups, chance)
        share = look_ups // rounds
        for _ in range(rounds):
            ordeal.killed_after(chance.randrange(1, share - CALLERS))
        ordeal.finish()
        assert len({one.id for one in ordeal.asked}) == look_ups
        # Else no kill ever came between the sending and the conclusion, and little has been shown.
        assert ordeal.abandoned > 0


def test_nothing_is_sent_unlogged_or_answered_unconcluded_whenever_the_hub_dies(
    tmp_path: Path, where: Where
) -> None:
    suffer(tmp_path / "hub", where, LOOK_UPS, ROUNDS)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_hundred_deaths(tmp_path: Path, where: Where) -> None:
    suffer(tmp_path / "hub", where, 4000, 100)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Ground]:
    with ground(tmp_path / "hub") as found:
        yield found


def test_asked_to_stop_the_hub_answers_what_is_under_way_and_lets_the_data_go(place: Ground) -> None:
    hub = place.start(HubCommand)
    base_url = hub.base_url()
    headers = place.furnished(base_url)
    place.slow_source(0.5)
    load = Load(base_url, headers, questions(place.world, 8), callers=8)
    while len(place.sent) < 8:
        sleep(0.01)
    hub.send(Signals.SIGTERM)
    load.end()
    assert [one.status for one in load.asked] == [200] * 8
    assert hub.ended() == 0, hub.said()
    assert len(hub.said().splitlines()) == 1, "who ends in peace says nothing more"
    lock = DataLock(place.place.data)
    lock.take()
    lock.release()
    log = promises.verified_log(place.place.data, place.place.keys, story.BOARD)
    promises.every_intention_is_concluded_once(log)
    promises.all_answered_was_concluded(log, load.asked)


def test_a_second_hub_on_the_same_data_refuses_with_a_sentence(place: Ground) -> None:
    base_url = place.start().base_url()
    second = place.start()
    assert second.ended() == 1
    (sentence,) = second.said().splitlines()
    assert sentence.startswith("nyttonav: ")
    assert "a hub is already serving this data" in sentence
    with plain_client(base_url) as client:
        assert client.get("/health/ready").status_code == 200
