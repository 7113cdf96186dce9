"""Master keys and what they do: made once, private, and never replaced over data."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.audit import KeyVault, StartRefused
from hub.audit.checkpoint import Verifier
from hub.audit.keys import KeyRing, KeyUse, MasterKey, open_keys
from tests.support.policy import AN, APPLICANT, PARTNER, SN


def ring(seed: int = 1) -> KeyRing:
    return KeyRing(*(MasterKey(use, 1, bytes([seed]) * 32) for use in KeyUse))


def test_keys_are_made_once_and_read_again(tmp_path: Path) -> None:
    made = open_keys(tmp_path / "keys", may_create=True)
    assert open_keys(tmp_path / "keys", may_create=False) == made
    assert sorted(it.name for it in (tmp_path / "keys").iterdir()) == [
        "person-1.key",
        "signering-1.key",
        "sokning-1.key",
    ]
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert all(it.stat().st_mode & 0o777 == 0o600 for it in (tmp_path / "keys").iterdir())
    assert len({key.secret for key in made.all()}) == 3


@pytest.mark.parametrize("name", ["person-1.key", "signering-1.key", "sokning-1.key"])
def test_a_missing_key_is_told_with_what_is_lost_and_not_made_anew(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "keys"
    open_keys(folder, may_create=True)
    (folder / name).unlink()
    with pytest.raises(StartRefused, match=rf"{name}: the key is missing .*without it no"):
        open_keys(folder, may_create=False)
    assert not (folder / name).exists()


def test_no_folder_at_all_is_told(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match="keys folder is missing although there is data"):
        open_keys(tmp_path / "keys", may_create=False)


def test_a_damaged_key_is_told(tmp_path: Path) -> None:
    open_keys(tmp_path / "keys", may_create=True)
    (tmp_path / "keys" / "person-1.key").write_text("AAAA\n")
    with pytest.raises(StartRefused, match=r"person-1\.key: the key is damaged"):
        open_keys(tmp_path / "keys", may_create=False)


def test_keys_that_others_can_read_are_refused_with_the_remedy(tmp_path: Path) -> None:
    open_keys(tmp_path / "keys", may_create=True)
    key = tmp_path / "keys" / "signering-1.key"
    key.chmod(0o640)
    with pytest.raises(StartRefused, match=rf"chmod 600 {key}"):
        open_keys(tmp_path / "keys", may_create=False)
    key.chmod(0o600)
    key.parent.chmod(0o755)
    with pytest.raises(StartRefused, match=rf"chmod 700 {key.parent}"):
        open_keys(tmp_path / "keys", may_create=False)


def test_keys_hide_themselves() -> None:
    vault = KeyVault(ring())
    vault.lookup_key(SN, APPLICANT)
    secret = ring().person.secret
    for shown in (repr(vault), repr(vault.ring), repr(vault.ring.person)):
        assert secret.hex() not in shown
        assert repr(secret) not in shown


def test_a_person_is_sealed_anew_each_time_and_opened_by_the_same_board_only() -> None:
    vault = KeyVault(ring())
    first, second = vault.seal(SN, APPLICANT), vault.seal(SN, APPLICANT)
    assert first != second
    assert APPLICANT.value.encode() not in first
    assert vault.open(SN, first) == vault.open(SN, second) == APPLICANT
    for board, sealed, keys in [
        (AN, first, vault),
        (SN, first, KeyVault(ring(2))),
        (SN, first[:-1] + bytes([first[-1] ^ 1]), vault),
        (SN, bytes([2]) + first[1:], vault),
        (SN, b"", vault),
    ]:
        with pytest.raises(ValueError, match="cannot be opened"):
            keys.open(board, sealed)


def test_keyed_hashes_are_stable_and_the_boards_own() -> None:
    vault = KeyVault(ring())
    key = vault.lookup_key(SN, APPLICANT)
    assert key == KeyVault(ring()).lookup_key(SN, APPLICANT)
    assert len(key) == 32
    others = {
        vault.lookup_key(SN, PARTNER),
        vault.lookup_key(AN, APPLICANT),
        KeyVault(ring(2)).lookup_key(SN, APPLICANT),
        vault.digest(SN, APPLICANT.value.encode()),
    }
    assert key not in others
    assert len(others) == 4


def test_each_log_has_a_signing_key_of_its_own() -> None:
    vault = KeyVault(ring())
    note = vault.sign(SN.origin, 0, bytes(32))
    assert Verifier.parse(vault.verifier(SN.origin)).open(note).origin == SN.origin
    keys = {vault.verifier(origin).split("+")[2] for origin in (SN.origin, AN.origin, "nyttonav/operator")}
    assert len(keys) == 3
