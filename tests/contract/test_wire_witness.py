"""A witness over HTTP: it fetches checkpoints with proofs, hands its signature over, and sees no record."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from hub.audit.checkpoint import Verifier, checkpoint_of
from hub.audit.keys import open_keys
from hub.audit.tree import verify_consistency
from hub.audit.vault import KeyVault
from hub.cli.audit import app
from hub.demo import story
from tests.support.hub import RunningHub, running_hub
from tests.support.tokens import client_token
from tests.support.wire import problem, valid
from tests.support.witness import WITNESS

API = "/nyttonav/v1"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    folder = tmp_path_factory.mktemp("nav")
    where: dict[str, Any] = {
        "checkpoint_folder": folder / "annan-disk",
        "witnesses": (WITNESS.public().vkey(),),
    }
    with running_hub(folder, **where) as hub:
        yield hub


def key_of(hub: RunningHub) -> str:
    ring = open_keys(hub.settings.keys, may_create=False)
    return KeyVault(ring).verifier(story.BOARD.origin)


def as_witness(hub: RunningHub) -> dict[str, str]:
    return client_token(hub, story.BOARD, "sundsvall-sn-vittne")


def newest(hub: RunningHub) -> dict[str, Any]:
    answer = hub.get("/kontrollpunkter/senaste", "loggkontrollant")
    valid("kontrollpunkt/1", answer.json())
    found: dict[str, Any] = answer.json()
    return found


def witness(hub: RunningHub, folder: Path, *further: str) -> Result:
    (folder / "vittne.key").write_text(WITNESS.text())
    given = ["witness", "--state", folder / "vittne", "--key", folder / "vittne.key", "--logg", key_of(hub)]
    token = as_witness(hub)["Authorization"].removeprefix("Bearer ")
    every = [*map(str, given), "--url", hub.base_url, "--token", token, *further]
    return CliRunner().invoke(app, every)


def test_a_witness_signs_over_http_and_is_shown(hub: RunningHub, tmp_path: Path) -> None:
    assert witness(hub, tmp_path).exit_code == 3, "the first time is somebody's decision"
    first = witness(hub, tmp_path, "--forsta")
    assert first.exit_code == 0, first.output
    hub.ask(hub.question())
    again = witness(hub, tmp_path)
    assert again.exit_code == 0, again.output
    found = newest(hub)
    told = found["vittnad"]
    assert WITNESS.public().signed(told["kontrollpunkt"]) is not None
    assert Verifier.parse(key_of(hub)).open(told["kontrollpunkt"]).size == told["storlek"] <= found["storlek"]
    assert f"{told['storlek']} records" in again.stdout


def test_the_continuation_of_any_size_holds(hub: RunningHub) -> None:
    old = Verifier.parse(key_of(hub)).open(newest(hub)["kontrollpunkt"])
    hub.ask(hub.question())
    answer = hub.client.get(f"{API}/kontrollpunkter/{old.size}/fortsattning", headers=as_witness(hub))
    valid("fortsattning/1", answer.json())
    at = Verifier.parse(key_of(hub)).open(answer.json()["kontrollpunkt"])
    hashes = [b64decode(one) for one in answer.json()["hashar"]]
    verify_consistency(old.size, at.size, old.root, at.root, hashes)
    assert (answer.json()["fran"], answer.json()["storlek"]) == (old.size, at.size)


@pytest.mark.parametrize(
    ("size", "status", "code"), [("99999999", 404, "FINNS_INTE"), ("-1", 422, "FELAKTIG_FRAGA")]
)
def test_sizes_that_the_log_has_not_had(hub: RunningHub, size: str, status: int, code: str) -> None:
    found = hub.client.get(f"{API}/kontrollpunkter/{size}/fortsattning", headers=as_witness(hub))
    problem(found, status, code)


def test_what_no_witness_of_the_hub_signed_is_refused(hub: RunningHub) -> None:
    before = newest(hub).get("vittnad")
    note = newest(hub)["kontrollpunkt"]
    forged = note.replace("SN\n", "AN\n", 1)
    for said in (note, "skräp", forged + WITNESS.cosign(checkpoint_of(forged), 1)):
        answer = hub.client.post(
            f"{API}/kontrollpunkter/medsignaturer", json={"kontrollpunkt": said}, headers=as_witness(hub)
        )
        problem(answer, 422, "FELAKTIG_FRAGA")
    assert newest(hub).get("vittnad") == before


def test_a_witness_opens_no_record_and_a_reviewer_signs_nothing(hub: RunningHub) -> None:
    search = {"skal": "nyfiken", "handlaggare": "hl000123"}
    problem(
        hub.client.post(f"{API}/loggsokningar", json=search, headers=as_witness(hub)), 403, "INTE_BEHORIG"
    )
    problem(hub.get("/kontrollpunkter/0/fortsattning", "loggkontrollant"), 403, "INTE_BEHORIG")
