"""A lost disk: an older copy is not taken for the log, a new epoch says what is missing, look-ups go on."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from time import sleep

import pytest
from typer.testing import CliRunner, Result

from hub.audit import Intended, Search, StartRefused
from hub.audit.epochs import name_of
from hub.audit.exchange import former_of
from hub.audit.payload import to_payload
from hub.audit.shelf import Shelf
from hub.checkpoints import CheckpointDesk, Elsewhere
from hub.cli.audit import app
from hub.model.query import Caller
from hub.problems import QuestionRepeated
from tests.support.audit import (
    ORIGIN,
    OpenLog,
    clock_of_today,
    grounds,
    look_up,
    new_query,
    opened,
    plan,
    results,
)
from tests.support.policy import APPLICANT, SN
from tests.support.witness import WITNESS

SECOND, THIRD = name_of(ORIGIN, 2), name_of(ORIGIN, 3)
AUDITOR = Caller("granskare-1", SN, frozenset({"logg:las"}))


def shelf_of(folder: Path) -> Shelf:
    return Shelf(folder / "annan-disk")


@contextmanager
def served(folder: Path) -> Iterator[OpenLog]:
    """The log with its checkpoints kept at the end."""
    shelf = shelf_of(folder)
    with opened(folder, clock_of_today(), shelf=shelf) as here:
        asyncio.run(here.log.recover())
        yield here
        where = Elsewhere(shelf, (WITNESS.public(),))
        assert asyncio.run(CheckpointDesk(here.stores.log, here.stores.vault, where, here.clock).keep())


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(it) for it in arguments])


def restore(folder: Path, *further: object) -> Result:
    places = ["--data", folder / "data", "--keys", folder / "keys", "--mapp", shelf_of(folder).folder]
    return run("aterstall", "--skal", "Disken i nav-1 gick sönder", *places, *further)


def verify(folder: Path) -> Result:
    return run("verify", "--namnd", SN, "--data", folder / "data", "--keys", folder / "keys")


def witness(folder: Path, *further: str) -> Result:
    (folder / "vittne.key").write_text(WITNESS.text())
    given = ["--state", folder / "vittne", "--key", folder / "vittne.key", "--logg", folder / "vkey"]
    return run("witness", *given, "--mapp", shelf_of(folder).folder, *further)


def copied(folder: Path) -> None:
    assert run("sakerhetskopia", "--till", folder / "kopia", "--data", folder / "data").exit_code == 0


def lose_disk(folder: Path) -> None:
    shutil.rmtree(folder / "data")
    shutil.copytree(folder / "kopia", folder / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy after a look-up and an open question, another look-up witnessed after it, and the disk gone."""
    with served(tmp_path) as here:
        asyncio.run(look_up(here.log))
        asyncio.run(here.log.intend(new_query(), grounds(), plan()))
        copied(tmp_path)
        asyncio.run(look_up(here.log))
        (tmp_path / "vkey").write_text(here.stores.vault.verifier(ORIGIN))
    assert witness(tmp_path, "--forsta").exit_code == 0
    lose_disk(tmp_path)
    return tmp_path


def refusal(folder: Path) -> str:
    with pytest.raises(StartRefused) as told:
        opened(folder, shelf=shelf_of(folder)).__enter__()
    return str(told.value)


def test_an_older_copy_is_not_taken_for_the_log(folder: Path) -> None:
    told = refusal(folder)
    assert f"the log {ORIGIN} holds 7 records, and a checkpoint of 11 records was signed" in told
    assert "nyttonav audit aterstall" in told


def test_a_new_epoch_says_what_is_missing_and_look_ups_go_on(folder: Path) -> None:
    done = restore(folder)
    assert done.exit_code == 0, done.output
    assert (
        f"{SECOND}: a new epoch. {ORIGIN} was restored with 7 records; records 7 to 10 are missing"
        in done.stdout
    )
    with served(folder) as here:
        asyncio.run(look_up(here.log))
        logs = asyncio.run(here.stores.log.figures()).sizes
        assert logs == {ORIGIN: 7, SECOND: 1 + 2 + 4}, "what was left open is concluded in the new epoch"
        assert here.stores.log.health().faults == ()
        (first,) = [
            it
            for it in asyncio.run(here.log.search(AUDITOR, Search(limit=50), "prov")).records
            if it.event == "EPOK_OPPNAD" and it.content and it.content["epok"] == 2
        ]
        assert first.content is not None
        former = former_of(to_payload(dict(first.content)))
        assert former is not None
        assert (former.log, former.size, former.known_size, former.missing) == (ORIGIN, 7, 11, (7, 10))
        assert first.content["forra"]["skal"] == "Disken i nav-1 gick sönder"
    found = verify(folder)
    assert (found.exit_code, found.stdout.count(": valid: ")) == (0, 2), found.output
    assert refused_again(folder).startswith("Nothing is missing")


def refused_again(folder: Path) -> str:
    with pytest.raises(StartRefused) as told:
        CliRunner().invoke(
            app,
            ["aterstall", "--skal", "x", "--data", str(folder / "data"), "--keys", str(folder / "keys"),
             "--mapp", str(shelf_of(folder).folder)],
            catch_exceptions=False,
        )  # fmt: skip
    return str(told.value)


async def everything(here: OpenLog, before: Intended, after: Intended) -> None:
    for intended in (before, after):
        for entry in intended.entries.values():
            record = await here.log.read_entry(AUDITOR, entry, SN)
            assert record.person == APPLICANT
            assert record.conclusion is not None
            assert (await here.log.inclusion_proof(SN, entry)).entry_id == entry
    of_person = Search(persons=(APPLICANT,), limit=100)
    found = await here.log.search(AUDITOR, of_person, "prov")
    ids = [it.entry_id for it in found.records]
    assert {*before.entries.values(), *after.entries.values()} <= set(ids)
    times = [it.time for it in found.records]
    assert times == sorted(times, reverse=True)
    assert found.count == len(ids)
    few = await here.log.search(AUDITOR, replace(of_person, limit=2), "prov")
    assert len(few.records) == 2


async def page_by_page(here: OpenLog, wanted: Search) -> tuple[list[str], set[int]]:
    """The ids of all pages in their order, and every count that was told."""
    ids: list[str] = []
    counts: set[int] = set()
    cursor = None
    while True:
        page = await here.log.search(AUDITOR, replace(wanted, cursor=cursor), "prov")
        ids += [it.entry_id for it in page.records]
        counts.add(page.count)
        cursor = page.cursor
        if cursor is None:
            return ids, counts


def test_what_was_restored_is_found_as_before_and_its_questions_stay_asked(tmp_path: Path) -> None:
    query = new_query()

    async def asked(here: OpenLog) -> Intended:
        intended = await here.log.intend(query, grounds(), plan())
        await here.log.conclude(intended, results(intended))
        return intended

    with served(tmp_path) as here:
        before = asyncio.run(asked(here))
        copied(tmp_path)
        here.clock.move(60)
        asyncio.run(look_up(here.log))
    lose_disk(tmp_path)
    assert restore(tmp_path).exit_code == 0
    with served(tmp_path) as here:
        here.clock.move(120)
        after = asyncio.run(look_up(here.log))
        asyncio.run(everything(here, before, after))
        with pytest.raises(QuestionRepeated):
            asyncio.run(here.log.intend(query, grounds(), plan()))
        with pytest.raises(QuestionRepeated):
            asyncio.run(here.log.unused(query))


@pytest.mark.parametrize("oldest_first", [False, True])
def test_pages_go_on_from_epoch_to_epoch_without_what_is_written_meanwhile(
    folder: Path, oldest_first: bool
) -> None:
    assert restore(folder).exit_code == 0
    with served(folder) as here:
        here.clock.move(60)
        asyncio.run(look_up(here.log))
        whole = Search(limit=500, oldest_first=oldest_first)
        first = asyncio.run(here.log.search(AUDITOR, whole, "prov"))
        now = {it.index: it.entry_id for it in first.records}
        assert len(now) < len(first.records) == first.count, "both epochs are there"
        for limit in (1, 2, 3, 7):
            ids, counts = asyncio.run(page_by_page(here, replace(whole, limit=limit)))
            assert len(ids) == len(set(ids))
            assert counts == {len(ids)}, "the same on each page, though each page is itself logged"
            known = [it.entry_id for it in first.records]
            assert [it for it in ids if it in known] == known


def test_how_a_look_up_of_an_ended_epoch_ended_is_found_and_moved_with_it(folder: Path) -> None:
    """What the copy held open is concluded in the next epoch."""
    assert restore(folder).exit_code == 0
    with served(folder) as here:
        found = asyncio.run(here.log.search(AUDITOR, Search(outcomes=("EJ_TILLGANGLIG",), limit=9), "prov"))
        assert [it.conclusion is not None for it in found.records] == [True, True], found
    assert verify(folder).exit_code == 0
    checked = run("check-index", "--namnd", SN, "--data", folder / "data", "--keys", folder / "keys")
    assert (checked.exit_code, checked.stdout.count("as they say")) == (0, 2), checked.output


def test_the_witness_tells_it_from_a_rollback_and_lets_somebody_decide(folder: Path) -> None:
    assert restore(folder).exit_code == 0
    with served(folder) as here:
        asyncio.run(look_up(here.log))
    asks = witness(folder)
    assert (asks.exit_code, "records 7 to 10 are missing" in asks.stderr) == (3, True), asks.output
    done = witness(folder, "--ny-epok")
    assert (done.exit_code, f"signed: {SECOND}, 7 records" in done.stdout) == (0, True), done.output
    assert witness(folder).exit_code == 0


def test_a_new_epoch_that_hides_what_the_witness_saw_is_refused_by_it(folder: Path) -> None:
    """Whoever has the hub's folders too opens an epoch from an older checkpoint of theirs."""
    small = shelf_of(folder)
    notes = {size: small.note(ORIGIN, size) for size in small.sizes(ORIGIN)}
    shutil.rmtree(small.folder)
    with served(folder) as here:
        asyncio.run(look_up(here.log))
    shutil.rmtree(folder / "data")
    shutil.copytree(folder / "kopia", folder / "data")
    assert 11 in notes
    assert restore(folder).exit_code == 0
    with served(folder):
        pass
    found = witness(folder, "--ny-epok")
    # They admit more records than the witness has signed, and cannot show that these are among them.
    assert (found.exit_code, "no proof begins at the 11" in found.stderr) == (2, True), found.output


def test_a_fork_is_told_from_the_last_checkpoint_that_agrees(tmp_path: Path) -> None:
    with served(tmp_path) as here:
        asyncio.run(look_up(here.log))
    copied_at = shelf_of(tmp_path).sizes(ORIGIN)[0]
    copied(tmp_path)
    with served(tmp_path) as here:
        asyncio.run(look_up(here.log))
    known = shelf_of(tmp_path).sizes(ORIGIN)[0]
    lose_disk(tmp_path)
    with opened(tmp_path, clock_of_today()) as here:  # started without its checkpoints: it signed on
        for _ in range(3):
            asyncio.run(look_up(here.log))
    assert "is another than the one" in refusal(tmp_path)
    assert f"records {copied_at} to {known - 1} are missing" in restore(tmp_path).stdout
    assert verify(tmp_path).exit_code == 0


def test_lost_again_and_again_every_epoch_follows_on_the_one_before(folder: Path) -> None:
    assert restore(folder).exit_code == 0
    with served(folder) as here:
        asyncio.run(look_up(here.log))
    lose_disk(folder)
    assert f"there is no log {SECOND}" in refusal(folder)
    assert f"{THIRD}: a new epoch. {SECOND} was restored with 0 records" in restore(folder).stdout
    with served(folder) as here:
        asyncio.run(look_up(here.log))
        assert set(asyncio.run(here.stores.log.logs())) == {ORIGIN, THIRD}
    assert verify(folder).exit_code == 0


def test_a_given_checkpoint_is_enough_and_others_hubs_are_none(folder: Path) -> None:
    shelf = shelf_of(folder)
    size = shelf.sizes(ORIGIN)[0]
    (folder / "sparad").write_text(shelf.note(ORIGIN, size))
    shutil.rmtree(shelf.folder)
    (folder / "frammande").write_text(shelf_note_of_another(folder / "sparad"))
    with pytest.raises(StartRefused, match="none of this hub's"):
        refused_with(folder, "frammande")
    assert restore(folder, "--kontrollpunkt", folder / "sparad").exit_code == 0
    assert shelf.has_opening(SECOND)


def shelf_note_of_another(file: Path) -> str:
    return file.read_text().replace("\n11\n", "\n12\n")


def refused_with(folder: Path, name: str) -> None:
    CliRunner().invoke(
        app,
        ["aterstall", "--skal", "x", "--kontrollpunkt", str(folder / name), "--data", str(folder / "data"),
         "--keys", str(folder / "keys")],
        catch_exceptions=False,
    )  # fmt: skip


def test_it_is_not_done_under_a_serving_hub(folder: Path) -> None:
    with opened(folder, clock_of_today()):
        assert "already serving" in refused_again(folder)


def test_an_epoch_whose_link_is_broken_is_told(folder: Path) -> None:
    assert restore(folder).exit_code == 0
    with opened(folder, clock_of_today()) as here:
        unit = asyncio.run(look_up(here.log))
        assert unit.entries
    with closing(sqlite3.connect(folder / "data" / "logg.db")) as database:
        database.execute("DELETE FROM logs WHERE origin = ?", (ORIGIN,))
        database.commit()
    found = verify(folder)
    assert (found.exit_code, f"the former epoch {ORIGIN} is gone" in found.stdout) == (1, True), found.output


@pytest.mark.parametrize("after_s", [0.004, 0.03])
def test_killed_at_any_moment_there_is_one_new_epoch_or_none(folder: Path, after_s: float) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from datetime import UTC, datetime\n"
        "from hub.audit.shelf import Shelf\n"
        "from hub.stores.log_restore import Restore\n"
        "class Clock:\n"
        "    def now(self): return datetime.now(UTC)\n"
        "data, keys, shelf = map(Path, sys.argv[1:])\n"
        "restore = Restore(data, keys, Clock(), 'nod', Shelf(shelf))\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "restore.run([], 'Disken gick'); print('done', flush=True)\n"
    )
    places = [folder / "data", folder / "keys", shelf_of(folder).folder]
    with subprocess.Popen(
        [sys.executable, "-c", code, *map(str, places)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("\n")
        process.stdin.flush()
        sleep(after_s)
        process.send_signal(signal.SIGKILL)
        finished = "done" in process.stdout.read()
    try:
        with opened(folder, clock_of_today(), shelf=shelf_of(folder)) as here:
            assert set(asyncio.run(here.stores.log.logs())) == {ORIGIN, SECOND}
    except StartRefused:
        assert not finished
        assert restore(folder).exit_code == 0
    assert shelf_of(folder).has_opening(SECOND)
    assert verify(folder).exit_code == 0
    with served(folder) as here:
        asyncio.run(look_up(here.log))
