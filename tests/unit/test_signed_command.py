"""`nyttonav intyg`: what it makes the hub believes, and what it is given wrong it tells in a sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from joserfc.jwk import ECKey, OctKey, OKPKey
from typer.testing import CliRunner

from hub.cli import intyg
from hub.model.board import StatementKey
from hub.model.case import CaseFact
from hub.settings import SettingsError
from messages import json_codec
from messages.uppgifter import Uppgiftsforfragan
from tests.support import policy
from tests.support.policy import SN
from tests.support.signed_office import CLIENT, Office, carrying

EXAMPLES = Path(__file__).parents[2] / "schemas"
QUESTION = EXAMPLES / "uppgiftsforfragan/1/examples/asked-by-caseworker.json"
CASE = EXAMPLES / "arende/1/examples/ongoing.json"


def run(*words: str) -> str:
    done = CliRunner().invoke(intyg.app, list(words))
    if done.exception is not None:
        raise done.exception
    assert done.exit_code == 0
    return done.stdout


def signing(key: Path, question: Path = QUESTION, case: Path = CASE, client: str = CLIENT) -> str:
    words = ("--key", key, "--client", client, "--question", question, "--case", case)
    return run("signera", *map(str, words)).strip()


def believed(written: str, key: StatementKey) -> CaseFact:
    asked = json_codec.decode(Uppgiftsforfragan, QUESTION.read_bytes(), {})
    query = replace(policy.query(), question=asked)
    board = policy.board(keys={CLIENT: (key,)})
    found, alarms = Office(board, {SN: board}, datetime.now(UTC)).ask(carrying(query, written))
    assert isinstance(found, CaseFact), found
    assert alarms == []
    return found


def test_a_made_key_signs_what_the_hub_believes_under_the_rows_that_are_printed(tmp_path: Path) -> None:
    file = tmp_path / "nyckel.jwk"
    (row,) = yaml.safe_load(run("nyckel", "--kid", "arendesystem-2026", "--out", str(file)))["nycklar"]
    assert file.stat().st_mode & 0o777 == 0o600
    private = json.loads(file.read_text("utf-8"))["d"]
    assert private not in json.dumps(row)
    fact = believed(signing(file), StatementKey(row["kid"], json.dumps(row["jwk"])))
    assert [it.person.value for it in fact.persons] == ["198401032399", "200306062381"]
    assert abs(fact.as_of - datetime.now(UTC)) < timedelta(seconds=60)


def test_a_key_made_elsewhere_signs_with_what_its_kind_can(tmp_path: Path) -> None:
    made = ECKey.generate_key("P-256", parameters={"kid": "ec-1"})
    (tmp_path / "ec.jwk").write_text(json.dumps(made.as_dict(private=True)), encoding="utf-8")
    public = made.as_dict(private=False) | {"alg": "ES256"}
    believed(signing(tmp_path / "ec.jwk"), StatementKey("ec-1", json.dumps(public)))


def told(**given: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        signing(**given)
    return str(caught.value)


def test_what_is_given_wrong_is_told_without_keys_or_persons(tmp_path: Path) -> None:
    file = tmp_path / "nyckel.jwk"
    run("nyckel", "--kid", "a-1", "--out", str(file))
    with pytest.raises(SettingsError, match="cannot be made"):
        run("nyckel", "--kid", "a-1", "--out", str(file))
    assert "cannot be read" in told(key=tmp_path / "ingen")
    assert "JSON-texten kan inte läsas" in told(key=file, question=Path(__file__))
    assert "/tidpunkt" in told(key=file, case=QUESTION)
    assert "/iss" in told(key=file, client="198401032399")
    made = OKPKey.generate_key("Ed25519", parameters={"kid": "a-1"})
    nameless = OKPKey.generate_key("Ed25519")
    wrong: list[Any] = [
        made.as_dict(private=False),
        nameless.as_dict(private=True),
        OctKey.generate_key(256, parameters={"kid": "a-1"}).as_dict(private=True),
        {"kty": "OKP", "crv": "Ed25519", "x": made.as_dict()["x"], "d": "AAAA", "kid": "a-1"},
        [],
        {},
    ]
    for content in wrong:
        (tmp_path / "fel.jwk").write_text(json.dumps(content), encoding="utf-8")
        sentence = told(key=tmp_path / "fel.jwk")
        assert "is no private key to sign with" in sentence
        assert not any(str(content[name]) in sentence for name in ("d", "k") if name in content)
