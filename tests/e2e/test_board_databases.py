"""A board handed over out of a PostgreSQL database and into one, and with every epoch of its log."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path
from time import sleep

import pytest

from hub.audit import StartRefused
from hub.audit.checkpoint import Verifier
from hub.audit.epochs import name_of
from hub.audit.verify import State, verify_export
from hub.handover import contents as names
from hub.handover import draft, moment
from hub.handover.check import FolderUnfit, checked
from hub.handover.contents import Innehall
from hub.stores.log_restore import Restore
from tests.support.audit import ORIGIN, clock_of_today, look_up, opened
from tests.support.handing import killed_while, take_it
from tests.support.handover import End, filled, given, received, receiver
from tests.support.policy import AN
from tests.support.postgres import Server


@pytest.mark.parametrize("way", ["from a database to files", "from files to a database"])
def test_all_of_a_board_comes_over(way: str, postgres: Server, tmp_path: Path) -> None:
    out = postgres.database() if way.startswith("from a database") else None
    into = None if out else postgres.database()
    giver, (to, identity) = filled(tmp_path / "a", out), receiver()
    made = given(giver, tmp_path / "sn", to)
    (tmp_path / "b").mkdir()
    taker = End(tmp_path / "b", into)
    received(tmp_path / "sn", taker, made.logg.nyckel, identity)
    assert taker.posts() == giver.posts() != []
    assert taker.posts(AN) == []
    assert giver.logged()[-1]["loggpostId"] == made.loggpostId
    assert [it["handelse"] for it in taker.logged()] == ["EPOK_OPPNAD", "NAMND_MOTTAGEN"]
    (archive,) = (taker.place.data / "arkiv").iterdir()
    with (archive / names.LOG).open("rb") as lines:
        assert verify_export(lines, Verifier.parse(made.logg.nyckel)).state is State.VALID
    with opened(taker.folder, clock_of_today(), where=into) as here:
        asyncio.run(look_up(here.log))


def test_while_a_hub_serves_the_database_nothing_is_handed_over_and_none_received(
    postgres: Server, tmp_path: Path
) -> None:
    giver, (to, identity) = filled(tmp_path / "a", postgres.database()), receiver()
    with opened(giver.folder, clock_of_today(), where=giver.database), pytest.raises(StartRefused) as told:
        given(giver, tmp_path / "sn", to)
    assert "a hub is serving this data" in str(told.value)
    assert giver.logged()[-1]["handelse"] != "NAMND_UTLAMNAD"
    assert not (tmp_path / "sn").exists()
    made = given(giver, tmp_path / "sn", to)
    (tmp_path / "b").mkdir()
    taker = End(tmp_path / "b", postgres.database())
    with opened(taker.folder, clock_of_today(), where=taker.database), pytest.raises(StartRefused):
        received(tmp_path / "sn", taker, made.logg.nyckel, identity)
    assert (taker.posts(), taker.logged()) == ([], [])
    with pytest.raises(StartRefused, match="there is no log here"):
        given(End(tmp_path / "b", postgres.empty()), tmp_path / "tom", to)


def test_what_is_written_slowly_is_handed_over_all_the_same(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The register waits in its transaction until the log is written, and longer than a hub's own may."""
    giver, (to, _) = filled(tmp_path / "a", postgres.database()), receiver()
    write = draft.Draft.put

    def slowly(here: draft.Draft, name: str, content: bytes) -> None:
        sleep(0.3)
        write(here, name, content)

    monkeypatch.setattr("hub.stores.postgresql._IDLE_MS", 200)
    monkeypatch.setattr(draft.Draft, "put", slowly)
    assert given(giver, tmp_path / "sn", to).registret.arenden == 4


def test_a_reception_killed_on_its_way_has_taken_nothing(postgres: Server, tmp_path: Path) -> None:
    giver, (to, identity) = filled(tmp_path / "a"), receiver()
    made = given(giver, tmp_path / "sn", to)
    (tmp_path / "b").mkdir()
    taker = End(tmp_path / "b", postgres.database())
    address = taker.database
    assert address is not None
    key, url = made.logg.nyckel, address.url.render_as_string(hide_password=False)
    killed_while("logging", take_it, tmp_path / "sn", taker.folder, key, identity.secret, url)
    assert taker.posts() == []
    received(tmp_path / "sn", taker, key, identity)
    assert taker.posts() == giver.posts()


# ------------------------------------------------------------ a log with several epochs


def restored(folder: Path) -> End:
    """A board whose log was restored from a copy: in the first epoch a look-up, in the second one too."""
    giver = filled(folder)
    shutil.copytree(folder / "data", folder / "kopia")
    with opened(folder, clock_of_today()) as here:
        asyncio.run(look_up(here.log))
        head = asyncio.run(here.stores.log.head(ORIGIN))
        assert head is not None
    shutil.rmtree(folder / "data")
    (folder / "kopia").rename(folder / "data")
    place = giver.place
    Restore(place.data, place.keys, clock_of_today(), "nod-1", None).run(
        [("sparad", head.note)], "Disken gick"
    )
    with opened(folder, clock_of_today()) as here:
        asyncio.run(look_up(here.log))
    return giver


def test_every_epoch_is_handed_over_and_holds_together(tmp_path: Path) -> None:
    giver, (to, identity) = restored(tmp_path / "a"), receiver()
    made = given(giver, tmp_path / "sn", to)
    assert made.logg.namn == name_of(ORIGIN, 2)
    assert made.tidigareEpoker is not None
    assert [(it.namn, it.fil) for it in made.tidigareEpoker] == [(ORIGIN, "logg/epok-1.logg")]
    assert given_last(tmp_path / "sn") == made.loggpostId
    (tmp_path / "b").mkdir()
    taker = End(tmp_path / "b")
    received(tmp_path / "sn", taker, made.logg.nyckel, identity)
    assert taker.posts() == giver.posts()
    assert taker.logged()[-1]["tidigareKontrollpunkt"] == made.logg.kontrollpunkt
    (archive,) = (taker.place.data / "arkiv").iterdir()
    assert checked_archive(archive, made) == [State.VALID, State.VALID]


def given_last(folder: Path) -> str:
    lines = (folder / names.LOG).read_bytes().split(b"\n\n", 1)[0].splitlines()
    found: str = json.loads(lines[-1].split(b" ", 2)[2])["loggpostId"]
    return found


def checked_archive(archive: Path, made: Innehall) -> list[State]:
    found = []
    for name in ("logg/epok-1.logg", names.LOG):
        with (archive / name).open("rb") as lines:
            found.append(verify_export(lines, Verifier.parse(made.logg.nyckel)).state)
    return found


def test_an_epoch_left_out_or_put_in_anothers_place_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a giver's program that leaves it out or gives the newest twice, and signs what it has written."""
    giver, (to, _) = restored(tmp_path / "a"), receiver()
    epochs = moment._epochs
    for name, wrong in (("utan", lambda rows: rows[1:]), ("bytta", lambda rows: rows[::-1])):
        with monkeypatch.context() as patched:
            patched.setattr(moment, "_epochs", lambda *of, wrong=wrong: wrong(epochs(*of)))
            made = given(giver, tmp_path / name, to)
        with pytest.raises(FolderUnfit, match=f"follows on {ORIGIN} of [0-9]+ records, which was not"):
            checked(tmp_path / name, Verifier.parse(made.logg.nyckel))
