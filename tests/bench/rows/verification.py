"""Offline verification of an export, in records per second: what an auditor waits for.

subject   verify_export: lines read from a file, each leaf made anew, tree, root and signature.
baseline  the reference whose speed is known on the machine that the budgets were set on (decision 0005).
Beside it the same lines hashed once each as they lie, which is less than any verifier can do. In turns over
one export of generated records (some 1,100 bytes a line), in one thread.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

from hub.audit import KeyVault
from hub.audit.checkpoint import Verifier
from hub.audit.export import Row, exported
from hub.audit.keys import open_keys
from hub.audit.tree import Frontier, leaf_of
from hub.audit.verify import State, verify_export
from tests.bench.frame import Line, RowError, ms, per_second, settle
from tests.bench.generate import BEGUN, Maker
from tests.bench.generated import board
from tests.bench.reference import multiples, read_and_validate
from tests.bench.rows.translation import small_answer
from tests.bench.storage import scratch

RECORDS = 20_000
REFERENCES = 1_000
TURNS = 7
BUDGET_PER_S = 300_000
ORIGIN = board(0).origin


def measure() -> list[Line]:
    with scratch() as folder:
        vault = KeyVault(open_keys(folder / "keys", may_create=True))
        file = folder / "ut.logg"
        _write(vault, file)
        verifier = Verifier.parse(vault.verifier(ORIGIN))
        sides = (
            partial(_hashed, file),
            partial(_verified, file, verifier),
            partial(_repeated, read_and_validate(small_answer())),
        )
        turns = [tuple(_seconds(side) for side in sides) for _ in range(TURNS)]
    hashed, verified, reference = (median(times) for times in zip(*turns, strict=True))
    ratio = median((own / RECORDS) / (known / REFERENCES) for _, own, known in turns)
    budget = multiples(1 / BUDGET_PER_S)
    above = median(own / bare for bare, own, _ in turns)
    return [
        Line(
            row="verification",
            what=f"an export: {per_second(RECORDS / verified)}, {above:.1f} x hashing its lines "
            f"({per_second(RECORDS / hashed)}); baseline: 4 KB read and validated",
            p50=ms(verified / RECORDS),
            baseline=ms(reference / REFERENCES),
            ratio=f"{ratio:.3f}",
            budget=f"p50 {budget:.3f} x ({per_second(BUDGET_PER_S)})",
            ok=ratio <= budget,
        )
    ]


def _seconds(work: partial[None]) -> float:
    settle()
    begun = perf_counter()
    work()
    return perf_counter() - begun


def _repeated(work: Callable[[], None]) -> None:
    for _ in range(REFERENCES):
        work()


def _hashed(file: Path) -> None:
    with file.open("rb") as lines:
        for line in lines:
            sha256(line).digest()


def _verified(file: Path, verifier: Verifier) -> None:
    with file.open("rb") as lines:
        found = verify_export(lines, verifier)
    if (found.state, found.entries) != (State.VALID, RECORDS):
        raise RowError(f"the export does not verify: {found.sentence()}")


def _write(vault: KeyVault, file: Path) -> None:
    frontier = Frontier()
    rows = list(islice(_rows(Maker(vault), frontier), RECORDS))
    blocks = (rows[at : at + 256] for at in range(0, RECORDS, 256))
    note = vault.sign(ORIGIN, RECORDS, frontier.root())
    with file.open("wb") as target:
        target.writelines(exported(ORIGIN, blocks, note))


def _rows(maker: Maker, frontier: Frontier) -> Iterator[Row]:
    index = 0
    while True:
        for units in maker.portion(iter([BEGUN] * 2000)):
            for unit in units:
                for entry in (*unit.entries, *(closing.entry for closing in unit.closings)):
                    salt = os.urandom(32)
                    leaf = leaf_of(entry.payload, salt, index)
                    if index < RECORDS:
                        frontier.append(leaf)
                    yield index, entry.payload, salt, leaf
                    index += 1
