"""The test persons, one row each: who they are, never what an agency knows of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hub.simulators.world import Persona, World
from messages.koder import Skydd
from messages.values import Personidentitet, luhn_valid

WOMAN, MAN = "238", "239"
"""Birth numbers of Skatteverket's published test series."""

FAMILY = ("foralder", "foralder2")
"""The parents of one household; their children are the rows that name them."""


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
    protection: Skydd = Skydd.INGET
    coordination_number: bool = False
    parents: tuple[str, ...] = ()


# No two rows share a day of the year, so no two persons share a number in any year.
ROWS: tuple[Row, ...] = (
    Row("student", 23, 3, 14, WOMAN, "Saga", "Lindqvist", "Student med studiemedel och betalningsplan"),
    Row("gymnasist", 17, 1, 9, MAN, "Elias", "Haddad", "Gymnasist, 17 år, med studiehjälp", parents=FAMILY),
    Row("omstallare", 46, 9, 2, WOMAN, "Ingrid", "Sandberg", "Studerar med omställningsstudiestöd"),
    Row("skyddad", 31, 5, 27, WOMAN, "Maja", "Nyström", "Har sekretessmarkering", Skydd.SEKRETESSMARKERING),
    Row("startare", 38, 11, 6, MAN, "Yusuf", "Warsame", "Studerar med studiestartsstöd"),
    Row("okand", 29, 2, 18, MAN, "Nils", "Öberg", "Okänd hos alla källor"),
    Row(
        "samordnad", 34, 7, 11, MAN, "Tomasz", "Zieliński", "Har samordningsnummer", coordination_number=True
    ),
    Row("mangfald", 52, 4, 20, MAN, "Åke", "Mångs", "Har många av allt"),
    Row("foralder", 39, 8, 23, WOMAN, "Amina", "Haddad", "Förälder med föräldrapenning och barnbidrag"),
    Row("foralder2", 42, 10, 5, MAN, "Sami", "Haddad", "Förälder med anställning"),
    Row("barn1", 7, 6, 16, WOMAN, "Leila", "Haddad", "Barn, 7 år", parents=FAMILY),
    # One protected member is enough for a household's whole answer to be protected.
    Row(
        "barn2",
        1,
        2,
        3,
        MAN,
        "Noor",
        "Haddad",
        "Barn, 1 år, med sekretessmarkering",
        Skydd.SEKRETESSMARKERING,
        parents=FAMILY,
    ),
    Row("pensionar", 71, 12, 1, WOMAN, "Gun-Britt", "Ek", "Pensionär med bostadstillägg"),
    Row("arbetslos", 44, 3, 29, MAN, "Mikael", "Forsell", "Arbetslös med a-kassa och avstängning"),
    Row("programdeltagare", 27, 9, 19, WOMAN, "Hawa", "Diallo", "Arbetssökande i program utan a-kassa"),
    Row("sjuk", 49, 5, 8, WOMAN, "Karin", "Holm", "Sjukskriven på halvtid med sjukpenning"),
    Row("nyanland", 33, 7, 30, MAN, "Dawit", "Tesfaye", "Nyanländ med tidsbegränsat uppehållstillstånd"),
    Row("bilagare", 57, 11, 24, MAN, "Rolf", "Hedman", "Äger två fordon"),
    Row("anstalld", 41, 4, 12, WOMAN, "Petra", "Vikström", "Anställd med lön varje månad och kapital"),
    Row(
        "folkbokford",
        35,
        8,
        6,
        WOMAN,
        "Ebba",
        "Lund",
        "Har skyddad folkbokföring",
        Skydd.SKYDDAD_FOLKBOKFORING,
    ),
    Row("regelbrytare", 62, 10, 28, MAN, "Göran", "Udd", "Får svar som bryter mot varje regel"),
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
            protection=row.protection,
            parents=row.parents,
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
