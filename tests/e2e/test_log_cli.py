"""`nyttonav audit` on real data: export beside a serving hub, verify, exit codes and sentences."""

from __future__ import annotations

import asyncio
import sqlite3
from base64 import b64decode, b64encode
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hub.audit import StartRefused
from hub.audit.payload import from_payload
from hub.cli.audit import app
from tests.support.audit import ORIGIN, look_up, opened
from tests.support.forks import forked, nyttonav
from tests.support.policy import PARTNER
from tests.support.policy import SN as SN_BOARD

SN = "2120002411/SN"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with opened(tmp_path) as here:
        asyncio.run(look_up(here.log))
    return tmp_path


def run(folder: Path, *arguments: str, keys: bool = False) -> Result:
    given = [*arguments, "--data", str(folder / "data")]
    if keys:
        given += ["--keys", str(folder / "keys")]
    return CliRunner().invoke(app, given)


def exported(folder: Path) -> tuple[Path, str]:
    """An export and its public key."""
    out = folder / "ut.logg"
    assert run(folder, "export", "-o", str(out)).exit_code == 0
    return out, run(folder, "pubkey", keys=True).stdout.strip()


def test_export_and_verify_with_nothing_but_the_public_key(folder: Path) -> None:
    out, vkey = exported(folder)
    found = CliRunner().invoke(app, ["verify", str(out), "--key", vkey])
    assert found.exit_code == 0
    assert found.stdout.startswith("valid: 5 records, checkpoint 5.")
    assert vkey.startswith(f"{ORIGIN}+")
    assert out.stat().st_mode & 0o777 == 0o600
    (folder / "sn.vkey").write_text(vkey + "\n")
    assert CliRunner().invoke(app, ["verify", str(out), "--key", str(folder / "sn.vkey")]).exit_code == 0


def test_a_changed_byte_is_told_with_its_record(folder: Path) -> None:
    out, vkey = exported(folder)
    out.write_bytes(out.read_bytes().replace(b'"roll":"SOKANDE"', b'"roll":"SOKANDA"', 1))
    found = CliRunner().invoke(app, ["verify", str(out), "--key", vkey])
    assert (found.exit_code, found.stdout) == (
        1,
        "INVALID: first bad record 1: the record or its hash has been altered\n",
    )


def test_the_stored_log_is_verified_with_the_hubs_own_key_or_a_given_one(folder: Path) -> None:
    _, vkey = exported(folder)
    assert run(folder, "verify", keys=True).stdout.startswith("valid: 5 records")
    assert run(folder, "verify", "--namnd", SN, "--key", vkey).exit_code == 0
    other = run(folder, "verify", "--key", vkey.replace("SN", "AN"))
    assert (other.exit_code, "the key is damaged" in other.stderr) == (2, True)


def test_export_while_a_hub_is_serving(tmp_path: Path) -> None:
    """By a process of its own, in the midst of writing; each export holds by itself."""
    with opened(tmp_path) as here:
        asyncio.run(look_up(here.log))
        (tmp_path / "vkey").write_text(here.stores.vault.verifier(ORIGIN))
        words = ("audit", "export", "--data", str(tmp_path / "data"), "-o", "-")
        process = forked(partial(nyttonav, words, {}), tmp_path / "ut.logg", tmp_path / "fel.txt")

        async def meanwhile() -> None:
            while process.is_alive():
                await look_up(here.log)

        asyncio.run(meanwhile())
        assert process.exitcode == 0, (tmp_path / "fel.txt").read_text("utf-8")
    found = CliRunner().invoke(app, ["verify", str(tmp_path / "ut.logg"), "--key", str(tmp_path / "vkey")])
    assert found.stdout.startswith("valid: ")


def test_what_cannot_be_verified_ends_with_two_and_a_sentence(folder: Path) -> None:
    out, vkey = exported(folder)
    for arguments, sentence in [
        (["verify", str(out)], "give it with --key"),
        (["verify", str(folder / "saknas"), "--key", vkey], "No such file"),
        (["verify", str(out), "--key", "a+b"], "the key is not of the form"),
        (["verify", "--data", str(folder), "--keys", str(folder / "keys")], "there is no log here"),
    ]:
        found = CliRunner().invoke(app, arguments)
        assert (found.exit_code, sentence in found.stderr) == (2, True), found.stderr


def test_which_log_must_be_said_when_there_are_several(folder: Path) -> None:
    with opened(folder) as here:
        asyncio.run(here.log.security(None, "PROV"))
    assert run(folder, "verify", keys=True).exit_code == 0, "the operator's log is no board's"
    assert run(folder, "verify", "--namnd", "operator", keys=True).exit_code == 0
    with pytest.raises(StartRefused, match=f"no log nyttonav/2120002411/XX. The logs here: .*{ORIGIN}"):
        CliRunner().invoke(
            app,
            ["export", "--namnd", "2120002411/XX", "-o", str(folder / "x"), "--data", str(folder / "data")],
            catch_exceptions=False,
        )
    assert not (folder / "x").exists()


def change(folder: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(folder / "data" / "logg.db")) as database:
        assert database.execute(statement, values).rowcount >= 1
        database.commit()


def test_the_index_of_an_untouched_log_holds(folder: Path) -> None:
    found = run(folder, "check-index", keys=True)
    assert (found.exit_code, found.stdout) == (0, "valid: the search index leads to 5 records as they say\n")


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM refs WHERE idx = 2 AND kind = 1", "UPDATE facets SET outcome = 'NEKAD' WHERE idx = 2"],
)
def test_an_index_that_leads_elsewhere_is_told_with_its_record(folder: Path, statement: str) -> None:
    change(folder, statement)
    found = run(folder, "check-index", keys=True)
    assert (found.exit_code, found.stdout) == (
        1,
        "INVALID: first bad record 2: the search index does not lead to it as it should\n",
    )


def test_a_record_found_by_somebody_else_is_told_though_record_and_index_agree(folder: Path) -> None:
    """Who can write the file but has no keys cannot know that the two do not belong together."""
    with opened(folder) as here:
        other = b64encode(here.stores.vault.lookup_key(SN_BOARD, PARTNER))
    with closing(sqlite3.connect(folder / "data" / "logg.db")) as database:
        (payload,) = database.execute("SELECT payload FROM entries WHERE idx = 1").fetchone()
    own = b64encode(b64decode(from_payload(payload)["person"]["nyckel"]))
    change(folder, "UPDATE entries SET payload = ? WHERE idx = 1", payload.replace(own, other))
    change(folder, "UPDATE refs SET key = ? WHERE idx = 1 AND kind = 1", b64decode(other)[:16])
    found = run(folder, "check-index", keys=True)
    assert (found.exit_code, found.stdout) == (
        1,
        "INVALID: first bad record 1: it is found by another person than it is about\n",
    )


def test_the_index_is_not_checked_with_other_keys(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "andra"
    other.mkdir()
    with opened(other):
        pass
    arguments = ["check-index", "--data", str(folder / "data"), "--keys", str(other / "keys")]
    found = CliRunner().invoke(app, arguments)
    assert (found.exit_code, "logg.db was made with" in found.stderr) == (2, True)
    missing = CliRunner().invoke(app, [*arguments[:-1], str(other / "inga")])
    assert (missing.exit_code, "keys folder is missing" in missing.stderr) == (2, True)
