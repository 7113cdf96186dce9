"""Signed checkpoints and verifier keys, as C2SP has them."""

from __future__ import annotations

from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hub.audit.checkpoint import Checkpoint, CheckpointError, Verifier, sign, verifier_of

NAME = "nyttonav/2120002411/SN"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
VERIFIER = verifier_of(NAME, KEY)
CHECKPOINT = Checkpoint(NAME, 1234, bytes(32))
NOTE = sign(CHECKPOINT, NAME, KEY)


def test_a_published_key_and_its_signature() -> None:
    """The example of golang.org/x/mod/sumdb/note, whose notes these are."""
    verifier = Verifier.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = (
        b"If you think cryptography is the answer to your problem,\n"
        b"then you don't know what your problem is.\n"
    )
    raw = b64decode(
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    )
    assert verifier.key_id == raw[:4]
    Ed25519PublicKey.from_public_bytes(verifier.public).verify(raw[4:], text)


def test_the_note_is_written_as_c2sp_says() -> None:
    lines = NOTE.split("\n")
    assert lines[:4] == [NAME, "1234", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", ""]
    assert lines[4].startswith(f"— {NAME} ")
    assert lines[5:] == [""]
    assert b64decode(lines[4].split(" ")[2])[:4] == VERIFIER.key_id


def test_what_is_signed_can_be_opened_with_the_printed_key() -> None:
    assert Verifier.parse(VERIFIER.vkey()) == VERIFIER
    assert VERIFIER.open(NOTE) == CHECKPOINT
    assert CHECKPOINT.short() == "1234.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def test_a_witness_may_have_signed_too() -> None:
    other = sign(CHECKPOINT, "vittne.example", Ed25519PrivateKey.from_private_bytes(bytes(32)))
    assert VERIFIER.open(NOTE + other.split("\n\n")[1]) == CHECKPOINT


def test_no_changed_byte_of_a_note_passes() -> None:
    raw = NOTE.encode()
    for at in range(len(raw)):
        for mask in (0x01, 0x20, 0x80):
            changed = raw[:at] + bytes([raw[at] ^ mask]) + raw[at + 1 :]
            try:
                note = changed.decode()
            except UnicodeDecodeError:
                continue
            with pytest.raises(CheckpointError):
                VERIFIER.open(note)


@pytest.mark.parametrize(
    "note",
    ["", "\n", NOTE[:-1], NOTE + "\n", NOTE.replace("1234", "01234"), NOTE.replace("1234", "-1"), NOTE * 2],
)
def test_malformed_notes_are_refused(note: str) -> None:
    with pytest.raises(CheckpointError):
        VERIFIER.open(note)


def test_another_key_of_the_same_name_is_refused() -> None:
    other = verifier_of(NAME, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    with pytest.raises(CheckpointError, match="another key"):
        other.open(NOTE)
    with pytest.raises(CheckpointError, match="not signed by"):
        verifier_of("nyttonav/2120002411/AN", KEY).open(NOTE)


@pytest.mark.parametrize(
    "vkey", ["", "namn", "a+b+c", VERIFIER.vkey()[:-4], VERIFIER.vkey().replace("SN", "AN")]
)
def test_a_damaged_key_is_refused_with_a_sentence(vkey: str) -> None:
    with pytest.raises(CheckpointError, match="the key is"):
        Verifier.parse(vkey)
