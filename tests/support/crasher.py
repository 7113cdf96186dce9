"""A process that makes look-ups until it is killed, and tells on standard output what it was promised.

    python -m tests.support.crasher FOLDER

Lines: `avsett <id> ...` when intentions are durable (then they might be sent), `avslutat <id> ...`
when their conclusions are durable.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from hub.audit import AccessLog
from hub.stores import open_stores
from tests.support.audit import grounds, new_query, plan, results
from tests.support.policy import APPLICANT, PARTNER


class MachineClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return monotonic()


async def _one_after_another(log: AccessLog) -> None:
    while True:
        intended = await log.intend(
            new_query(APPLICANT, PARTNER), grounds(APPLICANT, PARTNER), plan(APPLICANT, PARTNER)
        )
        ids = " ".join(intended.entries.values())
        _say(f"avsett {ids}")
        for permit in intended.permits.values():
            permit.use()
        await asyncio.sleep(0.002)
        await log.conclude(intended, results(intended))
        _say(f"avslutat {ids}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def _main(folder: Path) -> None:
    clock = MachineClock()
    with open_stores(folder / "data", folder / "keys", clock) as stores:
        log = AccessLog(stores.log, stores.vault, clock, "nod-1")
        await asyncio.gather(*(_one_after_another(log) for _ in range(8)))


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1])))
