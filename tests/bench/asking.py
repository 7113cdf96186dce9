"""A demo of its own, and questions to it as a case system puts them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import yaml

from hub.adapter import Request
from hub.demo import stage
from hub.stores.transport import HttpTransport
from tests.bench.frame import RowError
from tests.bench.storage import scratch
from tests.support.transport import OnePermit

ANSWERED = {"BESVARAD", "DELVIS_BESVARAD", "INGA_UPPGIFTER"}
"""That an agency has nothing on the person is an answer: a student has no vehicle."""

READY_S = 60


@dataclass(frozen=True, slots=True)
class Demo:
    """One that serves."""

    ready: Mapping[str, Any]
    """What its ready file says."""
    pid: int
    contracts: Path

    def lead(self, routes: Mapping[str, str]) -> None:
        """By other addresses from now on: route to URL. The hub reads its contracts anew soon after."""
        for path in (self.contracts / "kommuner").glob("*.yaml"):
            municipality = yaml.safe_load(path.read_text(encoding="utf-8"))
            stage.lead(municipality, routes)
            path.write_text(yaml.safe_dump(municipality, allow_unicode=True), encoding="utf-8")
        os.kill(self.pid, signal.SIGHUP)


@contextmanager
def demo() -> Iterator[Demo]:
    """A demo in a folder of its own; ends with the context."""
    with scratch() as folder:
        command = [str(Path(sys.executable).with_name("nyttonav")), "demo", "--port", "0"]
        env = {key: value for key, value in os.environ.items() if not key.startswith("NYTTONAV_")}
        with (folder / "demo.txt").open("w+") as told:
            process = subprocess.Popen(
                [*command, "--ready-file", "ready.json"], cwd=folder, env=env, stdout=told, stderr=told
            )
            try:
                ready = _ready(process, folder)
                yield Demo(ready, process.pid, stage.Stage(folder / stage.FOLDER).contracts)
            finally:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def _ready(process: subprocess.Popen[bytes], folder: Path) -> Mapping[str, Any]:
    file = folder / "ready.json"
    until = monotonic() + READY_S
    while not file.exists():
        if process.poll() is not None or monotonic() > until:
            said = (folder / "demo.txt").read_text(encoding="utf-8", errors="replace")[-2000:]
            raise RowError(f"`nyttonav demo` ended, or was not ready within {READY_S} s. It said: {said}")
        sleep(0.1)
    ready: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return ready


async def look_up(
    transport: HttpTransport, ready: Mapping[str, Any], case: Mapping[str, Any], persons: Sequence[str]
) -> dict[str, Any]:
    """One question about persons of a case, to all that is open. RowError unless all asked answered."""
    first, last = _months(today())
    question = {
        "forfraganId": str(uuid.uuid4()),
        "ingivare": {
            "organisationsnummer": ready["organisationsnummer"],
            "namnd": ready["namnd"],
            "aktor": {"typ": "HANDLAGGARE", "id": "hl000123", "namn": "Handläggare 123", "enhet": "Enhet 2"},
        },
        "arende": {"system": case["system"], "id": case["id"]},
        "andamal": "HANDLAGGNING_EKONOMISKT_BISTAND",
        "period": {"from": first.isoformat(), "tom": last.isoformat()},
        "personer": [{"personidentitet": person} for person in persons],
    }
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Authorization": f"Bearer {ready['tokens']['arendesystem']}",
    }
    url = f"{ready['baseUrl']}/nyttonav/v1/uppgiftsforfragningar"
    request = Request("POST", url, headers, json.dumps(question).encode())
    response = await transport.send(request, OnePermit(30))
    if response.status != 200:
        raise RowError(f"the hub answered {response.status}: {response.body[:500].decode()}")
    answer: dict[str, Any] = json.loads(response.body)
    asked = [source for source in sources(answer) if source["fragad"]]
    if not asked or not ANSWERED.issuperset(source["utfall"] for source in asked):
        told = [(it["kalla"], it["utfall"], it.get("fel", {}).get("kod")) for it in asked]
        raise RowError(f"not every source answered: {told}")
    return answer


def sources(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [source for person in answer["personer"] for source in person["kallor"]]


def today() -> date:
    """The demo's day is this machine's."""
    return date.today()  # noqa: DTZ011


def _months(day: date) -> tuple[date, date]:
    """The month of today and the two before it."""
    first = day.replace(day=1)
    for _ in range(2):
        first = (first - timedelta(days=1)).replace(day=1)
    return first, (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
