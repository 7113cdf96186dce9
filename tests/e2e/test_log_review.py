"""Who looked at my neighbour? A reviewer asks by the command and by the API, and both tell the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from typing import Any

import pytest
from typer.testing import CliRunner

from hub.audit.events import CATALOGUE
from hub.cli import app
from hub.cli.logg_shown import EVENTS
from tests.support.hub import RunningHub
from tests.support.wire import API, answered, ask, in_case, names_nobody, now, registered, send

BOARD = "2120002411/SN"
WHY = ("--skal", "Anmälan 2026/17", "--granskare", "dso-1")


def environment(hub: RunningHub) -> dict[str, str]:
    config = hub.settings.contracts.parent / "nyttonav.toml"
    return {"NYTTONAV_CONFIG": str(config), "NYTTONAV_ISSUER": hub.settings.issuer}


def sok(hub: RunningHub, *words: str, number: str | None = None) -> tuple[int, str]:
    person = [] if number is None else ["--person"]
    done = CliRunner().invoke(
        app,
        ["logg", "sok", "--namnd", BOARD, *WHY, "--url", hub.base_url, *person, *words],
        env=environment(hub),
        input=None if number is None else f"{number}\n",
    )
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def looked(hub: RunningHub) -> tuple[datetime, str]:
    """One look-up that was answered, and one refused, about the same person."""
    moment = now()
    case = registered(hub, "gymnasist")
    answered(ask(hub, in_case(hub, case, "gymnasist", urval=[{"kalla": "CSN"}, {"kalla": "TNS"}])))
    other = registered(hub, "skyddad")
    assert ask(hub, in_case(hub, other, "gymnasist")).status_code == 403
    return moment, hub.world.personas["gymnasist"].number.value


def test_it_tells_who_when_why_under_which_agreement_what_was_handed_over_and_what_was_refused(
    hub: RunningHub, looked: tuple[datetime, str]
) -> None:
    moment, number = looked
    code, said = sok(hub, "--fran", moment.isoformat(), number=number)
    assert code == 0, said
    blocks = said.split("\n\n")
    (csn,) = (it for it in blocks if "Uppslag hos CSN: BESVARAD" in it)
    for name in ("om", "av", "ärende", "varför", "stöd", "period", "lämnat", "skydd", "loggpost"):
        assert f"\n    {name:12}" in csn, f"{name} is not told"
    assert number in csn
    assert "klient sundsvall-sn-arendesystem" in csn
    assert "pågående enligt REGISTER" in csn
    assert "avtal " in csn
    (refused,) = (it for it in blocks if "Nekat, ingenting frågades" in it)
    assert "grind 4; person-i-arendet" in refused
    (search,) = (it for it in blocks if "Sökning i loggen" in it)
    assert "dso-1; klient" in search
    assert "Anmälan 2026/17" in search
    assert "Sökningen är loggad." in blocks[-1]


def test_the_api_tells_the_same_records(hub: RunningHub, looked: tuple[datetime, str]) -> None:
    moment, number = looked
    code, said = sok(hub, "--fran", moment.isoformat(), "--kalla", "CSN", "--json", number=number)
    assert code == 0, said
    by_command = json.loads(said)["loggposter"]
    asked: dict[str, Any] = {
        "skal": "Anmälan 2026/17",
        "granskare": "dso-1",
        "personidentitet": number,
        "kallor": ["CSN"],
        "fran": moment.isoformat(),
    }
    found = send(hub, "POST", f"{API}/loggsokningar", asked, role="loggkontrollant").json()
    assert [it["loggpostId"] for it in by_command] == [it["loggpostId"] for it in found["loggposter"]]


def test_a_search_for_several_is_told_with_all_of_them_and_who_reviewed(
    hub: RunningHub, looked: tuple[datetime, str]
) -> None:
    moment, number = looked
    other = hub.world.personas["skyddad"].number.value
    asked = {"skal": "prov", "granskare": "dso-2", "personer": [number, other], "fran": moment.isoformat()}
    send(hub, "POST", f"{API}/loggsokningar", asked, role="loggkontrollant")
    found = send(hub, "POST", f"{API}/loggsokningar", asked, role="loggkontrollant").json()
    first = next(it for it in found["loggposter"][1:] if it["handelse"] == "LOGG_SOKT")
    assert (set(first["personer"]), first["granskare"]) == ({number, other}, "dso-2")
    registration = next(it for it in found["loggposter"] if it["handelse"] == "ARENDE_REGISTRERAT")
    assert set(registration["personer"]) <= {number, other}


def test_pages_follow_one_another(hub: RunningHub, looked: tuple[datetime, str]) -> None:
    moment, number = looked
    words = ("--fran", moment.isoformat(), "--antal", "1", "--aldst-forst")
    code, said = sok(hub, *words, number=number)
    assert code == 0, said
    marker = said.rpartition("--markor ")[2].strip()
    code, next_page = sok(hub, *words, "--markor", marker, number=number)
    assert code == 0, next_page
    assert said.split("loggpost")[1].split()[0] != next_page.split("loggpost")[1].split()[0]


@pytest.mark.parametrize(
    ("words", "number", "code", "says"),
    [
        (("--arende", "EB-1"), None, 2, "--arende skrivs SYSTEM/ID"),
        (("--fran", "igår"), None, 2, "--fran skrivs som 2026-11-01"),
        ((), None, 2, "Sökningen är inte rätt skriven"),
        ((), "19121212-121", 2, "Sökningen är inte rätt skriven: personidentitet"),
        (("--handlaggare", "hl", "--token", "x"), None, 1, "Kör kommandot igen."),
        (("--handlaggare", "hl", "--markor", "AAAA"), None, 1, "Markören hör inte till"),
    ],
)
def test_a_bad_search_says_what_to_do(
    hub: RunningHub, words: tuple[str, ...], number: str | None, code: int, says: str
) -> None:
    found, said = sok(hub, *words, number=number)
    assert (found, says in said) == (code, True), said
    names_nobody(hub, said)
    assert "19121212" not in said


def test_the_number_comes_by_a_pipe_and_no_word_of_the_command_holds_it(
    hub: RunningHub, looked: tuple[datetime, str]
) -> None:
    moment, number = looked
    words = ["logg", "sok", "--namnd", BOARD, *WHY, "--url", hub.base_url, "--person"]
    done = subprocess.run(
        [sys.executable, "-c", "from hub.cli import main; main()", *words, "--fran", moment.isoformat()],
        env=os.environ | environment(hub),
        input=f"{number}\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Uppslag hos CSN" in done.stdout
    assert done.stderr == ""


def test_every_event_has_words() -> None:
    assert set(EVENTS) == {event.name for event in CATALOGUE}
