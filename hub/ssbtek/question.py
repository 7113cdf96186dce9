"""From SSBTEK's question to ours: one person, the agencies included, and who asks.

`syfte` and `lagtext` are not taken over: why and under which law it is asked is the agreement's word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from hub.model.board import Board
from hub.problems import MalformedQuestion, Pointer
from hub.ssbtek.wanted import Row
from messages.koder import AktorTyp, Andamal
from messages.uppgifter import Uppgiftsforfragan
from messages.values import IDENTIFIER_CHARACTERS, holds_personal_number
from messages.wire.ssbtek import GenerellaFrageparametrar, Tidsperiod

_PREFIX = "16"
"""SSBTEK writes organisation numbers with twelve digits, the first two being 16."""

_PLACES = {
    "personer": "personidentitet",
    "arende": "arendeidentitet",
    "ingivare": "ingivare",
    "period": "tidsperiod",
    "urval": "specifikaFrageparametrar",
}
"""Field of our question to the element of theirs that it was made of."""


_UNFIT = re.compile(f"[^{IDENTIFIER_CHARACTERS}]+")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as far as SSBTEK cannot say it: the board, and the case system whose cases are meant."""

    board: Board
    system: str
    case_id: str
    """As the client sent it, or one that is nobody's where that can be none."""


def organisation_number(general: GenerellaFrageparametrar) -> str:
    """That of `ingivare`, with ten digits."""
    return general.ingivare.organisationsnummer.removeprefix(_PREFIX)


def question_of(
    general: GenerellaFrageparametrar, rows: Sequence[Row], asker: Asker, question_id: str
) -> Uppgiftsforfragan:
    """The question, to the sources of `rows`, of which there is one at least: none would mean every source.

    Raises MalformedQuestion with SSBTEK's names of the places, never with what stood there.
    """
    assert rows, "a question to nobody is not a question to everybody"
    try:
        return Uppgiftsforfragan.model_validate(
            {
                "forfraganId": question_id,
                "ingivare": {
                    "organisationsnummer": organisation_number(general),
                    "namnd": asker.board.id.board,
                    "aktor": _actor(general),
                },
                "arende": {"system": asker.system, "id": asker.case_id},
                "andamal": Andamal.HANDLAGGNING_EKONOMISKT_BISTAND,
                "period": _period(general.tidsperiod),
                "personer": [{"personidentitet": general.personidentitet}],
                "urval": [_row(row) for row in rows],
            }
        )
    except ValidationError as error:
        places = sorted(
            {_PLACES.get(str(it["loc"][0] if it["loc"] else ""), "frågan") for it in error.errors()}
        )
        raise MalformedQuestion(
            f"Frågan kan inte ställas som den är: se över {', '.join(places)}.",
            fel=[Pointer(f"/{place}", "har ett värde som inte kan användas") for place in places],
        ) from None


def _actor(general: GenerellaFrageparametrar) -> dict[str, str]:
    """SSBTEK has one text for the caseworker; the unit is whoever `ingivare` says that it is.

    It is an account by its meaning, and a name or `DOMAIN\\account` where a client sends that. The id is then
    `account@DOMAIN`, which is judged by its account, and has _ for what no id has; the same each time.
    """
    told = general.ingivare.handlaggare.strip()
    domain, _, account = told.rpartition("\\")
    named = f"{account}@{domain}" if domain else told
    fit = told if holds_personal_number(_UNFIT.sub("", told)) else _UNFIT.sub("_", named).strip("_")
    return {"typ": AktorTyp.HANDLAGGARE, "id": fit, "namn": told, "enhet": general.ingivare.namn.strip()}


def _row(row: Row) -> dict[str, object]:
    period = {"from": row.days.first, "tom": row.days.last}
    return {"kalla": row.source, "period": period, "uppgifter": sorted(row.groups or ())}


def _period(period: Tidsperiod) -> dict[str, object]:
    return {"from": period.fromDatum, "tom": period.tomDatum}
