"""General information on a person, as LEFI writes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from adapters.forsakringskassan.writing import Json, extent, number_code, person, told
from hub.simulators.world import Persona

SWEDEN = {"kod": "SE", "namn": "Sverige"}
CIVIL = {0: "Okänd", 1: "Ogift", 2: "Gift", 5: "Skild", 7: "Änka/Änkeman"}
HOME, SPECIAL = number_code(1, "Folkbokföringsadress"), number_code(2, "Särskild postadress")
POSTCODE, TOWN = "999 99", "Exempelstad"
"""No such postcode is in use."""


def address(*lines: str, role: Json = HOME) -> Json:
    return {
        "roller": [role],
        "utdelningadress": list(lines),
        "postnummer": POSTCODE,
        "postort": TOWN,
        "land": SWEDEN,
    }


def workplace(
    name: str, organisation: str, occupation: str, where: Json, *, hours: tuple[int, int] = (1, 1)
) -> Json:
    """Where somebody works; `hours` is the share of full time."""
    return {
        "nummer": "1",
        "namn": name,
        "arbetsgivare": {"namn": name, "organisationsnummer": organisation, "adress": where},
        "sysselsattning": occupation,
        "arbetstid": extent(*hours),
        "adress": where,
        "telefon": "060-000 00 00",
        "kontakt": {"namn": "Växeln", "telefon": ["060-000 00 00"], "epost": ["vaxeln@example.org"]},
    }


def general(
    whom: Persona,
    *,
    civil: int = 1,
    where: Sequence[Json] = (),
    works: Sequence[Json] = (),
    children: Sequence[Persona] = (),
    related: Sequence[Persona] = (),
    registered: tuple[str, str] | None = ("Västernorrlands län", "Sundsvall"),
    citizen: tuple[str, str] = ("SE", "Sverige"),
    since: date | None = None,
    died: date | None = None,
) -> Json:
    """The one row about the person asked about; `registered` is county and municipality."""
    homes = [dict(zip(("lan", "kommun"), registered, strict=True))] if registered else []
    return {
        **person(whom),
        "avled": [died.isoformat()] if died else [],
        "adress": list(where),
        "arbetsstallen": list(works),
        "barn": [person(child) for child in children],
        "civilstand": number_code(civil, CIVIL[civil]),
        "folkbokford": homes,
        "medborgarskap": [
            told(
                datum=(since or whom.born).isoformat(), land=dict(zip(("kod", "namn"), citizen, strict=True))
            )
        ],
        "samhorig": [person(one) for one in related],
    }
