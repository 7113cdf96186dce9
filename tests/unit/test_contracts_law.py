"""Which law does a question cite, by source and by the day it is asked?

The tables are written to be read by somebody who knows the law and not the code. The days are the last of the
old act and the first of the new (socialtjänstlagen, 1 July 2025), the day when 6 § got the employers' monthly
returns, and a day like any other. The example agreements begin later than most of them: what is asked here is
what their files say of law, whatever days they are in force.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from hub.agreements import Contracts, load
from hub.elements import AGREEMENT, Row, Table
from hub.model.agreement import Agreement
from hub.registry import discover

# fmt: off
TABLE = """
source  asked       the act                                     and the paragraph
AF      2025-06-30  11 kap. 11 a § socialtjänstlagen (2001:453) 5 § förordningen (2008:975)
AF      2025-07-01  15 kap. 11 § socialtjänstlagen (2025:400)   5 § förordningen (2008:975)
AF      2025-12-01  15 kap. 11 § socialtjänstlagen (2025:400)   5 § förordningen (2008:975)
AF      2026-11-21  15 kap. 11 § socialtjänstlagen (2025:400)   5 § förordningen (2008:975)
CSN     2025-06-30  11 kap. 11 § socialtjänstlagen (2001:453)   2 § förordningen (2008:975)
CSN     2025-07-01  15 kap. 10 § socialtjänstlagen (2025:400)   2 § förordningen (2008:975)
CSN     2025-12-01  15 kap. 10 § socialtjänstlagen (2025:400)   2 § förordningen (2008:975)
CSN     2026-11-21  15 kap. 10 § socialtjänstlagen (2025:400)   2 § förordningen (2008:975)
FK      2025-06-30  11 kap. 11 § socialtjänstlagen (2001:453)   3 § förordningen (2008:975)
FK      2025-07-01  15 kap. 10 § socialtjänstlagen (2025:400)   3 § förordningen (2008:975)
FK      2025-12-01  15 kap. 10 § socialtjänstlagen (2025:400)   3 § förordningen (2008:975)
FK      2026-11-21  15 kap. 10 § socialtjänstlagen (2025:400)   3 § förordningen (2008:975)
MIV     2025-06-30  utlänningsdatalagen (2016:27)               -
MIV     2025-07-01  utlänningsdatalagen (2016:27)               -
MIV     2025-12-01  utlänningsdatalagen (2016:27)               -
MIV     2026-11-21  utlänningsdatalagen (2016:27)               -
PM      2025-06-30  11 kap. 11 § socialtjänstlagen (2001:453)   7 § förordningen (2008:975)
PM      2025-07-01  15 kap. 10 § socialtjänstlagen (2025:400)   7 § förordningen (2008:975)
PM      2025-12-01  15 kap. 10 § socialtjänstlagen (2025:400)   7 § förordningen (2008:975)
PM      2026-11-21  15 kap. 10 § socialtjänstlagen (2025:400)   7 § förordningen (2008:975)
SKV     2025-06-30  11 kap. 11 b § socialtjänstlagen (2001:453) 6 § förordningen (2008:975)
SKV     2025-07-01  15 kap. 12 § socialtjänstlagen (2025:400)   6 § förordningen (2008:975)
SKV     2025-12-01  15 kap. 12 § socialtjänstlagen (2025:400)   6 § förordningen (2008:975)
SKV     2026-11-21  15 kap. 12 § socialtjänstlagen (2025:400)   6 § förordningen (2008:975)
SO      2025-06-30  11 kap. 11 § socialtjänstlagen (2001:453)   4 § förordningen (2008:975)
SO      2025-07-01  15 kap. 10 § socialtjänstlagen (2025:400)   4 § förordningen (2008:975)
SO      2025-12-01  15 kap. 10 § socialtjänstlagen (2025:400)   4 § förordningen (2008:975)
SO      2026-11-21  15 kap. 10 § socialtjänstlagen (2025:400)   4 § förordningen (2008:975)
TNS     2025-06-30  vägtrafikdatalagen (2019:369)               -
TNS     2025-07-01  vägtrafikdatalagen (2019:369)               -
TNS     2025-12-01  vägtrafikdatalagen (2019:369)               -
TNS     2026-11-21  vägtrafikdatalagen (2019:369)               -
"""

# What the agency may hand out only when asked on this day or later. An agreement that is in force before must
# not have it among its element groups; which period is asked about does not matter.
SINCE = """
source  group                         asked
SKV     beskattning.individuppgifter  2025-12-01
"""

# What the period of a benefit is written with, whatever the law of its time counts in: the a-kassas' weeks of
# older benefit and months since 1 October 2025 (SFS 2024:1362) both have a first and a last day.
PERIODS = """
source  place                                first           last
SO      akassor[].utbetalningar[].avser      so.utbetalning.AvserFrom  so.utbetalning.AvserTom
"""
# fmt: on
SECRECY = "10 kap. 28 § offentlighets- och sekretesslagen (2009:400)"
"""What breaks secrecy where there is a duty to tell: where 2008:975 has the agency, and nowhere else."""
NEW_ACT = date(2025, 7, 1)


class Cited(NamedTuple):
    source: str
    asked: date
    texts: tuple[str, ...]


def rows() -> list[Cited]:
    _, *lines = TABLE.strip().splitlines()
    cells = [re.split(r"\s+", line, maxsplit=2) for line in lines]
    return [Cited(source, date.fromisoformat(day), tuple(texts(rest))) for source, day, rest in cells]


def texts(cells: str) -> Iterator[str]:
    """The act and the paragraph; each ends with the number of its statute."""
    yield from re.findall(r"\S[^()]*\([0-9]{4}:[0-9]+\)", cells)


@cache
def contracts() -> Contracts:
    return load(Path(__file__).parents[2] / "contracts", discover())


def agreed(source: str) -> Agreement:
    (only,) = contracts().agreements[source]
    return only


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.source}-{row.asked}")
def test_each_source_cites_the_law_of_the_day_of_asking(row: Cited) -> None:
    assert agreed(row.source).legal_texts(row.asked) == row.texts


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.source}-{row.asked}")
def test_secrecy_is_broken_where_there_is_a_duty_to_tell(row: Cited) -> None:
    basis = agreed(row.source).basis(row.asked)
    assert basis is not None
    assert basis.secrecy == (SECRECY if "(2008:975)" in " ".join(row.texts) else None)


def test_the_table_has_every_source_on_every_day() -> None:
    table = rows()
    days = {row.asked for row in table}
    assert len(days) == 4
    assert len(table) == 32
    assert {(row.source, row.asked) for row in table} == {
        (source, day) for source, versions in contracts().agreements.items() if versions for day in days
    }
    assert all(row.texts for row in table)


def test_the_act_changes_on_the_day_and_never_else() -> None:
    """Between the days of the table nothing changes: each basis begins or ends where a row says."""
    for source, versions in contracts().agreements.items():
        for one in versions:
            begins = {basis.valid_from for basis in one.legal_basis if basis.valid_from}
            assert begins <= {NEW_ACT}, source
            acts = {act for act in ("(2001:453)", "(2025:400)") if act in str(one.legal_texts(NEW_ACT))}
            assert acts <= {"(2025:400)"}, source


# ------------------------------------------------------------ what the law carries


@cache
def tables() -> tuple[tuple[str, Table], ...]:
    """Every table that a source's answers are read with."""
    found = []
    for source, loaded in discover().sources.items():
        elements = importlib.import_module(f"adapters.{loaded.adapter}.elements")
        made = (table for table in vars(elements).values() if isinstance(table, Table))
        found += [(source, table) for table in made if table.format in loaded.manifest.reads]
    return tuple(found)


def test_each_element_is_carried_by_the_paragraph_that_is_cited_or_by_the_agreement() -> None:
    paragraph = {
        row.source: found[1]
        for row in rows()
        if (found := re.search(r"([0-9]+) § förordningen", " ".join(row.texts)))
    }
    seen = set()
    for source, table in tables():
        seen.add(source)
        laws = {row.law for row in table.rows if row.law is not None}
        named = {found[1] for law in laws if (found := re.match(r"2008:975 ([0-9]+) §", law))}
        assert named == {paragraph[source]} if source in paragraph else not named, source
        assert all(law == AGREEMENT or law.startswith("2008:975 ") for law in laws), source
    assert seen == {row.source for row in rows()}


def fitting(text: str) -> list[list[str]]:
    _, *lines = text.strip().splitlines()
    return [line.split() for line in lines]


@pytest.mark.parametrize(("source", "group", "asked"), fitting(SINCE))
def test_what_the_law_got_later_stands_in_no_agreement_of_before(source: str, group: str, asked: str) -> None:
    having = [it for it in contracts().agreements[source] if group in it.groups]
    assert having, "else the row says nothing"
    assert all(it.valid_from >= date.fromisoformat(asked) for it in having)


@pytest.mark.parametrize(("source", "place", "first", "last"), fitting(PERIODS))
def test_weeks_of_older_benefit_and_months_of_newer_are_told_by_their_days(
    source: str, place: str, first: str, last: str
) -> None:
    known: dict[str, Row] = {row.id: row for of, table in tables() if of == source for row in table.rows}
    assert (known[first].place, known[last].place) == (f"{place}.from", f"{place}.tom")
    assert known[first].law == known[last].law
