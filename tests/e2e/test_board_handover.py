"""A board handed over whole: out of one hub and into another, and nothing of it lost on the way."""

from __future__ import annotations

import asyncio
import hmac
import json
import shutil
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.agreements.municipality import read_municipality
from hub.audit import StartRefused
from hub.audit.checkpoint import Verifier
from hub.audit.verify import State, verify_export
from hub.handover import contents as names
from hub.handover import draft
from hub.handover.check import FolderUnfit, checked
from hub.handover.contents import Innehall
from hub.handover.order import HandoverRefused
from hub.handover.sealing import Identity, Recipient, each_line
from hub.problems import LogUnavailable
from hub.registry import discover
from tests.support.audit import clock_of_today, opened
from tests.support.handing import give_it, killed_while, take_it
from tests.support.handover import (
    EVENTS,
    LISTED,
    NOTICE,
    STATEMENT,
    End,
    contracts,
    filled,
    given,
    received,
    receiver,
)
from tests.support.policy import AN, APPLICANT, SN, TODAY

MASTERS = ("signering-1.key", "person-1.key", "sokning-1.key")


@dataclass(frozen=True, slots=True)
class Handed:
    """A hub that has handed over, the folder, and who may open it."""

    giver: End
    folder: Path
    made: Innehall
    identity: Identity

    def opened(self, name: str) -> list[bytes]:
        lines: list[bytes] = []
        each_line(BytesIO((self.folder / name).read_bytes()), self.identity, lines.append)
        return lines


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Handed:
    here = tmp_path_factory.mktemp("handed")
    to, identity = receiver()
    giver = filled(here / "a")
    return Handed(giver, here / "sn", given(giver, here / "sn", to), identity)


@pytest.fixture
def taker(tmp_path: Path) -> End:
    (tmp_path / "b").mkdir()
    return End(tmp_path / "b")


@pytest.fixture
def copy(handed: Handed, tmp_path: Path) -> Path:
    """The folder, to be spoilt."""
    return Path(shutil.copytree(handed.folder, tmp_path / "copy"))


def everything(handed: Handed, taker: End) -> Innehall:
    return received(handed.folder, taker, handed.made.logg.nyckel, handed.identity)


def files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def test_the_register_is_the_same_in_the_new_hub(handed: Handed, taker: End) -> None:
    everything(handed, taker)
    assert taker.posts() == handed.giver.posts()
    assert taker.posts(AN) == []
    assert list(handed.made.registret.model_dump().values()) == [4, 1, 3, 1, 1]


async def test_what_is_known_of_a_case_is_known_in_the_new_hub(handed: Handed, taker: End) -> None:
    """By those who ask, and to the case system that tells the same again."""
    with opened(handed.giver.folder, clock_of_today()) as here:
        before = [await here.stores.register.case(SN, "demo", name) for name in ("P-1", *EVENTS)]
        list_before = await here.stores.lists.case(SN, LISTED, "L-0000001")
        stated = await here.stores.statements.get(SN, STATEMENT.id)
    await asyncio.to_thread(everything, handed, taker)
    with opened(taker.folder, clock_of_today()) as here:
        assert [await here.stores.register.case(SN, "demo", name) for name in ("P-1", *EVENTS)] == before
        assert await here.stores.lists.case(SN, LISTED, "L-0000001") == list_before
        assert await here.stores.statements.get(SN, STATEMENT.id) == stated
        assert NOTICE in await here.stores.notices.current(NOTICE.told)
        for name, events in EVENTS.items():
            assert not (await here.stores.register.tell(SN, "demo", name, events)).new
    assert before[2] is not None
    assert before[2].void, "one was registered by mistake"


def test_the_hand_over_is_the_last_record_of_the_log_that_is_handed_over(handed: Handed) -> None:
    lines = (handed.folder / names.LOG).read_bytes().split(b"\n\n", 1)[0].splitlines()
    last = json.loads(lines[-1].split(b" ", 2)[2])
    assert (last["handelse"], last["loggpostId"]) == ("NAMND_UTLAMNAD", handed.made.loggpostId)
    assert (last["mottagare"], last["antalArenden"]) == (handed.made.mottagare, 4)
    assert (last["utfordAv"], last["skal"]) == ("it-7", "Nämnden flyttar till eget nav.")
    assert handed.made.logg.poster == len([it for it in lines if it[:1].isdigit()])


def test_the_new_log_begins_by_naming_the_old_one_which_still_verifies(handed: Handed, taker: End) -> None:
    everything(handed, taker)
    opening, reception = taker.logged()
    assert opening["handelse"] == "EPOK_OPPNAD"
    assert reception["handelse"] == "NAMND_MOTTAGEN"
    assert reception["tidigareKontrollpunkt"] == handed.made.logg.kontrollpunkt
    assert reception["tidigareNyckel"] == handed.made.logg.nyckel
    (archive,) = (taker.place.data / "arkiv").iterdir()
    with (archive / names.LOG).open("rb") as lines:
        verdict = verify_export(lines, Verifier.parse(reception["tidigareNyckel"]))
    assert verdict.state is State.VALID
    assert verdict.checkpoint is not None
    assert verdict.checkpoint.short() == reception["tidigareKontrollpunkt"]
    assert not (archive / names.REGISTER).exists(), "no erasure would find it there"


def test_the_boards_keys_open_its_log_and_are_no_master_keys(handed: Handed) -> None:
    """As README.txt says that it is done, with nothing of the hub's."""
    (line,) = handed.opened(names.BOARD_KEYS)
    keys = {name: b64decode(key) for name, key in json.loads(line)["nycklar"].items()}
    sought = hmac.digest(keys["sokning-1/person"], APPLICANT.value.encode(), "sha256")
    log = (handed.folder / names.LOG).read_bytes()
    assert b64encode(sought) in log
    lines = [it for it in log.split(b"\n\n")[0].splitlines() if it[:1].isdigit()]
    records = [json.loads(it.split(b" ", 2)[2]) for it in lines]
    sealed = b64decode(next(it["person"]["forseglad"] for it in records if "person" in it))
    head, nonce, text = sealed[:17], sealed[17:29], sealed[29:]
    opened = AESGCM(keys[f"data/{head[1:].hex()}"]).decrypt(nonce, text, head + SN.origin.encode())
    assert opened == APPLICANT.value.encode()
    masters = [b64decode((handed.giver.place.keys / name).read_bytes()) for name in MASTERS]
    written = b"".join(path.read_bytes() for path in files(handed.folder)) + line
    assert not any(master in written or b64encode(master) in written for master in masters)
    assert not set(keys.values()) & set(masters)


def test_no_personal_number_stands_in_clear(handed: Handed) -> None:
    assert APPLICANT.value.encode() not in b"".join(path.read_bytes() for path in files(handed.folder))
    assert APPLICANT.value.encode() in b"".join(handed.opened(names.REGISTER))
    modes = {path.stat().st_mode & 0o777 for path in files(handed.folder)}
    assert (modes, handed.folder.stat().st_mode & 0o777) == ({0o600}, 0o700)


def test_agreements_are_there_byte_for_byte_and_of_the_municipality_only_the_board(handed: Handed) -> None:
    folder, known = handed.giver.place.contracts, contracts().boards[SN]
    routed = {one.digest for source in known.routes for one in contracts().agreements[source]}
    on_disk = {it.sha256: it.fil for it in handed.made.avtal if it.fil}
    assert routed == set(on_disk)
    for name in on_disk.values():
        assert (handed.folder / name).read_bytes() == (folder / "kallor" / Path(name).name).read_bytes()
    gone = [it for it in handed.made.avtal if it.fil is None]
    assert {it.sha256 for it in gone} == {"0" * 64}, "the log refers to what is on no disk, and that is said"
    part = b"\n".join(handed.opened(names.BOARD_FILE))
    (board,) = read_municipality(part, "kommuner/sundsvall.yaml", discover(), TODAY)
    assert board == replace(known, kinds=board.kinds), "the table that all boards share is a file of its own"
    assert [one["id"] for one in yaml.safe_load(part)["namnder"]] == ["SN"]


def test_a_hub_that_has_the_board_takes_nothing(handed: Handed, taker: End) -> None:
    everything(handed, taker)
    before = taker.posts(), taker.logged()
    with pytest.raises(HandoverRefused, match="already"):
        everything(handed, taker)
    assert (taker.posts(), taker.logged()) == before


def test_the_hub_that_handed_over_cannot_receive_its_own_log_again(handed: Handed, tmp_path: Path) -> None:
    """Its key would sign two logs of one name: also where only the keys are the same."""
    shutil.copytree(handed.giver.place.keys, tmp_path / "keys")
    with pytest.raises(HandoverRefused, match="very key"):
        everything(handed, End(tmp_path))


def test_another_than_the_receiver_cannot_open_it(handed: Handed, taker: End) -> None:
    _, stranger = receiver()
    with pytest.raises(HandoverRefused, match="cannot be decrypted with this key"):
        received(handed.folder, taker, handed.made.logg.nyckel, stranger)
    assert not taker.place.data.exists()


def test_one_changed_byte_in_any_file_is_found_and_named(handed: Handed, copy: Path, taker: End) -> None:
    key = Verifier.parse(handed.made.logg.nyckel)
    assert checked(copy, key) == handed.made
    every = list(files(copy))
    assert len(every) == len(handed.made.filer) + 2
    for path in every:
        raw = path.read_bytes()
        for at in (0, len(raw) // 2, len(raw) - 1):
            path.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
            with pytest.raises(FolderUnfit) as found:
                checked(copy, key)
            name = path.relative_to(copy).as_posix()
            assert {fault.partition(":")[0] for fault in found.value.faults} == {name}
        path.write_bytes(raw)
    (copy / "logg" / "mer.txt").write_text("hej")
    (copy / names.README).unlink()
    with pytest.raises(FolderUnfit) as found:
        received(copy, taker, handed.made.logg.nyckel, handed.identity)
    assert [fault.partition(":")[0] for fault in found.value.faults] == [names.README, "logg/mer.txt"]
    assert not taker.place.data.exists(), "it is verified before anything is made"


def test_another_key_vouches_for_nothing(handed: Handed, tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        other = Verifier.parse(here.stores.vault.verifier(SN.origin))
        another_board = Verifier.parse(here.stores.vault.verifier(AN.origin))
    for key in (other, another_board):
        with pytest.raises(FolderUnfit, match=r"innehall\.sig"):
            checked(handed.folder, key)


def test_nothing_is_handed_over_while_a_hub_serves_or_the_log_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    giver, (to, _) = filled(tmp_path / "a"), receiver()
    with opened(giver.folder), pytest.raises(StartRefused, match="already serving"):
        given(giver, tmp_path / "sn", to)
    before = giver.logged()
    full = shutil.disk_usage(tmp_path)._replace(free=0)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda _: full)
        with pytest.raises(LogUnavailable):
            given(giver, tmp_path / "sn", to)
    assert [it.name for it in tmp_path.iterdir()] == ["a"]
    assert giver.logged() == before


def test_a_full_disk_leaves_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    giver, (to, _) = filled(tmp_path / "a"), receiver()
    write = draft.Counted.write

    def full(self: draft.Counted, piece: bytes) -> int:
        if piece.startswith(b"age-encryption"):
            raise OSError(28, "No space left on device")
        return write(self, piece)

    monkeypatch.setattr(draft.Counted, "write", full)
    with pytest.raises(HandoverRefused, match="No space left on device"):
        given(giver, tmp_path / "sn", to)
    assert [it.name for it in tmp_path.iterdir()] == ["a"]


def test_what_is_there_is_not_written_over(handed: Handed, tmp_path: Path) -> None:
    (tmp_path / "sn").mkdir()
    before = handed.giver.logged()
    with pytest.raises(HandoverRefused, match="is there already"):
        given(handed.giver, tmp_path / "sn", Recipient(handed.made.mottagare))
    assert handed.giver.logged() == before


@pytest.mark.parametrize("place", ["writing the register", "naming the folder"])
def test_a_hand_over_killed_on_its_way_leaves_nothing_that_looks_finished(place: str, tmp_path: Path) -> None:
    giver, (to, identity) = filled(tmp_path / "a"), receiver()
    killed_while(place, give_it, giver.folder, tmp_path / "sn", to.public)
    assert sorted(it.name for it in tmp_path.iterdir()) == ["a", "sn.ofullstandig"]
    with pytest.raises(HandoverRefused, match="Remove it first"):
        given(giver, tmp_path / "sn", to)
    shutil.rmtree(tmp_path / "sn.ofullstandig")
    made = given(giver, tmp_path / "sn", to)
    (tmp_path / "b").mkdir()
    received(tmp_path / "sn", End(tmp_path / "b"), made.logg.nyckel, identity)
    assert End(tmp_path / "b").posts() == giver.posts()


@pytest.mark.parametrize("place", ["taking the register", "logging", "keeping the old log"])
def test_a_reception_killed_on_its_way_has_taken_nothing_and_can_be_done_again(
    place: str, handed: Handed, taker: End
) -> None:
    key = handed.made.logg.nyckel
    killed_while(place, take_it, handed.folder, taker.folder, key, handed.identity.secret)
    assert taker.posts() == []
    everything(handed, taker)
    assert taker.posts() == handed.giver.posts()
    assert len(list((taker.place.data / "arkiv").iterdir())) == 1
