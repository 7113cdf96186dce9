"""The pensions that were Försäkringskassan's, as its registers still tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from adapters.forsakringskassan.simulated_days import Time
from adapters.forsakringskassan.writing import (
    Json,
    Number,
    amount,
    benefit,
    extent,
    letter_code,
    monthly,
    number_code,
    person,
)
from hub.simulators.world import Persona

SURVIVOR = letter_code("EP", "Efterlevandepension")
RIGHT_OF_INCOME = letter_code("IP", "Inkomstpension")
CERTIFICATES = {2: "Intyg komplett", 24: "Ej skickat. Personen ej utlandsbosatt"}


def public_pension(decided: date, time: Time, gross: Number, part: Json) -> Json:
    row = monthly(
        benefit("FK:AP"),
        decided,
        time,
        gross,
        part=part,
        samordnatBruttobelopp=amount(gross),
        omfattning=extent(1),
    )
    return {"beslut": [row]}


def survivors_pension(dead: Persona, died: date, decided: date, time: Time, gross: Number) -> Json:
    row = monthly(
        SURVIVOR,
        decided,
        time,
        gross,
        part=letter_code("AEP", "Änkepension"),
        samordnatBruttobelopp=amount(gross),
        omfattning=[extent(1)],
    )
    return {"grunduppgifter": {"avliden": person(dead, died)}, "beslut": [row]}


def certificate(updated: date, status: int = 24) -> Json:
    return {"uppdaterades": updated.isoformat(), "status": number_code(status, CERTIFICATES[status])}


def holding(total: Number, premium: Number) -> Json:
    return {"belopp": amount(total), "premiepensionBelopp": amount(premium)}


def earning_year(
    year: int,
    income: Number,
    updated: date,
    *,
    parents: Sequence[tuple[Persona, int, str]] = (),
    grounds: Json | None = None,
) -> Json:
    """What a year gave. `parents` are those who may count a small child: person, code and its text."""
    right = float(income) * 0.16
    return {
        "ar": year,
        "underlag": {
            "behallningsunderlag": [_holding_grounds(updated, right)],
            "pensionsunderlag": [_pension_grounds(updated, income, grounds or {})],
            "poangunderlag": [_point_grounds(updated, income)],
        },
        "pensionsbehallningar": [_ground(right)],
        "pensionsratter": [_ground(right)],
        "faktiskaPensionsratter": [_ground(right)],
        "poang": [4.25],
        "barnbeslut": [
            {
                "foralder": person(parent),
                "foraldertyp": number_code(code, text),
                "berattigad": True,
                "upplysning": "Valet gjordes av föräldrarna",
            }
            for parent, code, text in parents
        ],
    }


def _ground(belopp: Number) -> Json:
    return {"typ": RIGHT_OF_INCOME, "belopp": amount(belopp)}


def _holding_grounds(updated: date, right: float) -> Json:
    moved = {
        "typ": RIGHT_OF_INCOME,
        "arvsvinst": amount(210),
        "indexforanding": amount(round(right / 40)),
        "administrationskostnad": amount(31),
        "uttaget": amount(0),
        "aterlagt": amount(0),
    }
    return {
        "uppdaterades": updated.isoformat(),
        "andringsanledning": "Årsomräkning",
        "pensionsbehallningsforandringar": [moved],
    }


def _pension_grounds(updated: date, income: Number, grounds: Json) -> Json:
    return {
        "uppdaterades": updated.isoformat(),
        "andringsanledning": "Taxering",
        "intjanandetak": [amount(617_000)],
        "forvarvsvillkorsar": str(updated.year),
        "belopp": [_ground(income)],
        **grounds,
    }


def _point_grounds(updated: date, income: Number) -> Json:
    return {
        "uppdaterades": updated.isoformat(),
        "andringsanledning": "Taxering",
        "vardar": False,
        "pgiBedomd": False,
        "poang": [{"typ": letter_code("ATP", "Pensionspoäng"), "summa": 4.25}],
        "basbelopp": [amount(58_800)],
        "inkomster": [_ground(income)],
    }


def every_ground(year: int) -> Json:
    """Amounts counted though nothing was earned: conscription, studies, small children, illness, estimate."""
    month = {
        "manad": f"{year}-01",
        "antagandeinkomst": amount(24_000),
        "reduceringsbelopp": amount(0),
        "andel": "100",
        "pisa": [amount(1_500)],
        "pisaAnhorig": [amount(0)],
        "arbetsskadelivranta": [amount(0)],
        "samordningsprocentAL": [0],
        "beloppForeAvrundningTakbegransning": amount(25_500),
    }
    points = {
        "belopp": amount(12_000),
        "antagandepoang": 3.1,
        "jamforelsepoang": 3.4,
        "bastaPoangPlusEtt": 4.4,
        "svenskaNordiskaForsakringsmanader": "12",
    }
    return {
        "underlagPgbForPlikt": [{"belopp": amount(900), "dagar": 12, "halvaMedelPGI": amount(150_000)}],
        "underlagPgbForStudier": [
            {
                "belopp": amount(14_000),
                "studiebidrag": amount(10_200),
                "beloppForeAvrundningTakbegransning": amount(14_076),
            }
        ],
        "underlagPgbForBarn": [_small_child()],
        "underlagPgbForSa": [{"belopp": amount(25_500), "manadsunderlag": [month]}],
        "underlagPgbForAntagandepoang": [points],
    }


def _small_child() -> Json:
    return {
        "belopp": amount(49_000),
        "jamfarelseinkomst": amount(240_000),
        "utfyllnadsinkomst": amount(49_000),
        "beloppAlternativ1": amount(49_000),
        "trefjardedelsMedelPGI": amount(210_000),
        "beloppAlternativ2": amount(19_000),
        "basbelopp": amount(58_800),
        "bastaAlternativ": 1,
        "beloppForeAvrundningTakbegransning": amount(49_012),
    }
