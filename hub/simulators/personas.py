"""The test persons, one row each: who they are, never what an agency knows of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hub.simulators.world import Persona, World
from messages.values import Personidentitet, luhn_valid

WOMAN, MAN = "238", "239"
"""Birth numbers of Skatteverket's published test series."""


@dataclass(frozen=True, slots=True)
class Row:
    """A person as written in the table: turns `age` this year, on `month`-`day`."""

    key: str
    age: int
    month: int
    day: int
    birth_number: str
    first_name: str
    last_name: str
    description: str
    protected: bool = False
    coordination_number: bool = False


# A date of birth holds one woman and one man of the series, so no two rows share date and sex in any year.
ROWS: tuple[Row, ...] = (
    Row("student", 23, 3, 14, WOMAN, "Saga", "Lindqvist", "Student med studiemedel och betalningsplan"),
    Row("gymnasist", 17, 1, 9, MAN, "Elliot", "Berg", "Gymnasist, 17 år, med studiehjälp"),
    Row("omstallare", 46, 9, 2, WOMAN, "Ingrid", "Sandberg", "Studerar med omställningsstudiestöd"),
    Row("skyddad", 31, 5, 27, WOMAN, "Maja", "Nyström", "Har sekretessmarkering", protected=True),
    Row("startare", 38, 11, 6, MAN, "Yusuf", "Warsame", "Studerar med studiestartsstöd"),
    Row("okand", 29, 2, 18, MAN, "Nils", "Öberg", "Okänd hos alla källor"),
    Row(
        "samordnad", 34, 7, 11, MAN, "Tomasz", "Zieliński", "Har samordningsnummer", coordination_number=True
    ),
    Row("mangfald", 52, 4, 20, MAN, "Åke", "Mångs", "Har många av allt"),
    Row("foralder", 36, 8, 23, WOMAN, "Amina", "Haddad", "Förälder med barnbidrag och hemutrustningslån"),
    Row("pensionar", 71, 12, 1, WOMAN, "Gun-Britt", "Ek", "Pensionär"),
)


def world(today: date, rows: Sequence[Row] = ROWS) -> World:
    """The world as of `today`; another day of the same year gives the same numbers."""
    personas = {
        row.key: Persona(
            key=row.key,
            number=number_of(
                date(today.year - row.age, row.month, row.day),
                row.birth_number,
                coordination=row.coordination_number,
            ),
            first_name=row.first_name,
            last_name=row.last_name,
            description=row.description,
            protected=row.protected,
        )
        for row in rows
    }
    return World(today, personas)


def number_of(born: date, birth_number: str, *, coordination: bool = False) -> Personidentitet:
    """The number of the test series for a date of birth; 60 is added to the day of a coordination number."""
    day = born.day + (60 if coordination else 0)
    nine = f"{born:%y%m}{day:02}{birth_number}"
    check = next(digit for digit in "0123456789" if luhn_valid(nine + digit))
    return Personidentitet(f"{born.year // 100}{nine}{check}")
