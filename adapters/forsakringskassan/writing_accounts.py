"""Pensionsmyndigheten's underlag and other information: what pensions are reckoned from, and accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from adapters.forsakringskassan.writing import Json, group, word_code

COORDINATED: Mapping[str, str] = {
    "PM:AL": "Arbetsskadelivränta",
    "PM:AP": "Allmän pension",
    "PM:YL": "Yrkesskadelivränta",
}
ACCOUNTS: Mapping[str, str] = {"IP": "Inkomstpension", "PREP": "Premiepension"}
EVENTS: Mapping[str, str] = {
    "ARSOMRAKNING": "Årsomräkning",
    "ANDRAD_PENSIONSRATT": "Ändrad pensionsrätt",
    "NYTT_ANDRAT_PENSIONSUTTAG": "Nytt eller ändrat pensionsuttag",
}
MOVES: Mapping[str, str] = {
    "ARVSVINST": "Arvsvinst",
    "FORVALTNINGSKOSTNAD": "Förvaltningskostnad",
    "PENSIONSRATT": "Pensionsrätt",
    "INDEXERING": "Indexering",
    "UTTAGEN_PENSIONSBEHALLNING": "Uttagen pensionsbehållning",
}
CERTIFICATES: Mapping[int, str] = {2: "Intyg komplett", 24: "Ej skickat. Personen ej utlandsbosatt"}

INCOME: Json = {"ip": {"ylAvdrag": 0}}
CHILD: Json = {"bp": {"efterlevandepensionsunderlag": 212_000, "procent": 35.0}}
ADJUSTMENT: Json = {"op": {"efterlevandepensionsunderlag": 212_000, "procent": 55.0}}
SURVIVOR_GUARANTEE: Json = {"garpEp": {"antal40delar": 40}}


def guarantee(income: int, supplementary: int) -> Json:
    """Garantipension: what other pensions count for, SEK a year."""
    return {
        "garp": {
            "antal40delar": 40,
            "garantitillaggForGarantipension": 0,
            "ylAvdrag": 0,
            "inkomstpensionForGarantipension": income,
            "tillaggspensionForGarantipension": supplementary,
        }
    }


def guarantee_by_older_rules(total: int) -> Json:
    """For those born in 1937 or before."""
    return {
        "garpAp37": {
            "summaBerakningsunderlag": total,
            "antal40delar": 40,
            "antal30delar": 30,
            "pensionstillskott": 0,
            "uttagsprocentFp": 100,
        }
    }


def supplementary(points: float, years: int) -> Json:
    """Tilläggspension: mean points, and years with points out of those needed."""
    return {
        "tp": {
            "sjoskattear": 0,
            "uttagsprocent": 100,
            "ylAvdrag": 0,
            "garantitillagg": 0,
            "folkpensiontillagg": 0,
            "medelpoang": points,
            "arMedPensionspoang": years,
            "erforderligaAr": 30,
        }
    }


def widow(points: float) -> Json:
    return {"ankep": {"antal15delar": 15, "medelpoang": points, "taljare": 30, "namnare": 30}}


def annuity(injured: date, income: int) -> Json:
    """Livränta; the key is spelt as the interface spells it."""
    return {
        "livaranta": {
            "livrantefaktor": 0.5,
            "arbetsgivarkod": 1,
            "skadedatum": injured.isoformat(),
            "arsinkomstInnanSkada": income,
        }
    }


def coordinated(before: int, *kinds: str) -> Json:
    """Coordination with other benefits: SEK before it."""
    types = [word_code(kind, COORDINATED[kind]) for kind in kinds]
    return {"samordning": {"beloppForeSamordning": before, "samordningstyper": types}}


def certificate(updated: date, status: int = 24) -> Json:
    """Levnadsintyg, which those who live abroad send in."""
    return {
        "informationstyp": group("PM:LINT"),
        "levnadsintyg": {
            "senastUppdaterad": updated.isoformat(),
            "levnadsintygsstatus": word_code(status, CERTIFICATES[status]),
        },
    }


def holdings(year: int, values: Mapping[str, int], moves: Mapping[str, int], event: str) -> Json:
    """What stands on the accounts (IP, PREP) from the new year on, and what moved on them."""
    transactions = [
        {"kontotransaktionstyp": word_code(kind, MOVES[kind]), "belopp": belopp}
        for kind, belopp in moves.items()
    ]
    return {
        "informationstyp": group("PM:PBH"),
        "pensionsbehallning": {
            "pensionskonton": [
                {
                    "kontotyp": word_code(kind, ACCOUNTS[kind]),
                    "kontovarden": [
                        {
                            "varde": value,
                            "gallerFrom": f"{year}-01-01",
                            "faststallelsear": str(year - 1),
                            "kontohandelse": {
                                "kontohandelsetyp": word_code(event, EVENTS[event]),
                                "kontohandelsetidpunkt": f"{year}-01-01T04:15:00.000+01:00",
                                "kontotransaktioner": transactions,
                            },
                        }
                    ],
                }
                for kind, value in values.items()
            ]
        },
    }


def earnings(years: Sequence[tuple[int, int]]) -> Json:
    """Pensionsunderlag: year, and pensionsgrundande inkomst of it."""
    return {
        "informationstyp": group("PM:PU"),
        "pensionsunderlag": {
            "intjanandear": [
                {
                    "artal": str(year),
                    "pensionsgrundandeInkomst": income,
                    "pensionsgrundandeBeloppForStudier": 0,
                    "pensionsgrundandeBeloppForSjukOchAktivitetsersattning": 0,
                    "pensionsgrundandeBeloppForArMedSmaBarn": 0,
                    "pensionsgrundandeBeloppForPlikttjanst": 0,
                    "pensionsgrundandeBeloppForFortidspension": 0,
                }
                for year, income in years
            ]
        },
    }
