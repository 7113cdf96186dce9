"""Persons whom the answers name and who are not in the world: of the same test series, known to nobody asked.

No two share a day of the year with each other or with anybody in the world.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from hub.simulators.personas import MAN, WOMAN, Row, world
from hub.simulators.world import Persona
from messages.koder import Skydd

MANY_CHILDREN = 12

ROWS: tuple[Row, ...] = (
    Row("dotter", 8, 4, 2, WOMAN, "Ayaan", "Warsame", "Barn till startare", Skydd.SEKRETESSMARKERING),
    Row("son", 11, 6, 5, MAN, "Hugo", "Forsell", "Barn till arbetslos"),
    Row("alva", 6, 9, 27, WOMAN, "Alva", "Lund", "Barn till folkbokford", Skydd.SKYDDAD_FOLKBOKFORING),
    Row("viktor", 18, 1, 23, MAN, "Viktor", "Sandberg", "Barn till omstallare"),
    Row("lars", 49, 2, 25, MAN, "Lars", "Sandberg", "Omställarens make, död"),
    Row("bertil", 76, 7, 4, MAN, "Bertil", "Ek", "Pensionärens make, död"),
    Row("vera", 51, 10, 15, WOMAN, "Vera", "Mångs", "Mangfalds första hustru, död"),
    Row("ulla", 50, 8, 12, WOMAN, "Ulla", "Mångs", "Gift med mangfald"),
    *(
        Row(
            f"mangs{age}",
            age,
            age,
            17,
            WOMAN if age % 2 else MAN,
            f"Barn{age}",
            "Mångs",
            "Barn till mangfald",
        )
        for age in range(1, MANY_CHILDREN + 1)
    ),
)


@cache
def relative(key: str, today: date) -> Persona:
    """Raises KeyError for a key that is not among ROWS."""
    return world(today, ROWS).personas[key]


def many_children(today: date) -> tuple[Persona, ...]:
    return tuple(relative(f"mangs{age}", today) for age in range(1, MANY_CHILDREN + 1))
