"""A whole hub on loopback for tests: real HTTP, real SQLite, real simulators, in threads of this process."""

from __future__ import annotations

import asyncio
import shutil
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import time
from typing import Any

import httpx
import yaml

from hub.api.hub import Hub
from hub.demo import stage, story
from hub.issuer import local_token
from hub.model.board import Board, BoardId
from hub.model.calendar import swedish_day
from hub.serving import bound, serving
from hub.settings import Profile, Settings
from hub.simulators.discovery import Build, builders, parts
from hub.simulators.personas import world
from hub.simulators.server import Tls, all_running
from hub.simulators.world import World
from tests.support.plain import plain_async_client, plain_client

ASK = "/nyttonav/v1/uppgiftsforfragningar"


@dataclass(frozen=True, slots=True)
class RunningHub:
    """A hub that answers, with what a test needs to talk to it."""

    base_url: str
    settings: Settings
    world: World
    simulators: Mapping[str, str]
    boards: Mapping[BoardId, Board]
    client: httpx.Client = field(repr=False)

    def token(self, role: str = "arendesystem", *, scopes: list[str] | None = None, life_s: int = 300) -> str:
        """A token for one of the demo's roles (hub/demo/story.py)."""
        board, client = story.TOKENS[role]
        return local_token(self.settings, self.boards[board], client, scopes, life_s, time())

    def role_board(self, role: str) -> BoardId:
        return story.TOKENS[role][0]

    def number(self, persona: str) -> str:
        return self.world.personas[persona].number.value

    def question(self, **changes: Any) -> dict[str, Any]:
        """The demo's question to CSN, with a fresh id; `changes` replace whole fields."""
        return self.question_to_all(urval=[{"kalla": "CSN"}]) | changes

    def question_to_all(self, **changes: Any) -> dict[str, Any]:
        """The demo's question to every source that the agreements open, with a fresh id."""
        return story.question(self.world) | {"forfraganId": str(uuid.uuid4())} | changes

    def question_about(self, persona: str, case: int, **changes: Any) -> dict[str, Any]:
        return self.question(
            personer=[{"personidentitet": self.number(persona)}],
            arende={"system": story.SYSTEM, "id": f"EB-{self.world.today.year}-{case:06}"},
            **changes,
        )

    def ask(self, question: Any, role: str = "arendesystem") -> httpx.Response:
        return self.client.post(ASK, json=question, headers={"Authorization": f"Bearer {self.token(role)}"})

    def get(self, path: str, role: str = "arendesystem") -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token(role)}"}
        return self.client.get(f"/nyttonav/v1{path}", headers=headers)

    def record(self, entry_id: str) -> dict[str, Any]:
        """A log record as the reviewer reads it."""
        answer = self.get(f"/loggposter/{entry_id}", "loggkontrollant")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def break_source(self, fault: Mapping[str, Any]) -> None:
        """Set a fault switch of the SSBTEK simulator; `mend_sources` takes all away."""
        answer = self.client.post(f"{self.simulators['ssbtek']}/_sim/fel", json=fault)
        assert answer.status_code < 300, answer.text

    def mend_sources(self) -> None:
        answer = self.client.delete(f"{self.simulators['ssbtek']}/_sim/fel")
        assert answer.status_code < 300, answer.text

    def questions_received(self) -> list[dict[str, Any]]:
        """What the SSBTEK simulator has been asked."""
        answer = self.client.get(f"{self.simulators['ssbtek']}/_sim/fragor")
        found: list[dict[str, Any]] = answer.json()
        return found


@contextmanager
def running_hub(
    folder: Path,
    *,
    tls: Tls | None = None,
    further: Mapping[str, Build] | None = None,
    contracts: Path | None = None,
    cases: bool = True,
    **changes: Any,
) -> Iterator[RunningHub]:
    """A hub with the demo's cases registered, unless `cases` is false; `changes` are settings.

    With `tls` the simulators are served so, and every route shows the certificate named `klient`. `further`
    are simulators of adapters from outside, by route; files in `contracts` join ours or stand in their place.
    """
    today = swedish_day(datetime.now(UTC))
    scene = world(today)
    with ExitStack() as stack:
        build = {**builders(), **(further or {})}
        apps = {name: one(scene, parts()) for name, one in build.items()}
        simulators = stack.enter_context(all_running(apps, tls=tls))
        place = stage.Stage(folder)
        listener = stack.enter_context(bound("127.0.0.1", 0))
        port = listener.getsockname()[1]
        stage.furnish(place, simulators, "127.0.0.1", port, _agreed(folder, contracts))
        if tls is not None:
            _show_certificate(place.contracts)
        values: dict[str, Any] = {
            "profile": Profile.DEVELOPMENT,
            "data": place.data,
            "keys": place.keys,
            "contracts": place.contracts,
            "issuer": "nyttonav-test",
            "token_life_s": 3600,
            "node": "test",
            "log_level": "warning",
        }
        settings = Settings(**(values | changes))
        boards = stack.enter_context(_in_thread(settings, listener)).boards
        base_url = f"http://127.0.0.1:{port}"
        client = stack.enter_context(plain_client(base_url))
        hub = RunningHub(base_url, settings, scene, simulators, boards, client)
        if cases:
            asyncio.run(_cases(hub))
        yield hub


def _agreed(folder: Path, contracts: Path | None) -> Path:
    """Our contracts, with those of `contracts` over them."""
    if contracts is None:
        return stage.CONTRACTS
    agreed = folder / "agreed"
    shutil.copytree(stage.CONTRACTS, agreed)
    shutil.copytree(contracts, agreed, dirs_exist_ok=True)
    return agreed


def _show_certificate(contracts: Path) -> None:
    for path in (contracts / "kommuner").glob("*.yaml"):
        municipality = yaml.safe_load(path.read_text(encoding="utf-8"))
        for board in municipality["namnder"]:
            for way in board["vagar"]:
                way["installningar"]["credentials"] = "klient"
        path.write_text(yaml.safe_dump(municipality, allow_unicode=True), encoding="utf-8")


async def _cases(hub: RunningHub) -> None:
    async with plain_async_client(hub.base_url) as client:
        await story.register_cases(client, hub.token(), hub.world)


@contextmanager
def _in_thread(settings: Settings, listener: Any) -> Iterator[Hub]:
    ready, ended = threading.Event(), threading.Event()
    failures: list[BaseException] = []
    served: list[tuple[Hub, asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        stop = asyncio.Event()
        async with serving(settings, listener) as hub:
            served.append((hub, asyncio.get_running_loop(), stop))
            ready.set()
            await stop.wait()

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            failures.append(error)
        finally:
            ready.set()
            ended.set()

    thread = threading.Thread(target=run, name="hub", daemon=True)
    thread.start()
    ready.wait(30)
    if failures:
        raise failures[0]
    assert served, "the hub did not start within 30 seconds"
    hub, loop, stop = served[0]
    try:
        yield hub
    finally:
        loop.call_soon_threadsafe(stop.set)
        ended.wait(40)
        thread.join(5)
    if failures:
        raise failures[0]
