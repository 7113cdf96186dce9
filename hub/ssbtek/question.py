"""From SSBTEK's question to ours: one person, the agencies included, and who asks.

`syfte` and `lagtext` are not taken over: why and under which law it is asked is the agreement's word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from hub.model.board import Board
from hub.problems import MalformedQuestion, Pointer
from messages.koder import AktorTyp, Andamal
from messages.uppgifter import Uppgiftsforfragan
from messages.wire.ssbtek import Fraga, GenerellaFrageparametrar, Tidsperiod, Version

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


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as far as SSBTEK cannot say it: the board, and the case system whose cases are meant."""

    board: Board
    system: str


def organisation_number(general: GenerellaFrageparametrar) -> str:
    """That of `ingivare`, with ten digits."""
    return general.ingivare.organisationsnummer.removeprefix(_PREFIX)


def question_of(
    fraga: Fraga, version: Version, asker: Asker, question_id: str, known: Collection[str]
) -> Uppgiftsforfragan:
    """The question; of the agencies included those whose source is `known` are asked.

    Raises MalformedQuestion with SSBTEK's names of the places, never with what stood there.
    """
    general = fraga.generella
    try:
        return Uppgiftsforfragan.model_validate(
            {
                "forfraganId": question_id,
                "ingivare": {
                    "organisationsnummer": organisation_number(general),
                    "namnd": asker.board.id.board,
                    "aktor": _actor(general),
                },
                "arende": {"system": asker.system, "id": general.arendeidentitet.strip()},
                "andamal": Andamal.HANDLAGGNING_EKONOMISKT_BISTAND,
                "period": _period(general.tidsperiod),
                "personer": [{"personidentitet": general.personidentitet}],
                "urval": list(_rows(fraga, version, known)),
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
    """SSBTEK has one text for the caseworker; the unit is whoever `ingivare` says that it is."""
    told = general.ingivare.handlaggare.strip()
    return {"typ": AktorTyp.HANDLAGGARE, "id": told, "namn": told, "enhet": general.ingivare.namn.strip()}


def _rows(fraga: Fraga, version: Version, known: Collection[str]) -> Iterator[dict[str, object]]:
    for slot in version.slots:
        part = fraga.specifika.get(slot.element)
        if part is None:
            continue
        own = None if part.tidsperiod is None else _period(part.tidsperiod)
        for source in slot.sources:
            if source in known:
                yield {"kalla": source, "period": own}


def _period(period: Tidsperiod) -> dict[str, object]:
    return {"from": period.fromDatum, "tom": period.tomDatum}
