"""The witness: what it signs, what it never signs, and that it remembers before it answers."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.audit.checkpoint import Checkpoint, sign
from hub.audit.epochs import board_of, current, epochs_of, name_of, number_of
from hub.audit.exchange import Continuation, Opening
from hub.audit.parts import FormerRef
from hub.audit.scribe import Scribe
from hub.audit.tree import leaf_of
from hub.audit.vault import KeyVault
from hub.audit.witness import Exit, NotSigned, Witness
from tests.support.audit import ORIGIN, naive_root
from tests.support.policy import NOW
from tests.support.witness import LOG, LOG_KEY, WITNESS, continued, leaves_of, note_of
from tests.unit.test_keys import ring

T = 1_790_000_000
SECOND = name_of(ORIGIN, 2)


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    made = Witness(tmp_path / "vittne", WITNESS, LOG)
    made.sign(continued(0, leaves_of(5)), T, first=True)
    return made


def refused(witness: Witness, asked: Continuation) -> NotSigned:
    before = witness.last(ORIGIN)
    with pytest.raises(NotSigned) as told:
        witness.sign(asked, T + 9)
    assert witness.last(ORIGIN) == before
    return told.value


def test_it_signs_what_extends_the_last_and_remembers_it(witness: Witness) -> None:
    done = witness.sign(continued(5, leaves_of(9)), T + 1)
    assert WITNESS.public().signed(note_of(leaves_of(9)) + done.line) == T + 1
    again = Witness(witness.state, WITNESS, LOG)
    assert again.last(ORIGIN) == Checkpoint(ORIGIN, 9, naive_root(leaves_of(9)))
    assert again.sign(continued(9, leaves_of(9)), T + 2).checkpoint.size == 9


def test_the_first_of_a_log_is_somebodys_decision(tmp_path: Path) -> None:
    witness = Witness(tmp_path / "ny", WITNESS, LOG)
    with pytest.raises(NotSigned, match="--forsta") as told:
        witness.sign(continued(0, leaves_of(5)), T)
    assert told.value.exit is Exit.ASKS


@settings(max_examples=25)
@given(st.integers(2, 60), st.data())
def test_whatever_is_shown_no_two_trees_are_signed(size: int, data: st.DataObject) -> None:
    """Rollbacks, forks and wrong proofs of every shape, after an honest beginning."""
    old = data.draw(st.integers(1, size - 1))
    with tempfile.TemporaryDirectory() as folder:
        witness = Witness(Path(folder), WITNESS, LOG)
        witness.sign(continued(0, leaves_of(old)), T, first=True)
        changed = data.draw(st.integers(0, old - 1))
        fork = leaves_of(size)
        fork[changed] = b"x" * 32
        honest = continued(old, leaves_of(size))
        for asked in (
            continued(old, fork),
            Continuation(old, honest.hashes, note_of(fork)),
            Continuation(old, honest.hashes[:-1], honest.note),
            Continuation(0, (), note_of(fork[:old])),
            *([Continuation(0, (), note_of(leaves_of(old - 1)))] if old > 1 else []),
        ):
            with pytest.raises(NotSigned):
                witness.sign(asked, T)
        assert witness.sign(honest, T).checkpoint.size == size


def test_a_rollback_a_fork_and_a_rewritten_past_are_told_apart(witness: Witness) -> None:
    fork = leaves_of(9, "annan")
    for asked, word in [
        (continued(0, leaves_of(4)), "a rollback"),
        (continued(0, leaves_of(5, "annan")), "a fork"),
        (continued(5, fork), "written anew"),
    ]:
        told = refused(witness, asked)
        assert (told.exit, word in str(told)) == (Exit.REFUSED, True), told


def test_what_is_not_the_logs_is_refused(witness: Witness) -> None:
    at = Checkpoint(ORIGIN, 9, naive_root(leaves_of(9)))
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    elsewhere = Checkpoint("nyttonav/2120002411/AN", 9, at.root)
    for note in (sign(at, ORIGIN, other), sign(elsewhere, ORIGIN, LOG_KEY), sign(at, "x", LOG_KEY), "skräp"):
        assert refused(witness, Continuation(5, (), note)).exit is Exit.REFUSED


def test_a_state_that_cannot_be_read_or_kept_signs_nothing(witness: Witness) -> None:
    file = next(witness.state.glob("*.kontrollpunkt"))
    kept = file.read_text()
    file.write_text(kept.replace("\n5\n", "\n4\n"))
    with pytest.raises(NotSigned, match="cannot be read") as told:
        witness.sign(continued(4, leaves_of(9)), T)
    assert told.value.exit is Exit.UNUSABLE
    file.write_text(kept)
    (witness.state / (file.name + ".ny")).mkdir()
    with pytest.raises(NotSigned, match="so nothing is signed"):
        witness.sign(continued(5, leaves_of(9)), T)
    assert witness.last(ORIGIN) == Checkpoint(ORIGIN, 5, naive_root(leaves_of(5)))


def test_killed_at_any_moment_it_has_not_forgotten_what_it_gave_away(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from hub.audit.witness import Witness\n"
        "from tests.support.witness import *\n"
        "w = Witness(Path(sys.argv[1]), WITNESS, LOG)\n"
        "w.sign(continued(0, leaves_of(1)), 1, first=True)\n"
        "for n in range(1, 10000):\n"
        "    print(w.sign(continued(n, leaves_of(n + 1)), n).checkpoint.size, flush=True)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "vittne")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        given = [process.stdout.readline() for _ in range(25)]
        process.kill()
        given += process.stdout.read().splitlines()
    last = Witness(tmp_path / "vittne", WITNESS, LOG).last(ORIGIN)
    assert last is not None
    assert last.size >= int(given[-1])
    assert last.root == naive_root(leaves_of(last.size))


# ------------------------------------------------------------ epochs


def opening(known: int, *, size: int = 3, log: str = ORIGIN, seed: str = "") -> Opening:
    """The second epoch's first record: `size` records restored of `known`."""
    roots = naive_root(leaves_of(size)), naive_root(leaves_of(known, seed))
    former = FormerRef(
        log, size, roots[0], known, roots[1], "Disken gick sönder", missing_first=size, missing_last=known - 1
    )
    entry = Scribe(KeyVault(ring()), "nod", "1").opening(SECOND, NOW, former)
    root = leaf_of(entry.payload, entry.salt, 0)
    return Opening(entry.payload, entry.salt, sign(Checkpoint(SECOND, 1, root), ORIGIN, LOG_KEY))


def test_a_new_epoch_that_admits_all_is_signed_when_somebody_says_so(witness: Witness) -> None:
    shown = Opening.parse(opening(5).text())
    missing = r"records 3 to 4 are missing.*Disken gick sönder"
    with pytest.raises(NotSigned, match=missing) as told:
        witness.begin(shown, T, accepted=False)
    assert told.value.exit is Exit.ASKS
    assert witness.begin(shown, T, accepted=True).checkpoint.origin == SECOND
    assert witness.begin(shown, T + 1, accepted=True).checkpoint.size == 1
    assert "has ended" in str(refused(witness, continued(5, leaves_of(9))))


@pytest.mark.parametrize(
    ("shown", "word"),
    [
        (opening(4), "a rollback"),
        (opening(5, seed="annan"), "a rollback"),
        (opening(9), "not shown"),
        (opening(5, log=name_of(ORIGIN, 3)), "does not follow"),
        (Opening(opening(5).payload, bytes(32), opening(5).note), "not what its checkpoint signs"),
    ],
)
def test_a_new_epoch_that_hides_something_is_refused(witness: Witness, shown: Opening, word: str) -> None:
    with pytest.raises(NotSigned, match=word) as told:
        witness.begin(shown, T, accepted=True)
    assert told.value.exit is not Exit.SIGNED
    assert witness.sign(continued(5, leaves_of(9)), T).checkpoint.size == 9


def test_a_new_epoch_is_not_signed_on_before_its_opening_was_seen(witness: Witness) -> None:
    with pytest.raises(NotSigned, match=r"\*\.epok"):
        witness.sign(continued(0, leaves_of(2), SECOND), T, first=True)


def test_the_names_of_epochs() -> None:
    names = (name_of("nyttonav/a", 10), "nyttonav/a", name_of("nyttonav/a", 2), "nyttonav/ab")
    assert epochs_of(names, "nyttonav/a") == (names[0], names[2], names[1])
    assert current(names, "nyttonav/a") == "nyttonav/a#10"
    assert current((), "nyttonav/c") == "nyttonav/c"
    assert (board_of(names[0]), number_of(names[0]), number_of("nyttonav/a")) == ("nyttonav/a", 10, 1)
    for wrong in ("a#", "a#1", "a#02", "a#x", "a#²"):
        with pytest.raises(ValueError, match="no log"):
            number_of(wrong)


def test_a_request_is_read_as_it_is_written() -> None:
    asked = continued(5, leaves_of(9))
    assert Continuation.parse(asked.text()) == asked
    assert asked.text().startswith("old 5\n")


def test_a_witness_needs_no_other_part_of_the_hub() -> None:
    code = (
        "import sys, types\n"
        "for name in ('hub', 'hub.audit'):\n"
        "    sys.modules[name] = types.ModuleType(name)\n"
        "    sys.modules[name].__path__ = [name.replace('.', '/')]\n"
        "import hub.audit.witness\n"
        "ours = ('hub.', 'messages', 'sqlalchemy', 'pydantic')\n"
        "print(*sorted(it.rpartition('.')[2] for it in sys.modules if it.startswith(ours)))\n"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.split() == [
        "audit",
        "checkpoint",
        "cosignature",
        "epochs",
        "exchange",
        "shelf",
        "tree",
        "witness",
    ]
