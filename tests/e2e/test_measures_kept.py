"""Does what the rounds have kept of answers outlive a hub that is killed, and all one that is stopped?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from signal import Signals
from time import monotonic, sleep
from typing import Any

from hub.model.measured import Count, Kind
from hub.stores.measures import stored_months
from tests.support.crash import Ground, HubProcess, ground
from tests.support.load import Load, questions
from tests.support.plain import plain_client

PATH = "/nyttonav/v1/kallor/CSN/uppfoljning"
PATIENCE_S = 20.0


def rounds_every(place: Ground, seconds: float) -> None:
    """From the next start on."""
    config = place.place.config
    lines = [line for line in config.read_text("utf-8").splitlines() if "sweep_every_s" not in line]
    config.write_text("\n".join([f"sweep_every_s = {seconds}", *lines, ""]), "utf-8")


def told(hub: HubProcess, headers: Mapping[str, str]) -> int:
    """How many answers the hub says that CSN has given."""
    with plain_client(hub.base_url()) as client:
        found: dict[str, Any] = client.get(PATH, headers=dict(headers)).raise_for_status().json()
    return sum(row["besvarade"] for row in found["manader"])


def kept(place: Ground) -> int:
    """As somebody else reads it, beside the hub."""
    found = stored_months(place.place.data, "2000-01", "2999-12")
    return sum(counts[Count(Kind.ANSWERED)] for key, counts in found.items() if key.source == "CSN")


def asked(place: Ground, hub: HubProcess, headers: Mapping[str, str], count: int) -> None:
    load = Load(hub.base_url(), headers, questions(place.world, count), callers=2)
    assert load.end() == []
    assert [one.status for one in load.asked] == [200] * count


def test_a_kill_loses_what_no_round_has_kept_and_nothing_else(tmp_path: Path) -> None:
    with ground(tmp_path / "hub") as place:
        rounds_every(place, 0.2)
        hub = place.start()
        headers = place.furnished(hub.base_url())
        asked(place, hub, headers, 5)
        latest = monotonic() + PATIENCE_S
        while kept(place) < 5:
            assert monotonic() < latest, "no round has kept what was counted"
            sleep(0.05)
        rounds_every(place, 3600)
        hub.kill()

        hub = place.start()
        assert told(hub, headers) == 5
        asked(place, hub, headers, 2)
        assert told(hub, headers) == 7, "what is not kept yet is told, too"
        hub.kill()

        hub = place.start()
        assert told(hub, headers) == 5, "no round had kept the two"
        asked(place, hub, headers, 1)
        hub.send(Signals.SIGTERM)
        assert hub.ended() == 0, hub.said()
        assert kept(place) == 6
