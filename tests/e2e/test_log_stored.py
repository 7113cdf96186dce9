"""The log where it lies: tampering of every kind is found, by verification and at start."""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest

from hub.audit import StartRefused
from hub.audit.checkpoint import Verifier
from hub.audit.tree import leaf_of
from hub.audit.verify import State, Verdict
from hub.problems import LogUnavailable
from hub.stores.log_file import export_log, verify_stored
from tests.support.audit import ORIGIN, look_up, opened, several
from tests.support.policy import APPLICANT

VALUES = "client, source, outcome, gate, agreement, protection"
NOTHING = ", ".join(f"{it} = NULL" for it in ("client", "source", "outcome", "agreement"))
RECORDS = 601
"""One opening and 75 look-ups of eight records: two full tiles and a tail."""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("logg")
    with opened(folder) as here:
        asyncio.run(several(here.log, 75))
        (folder / "vkey").write_text(here.stores.vault.verifier(ORIGIN))
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "kopia"
    shutil.copytree(original, copy)
    return copy


def verified(folder: Path) -> Verdict:
    return verify_stored(folder / "data", ORIGIN, Verifier.parse((folder / "vkey").read_text()))


def change(folder: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(folder / "data" / "logg.db")) as database:
        database.create_function("flipped", 1, lambda it: bytes([it[0] ^ 1]) + it[1:])
        assert database.execute(statement, values).rowcount >= 1
        database.commit()


def test_an_untouched_log_is_valid_and_starts(folder: Path) -> None:
    found = verified(folder)
    assert (found.state, found.entries) == (State.VALID, RECORDS), found.sentence()
    with opened(folder) as here:
        asyncio.run(look_up(here.log))
    assert verified(folder).entries == RECORDS + 4


@pytest.mark.parametrize("index", [0, 1, 255, 256, 511, 512, 600])
@pytest.mark.parametrize(
    "field",
    [
        "payload = flipped(payload)",
        "salt = flipped(salt)",
        "leaf = flipped(leaf)",
        "entry_id = flipped(entry_id)",
        "time = time + 1",
        "event = 'UPPSLAG_NEKAT2'",
        "payload = NULL",
        "salt = NULL",
    ],
)
def test_one_changed_field_names_its_record(folder: Path, field: str, index: int) -> None:
    change(folder, f"UPDATE entries SET {field} WHERE idx = ?", index)
    found = verified(folder)
    assert (found.state, found.first_bad) == (State.INVALID, index), found.sentence()


@pytest.mark.parametrize("index", [3, 300])
def test_a_payload_written_anew_with_its_leaf_is_betrayed_by_the_stored_tree(
    folder: Path, index: int
) -> None:
    payload, salt = b"{}", bytes(32)
    change(
        folder,
        "UPDATE entries SET payload = ?, salt = ?, leaf = ? WHERE idx = ?",
        payload,
        salt,
        leaf_of(payload, salt, index),
        index,
    )
    found = verified(folder)
    assert (found.state, found.first_bad) == (State.INVALID, index), found.sentence()


@pytest.mark.parametrize("index", [0, 100, 600])
def test_a_removed_record_is_named(folder: Path, index: int) -> None:
    change(folder, "DELETE FROM entries WHERE idx = ?", index)
    found = verified(folder)
    assert (found.state, found.first_bad) == (State.INVALID, index), found.sentence()


def test_swapped_records_are_named(folder: Path) -> None:
    change(folder, "UPDATE entries SET idx = -1 WHERE idx = 10")
    change(folder, "UPDATE entries SET idx = 10 WHERE idx = 11")
    change(folder, "UPDATE entries SET idx = 11 WHERE idx = -1")
    assert verified(folder).first_bad == 10


def test_a_record_added_behind_the_signed_head_stops_the_start(folder: Path) -> None:
    change(
        folder,
        "INSERT INTO entries SELECT log, idx + 1, zeroblob(16), time, event, payload, salt, leaf "
        "FROM entries WHERE idx = ?",
        RECORDS - 1,
    )
    assert verified(folder).first_bad == RECORDS
    with pytest.raises(StartRefused, match="is damaged"):
        opened(folder).__enter__()


@pytest.mark.parametrize(("level", "number", "first_bad"), [(0, 0, 0), (0, 1, 256), (1, 0, 0)])
def test_a_changed_tile_is_found(folder: Path, level: int, number: int, first_bad: int) -> None:
    statement = "UPDATE tiles SET hashes = flipped(hashes) WHERE level = ? AND number = ?"
    change(folder, statement, level, number)
    assert verified(folder).first_bad == first_bad


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE refs SET key = flipped(key) WHERE idx = 41",
        "UPDATE refs SET kind = 9 WHERE idx = 41",
        "DELETE FROM refs WHERE idx = 41 AND kind = 1",
        "INSERT INTO refs SELECT month, log, kind, x'00', time, idx FROM refs WHERE idx = 41 AND kind = 1",
        "UPDATE refs SET idx = 45 WHERE idx = 41 AND kind = 3",
    ],
)
def test_a_search_index_that_hides_or_adds_a_record_is_found(folder: Path, statement: str) -> None:
    change(folder, statement)
    found = verified(folder)
    assert (found.state, found.first_bad) == (State.INVALID, 41), found.sentence()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE facets SET source = 'SKV' WHERE idx = 41",
        "UPDATE facets SET outcome = 'NEKAD' WHERE idx = 41",
        "UPDATE facets SET outcome = NULL WHERE idx = 41",
        "UPDATE facets SET protection = 'SKYDDAD' WHERE idx = 41",
        "UPDATE facets SET client = 'annan' WHERE idx = 41",
        "UPDATE facets SET agreement = NULL WHERE idx = 41",
        "UPDATE facets SET gate = 3 WHERE idx = 41",
        "UPDATE facets SET time = time + 1 WHERE idx = 41",
        "DELETE FROM facets WHERE idx = 41",
        "UPDATE refs SET month = 202610 WHERE idx = 41 AND kind = 1",
        "UPDATE refs SET time = time + 1 WHERE idx = 41 AND kind = 1",
        f"INSERT INTO facets SELECT log, time + 1, idx, {VALUES} FROM facets WHERE idx = 41",
    ],
)
def test_values_that_hide_or_add_a_record_are_found(folder: Path, statement: str) -> None:
    change(folder, statement)
    found = verified(folder)
    assert (found.state, found.first_bad) == (State.INVALID, 41), found.sentence()


def test_the_table_of_conclusions_must_agree(folder: Path) -> None:
    change(folder, "UPDATE conclusions SET idx = 1 WHERE idx = 13")
    assert verified(folder).first_bad == 13
    change(folder, "DELETE FROM conclusions WHERE idx = 8")
    assert verified(folder).first_bad == 8


@pytest.mark.parametrize(
    "field",
    [
        "size = size - 1",
        "size = size + 1",
        "checkpoint = replace(checkpoint, '601', '602')",
        "checkpoint = substr(checkpoint, 1, length(checkpoint) - 6) || 'AAAA=' || char(10)",
        "frontier = flipped(frontier)",
    ],
)
def test_a_changed_head_is_found_and_stops_the_start(folder: Path, field: str) -> None:
    change(folder, f"UPDATE logs SET {field}")
    assert verified(folder).state is State.INVALID
    with pytest.raises(StartRefused, match=r"is damaged: .*restore the newest backup"):
        opened(folder).__enter__()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET payload = flipped(payload) WHERE idx = 600",
        "UPDATE entries SET leaf = flipped(leaf) WHERE idx = 600",
        "UPDATE tiles SET hashes = flipped(hashes) WHERE level = 1",
        "DELETE FROM tiles WHERE level = 1",
        "DELETE FROM entries WHERE idx = 600",
    ],
)
def test_damage_that_the_start_can_see_stops_it(folder: Path, statement: str) -> None:
    change(folder, statement)
    with pytest.raises(StartRefused, match="Nothing is added to a log that does not hold together"):
        opened(folder).__enter__()


@pytest.mark.parametrize("index", [0, 7, 255, 300, 600])
def test_a_byte_changed_in_the_file_itself_names_its_record(folder: Path, index: int) -> None:
    file = folder / "data" / "logg.db"
    with closing(sqlite3.connect(file)) as database:
        salt = database.execute("SELECT salt FROM entries WHERE idx = ?", (index,)).fetchone()[0]
    raw = file.read_bytes()
    assert raw.count(salt) == 1
    at = raw.index(salt)
    for offset in (-3, 0, 31):
        file.write_bytes(raw[: at + offset] + bytes([raw[at + offset] ^ 4]) + raw[at + offset + 1 :])
        found = verified(folder)
        assert (found.state, found.first_bad) == (State.INVALID, index), found.sentence()


def test_no_byte_changed_in_the_file_changes_the_log_unseen(folder: Path) -> None:
    """At random places: the log is told to be damaged, or says exactly what it said before."""
    file, places = folder / "data" / "logg.db", random.Random(7)
    raw, before = file.read_bytes(), exported(folder)
    seen = 0
    for _ in range(40):
        at = places.randrange(100, len(raw))
        file.write_bytes(raw[:at] + bytes([raw[at] ^ (1 << places.randrange(8))]) + raw[at + 1 :])
        try:
            found = verified(folder)
        except StartRefused:
            seen += 1
            continue
        if found.state is State.VALID:
            assert exported(folder) == before
        else:
            seen += 1
    assert seen > 10


def exported(folder: Path) -> bytes:
    target = BytesIO()
    export_log(folder / "data", ORIGIN, target)
    return target.getvalue()


def test_erased_records_are_committed_still(folder: Path) -> None:
    change(folder, "UPDATE entries SET payload = NULL, salt = NULL WHERE idx IN (1, 300)")
    change(folder, "DELETE FROM refs WHERE idx IN (1, 300)")
    change(folder, f"UPDATE facets SET {NOTHING} WHERE idx IN (1, 300)")
    found = verified(folder)
    assert (found.state, found.erased) == (State.ERASED, 2), found.sentence()
    with opened(folder) as here:
        asyncio.run(look_up(here.log, APPLICANT))


def test_a_log_that_is_gone_is_not_begun_anew(folder: Path) -> None:
    (folder / "data" / "logg.db").unlink()
    with pytest.raises(StartRefused, match=r"the access log is missing although register\.db is there"):
        opened(folder).__enter__()


def test_a_log_taken_away_under_a_serving_hub_is_not_written_to(folder: Path) -> None:
    file = folder / "data" / "logg.db"
    with opened(folder) as here:
        asyncio.run(look_up(here.log))
        file.rename(file.with_name("undan.db"))
        with pytest.raises(LogUnavailable):
            asyncio.run(look_up(here.log))
        file.with_name("undan.db").rename(file)
        asyncio.run(look_up(here.log))
