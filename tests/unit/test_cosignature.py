"""Cosignatures as C2SP tlog-cosignature has them: its example, and a second implementation."""

from __future__ import annotations

from base64 import b64decode, b64encode

import pytest
from cryptography.exceptions import InvalidSignature
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.audit.checkpoint import Checkpoint, CheckpointError, checkpoint_of
from hub.audit.cosignature import Cosigner, CosignerKey, named
from tests.support.witness import WITNESS, leaves_of, naive_cosigned, naive_vkey, note_of

# The example of C2SP tlog-cosignature. Its keys are not published: form, key names and time can be tried.
PUBLISHED = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""  # noqa: E501 - a line of it is longer
NOTE = note_of(leaves_of(5))


def test_the_published_example_has_the_form_that_we_write() -> None:
    at = checkpoint_of(PUBLISHED)
    assert (at.origin, at.size) == ("example.com/behind-the-sofa", 20852163)
    line = PUBLISHED.splitlines(keepends=True)[-1]
    raw = b64decode(line.split(" ")[2])
    assert (named(line), len(raw), int.from_bytes(raw[4:12], "big")) == (
        "witness.example.com/w1",
        76,
        1679315147,
    )
    ours = WITNESS.cosign(at, 1679315147)
    assert len(b64decode(ours.split(" ")[2])) == 76
    assert b64decode(ours.split(" ")[2])[4:12] == raw[4:12]


@settings(max_examples=30)
@given(st.binary(min_size=32, max_size=32), st.integers(0, 2**63 - 1), st.integers(0, 40))
def test_it_agrees_with_a_second_implementation(seed: bytes, time: int, size: int) -> None:
    key, note = CosignerKey("vittne", seed), note_of(leaves_of(size))
    signed = note + key.cosign(checkpoint_of(note), time)
    public = key.public()
    assert public.vkey() == naive_vkey("vittne", public.public)
    assert naive_cosigned(signed, "vittne", public.public) == time == public.signed(signed)
    other = note_of(leaves_of(size + 1)) + key.cosign(checkpoint_of(note), time)
    with pytest.raises(CheckpointError, match="does not hold"):
        public.signed(other)
    with pytest.raises(InvalidSignature):
        naive_cosigned(other, "vittne", public.public)


def test_keys_are_read_as_they_are_written() -> None:
    assert CosignerKey.parse(WITNESS.text() + "\n") == WITNESS
    assert Cosigner.parse(WITNESS.public().vkey()) == WITNESS.public()
    assert "seed" not in repr(WITNESS)


@pytest.mark.parametrize(
    "vkey", ["", "a", "a+b+c", WITNESS.public().vkey()[:-4], "x" + WITNESS.public().vkey()]
)
def test_a_damaged_key_is_told(vkey: str) -> None:
    with pytest.raises(CheckpointError, match="witness' key is"):
        Cosigner.parse(vkey)
    with pytest.raises(CheckpointError, match="private key"):
        CosignerKey.parse("PRIVATE+KEY+" + vkey)


def test_a_logs_key_is_no_witness() -> None:
    public = WITNESS.public()
    as_log = f"{public.name}+{public.key_id.hex()}+{b64encode(bytes([1]) + public.public).decode()}"
    with pytest.raises(CheckpointError, match="first byte is 4"):
        Cosigner.parse(as_log)


def test_no_changed_byte_of_a_cosigned_body_or_signature_passes() -> None:
    raw = (NOTE + WITNESS.cosign(checkpoint_of(NOTE), 1_790_000_000)).encode()
    own = NOTE.index("\n\n")
    cosigned = raw.index("— vittne".encode())
    for at in (*range(own), *range(cosigned, len(raw) - 1)):
        changed = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        try:
            assert WITNESS.public().signed(changed.decode()) is None
        except (CheckpointError, UnicodeDecodeError):
            continue


def test_strangers_say_nothing() -> None:
    stranger = CosignerKey("vittne.example/w1", bytes(32))
    at: Checkpoint = checkpoint_of(NOTE)
    assert WITNESS.public().signed(NOTE) is None
    assert WITNESS.public().signed(NOTE + stranger.cosign(at, 1)) is None
    assert WITNESS.public().signed(NOTE + stranger.cosign(at, 1) + WITNESS.cosign(at, 2)) == 2
