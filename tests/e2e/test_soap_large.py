"""Is an answer of ten megabytes handed on with every payment, and how much memory does that take the hub?"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest

from adapters.csn.simulator import CsnPart
from hub.simulators.discovery import parts
from hub.simulators.parts import PartData, PartError, PartQuestion
from hub.simulators.world import Persona, World
from messages.wire.ssbtek import (
    VERSIONS,
    Data,
    Fraga,
    Fragedel,
    Svar,
    Tidsperiod,
    read_answer,
    write_question,
)
from tests.support.crash import Ground, HubProcess, ground
from tests.support.plain import plain_client
from tests.support.soap import HEADERS
from tests.support.ssbtek import general

MEGABYTE = 1_000_000
DOCUMENT = 7_480_000
"""Bytes of CSN's document: in base64 just below the ten million characters that one text may have."""
PAYMENT, PAYMENT_END = b"<studiemedel:Utbetalning>", b"</studiemedel:Utbetalning>"
MOST_MEMORY, MOST_SECONDS = 25, 25
"""As many times the answer, at the worst moment: 13,500 payments as XML, as facts, masked and written. A case
system waits thirty seconds."""


@dataclass(frozen=True, slots=True)
class Voluble:
    """CSN, with the student's first payment told over and over, for megabytes."""

    whole: CsnPart = field(default_factory=CsnPart)
    source: str = "CSN"

    def answer(self, world: World, persona: Persona | None, question: PartQuestion) -> PartData | PartError:
        told = self.whole.answer(world, persona, question)
        assert isinstance(told, PartData)
        document = base64.b64decode(told.children[0].text or "")
        first, rest = document.index(PAYMENT), document.index(PAYMENT_END) + len(PAYMENT_END)
        filled = document[first:rest] * (DOCUMENT // (rest - first))
        told.children[0].text = base64.b64encode(document[:first] + filled + document[rest:]).decode("ascii")
        return told


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Ground]:
    others = tuple(it for it in parts() if it.source != "CSN")
    with ground(tmp_path / "hub", agencies=(Voluble(), *others)) as found:
        yield found


def asked(place: Ground, case: str) -> bytes:
    student = place.world.personas["student"]
    today = place.world.today
    period = Tidsperiod(today.replace(day=1), today)
    common = general(
        personidentitet=student.number.value,
        arendeidentitet=case,
        tidsperiod=period,
        personuppgiftsbitrade=(),
    )
    return write_question(VERSIONS["11"], Fraga(common, {"CSN": Fragedel(tidsperiod=period)}))


def peak(hub: HubProcess) -> int:
    """Bytes of memory that the hub has had at most since it was last asked to forget."""
    status = Path(f"/proc/{hub.pid}/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def forget(hub: HubProcess) -> None:
    Path(f"/proc/{hub.pid}/clear_refs").write_text("5", "ascii")


def test_ten_megabytes_come_with_every_payment_within_bounded_memory_and_time(place: Ground) -> None:
    hub = place.start()
    base_url = hub.base_url()
    headers = {**place.furnished(base_url), **HEADERS}
    question = asked(place, f"EB-{place.world.today.year}-001234")
    with plain_client(base_url) as client:
        took, grown, sizes, content = [], [], [], b""
        for _ in range(3):
            forget(hub)
            before, begun = peak(hub), monotonic()
            answer = client.post("/ssbtek/11", content=question, headers=headers, timeout=30)
            took.append(monotonic() - begun)
            grown.append(peak(hub) - before)
            assert answer.status_code == 200, answer.text[:1000]
            content = answer.content
            sizes.append(len(content))
    assert min(sizes) > 9.9 * MEGABYTE
    read = read_answer(content, VERSIONS["11"])
    assert isinstance(read, Svar)
    data = read.delar["CSN"]
    assert isinstance(data, Data)
    assert data.content.count(PAYMENT) > DOCUMENT / 600, "of which the agreement leaves a little out"
    assert max(grown) < MOST_MEMORY * len(content), grown
    assert grown[-1] <= grown[0] * 1.2, "nothing of one is left when the next comes"
    assert max(took) < MOST_SECONDS, took
