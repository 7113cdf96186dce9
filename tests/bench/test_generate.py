"""A generated log is as the hub's own would be: it verifies, and is found by what its records say."""

from __future__ import annotations

from pathlib import Path

from hub.audit.checkpoint import Verifier
from hub.audit.verify import State
from hub.stores.log_file import check_stored_index, verify_stored
from tests.bench.generate import BOARDS, ENDED, generate
from tests.bench.storage import storage

RECORDS = 600


async def test_a_generated_log_holds_and_is_found_by_its_records(tmp_path: Path) -> None:
    generate(tmp_path, RECORDS)
    with storage(tmp_path, moment=ENDED) as stores:
        sizes = (await stores.log.figures()).sizes
        vault = stores.vault
    assert RECORDS <= sum(sizes.values()) < RECORDS * 2
    assert len(sizes) == BOARDS
    largest, smallest = max(sizes, key=sizes.__getitem__), min(sizes, key=sizes.__getitem__)
    assert sizes[largest] > 20
    for log in (largest, smallest):
        found = verify_stored(tmp_path / "data", log, Verifier.parse(vault.verifier(log)))
        assert (found.state, found.entries) == (State.VALID, sizes[log])
        found = check_stored_index(tmp_path / "data", log, vault.ring)
        assert (found.state, found.entries) == (State.VALID, sizes[log])
