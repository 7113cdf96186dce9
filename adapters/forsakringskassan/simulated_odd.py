"""The person whose answers break every rule that the types set, or that answers have been seen to break.

Nothing here is filtered by the time asked about; only what was asked for is told.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from adapters.forsakringskassan.simulated_days import ago, month, payday, whole_month
from adapters.forsakringskassan.simulated_groups import (
    CLAIMS,
    COMING,
    DECISIONS,
    FK_COMING,
    FK_PAID,
    INFORMATION,
    PAID,
)
from adapters.forsakringskassan.simulated_known import Known
from adapters.forsakringskassan.writing import Json, amount
from hub.simulators.world import World


def rule_breaker(world: World) -> Known:
    """Lists that are objects and objects that are lists, null, text for numbers, codes nobody knows."""
    today = world.today
    number = world.personas["regelbrytare"].number.value
    return Known(
        instead={**_person(number), **_cases(today), **_payments(today), **_pensions(today)},
        beside={
            "nyUppgift": {"djup": [{"djupare": "ja"}]},
            "version": 9.1,
            "meddelande": None,
        },
    )


def _person(number: str) -> dict[str, Any]:
    """An object where a list should be, ten digits, texts for truth values, a code that is bare text."""
    return {
        "generellPersoninformation": {
            "personnummer": number[2:],
            "foddes": f"{number[:4]}-00-00",
            "namn": ["Udd", "Göran"],
            "skyddad": "false",
            "avled": None,
            "adress": {"utdelningadress": "Exempelgatan 1", "postnummer": 99999, "fastighet": "Prov 1:2"},
            "arbetsstallen": None,
            "barn": "inga",
            "civilstand": "Gift",
            "folkbokford": [],
            "medborgarskap": [{"datum": "19800101", "land": "Island"}],
            "samhorig": [None],
            "sprak": "is",
        },
        "sjukpenninggrundandeInkomstuppgift": [
            {
                "faststalldes": "2019-02-30",
                "typ": {"id": 9, "beskrivning": "Övrig inkomst"},
                "anstallning": {"summa": "318 000", "valuta": "SEK"},
                "karens": "1",
                "dagar": 260.5,
            }
        ],
        "skatteuppgift": "saknas",
        "studiemedelsavisering": [{"typ": {"id": "2"}, "period": "2026"}],
        "programanvisning": [{"period": {"fran": "igår"}, "omfattning": "halvtid", "program": 53}],
    }


def _cases(today: date) -> dict[str, Any]:
    """Claims and decisions: single for many, many for single, other currency, periods the wrong way round."""
    decided = f"{ago(today, 90)}+01:00"
    backwards = {"fran": ago(today, 30).isoformat(), "till": ago(today, 90).isoformat()}
    half = {"taljare": "1", "namnare": 0}
    row: Json = {
        "fattades": decided,
        "definitivt": "J",
        "forman": {"id": "ABB"},
        "period": backwards,
        "beslutatBruttobelopp": {"summa": 115.5, "valuta": "EUR"},
        "nyttFalt": True,
    }
    return {
        "barnbidragsarende": {"grunduppgifter": [], "beslut": row},
        "bostadsbidragsarende": None,
        "sjukpenningarende": [
            None,
            "nonsens",
            {
                "startades": decided,
                "aktivt": "ja",
                "beslut": [
                    {**row, "beslutatBruttobelopp": None, "omfattning": half, "dagar": 10.5, "karens": 0},
                    {"ersattningsdagar": {"ersattningsdatum": "2026-02-30", "ersattningsbelopp": 402}},
                ],
            },
        ],
        "merkostnadsersattningsarende": [{"startades": "0001-01-01", "avslaget": 1, "beslut": [row, row]}],
        "omvardnadsbidragsarende": [[{"startades": ago(today, 9).isoformat()}]],
        "programjobdagar": {"antalForbrukade": "143 dagar", "harForbrukatMaxAntal": None},
        "sjukOchAktivitetsersattningsarende": [{"beslut": None, "grunduppgifter": "38/40"}],
        "underhallsskuld": [amount(-450), {"belopp": "450 kr"}, {"belopp": {"summa": None}}],
        "allmanpensionsarende": 17,
    }


def _payments(today: date) -> dict[str, Any]:
    """The same payment twice, the net as a bare number, tax as text, a detail row with a code of tomorrow."""
    paid = payday(month(today, 1), 25)
    first, last = whole_month(today, 1)
    row: Json = {
        "typ": {"id": 8, "beskrivning": "Ny utbetalningstyp"},
        "foretag": {"id": 1004},
        "formansfamilj": "SJP",
        "datum": f"{paid}+02:00",
        "period": {"fran": first.isoformat(), "till": last.isoformat()},
        "bruttobelopp": amount(4_020),
        "skattebelopp": {"summa": "1206,00", "valuta": "SEK"},
        "nettobelopp": 2_814,
        "utbetalningsdetalj": {
            "beloppstyp": {"id": "NYTT", "beskrivning": "Nytt avdrag"},
            "dagar": 9.5,
            "bruttobelopp": {"summa": 4_020.005, "valuta": "sek"},
            "kommentar": "fri text",
        },
    }
    return {
        FK_PAID: [row, row, {"datum": "okänt", "nettobelopp": {"summa": 99.0, "valuta": "NOK"}}, None],
        FK_COMING: {**row, "datum": ago(today, -9).isoformat(), "nettobelopp": {"summa": "2814.00"}},
    }


def _pensions(today: date) -> dict[str, Any]:
    """Pensionsmyndigheten's: amounts as objects and with decimals, from after tom, codes nobody knows."""
    first, last = whole_month(today, 1)
    unknown = {"kod": "PM:NY", "beskrivning": "Ny förmån"}
    return {
        **_paid_pensions(today),
        CLAIMS: {"ansprakid": 17, "ankomstdatum": f"{ago(today, 20)}T08:00:00Z", "formansgrupp": "PM:AP"},
        DECISIONS: [
            {
                "beslutsid": None,
                "beslutsdatum": "2026-02-30",
                "formansgrupp": unknown,
                "beslutsstatus": {"kod": "OVERKLAGAT"},
                "beslutsutfall": "BIFALL",
                "beslutadErsattning": {
                    "beslutatBelopp": 3_000,
                    "period": {"from": last.isoformat(), "tom": first.isoformat()},
                    "ersattningstyp": unknown,
                    "omfattning": "100 %",
                    "underlag": {"nytt": {"faktor": 1}, "ip": []},
                },
                "tillagg": [],
            },
            {},
        ],
        INFORMATION: [
            {"informationstyp": {"kod": "PM:NYTT"}, "nyInformation": {"a": 1}},
            {"informationstyp": {"kod": "PM:LINT"}, "levnadsintyg": {"levnadsintygsstatus": {"kod": "99"}}},
        ],
    }


def _paid_pensions(today: date) -> dict[str, Any]:
    """Amounts with decimals, as text and in euro."""
    paid = payday(month(today, 1), 19)
    first, last = whole_month(today, 1)
    unknown = {"kod": "PM:NY", "beskrivning": "Ny förmån"}
    return {
        PAID: [
            {
                "utbetalningsdatum": f"{paid}+02:00",
                "utbetalningsperiod": {"fran": first.isoformat(), "till": last.isoformat()},
                "bruttobelopp": 3_000.5,
                "nettobelopp": "2100",
                "avdrag": {"belopp": {"summa": 900, "valuta": "SEK"}, "avdragstyp": unknown},
                "utbetalningsrader": [None, {"belopp": "tre tusen", "formansgrupp": unknown}],
            },
            {"utbetalningsdatum": paid.isoformat(), "nettobelopp": amount(2_100, "EUR")},
        ],
        COMING: "inga",
    }
