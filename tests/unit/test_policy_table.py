"""Who may ask, on what showing of the case: the rules as a table, held against every combination there is.

The table is written to be read by somebody who knows the law and not the code. Rows are read from the top;
the first that fits a situation says which gate refuses it and by which rule. A row fits where each of its
columns does: `-` is anything, `a/b` is either. What no row fits is granted.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import pytest

from hub.model.agreement import Agreement
from hub.model.case import PLACES, CaseFact, CasePerson
from hub.model.decision import Allowed, Grant, Refused
from hub.model.query import Query
from hub.policy import decide, five_gates
from messages.arende import Arendestatus, Arendetyp
from messages.koder import Andamal, Roll, Skydd, VisadAv
from tests.support.policy import AN, APPLICANT, NOW, STRANGER, agreement, caller, case, facts, query

# fmt: off
TABLE = """
gate  rule                   besides       status        kind              purpose  origin              agreement      age          role
1     egen-namnd             other-board   -             -                 -        -                   -              -            -
2     namngiven-handlaggare  nobody-named  -             -                 -        -                   -              -            -
3     ej-avslutat-arende     -             AVSLUTAT      -                 -        -                   -              -            -
3     ratt-slag-av-arende    -             -             -                 another  -                   -              -            -
3     oppnat-arende          -             AKTUALISERAT  ATERKRAV/KONTROLL -        -                   -              -            -
4     person-i-arendet       stranger      -             -                 -        -                   -              -            -
5     paborjad-period        next-month    -             -                 -        -                   -              -            -
3     arendet-inte-oppnat    -             AKTUALISERAT  -                 -        -                   -              -            -
3     aktualitet-racker-inte -             -             -                 -        ARENDESYSTEM/LISTA/SIGNERAT_INTYG/EGET_INTYG/UNCONFIRMED register-only - -
3     intyget-inte-bekraftat -             -             -                 -        UNCONFIRMED         all            -            -
3     aktualitet-for-gammal  -             -             -                 -        -                   -              over/future  -
4     roll-omfattas-inte     -             -             -                 -        -                   -              -            UMGANGESBARN/HUSHALLSMEDLEM
"""  # noqa: E501 - a table
PURPOSE_OF = """
EKONOMISKT_BISTAND  HANDLAGGNING_EKONOMISKT_BISTAND
ATERKRAV            ATERKRAV_EKONOMISKT_BISTAND
KONTROLL            KONTROLL_EKONOMISKT_BISTAND
"""
GREATEST_AGE = {
    VisadAv.REGISTER: timedelta(days=35),
    VisadAv.ARENDESYSTEM: timedelta(hours=1),
    VisadAv.LISTA: timedelta(days=7),
    VisadAv.SIGNERAT_INTYG: timedelta(minutes=10),
    VisadAv.EGET_INTYG: timedelta(days=1),
}
# fmt: on
UNCONFIRMED = "UNCONFIRMED"
SECOND = timedelta(seconds=1)


class Situation(NamedTuple):
    """One combination, in the words of the table's columns."""

    besides: str
    status: str
    kind: str
    purpose: str
    origin: str
    agreement: str
    age: str
    role: str


class Row(NamedTuple):
    gate: int
    rule: str
    columns: Situation

    def fits(self, situation: Situation) -> bool:
        return all(
            column == "-" or value in column.split("/")
            for column, value in zip(self.columns, situation, strict=True)
        )


def rows() -> list[Row]:
    head, *lines = (line.split() for line in TABLE.strip().splitlines())
    assert tuple(head[2:]) == Situation._fields
    return [Row(int(gate), rule, Situation(*columns)) for gate, rule, *columns in lines]


def situations(origin: str) -> list[Situation]:
    """Everything else may differ freely; what is wrong besides is tried with the widest agreement only."""
    the_rest = (list(Arendestatus), list(Arendetyp), ["its-own", "another"])
    ages, roles = ("fresh", "within", "over", "future"), list(Roll)
    besides = [("-", it) for it in ("register-only", "all", "afterwards")]
    besides += [(it, "all") for it in ("other-board", "nobody-named", "stranger", "next-month")]
    return [
        Situation(wrong, status, kind, purpose, origin, agreed, age, role)
        for (wrong, agreed), status, kind, purpose, age, role in product(besides, *the_rest, ages, roles)
    ]


ORIGINS = [*PLACES, UNCONFIRMED]
OWN = dict(line.split() for line in PURPOSE_OF.strip().splitlines())


def purposes(it: Situation) -> list[Andamal]:
    own = Andamal(OWN[it.kind])
    return [own] if it.purpose == "its-own" else [one for one in Andamal if one is not own]


def shown(it: Situation) -> CaseFact:
    origin = VisadAv.EGET_INTYG if it.origin == UNCONFIRMED else VisadAv(it.origin)
    greatest = GREATEST_AGE[origin]
    age = {
        "fresh": timedelta(0),
        "within": greatest,
        "over": greatest + SECOND,
        "future": -timedelta(minutes=5) - SECOND,
    }[it.age]
    return case(
        kind=Arendetyp(it.kind),
        status=Arendestatus(it.status),
        closed=date(2026, 11, 21) if it.status == "AVSLUTAT" else None,
        persons=(CasePerson(APPLICANT, Roll(it.role), Skydd.INGET),),
        origin=origin,
        as_of=NOW - age,
        confirmed=it.origin != UNCONFIRMED,
    )


def agreed(it: Situation) -> Agreement:
    origins = [VisadAv.REGISTER] if it.agreement == "register-only" else list(PLACES)
    return agreement(
        evidence={origin: int(GREATEST_AGE[origin].total_seconds()) for origin in origins},
        direct_access=False,
        confirmed_afterwards=it.agreement == "afterwards",
    )


WRONG: dict[str, dict[str, Any]] = {
    "-": {},
    "other-board": {"by": caller(board=AN)},
    "nobody-named": {"aktor": {"id": "system"}},
    "stranger": {"personer": [{"personidentitet": STRANGER.value}]},
    "next-month": {"period": {"from": "2026-12-01", "tom": "2026-12-31"}},
}


@cache
def asked(besides: str, purpose: Andamal) -> Query:
    return query(andamal=purpose.value, **WRONG[besides])


@pytest.mark.parametrize("origin", ORIGINS)
def test_every_combination_is_decided_as_the_table_says(origin: str) -> None:
    table, gates = rows(), five_gates()
    for it in situations(origin):
        known = facts(case=shown(it), agreements={"CSN": (agreed(it),)})
        row = next((row for row in table if row.fits(it)), None)
        for purpose in purposes(it):
            decided = decide(gates, asked(it.besides, purpose), known)
            if row is not None:
                assert isinstance(decided, Refused), it
                assert (decided.gate, decided.rule) == (row.gate, row.rule), it
                continue
            assert isinstance(decided, Allowed), (it, decided)
            ((grant,),) = (person.sources for person in decided.persons)
            assert isinstance(grant, Grant)
            assert grant.shown is known.case


def test_every_row_of_the_table_decides_something() -> None:
    """A row that never does would say nothing, and neither would a table that nothing passes."""
    table = rows()
    decisive = Counter(
        next((row.rule for row in table if row.fits(it)), "granted")
        for origin in ORIGINS
        for it in situations(origin)
    )
    assert set(decisive) == {"granted", *(row.rule for row in table)}
    assert len(situations(UNCONFIRMED)) == 7 * 3 * 3 * 2 * 4 * 5
