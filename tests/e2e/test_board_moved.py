"""A board moves from one serving hub to another with `nyttonav namnd`, and asks there about its own cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hub.cli.namnd import app
from hub.demo.stage import Stage
from hub.handover.order import HandoverRefused
from tests.support.hub import RunningHub, running_hub

SN = "2120002411/SN"
CASE = "FLYTT-1"
WHY = ["--av", "it-7", "--skal", "Nämnden flyttar till eget nav."]


def run(folder: Path, *arguments: str) -> Result:
    """The command, in the hub of that folder."""
    place = Stage(folder)
    environment = {
        "NYTTONAV_PROFILE": "development",
        "NYTTONAV_DATA": str(place.data),
        "NYTTONAV_KEYS": str(place.keys),
        "NYTTONAV_CONTRACTS": str(place.contracts),
        "NYTTONAV_NODE": "test",
    }
    return CliRunner().invoke(app, list(arguments), env=environment, catch_exceptions=False)


def register(hub: RunningHub) -> None:
    """A case that the demo does not have."""
    case = {
        "typ": "EKONOMISKT_BISTAND",
        "status": "PAGAENDE",
        "tidpunkt": f"{hub.world.today}T00:00:00+01:00",
        "oppnat": f"{hub.world.today.year}-01-01",
        "personer": [{"personidentitet": hub.number("student"), "roll": "SOKANDE", "skydd": "INGET"}],
    }
    headers = {"Authorization": f"Bearer {hub.token()}"}
    answer = hub.client.put(f"/nyttonav/v1/arenden/demo/{CASE}", json=case, headers=headers)
    assert answer.status_code == 201, answer.text


def ask(hub: RunningHub) -> int:
    person = {"personidentitet": hub.number("student")}
    return hub.ask(hub.question(personer=[person], arende={"system": "demo", "id": CASE})).status_code


def test_a_board_moves_and_asks_in_the_new_hub(tmp_path: Path) -> None:
    old, new, folder = tmp_path / "old", tmp_path / "new", tmp_path / "sn"
    key, secret = tmp_path / "sn.vkey", tmp_path / "mottagare.age"
    new.mkdir()
    public = run(new, "nyckel", "--ut", str(secret)).stdout.strip()
    with running_hub(old) as hub:
        register(hub)
        assert ask(hub) == 200
    given = run(old, "lamna-ut", "--namnd", SN, "--ut", str(folder), "--mottagare", public, *WHY)
    assert given.exit_code == 0, given.stderr
    assert "cases 16," in given.stderr
    key.write_text(given.stdout)
    assert run(old, "kontrollera", str(folder), "--nyckel", str(key)).exit_code == 0
    taken = run(new, "ta-emot", str(folder), "--nyckel", str(key), "--identitet", str(secret), *WHY)
    assert taken.exit_code == 0, taken.stderr
    with running_hub(new, cases=False) as hub:
        assert ask(hub) == 200
        search = {"skal": "Prov av flytten.", "fran": "2026-01-01T00:00:00Z"}
        headers = {"Authorization": f"Bearer {hub.token('loggkontrollant')}"}
        found = hub.client.post("/nyttonav/v1/loggsokningar", json=search, headers=headers).json()
    moved = next(it for it in found["loggposter"] if it["handelse"] == "NAMND_MOTTAGEN")
    assert (moved["utfordAv"], moved["antalArenden"]) == ("it-7", 16)
    assert moved["tidigareKontrollpunkt"] in given.stderr


def test_what_has_been_altered_ends_with_one_and_the_files_name(tmp_path: Path) -> None:
    old, folder = tmp_path / "old", tmp_path / "sn"
    with running_hub(old):
        pass
    public = run(old, "nyckel", "--ut", str(tmp_path / "k")).stdout.strip()
    (tmp_path / "pub").write_text(public)
    given = run(
        old, "lamna-ut", "--namnd", SN, "--ut", str(folder), "--mottagare", str(tmp_path / "pub"), *WHY
    )
    log = folder / "logg" / "atkomst.logg"
    log.write_bytes(log.read_bytes().replace(b"ARENDE_REGISTRERAT", b"ARENDE_REGISTRERAD", 1))
    found = run(old, "kontrollera", str(folder), "--nyckel", given.stdout.strip())
    assert found.exit_code == 1
    assert (
        "logg/atkomst.logg: INVALID: first bad record 1: the record or its hash has been altered"
        in found.stderr
    )
    taken = run(
        old,
        "ta-emot",
        str(folder),
        "--nyckel",
        given.stdout.strip(),
        "--identitet",
        str(tmp_path / "k"),
        *WHY,
    )
    assert (taken.exit_code, "logg/atkomst.logg: has been altered" in taken.stderr) == (1, True)


WRONG = {
    "no board": (["--namnd", "SN"], "--namnd is written"),
    "a personal number in the name": (["--ut", "198401032399"], "holds a personal number"),
    "no id": (["--av", "Anna Andersson"], "--av is an id"),
    "no reason": (["--skal", "Flytt"], "--skal: has 10 to"),
    "a person in the reason": (["--skal", "Det gäller 198401032399 som flyttar"], "--skal: Skälet får inte"),
}


@pytest.mark.parametrize(("changed", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_what_is_said_wrongly_ends_with_two(changed: list[str], sentence: str, tmp_path: Path) -> None:
    right = ["--namnd", SN, "--ut", "sn", "--mottagare", "age1", *WHY]
    found = run(tmp_path, "lamna-ut", *right, *changed)
    assert (found.exit_code, sentence in found.stderr) == (2, True), found.stderr
    assert "198401032399" not in found.stderr


def test_what_is_no_key_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(HandoverRefused, match="begins with age1"):
        run(tmp_path, "lamna-ut", "--namnd", SN, "--ut", "sn", "--mottagare", "min nyckel", *WHY)
    (tmp_path / "k").write_text("ingen")
    vkey = "a+b"
    assert run(tmp_path, "kontrollera", str(tmp_path), "--nyckel", vkey).exit_code == 2
    assert run(tmp_path, "nyckel", "--ut", str(tmp_path / "ny")).exit_code == 0
    with pytest.raises(HandoverRefused, match="cannot be made"):
        run(tmp_path, "nyckel", "--ut", str(tmp_path / "ny"))
