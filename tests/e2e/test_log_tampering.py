"""Every class of tampering, by somebody without the signing key: found in the stored log and its export."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest

from hub.audit.checkpoint import Checkpoint, Verifier
from hub.audit.verify import State, Verdict, verify_export
from hub.stores.log_file import export_log, verify_stored
from tests.support.audit import ORIGIN, opened, several

RECORDS = 305
"""One opening and 38 look-ups of eight records: a full tile and a tail."""

# Class, what is done, and the first bad record in the stored log and in an export of it. None: nothing tells
# which record it was. "-": what is wrong does not leave the store, and the export is as it should be.
_UNTOLD = (
    "UPDATE facets SET outcome = NULL, protection = NULL WHERE idx IN "
    "(SELECT e.idx FROM entries e JOIN conclusions c ON c.intention = e.entry_id WHERE c.idx >= 290)"
)
"""Look-ups whose conclusions are cut off are found as if they had none."""

TABLE: dict[str, tuple[list[str], int | None, int | str | None]] = {
    "payload": (["UPDATE entries SET payload = flipped(payload) WHERE idx = 41"], 41, 41),
    "hash": (["UPDATE entries SET leaf = flipped(leaf) WHERE idx = 300"], 300, 300),
    "salt": (["UPDATE entries SET salt = flipped(salt) WHERE idx = 41"], 41, 41),
    "index row": (["DELETE FROM refs WHERE idx = 41 AND kind = 1"], 41, "-"),
    "tile": (["UPDATE tiles SET hashes = flipped(hashes) WHERE level = 0"], 0, "-"),
    "checkpoint": (["UPDATE logs SET checkpoint = replace(checkpoint, '305', '304')"], None, None),
    "order": (
        ["UPDATE entries SET idx = -1 WHERE idx = 10", "UPDATE entries SET idx = 10 WHERE idx = 11",
         "UPDATE entries SET idx = 11 WHERE idx = -1"], 10, 10),
    "deletion": (["DELETE FROM entries WHERE idx = 41"], 41, 41),
    "truncation": (["DELETE FROM entries WHERE idx >= 290"], 290, 290),
    "truncation with the head": (
        [_UNTOLD,
         "DELETE FROM entries WHERE idx >= 290", "DELETE FROM refs WHERE idx >= 290",
         "DELETE FROM facets WHERE idx >= 290",
         "DELETE FROM conclusions WHERE idx >= 290", "UPDATE logs SET size = 290"], 290, 290),
}  # fmt: skip


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("logg")
    with opened(folder) as here:
        asyncio.run(several(here.log, 20))
        shutil.copytree(folder / "data", folder / "aldre")
        asyncio.run(several(here.log, 18))
        (folder / "vkey").write_text(here.stores.vault.verifier(ORIGIN))
        head = asyncio.run(here.stores.log.head(ORIGIN))
        assert head is not None
        (folder / "kontrollpunkt").write_text(head.note)
    return folder


def verdicts(folder: Path, since: Checkpoint | None = None) -> tuple[Verdict, Verdict]:
    """Of the stored log, and of its export."""
    key = Verifier.parse((folder / "vkey").read_text())
    out = BytesIO()
    export_log(folder / "data", ORIGIN, out)
    out.seek(0)
    return verify_stored(folder / "data", ORIGIN, key, since=since), verify_export(out, key, since=since)


@pytest.mark.parametrize("kind", TABLE)
def test_it_is_found_with_its_first_bad_record(original: Path, tmp_path: Path, kind: str) -> None:
    statements, stored_bad, export_bad = TABLE[kind]
    folder = tmp_path / "kopia"
    shutil.copytree(original, folder)
    assert [it.state for it in verdicts(folder)] == [State.VALID] * 2
    with closing(sqlite3.connect(folder / "data" / "logg.db")) as database:
        database.create_function("flipped", 1, lambda it: bytes([it[0] ^ 1]) + it[1:])
        for statement in statements:
            assert database.execute(statement).rowcount >= 1
        database.commit()
    stored, exported = verdicts(folder)
    assert (stored.state, stored.first_bad) == (State.INVALID, stored_bad), stored.sentence()
    if export_bad == "-":
        assert exported.state is State.VALID
    else:
        assert (exported.state, exported.first_bad) == (State.INVALID, export_bad), exported.sentence()


def test_a_rollback_is_found_by_whoever_kept_a_checkpoint_and_by_nobody_else(
    original: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kopia"
    shutil.copytree(original, folder)
    key = Verifier.parse((folder / "vkey").read_text())
    kept = key.open((folder / "kontrollpunkt").read_text())
    assert [it.state for it in verdicts(folder, kept)] == [State.VALID] * 2
    shutil.rmtree(folder / "data")
    (folder / "aldre").rename(folder / "data")
    assert [it.state for it in verdicts(folder)] == [State.VALID] * 2
    for found in verdicts(folder, kept):
        assert (found.state, found.first_bad) == (State.INVALID, 161), found.sentence()
        assert "rolled back" in found.sentence()
