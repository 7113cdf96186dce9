"""Offline verification: an untouched export holds, and no changed byte anywhere passes."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.audit.checkpoint import Checkpoint, sign, verifier_of
from hub.audit.export import Row, exported
from hub.audit.tree import leaf_of, root_of
from hub.audit.verify import State, Verdict, verify_export

ORIGIN = "nyttonav/2120002411/SN"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
VERIFIER = verifier_of(ORIGIN, KEY)


def rows(count: int) -> list[Row]:
    made: list[Row] = []
    for index in range(count):
        payload, salt = b'{"nr":%d,"text":"\xc3\xa5 b"}' % index, sha256(b"%d" % index).digest()
        made.append((index, payload, salt, leaf_of(payload, salt, index)))
    return made


def export(entries: list[Row], size: int | None = None) -> bytes:
    checkpoint = Checkpoint(ORIGIN, len(entries) if size is None else size, root_of(it[3] for it in entries))
    blocks = [entries[at : at + 256] for at in range(0, len(entries), 256)]
    return b"".join(exported(ORIGIN, blocks, sign(checkpoint, ORIGIN, KEY)))


def verdict(content: bytes) -> Verdict:
    return verify_export(BytesIO(content), VERIFIER)


def line_of(content: bytes, at: int) -> bytes:
    return content[: at + 1].split(b"\n")[-1] if content[at : at + 1] != b"\n" else b"\n"


SMALL = export(rows(5))
LARGE = export(rows(600))


@pytest.mark.parametrize("count", [0, 1, 2, 255, 256, 257, 512, 600])
def test_an_untouched_export_is_valid(count: int) -> None:
    found = verdict(export(rows(count)))
    assert (found.state, found.entries, found.first_bad) == (State.VALID, count, None)
    assert found.checkpoint is not None
    assert found.checkpoint.size == count
    assert found.sentence().startswith(f"valid: {count} records, checkpoint {count}.")


def test_the_line_of_an_entry_is_index_salt_payload() -> None:
    lines = SMALL.split(b"\n")
    assert lines[0] == b"nyttonav-logg/1 nyttonav/2120002411/SN"
    assert lines[1].startswith(b"tile 0 ")
    assert lines[2] == b"0 " + sha256(b"0").hexdigest().encode() + b' {"nr":0,"text":"\xc3\xa5 b"}'
    assert lines[7:11] == [b"", ORIGIN.encode(), b"5", lines[10]]


def test_no_changed_byte_passes_and_the_first_bad_record_is_named() -> None:
    """Every single byte of a small export, in several ways; those of records name exactly their record."""
    starts = [SMALL.index(b"\n%d " % index) + 1 for index in range(5)]
    end = SMALL.index(b"\n\n")
    for at in range(len(SMALL)):
        for mask in (0x01, 0x20, 0x80, 0x1A):
            found = verdict(SMALL[:at] + bytes([SMALL[at] ^ mask]) + SMALL[at + 1 :])
            assert found.state is State.INVALID, (at, mask)
            if starts[0] <= at < end:
                record = max(index for index in range(5) if starts[index] <= at)
                assert found.first_bad == record, (at, mask, found)
            assert found.sentence().startswith("INVALID: ")


@settings(max_examples=150)
@given(st.integers(0, len(LARGE) - 1), st.integers(1, 255))
def test_one_changed_byte_anywhere_in_a_large_export(at: int, mask: int) -> None:
    found = verdict(LARGE[:at] + bytes([LARGE[at] ^ mask]) + LARGE[at + 1 :])
    assert found.state is State.INVALID
    index = line_of(LARGE, at).split(b" ")[0]
    if index.isdigit() and len(line_of(LARGE, at)) > len(index):
        assert found.first_bad == int(index)


@settings(max_examples=60)
@given(st.integers(0, len(LARGE) - 1))
def test_nothing_can_be_cut_off_or_out(at: int) -> None:
    assert verdict(LARGE[:at]).state is State.INVALID
    assert verdict(LARGE[:at] + LARGE[at + 1 :]).state is State.INVALID
    assert verdict(LARGE[:at] + b"\n" + LARGE[at:]).state is State.INVALID


def test_a_removed_record_is_named() -> None:
    lines = SMALL.split(b"\n")
    assert verdict(b"\n".join(lines[:4] + lines[5:])).first_bad == 2


def test_swapped_records_are_named() -> None:
    lines = SMALL.split(b"\n")
    lines[3], lines[4] = lines[4], lines[3]
    assert verdict(b"\n".join(lines)).first_bad == 1


def test_a_record_written_anew_with_its_hash_still_misses_the_root() -> None:
    entries = rows(5)
    payload, salt = b'{"nr":2,"text":"annat"}', bytes(32)
    entries[2] = (2, payload, salt, leaf_of(payload, salt, 2))
    forged = export(entries).split(b"\n\n")[0] + b"\n\n" + SMALL.split(b"\n\n", 1)[1]
    found = verdict(forged)
    assert found.state is State.INVALID
    assert found.first_bad is None
    assert "signed root" in (found.why or "")


def test_fewer_or_more_records_than_signed() -> None:
    entries = rows(5)
    assert (verdict(export(entries, size=4)).first_bad, verdict(export(entries, size=6)).first_bad) == (4, 5)


def test_erased_records_are_told_apart_from_altered_ones() -> None:
    entries = rows(300)
    entries[7] = (7, None, None, entries[7][3])
    entries[280] = (280, None, None, entries[280][3])
    found = verdict(export(entries))
    assert (found.state, found.erased, found.entries) == (State.ERASED, 2, 300)
    assert found.sentence().startswith("erased but committed: 300 records, 2 of them erased, checkpoint 300.")


def test_the_key_of_another_log_or_another_hub_does_not_fit() -> None:
    other_log = verifier_of("nyttonav/2120002411/AN", KEY)
    other_hub = verifier_of(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    for verifier in (other_log, other_hub):
        found = verify_export(BytesIO(SMALL), verifier)
        assert (found.state, found.first_bad) == (State.INVALID, None)


def test_progress_is_told() -> None:
    told: list[int] = []
    verify_export(BytesIO(LARGE), VERIFIER, told.append)
    assert told == [256, 512, 600]


def test_verifying_needs_no_other_part_of_the_hub() -> None:
    """The verifier can be handed over by itself: it loads tree and checkpoint, no storage and no settings."""
    code = (
        "import importlib.util, sys, types\n"
        "for name in ('hub', 'hub.audit'):\n"
        "    sys.modules[name] = types.ModuleType(name)\n"
        "    sys.modules[name].__path__ = [name.replace('.', '/')]\n"
        "import hub.audit.verify\n"
        "ours = ('hub', 'messages', 'sqlalchemy', 'pydantic')\n"
        "print(sorted(it for it in sys.modules if it.startswith(ours)))\n"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    needed = ("checkpoint", "cosignature", "epochs", "tree", "verify")
    assert loaded.strip() == str(["hub", "hub.audit", *(f"hub.audit.{it}" for it in needed)])
