"""`python -m tests.bench.generate FOLDER --records 10000000`: the log of many boards after years of look-ups.

The first record of each kind is made as the hub makes it, and the others by changing in its payload what
differs: ids, times, person, case, caseworker, digests. Leaves, tree, tiles, keys, signed heads and all tables
are the hub's own appender's, many thousands of records to a transaction and without waiting for the disk. One
question in sixteen is refused; boards differ in size as municipalities do; persons come back.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from itertools import count
from pathlib import Path
from time import perf_counter

from sqlalchemy import Connection

from hub.audit import KeyVault
from hub.audit.refs import case_ref, caseworker_ref, person_ref, put_to_ref
from hub.audit.scribe import Scribe, new_id
from hub.audit.tree import SALT_BYTES
from hub.model.ledger import Claim, Closing, Committed, Facets, NewEntry, Ref, Unit
from hub.stores import open_stores, postgresql, sqlite_files
from hub.stores.engine import transaction
from hub.stores.folder import LOG_FILE
from hub.stores.log_append import UnitAppender
from hub.stores.postgresql import Address
from messages.values import Personidentitet
from tests.bench.generated import SOURCES, Form, as_base64, as_json, board, first_record
from tests.bench.storage import StandingClock
from tests.support.messages import series_number

BOARDS = 290
BEGUN = datetime(2024, 12, 1, tzinfo=UTC)
ENDED = datetime(2026, 11, 30, tzinfo=UTC)
_PORTION = 2000
"""Questions written in one transaction."""
_RECORDS_OF_A_QUESTION = 9.4
_OUTCOMES = ("BESVARAD",) * 12 + ("INGA_UPPGIFTER",) * 5 + ("EJ_TILLGANGLIG", "DELVIS_BESVARAD", "NEKAD")
_PERSONS = 30_000


@cache
def person(number: int) -> Personidentitet:
    """One of those of the published series."""
    day = date(1940, 1, 2) + timedelta(days=number // 2)
    return Personidentitet(series_number(day, woman=bool(number % 2)))


@dataclass(frozen=True, slots=True)
class _Whom:
    sealed: bytes
    key: bytes
    ref: Ref


class Maker:
    """Makes the questions of all boards."""

    def __init__(self, vault: KeyVault) -> None:
        self._vault = vault
        self._scribe = Scribe(vault, "bench", "0")
        self._persons: dict[tuple[int, int], _Whom] = {}
        self._forms: dict[object, Form] = {}
        self._chance = random.Random(290)
        self._weights = [(number + 1) ** -0.7 for number in range(BOARDS)]

    def openings(self, moment: datetime) -> list[Unit]:
        origins = [board(number).origin for number in range(BOARDS)]
        return [Unit(it, opening=self._scribe.opening(it, moment)) for it in origins]

    def portion(self, moments: Iterator[datetime], size: int = _PORTION) -> tuple[list[Unit], list[Unit]]:
        """Questions, and their conclusions."""
        numbers = self._chance.choices(range(BOARDS), self._weights, k=size)
        made = [self._question(number, moment) for number, moment in zip(numbers, moments, strict=False)]
        return [asked for asked, _ in made], [ended for _, ended in made if ended.closings]

    def _question(self, number: int, moment: datetime) -> tuple[Unit, Unit]:
        chance, here = self._chance, board(number)
        # A board's cases are few beside its look-ups, and each has its person.
        case = int(chance.random() ** 1.5 * 40_000 * self._weights[number] + 20)
        whom = self._person(number, case * 7 % _PERSONS)
        question, case_id, worker = new_id(moment), f"EB-2026-{case:06d}", f"hl{case % 40:06d}"
        late = moment + timedelta(seconds=25)
        values = {
            "time": as_json(moment),
            "late": as_json(late),
            "question": question.encode(),
            "case": case_id.encode(),
            "worker": worker.encode(),
            "digest": as_base64(os.urandom(32)),
            "sealed": whom.sealed,
            "key": whom.key,
        }
        refs = whom.ref, caseworker_ref(worker), case_ref("demo", case_id)
        if chance.random() < 1 / 16:
            form = self._form("refused", number, chance.randint(1, 5))
            return Unit(here.origin, (_entry(form, values, moment, refs, form.facets),)), Unit(here.origin)
        forms = [self._form("intended", number, source) for source in SOURCES]
        intended = [
            _entry(form, values, moment, (*refs, put_to_ref(source, question)), form.facets)
            for form, source in zip(forms, SOURCES, strict=True)
        ]
        claim = Claim("arendesystem", question, bytes(32), new_id(moment))
        asked = Unit(
            here.origin, tuple(intended), claim=claim, deadlines={it.entry_id: late for it in intended}
        )
        return asked, Unit(here.origin, closings=self._ended(intended, moment + timedelta(seconds=2)))

    def _ended(self, intended: Sequence[NewEntry], then: datetime) -> tuple[Closing, ...]:
        closings: list[Closing] = []
        values = {"time": as_json(then)}
        for intention, source in zip(intended, SOURCES, strict=True):
            protected = "SEKRETESSMARKERING" if self._chance.random() < 0.01 else "INGET"
            form = self._form("concluded", source, self._chance.choice(_OUTCOMES), protected)
            values["intention"] = intention.entry_id.encode()
            values["digest"] = as_base64(os.urandom(32))
            values["ms"] = b"%d" % int(20 + self._chance.random() * 2980)
            told = form.facets
            facets = Facets(outcome=told.outcome, protection=told.protection, concludes=intention.entry_id)
            entry = _entry(form, values, then, (), facets)
            closings.append(Closing(intention.entry_id, entry, partial(_same, entry)))
        return tuple(closings)

    def _person(self, number: int, who: int) -> _Whom:
        found = self._persons.get((number, who))
        if found is None:
            sealed = self._scribe.sealed(board(number), person(who), BEGUN)
            found = _Whom(as_base64(sealed.sealed), as_base64(sealed.key), person_ref(sealed.key))
            self._persons[number, who] = found
        return found

    def _form(self, kind: str, *which: str | int) -> Form:
        found = self._forms.get((kind, which))
        if found is None:
            found = self._forms[kind, which] = Form(self._scribe, first_record(kind, *which))
        return found


def _same(entry: NewEntry) -> NewEntry:
    return entry


def _entry(
    form: Form, values: dict[str, bytes], moment: datetime, refs: tuple[Ref, ...], facets: Facets
) -> NewEntry:
    chance = os.urandom(10 + SALT_BYTES)
    entry_id = new_id(moment, chance[:10])
    values["id"] = entry_id.encode()
    return NewEntry(entry_id, moment, form.event, form.payload(values), chance[10:], refs, facets)


def generate(
    folder: Path,
    records: int,
    told: Callable[[int], None] = lambda _count: None,
    where: Address | None = None,
) -> None:
    """Fill a new data folder `folder/data`, or an empty database, with at least `records` records; the keys
    go to `folder/keys`."""
    clock = StandingClock()
    with open_stores(where or folder / "data", folder / "keys", clock) as stores:
        vault = stores.vault
    maker, appender = Maker(vault), UnitAppender(vault, vault.data_keys, clock)
    questions = round(records / _RECORDS_OF_A_QUESTION)
    step = (ENDED - BEGUN) / (questions + _PORTION)
    moments = (BEGUN + step * number for number in count(1))
    with _writing(folder / "data" / LOG_FILE if where is None else where) as connection:
        with transaction(connection):
            written = _write(appender, connection, maker.openings(BEGUN))
        while written < records:
            some = min(_PORTION, round((records - written) / _RECORDS_OF_A_QUESTION) + 1)
            asked, ended = maker.portion(moments, some)
            with transaction(connection):
                written += _write(appender, connection, asked) + _write(appender, connection, ended)
            told(written)


@contextmanager
def _writing(where: Path | Address) -> Iterator[Connection]:
    """Not safe against a power cut, as all is that a hub writes: who makes a log can make it again."""
    if isinstance(where, Path):
        engine = sqlite_files.write_engine(where, busy_ms=1000)
        hasty = ("journal_mode=OFF", "synchronous=OFF", "secure_delete=OFF", "cache_size=-400000")
        statements = [f"PRAGMA {pragma}" for pragma in hasty]
    else:
        engine = postgresql.write_engine(where, postgresql.LOG_SCHEMA, busy_ms=1000)
        statements = ["SET statement_timeout = 0", "SET work_mem = '64MB'"]
    try:
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement).close()
            yield connection
    finally:
        engine.dispose()


def _write(appender: UnitAppender, connection: Connection, units: Sequence[Unit]) -> int:
    failed = next((it for it in appender(connection, units) if not isinstance(it, Committed)), None)
    if failed is not None:
        raise RuntimeError(f"a unit was not written: {failed}")
    return sum(len(it.entries) + len(it.closings) + (it.opening is not None) for it in units)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.generate", description=__doc__)
    parser.add_argument("folder", type=Path, help="for the data, or for the keys of what goes to a database")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--database", type=Address.parse, help="an empty one: postgresql://USER@HOST/NAME")
    options = parser.parse_args()
    options.folder.mkdir(parents=True)
    begun = perf_counter()

    def told(written: int) -> None:
        rate = written / (perf_counter() - begun)
        print(f"\r{written:,} records, {rate:,.0f}/s", end="", file=sys.stderr, flush=True)

    generate(options.folder, options.records, told, options.database)
    print(f"\nin {perf_counter() - begun:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
