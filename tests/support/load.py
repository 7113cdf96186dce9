"""Many callers at once, each look-up with its fate: answered, refused, or lost with the hub."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

import httpx

from hub.demo import story
from hub.simulators.world import World
from tests.support.plain import plain_client

ASK = "/nyttonav/v1/uppgiftsforfragningar"


@dataclass(slots=True)
class LookUp:
    """One question and what its caller got. `status` is None when the connection broke."""

    question: dict[str, Any]
    status: int | None = None
    answer: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        found: str = self.question["forfraganId"]
        return found


def questions(world: World, count: int) -> list[LookUp]:
    return [
        LookUp(story.question(world) | {"urval": [{"kalla": "CSN"}], "forfraganId": str(uuid.uuid4())})
        for _ in range(count)
    ]


class Load:
    """Callers in threads, asking until nothing is left or the hub is gone."""

    def __init__(
        self, base_url: str, headers: Mapping[str, str], left: Iterable[LookUp], callers: int = 4
    ) -> None:
        self._base_url = base_url
        self._headers = headers
        self._left: SimpleQueue[LookUp] = SimpleQueue()
        for one in left:
            self._left.put(one)
        self._told = threading.Semaphore(0)
        self._threads = [threading.Thread(target=self._ask, daemon=True) for _ in range(callers)]
        self.asked: list[LookUp] = []
        """In the order asked; complete after `end`."""
        for thread in self._threads:
            thread.start()

    def wait_for(self, answers: int) -> None:
        """Until so many look-ups have met their fate."""
        for _ in range(answers):
            assert self._told.acquire(timeout=60), "the load stands still"

    def end(self) -> list[LookUp]:
        """Wait for the callers as long as they get on; what has not been asked at all."""
        for thread in self._threads:
            asked = -1
            while thread.is_alive() and asked < len(self.asked):
                asked = len(self.asked)
                thread.join(60)
            assert not thread.is_alive(), "a caller still waits for its answer"
        left = []
        while not self._left.empty():
            left.append(self._left.get())
        return left

    def _ask(self) -> None:
        with plain_client(self._base_url) as client:
            while True:
                try:
                    one = self._left.get_nowait()
                except Empty:
                    return
                self.asked.append(one)
                try:
                    answer = client.post(ASK, json=one.question, headers=self._headers)
                except httpx.TransportError:
                    return
                finally:
                    self._told.release()
                one.status, one.answer = answer.status_code, answer.json()
