"""Checkpoints kept elsewhere and a witness over them: what somebody with disk and keys cannot hide."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hub.audit import AccessLog, StartRefused
from hub.audit.checkpoint import Verifier
from hub.audit.shelf import Shelf
from hub.audit.tree import EMPTY_ROOT, verify_consistency
from hub.checkpoints import CheckpointDesk, Elsewhere, elsewhere
from hub.cli.audit import app
from hub.problems import LogUnavailable, MalformedQuestion
from tests.support.audit import ORIGIN, OpenLog, SetClock, look_up, opened, several
from tests.support.policy import SN
from tests.support.witness import WITNESS


@dataclass(frozen=True, slots=True)
class Place:
    """A hub's folders, and a witness' own."""

    folder: Path

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.folder / "annan-disk")

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(app, [str(it) for it in arguments])

    def witness(self, *further: str) -> Result:
        state, key = self.folder / "vittne", self.folder / "vittne.key"
        key.write_text(WITNESS.text())
        given = ["--state", state, "--key", key, "--logg", self.folder / "vkey", "--mapp", self.shelf.folder]
        return self.run("witness", *map(str, given), *further)

    def verify(self, *further: str) -> Result:
        return self.run(
            "verify", "--data", str(self.folder / "data"), "--keys", str(self.folder / "keys"), *further
        )


def desk_of(place: Place, here: OpenLog, within: timedelta | None = None) -> CheckpointDesk:
    where = Elsewhere(place.shelf, (WITNESS.public(),), within)
    return CheckpointDesk(here.stores.log, here.stores.vault, where, here.clock)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Two look-ups, with a checkpoint kept after each, witnessed."""
    place = Place(tmp_path)
    with opened(tmp_path, shelf=place.shelf) as here:
        desk = desk_of(place, here)
        for _ in range(2):
            asyncio.run(several(here.log, 3))
            assert asyncio.run(desk.keep()) == 1
        (tmp_path / "vkey").write_text(here.stores.vault.verifier(ORIGIN))
    assert place.witness("--forsta").exit_code == 0
    return place


def kept(place: Place) -> list[int]:
    return place.shelf.sizes(ORIGIN)


def test_a_round_keeps_what_is_new_with_the_proof_that_it_extends_the_last(place: Place) -> None:
    large, small = kept(place)
    key = Verifier.parse((place.folder / "vkey").read_text())
    notes = [key.open(place.shelf.note(ORIGIN, size)) for size in (small, large)]
    proof = place.shelf.proof(ORIGIN, large)
    assert proof.old == small
    verify_consistency(small, large, notes[0].root, notes[1].root, proof.hashes)
    verify_consistency(0, small, EMPTY_ROOT, notes[0].root, place.shelf.proof(ORIGIN, small).hashes)
    with opened(place.folder, shelf=place.shelf) as here:
        assert asyncio.run(desk_of(place, here).keep()) == 0
    names = [it.name for it in place.shelf.folder.iterdir()]
    assert f"nyttonav-2120002411-SN-{large:012}.kontrollpunkt" in names
    assert not [it for it in names if it.endswith(".ny")]


def test_a_witness_goes_along_the_proofs_and_the_hub_reads_its_signature(place: Place) -> None:
    with opened(place.folder, shelf=place.shelf) as here:
        desk = desk_of(place, here)
        for _ in range(3):
            asyncio.run(look_up(here.log))
            asyncio.run(desk.keep())
        assert place.witness().exit_code == 0
        asyncio.run(desk.keep())
        found = desk.witnessed(SN)
        assert found is not None
        assert found.checkpoint.size == kept(place)[0]
        assert WITNESS.public().signed(found.note) == int(found.time.timestamp())
        assert (desk.warnings(), desk.faults()) == ((), ())


def test_a_folder_out_of_reach_stops_nothing_and_is_told(place: Place) -> None:
    place.shelf.folder.rename(place.folder / "borta")
    place.shelf.folder.write_text("ingen mapp")
    with opened(place.folder, shelf=place.shelf) as here:
        desk = desk_of(place, here)
        asyncio.run(look_up(here.log))
        assert asyncio.run(desk.keep()) == 0
        assert "Look-ups go on" in desk.warnings()[0]
        asyncio.run(look_up(here.log))
        place.shelf.folder.unlink()
        (place.folder / "borta").rename(place.shelf.folder)
        assert asyncio.run(desk.keep()) == 1
        assert not [it for it in desk.warnings() if "kept" in it]


def test_where_a_witness_is_demanded_nothing_is_asked_without_one(place: Place) -> None:
    clock = SetClock(datetime.now(UTC))
    with opened(place.folder, clock, shelf=place.shelf) as here:
        desk = desk_of(place, here, timedelta(hours=4))
        asyncio.run(desk.keep())
        log = AccessLog(here.stores.log, here.stores.vault, clock, "nod", held=desk.held)
        clock.move(3 * 3600)
        asyncio.run(look_up(log))
        clock.move(2 * 3600)
        assert "witness_required_within_s" in desk.faults()[0]
        with pytest.raises(LogUnavailable, match="vittne"):
            asyncio.run(look_up(log))
        assert asyncio.run(log.security(SN, "PROV")), "what happened is logged all the same"
        optional = desk_of(place, here)
        asyncio.run(optional.keep())
        assert (optional.faults(), len(optional.warnings())) == ((), 1)


def test_the_hub_takes_its_witnesses_word_only_for_what_its_log_was(place: Place) -> None:
    with opened(place.folder, shelf=place.shelf) as here:
        desk, vault = desk_of(place, here), here.stores.vault
        asyncio.run(look_up(here.log))
        note = asyncio.run(desk.continuation(SN, kept(place)[0])).note
        signed = note + WITNESS.cosign(Verifier.parse(vault.verifier(ORIGIN)).open(note), 1_790_000_000)
        for wrong in (note, signed.replace("1", "2", 1), "skräp", signed.replace("SN\n", "AN\n", 1)):
            with pytest.raises(MalformedQuestion):
                asyncio.run(desk.take(SN, wrong))
        found = asyncio.run(desk.take(SN, signed))
        assert found.note == signed
        assert kept(place)[0] == found.checkpoint.size


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ((None, [WITNESS.public().vkey()], None), "checkpoint_folder"),
        ((None, [], 60.0), "checkpoint_folder"),
        ((Path("x"), [], 60.0), "name a key"),
        ((Path("x"), ["a+b"], None), "The setting witnesses"),
    ],
)
def test_settings_that_promise_what_cannot_be_kept_stop_the_start(
    settings: tuple[Path | None, list[str], float | None], word: str
) -> None:
    with pytest.raises(StartRefused, match=word):
        elsewhere(*settings)


# ------------------------------------------------------------ what somebody with the keys does


def rewritten(place: Place, look_ups: int) -> None:
    """All of the log anew, by somebody who holds every key: it hangs together, and is another."""
    for name in ("data",):
        shutil.rmtree(place.folder / name)
    with opened(place.folder) as here:
        asyncio.run(several(here.log, look_ups))


def older(place: Place) -> None:
    shutil.rmtree(place.folder / "data")
    shutil.copytree(place.folder / "kopia", place.folder / "data")


@pytest.mark.parametrize(("look_ups", "first_bad"), [(7, None), (2, 17)])
def test_a_log_written_anew_with_its_keys_is_betrayed_by_an_earlier_checkpoint(
    place: Place, look_ups: int, first_bad: int | None
) -> None:
    old = place.folder / "sparad.kontrollpunkt"
    size = kept(place)[0]
    old.write_text(place.shelf.note(ORIGIN, size) + place.shelf.cosignatures(ORIGIN, size)[0])
    vkey = WITNESS.public().vkey()
    assert place.verify("--sedan", str(old), "--vittne", vkey).exit_code == 0
    rewritten(place, look_ups)
    assert place.verify().exit_code == 0, "by itself it looks as it should"
    found = place.verify("--sedan", str(old), "--vittne", vkey)
    assert found.exit_code == 1
    assert ("does not extend" if first_bad is None else f"first bad record {first_bad}: ") in found.stdout
    out = place.folder / "ut.logg"
    assert place.run("export", "-o", str(out), "--data", str(place.folder / "data")).exit_code == 0
    key = (place.folder / "vkey").read_text()
    assert place.run("verify", str(out), "--key", key).exit_code == 0
    found = place.run("verify", str(out), "--key", key, "--sedan", str(old))
    assert found.exit_code == 1


def test_an_export_so_far_as_a_witness_has_seen_holds_by_its_word(place: Place) -> None:
    size = kept(place)[1]
    note = place.folder / "vittnad"
    note.write_text(place.shelf.note(ORIGIN, size))
    out, key, vkey = place.folder / "ut.logg", str(place.folder / "vkey"), WITNESS.public().vkey()
    export = ["export", "-o", str(out), "--data", str(place.folder / "data"), "--vittnad", str(note)]
    assert place.run(*export).exit_code == 0
    assert place.run("verify", str(out), "--key", key).stdout.startswith(f"valid: {size} records")
    found = place.run("verify", str(out), "--key", key, "--vittne", vkey)
    assert (found.exit_code, "not signed by the witness" in found.stdout) == (1, True)
    newest = kept(place)[0]
    note.write_text(place.shelf.note(ORIGIN, newest) + place.shelf.cosignatures(ORIGIN, newest)[0])
    assert place.run(*export).exit_code == 0
    found = place.run("verify", str(out), "--key", key, "--vittne", vkey)
    assert found.stdout.startswith(f"valid: {newest} records")


def test_a_rollback_or_a_fork_is_refused_by_the_witness(place: Place) -> None:
    shutil.copytree(place.folder / "data", place.folder / "kopia")
    with opened(place.folder, shelf=place.shelf) as here:
        asyncio.run(look_up(here.log))
        asyncio.run(desk_of(place, here).keep())
    assert place.witness().exit_code == 0
    older(place)
    shutil.rmtree(place.shelf.folder)  # the hub's own copy of the past is gone too
    with opened(place.folder) as here:
        asyncio.run(desk_of(place, here).keep())
    assert (found := place.witness()).exit_code == 1
    assert "a rollback" in found.stderr
    with opened(place.folder) as here:
        asyncio.run(several(here.log, 2))
        asyncio.run(desk_of(place, here).keep())
    found = place.witness()
    assert (found.exit_code, "Ask for one" in found.stderr) == (2, True)
    rewritten(place, 9)
    shutil.rmtree(place.shelf.folder)
    with opened(place.folder) as here:
        desk = desk_of(place, here)
        asyncio.run(desk.keep())
        state = next((place.folder / "vittne").glob("*.kontrollpunkt"))
        size = int(state.read_text().split("\n")[1])
        asyncio.run(asyncio.to_thread(_continued, place, desk, size))
    found = place.witness()
    assert (found.exit_code, "does not extend" in found.stderr) == (1, True)


def _continued(place: Place, desk: CheckpointDesk, size: int) -> None:
    """The proof that the forger would show."""
    shown = asyncio.run(desk.continuation(SN, size))
    newest = place.shelf.sizes(ORIGIN)[0]
    (place.shelf.folder / f"nyttonav-2120002411-SN-{newest:012}.bevis").write_text(shown.text())


def test_the_checkpoint_on_demand_is_what_the_log_says_and_what_a_witness_asks(place: Place) -> None:
    data = ["--data", str(place.folder / "data")]
    out = place.folder / "nu.kontrollpunkt"
    assert place.run("kontrollpunkt", "-o", str(out), *data).exit_code == 0
    large, small = kept(place)
    assert out.read_text() == place.shelf.note(ORIGIN, large)
    asked = place.run("kontrollpunkt", "--fran", str(small), *data).stdout
    assert asked == place.shelf.proof(ORIGIN, large).text()


def test_a_copy_taken_while_the_hub_writes_is_whole(place: Place) -> None:
    target = place.folder / "kopia"
    with opened(place.folder) as here:

        async def both() -> Result:
            copying = asyncio.create_task(
                asyncio.to_thread(place.run, "sakerhetskopia", "--till", str(target), *data)
            )
            while not copying.done():
                await look_up(here.log)
            return await copying

        data = ["--data", str(place.folder / "data")]
        assert asyncio.run(both()).exit_code == 0
        assert place.run("sakerhetskopia", "--till", str(target), *data).exit_code == 1, "never written over"
    assert sorted(it.name for it in target.iterdir()) == ["logg.db", "register.db"]
    assert {it.stat().st_mode & 0o777 for it in target.iterdir()} == {0o600}
    shutil.rmtree(place.folder / "data")
    target.rename(place.folder / "data")
    assert place.verify().exit_code == 0
    with closing(sqlite3.connect(place.folder / "data" / "register.db")) as register:
        assert register.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with opened(place.folder, shelf=place.shelf) as here:
        asyncio.run(look_up(here.log))
