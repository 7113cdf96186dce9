"""Master keys and what they do: made once, private, and never replaced over data."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.audit import KeyVault, StartRefused
from hub.audit.checkpoint import Verifier
from hub.audit.key_ring import ring_of
from hub.audit.keys import ENVIRONMENT, KeyRing, KeyUse, MasterKey, open_keys
from hub.issuer import issuer_of
from hub.model.board import BoardId
from hub.settings import Profile, Settings
from messages.values import Personidentitet
from tests.support.policy import AN, APPLICANT, PARTNER, SN


def ring(seed: int = 1) -> KeyRing:
    return ring_of([MasterKey(use, 1, bytes([seed]) * 32) for use in KeyUse])


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


# ------------------------------------------------------------ versions


SEALED_BEFORE_VERSIONS = bytes.fromhex(
    "011e776bd33a469572a58bc67cc310576478a237e3ae40f24101d78a5983804e9e9cd7a1ad43a51092"
)
FOUND_BEFORE_VERSIONS = bytes.fromhex("be29e2c4ca7de53c95a144f1301e2bd52a615b05af047fe43cc5d24ac56de155")
DIGEST_BEFORE_VERSIONS = bytes.fromhex("d80bb3c1b784a920c3ce0521ba534f83d4e0d4a3c7bd708aa30c9d4892eca098")
"""Made by the hub as it was when a key had one version, with `ring()`."""


def versions(*numbers: int) -> KeyRing:
    return ring_of([MasterKey(use, it, bytes([it]) * 32) for use in KeyUse for it in numbers])


def test_what_was_made_before_there_were_versions_is_opened_found_and_compared() -> None:
    for vault in (KeyVault(ring()), KeyVault(versions(1, 2, 3))):
        assert vault.open(SN, SEALED_BEFORE_VERSIONS) == APPLICANT
        assert FOUND_BEFORE_VERSIONS in vault.lookup_keys(SN, APPLICANT)
        assert DIGEST_BEFORE_VERSIONS in vault.digests(SN, b"fraga")


@given(
    st.lists(st.integers(1, 127), min_size=1, max_size=4, unique=True),
    st.lists(st.integers(1, 127), min_size=1, max_size=4, unique=True),
    st.sampled_from([SN, AN]),
    st.sampled_from([APPLICANT, PARTNER]),
)
def test_a_seal_opens_with_its_own_version_and_board_and_no_other(
    making: list[int], opening: list[int], board: BoardId, person: Personidentitet
) -> None:
    made, other = KeyVault(versions(*making)), KeyVault(versions(*opening))
    sealed = made.seal(board, person)
    assert sealed[0] == max(making)
    assert made.open(board, sealed) == person
    assert (made.lookup_key(board, person) in other.lookup_keys(board, person)) == (max(making) in opening)
    assert (made.digest(board, b"x") in other.digests(board, b"x")) == (max(making) in opening)
    if max(making) in opening:
        assert other.open(board, sealed) == person
    else:
        with pytest.raises(ValueError, match="cannot be opened"):
            other.open(board, sealed)
    with pytest.raises(ValueError, match="cannot be opened"):
        made.open(AN if board == SN else SN, sealed)


def test_a_seal_that_says_another_version_does_not_open() -> None:
    vault = KeyVault(versions(1, 2))
    sealed = vault.seal(SN, APPLICANT)
    for version in (0, 1, 3, 255):
        with pytest.raises(ValueError, match="cannot be opened"):
            vault.open(SN, bytes([version]) + sealed[1:])


def test_what_is_in_use_is_what_the_data_was_made_with() -> None:
    used = versions(1, 2, 3).in_use({"person-1", "person-2", "sokning-1", "signering-1"})
    assert (used.person.id, used.lookup.id, used.signing.id) == ("person-2", "sokning-1", "signering-1")
    assert [key.id for key in used.of(KeyUse.PERSON)] == ["person-2", "person-1"]
    assert len(used.all()) == 4


# ------------------------------------------------------------ from the environment


def in_environment(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    secrets = {f"NYTTONAV_KEY_{use.value.upper()}_1": secret(number) for number, use in enumerate(KeyUse, 1)}
    for name, value in (secrets | values).items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)


def secret(byte: int) -> str:
    return b64encode(bytes([byte]) * 32).decode()


def test_keys_come_from_the_environment_and_from_files_that_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "hemlighet"
    file.write_text(secret(9) + "\n")
    in_environment(monkeypatch, NYTTONAV_KEY_PERSON_2_FILE=str(file))
    found = open_keys(ENVIRONMENT, may_create=False)
    assert (found.person.id, found.person.secret) == ("person-2", bytes([9]) * 32)
    assert [key.id for key in found.older] == ["person-1"]
    assert found.lookup.secret == bytes([3]) * 32


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"NYTTONAV_KEY_PERSON_1": ""},
            "PERSON_1: the key is missing .*Set it, or .*PERSON_1_FILE",
        ),
        ({"NYTTONAV_KEY_PERSON_1": "AAAA"}, "NYTTONAV_KEY_PERSON_1: the key is damaged"),
        ({"NYTTONAV_KEY_PERSON_1_FILE": "/finns/inte"}, "PERSON_1 and .*_FILE are both set. Unset one"),
        ({"NYTTONAV_KEY_PERSON_2_FILE": "/finns/inte"}, "names /finns/inte, which cannot be read: No such"),
        ({"NYTTONAV_KEY_PERSON": "x"}, "NYTTONAV_KEY_PERSON: no key has such a name"),
        ({"NYTTONAV_KEY_PERSON_128": "x"}, "at most 127 versions"),
    ],
)
def test_a_fault_in_the_environment_is_a_sentence_without_the_key(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], says: str
) -> None:
    in_environment(monkeypatch, **changes)
    with pytest.raises(StartRefused, match=says) as refused:
        open_keys(ENVIRONMENT, may_create=False)
    assert not any(secret(byte) in str(refused.value) for byte in range(1, 4))


def test_a_key_in_the_environment_is_made_by_hand_and_how_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    in_environment(monkeypatch, NYTTONAV_KEY_PERSON_1="")
    with pytest.raises(StartRefused, match="openssl rand -base64 32"):
        open_keys(ENVIRONMENT, may_create=True)


def test_the_local_issuer_has_no_key_in_the_environment() -> None:
    settings = Settings(profile=Profile.DEVELOPMENT, keys=ENVIRONMENT)
    with pytest.raises(StartRefused, match="Name a folder, or your token issuer's public keys with jwks"):
        issuer_of(settings)
