"""A hub in a process of its own, killed and started again on the same data, while others ask it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import tomllib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from signal import Signals
from time import monotonic, sleep, time

import httpx
from sqlalchemy import Connection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub import agreements, main, registry
from hub.demo import stage, story
from hub.issuer import local_token
from hub.model.calendar import swedish_day
from hub.settings import Settings
from hub.simulators.discovery import builders, parts
from hub.simulators.parts import Part
from hub.simulators.personas import world
from hub.simulators.server import all_running
from hub.simulators.world import World
from hub.stores import Address, Where
from tests.support.forks import forked, nyttonav
from tests.support.plain import plain_async_client, plain_client

START_S = 60.0
_SAYS = "Nyttonav serves on "


class HubProcess(ABC):
    """`nyttonav serve` with a settings file, in a process that can be killed; its words go to a file."""

    def __init__(self, config: Path, said: Path) -> None:
        self._said = said
        said.write_text("", encoding="utf-8")
        self._start(config, said)

    @abstractmethod
    def _start(self, config: Path, said: Path) -> None: ...

    @property
    @abstractmethod
    def pid(self) -> int: ...

    @abstractmethod
    def send(self, signal: Signals) -> None: ...

    @abstractmethod
    def code(self, within_s: float = 0) -> int | None:
        """Its exit code; None while it lives."""

    def base_url(self) -> str:
        """Where it answers, once it does. AssertionError with what it said when it ends instead."""
        latest = monotonic() + START_S
        while "\n" not in (said := self.said()).partition(_SAYS)[2]:
            assert self.code() is None, f"the hub did not start: {said}"
            assert monotonic() < latest, f"the hub did not start in time: {said}"
            sleep(0.01)
        return said.partition(_SAYS)[2].split("/nyttonav")[0]

    def said(self) -> str:
        """All of its standard output and standard error so far."""
        return self._said.read_text(encoding="utf-8")

    def kill(self) -> None:
        """SIGKILL; it is gone when this returns."""
        self.send(Signals.SIGKILL)
        assert self.ended() == -Signals.SIGKILL

    def ended(self) -> int:
        """Wait for its end; the exit code."""
        code = self.code(START_S)
        assert code is not None, f"the hub has not ended: {self.said()}"
        return code


class ForkedHub(HubProcess):
    """Quick to start, for those who kill many. Each commit takes `flush_s` longer than the disk needs."""

    def __init__(self, config: Path, said: Path, flush_s: float = 0) -> None:
        self._flush_s = flush_s
        super().__init__(config, said)

    def _start(self, config: Path, said: Path) -> None:
        self._process = forked(partial(_serve, str(config), self._flush_s), said)

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def send(self, signal: Signals) -> None:
        os.kill(self.pid, signal)

    def code(self, within_s: float = 0) -> int | None:
        self._process.join(within_s)
        return self._process.exitcode


class HubCommand(HubProcess):
    """The installed command, as a service manager starts and stops it."""

    def _start(self, config: Path, said: Path) -> None:
        command = [str(Path(sys.executable).with_name("nyttonav")), "serve"]
        environment = os.environ | {"NYTTONAV_CONFIG": str(config)}
        with said.open("ab") as words:
            self._process = subprocess.Popen(command, env=environment, stdout=words, stderr=words)

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, signal: Signals) -> None:
        self._process.send_signal(signal)

    def code(self, within_s: float = 0) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(within_s)
        return self._process.returncode


def _serve(config: str, flush_s: float) -> None:
    """The child: the command line as a user runs it."""
    _slow_disk(flush_s)
    nyttonav(("serve",), {"NYTTONAV_CONFIG": config})


def _slow_disk(flush_s: float) -> None:
    """Let each commit take its time before anything of it is durable, as on a disk that is busy."""
    from hub.stores import writer
    from hub.stores.engine import transaction

    @contextmanager
    def slow(connection: Connection, *, reading: bool = False) -> Iterator[None]:
        with transaction(connection, reading=reading):
            yield
            sleep(flush_s)

    vars(writer)["transaction"] = slow


@dataclass(frozen=True, slots=True)
class Sent:
    """A question that left the hub, as it reached the agency."""

    at: datetime
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ground:
    """What outlives every hub: data, keys and contracts, and the agency that is asked."""

    place: stage.Stage
    settings: Settings
    world: World
    simulator: httpx.Client
    sent: list[Sent]
    """What the agency has really received, in the order received."""
    arrived: threading.Event
    """Set as each of them arrives."""
    started: list[HubProcess]

    @property
    def where(self) -> Where:
        """Where the hubs of this ground keep their log."""
        return main.where(self.settings)

    def start(self, kind: Callable[[Path, Path], HubProcess] = ForkedHub) -> HubProcess:
        hub = kind(self.place.config, self.place.folder / f"said-{len(self.started)}.txt")
        self.started.append(hub)
        return hub

    def furnished(self, base_url: str) -> Mapping[str, str]:
        """Register the demo's cases; headers for those who ask about them."""
        headers = self.headers()

        async def register() -> None:
            token = headers["Authorization"].removeprefix("Bearer ")
            async with plain_async_client(base_url) as client:
                await story.register_cases(client, token, self.world)

        asyncio.run(register())
        return headers

    def headers(self, role: str = "arendesystem") -> Mapping[str, str]:
        """Of a caller with a token for one of the demo's roles. The hub must have started once."""
        boards = agreements.load(self.settings.contracts, registry.discover()).boards
        board, client = story.TOKENS[role]
        token = local_token(self.settings, boards[board], client, None, None, time())
        return {"Authorization": f"Bearer {token}"}

    def slow_source(self, seconds: float) -> None:
        """Let the agency answer late, or at once with 0."""
        self.simulator.delete("/_sim/fel").raise_for_status()
        if seconds:
            fault = {"fel": "LANGSAM", "sekunder": seconds}
            self.simulator.post("/_sim/fel", json=fault).raise_for_status()


@contextmanager
def ground(
    folder: Path, where: Where | None = None, agencies: tuple[Part, ...] | None = None
) -> Iterator[Ground]:
    """A folder furnished as the demo's, with simulators in this process, its data in a database if named.

    `agencies` answer through SSBTEK, else the demo's.
    """
    scene = world(swedish_day(datetime.now(UTC)))
    sent: list[Sent] = []
    arrived = threading.Event()
    with ExitStack() as stack:
        apps = {
            name: _overheard(build(scene, agencies or parts()), sent, arrived)
            for name, build in builders().items()
        }
        simulators = stack.enter_context(all_running(apps))
        place = stage.Stage(folder)
        stage.furnish(place, simulators, "127.0.0.1", 0)
        if isinstance(where, Address):
            _stored_in(where, place.config)
        settings = Settings(**tomllib.loads(place.config.read_text(encoding="utf-8")))
        client = stack.enter_context(plain_client(simulators["ssbtek"]))
        found = Ground(place, settings, scene, client, sent, arrived, started=[])
        try:
            yield found
        finally:
            for hub in found.started:
                if hub.code() is None:
                    hub.kill()


def _stored_in(database: Address, config: Path) -> None:
    address = database.url.render_as_string(hide_password=False)
    # Somebody concludes what a killed hub has left open as if long after: by a clock that stands ahead.
    ahead = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    with config.open("a", encoding="utf-8") as settings:
        settings.write(f'database = "{address}"\nclock_was_ahead_until = "{ahead}"\n')


def _overheard(app: ASGIApp, sent: list[Sent], arrived: threading.Event) -> ASGIApp:
    """The simulator, and every question that reaches it whole noted: it forgets all but 200 itself."""

    async def listening(scope: Scope, receive: Receive, send: Send) -> None:
        body = bytearray()

        async def heard() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    sent.append(Sent(datetime.now(UTC), body.decode()))
                    arrived.set()
            return message

        control = scope["type"] != "http" or scope["path"].startswith("/_sim")
        await app(scope, receive if control else heard, send)

    return listening
