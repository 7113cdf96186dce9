"""Pensionsmyndigheten's part of LEFI's answer: whole numbers, from and tom, codes with `kod`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from adapters.forsakringskassan.simulated_days import Time
from adapters.forsakringskassan.writing import Json, from_to, group, told, word_code
from hub.simulators.world import Persona

KINDS: Mapping[str, str] = {
    "PM:AFS": "Äldreförsörjningsstöd",
    "PM:ANKEP": "Änkepension",
    "PM:ANKEPGARP": "Garantipension till änkepension",
    "PM:BP": "Barnpension",
    "PM:BT": "Bostadstillägg",
    "PM:ELSTOD": "Efterlevandestöd",
    "PM:FOP": "Förlängd omställningspension",
    "PM:GARP": "Garantipension",
    "PM:IP": "Inkomstpension",
    "PM:IPT": "Inkomstpensionstillägg",
    "PM:OL": "Omställningslivränta",
    "PM:OP": "Omställningspension",
    "PM:OPGARP": "Garantipension till omställningspension",
    "PM:PREP": "Premiepension",
    "PM:SBT": "Särskilt bostadstillägg",
    "PM:SEP": "Särskild efterlevandepension",
    "PM:TP": "Tilläggspension",
}
FREQUENCIES: Mapping[str, str] = {
    "AR": "Per år",
    "HALVAR": "Per halvår",
    "KVARTAL": "Per kvartal",
    "MANAD": "Per månad",
    "VECKA": "Per vecka",
    "DAG": "Per dag",
    "ENGANGS": "Engångsbelopp",
}
STATES: Mapping[str, str] = {
    "INTERIMISTISKT": "Interimistiskt",
    "PRELIMINART": "Preliminärt",
    "SLUTLIGT": "Slutligt",
}
OUTCOMES: Mapping[str, str] = {"BIFALL": "Bifall", "AVSLAG": "Avslag"}
PAID_AS: Mapping[str, str] = {
    "PM:AL": "Arbetsskadelivränta",
    "PM:AP37": "Allmän pension, födda till och med 1937",
    "PM:AP38": "Allmän pension, födda från och med 1938",
    "PM:BTP": "Bostadstillägg till pensionärer",
    "PM:EP": "Efterlevandepension",
    "PM:PREP": "Premiepension",
}
AMOUNTS: Mapping[str, str] = {
    "PM:AL1": "Livränta",
    "PM:ANKEP": "Änkepension",
    "PM:BP": "Barnpension",
    "PM:BTP": "Bostadstillägg",
    "PM:AFS": "Äldreförsörjningsstöd",
    "PM:GARP": "Garantipension",
    "PM:IP": "Inkomstpension",
    "PM:IPT": "Inkomstpensionstillägg",
    "PM:OP": "Omställningspension",
    "PM:PFE": "Premiepension",
    "PM:TP": "Tilläggspension",
}
DEDUCTIONS: Mapping[str, str] = {
    "PM:PS": "Preliminär skatt",
    "PM:UTMATNING": "Utmätning",
    "PM:SOCAVDRAG": "Socialavdrag",
}


def claim(code: str, number: str, came: date, wanted: Time) -> Json:
    return {
        "ansprakid": number,
        "ankomstdatum": came.isoformat(),
        "formansgrupp": group(code),
        "yrkadPeriod": from_to(wanted),
    }


def grant(
    kind: str,
    belopp: int,
    time: Time,
    *,
    frequency: str = "MANAD",
    extent: float = 100,
    underlag: Json | None = None,
) -> Json:
    """What a decision gives: SEK each `frequency`, percent of a whole benefit, what it is reckoned from."""
    return told(
        beslutatBelopp={
            "belopp": belopp,
            "beloppsfrekvens": word_code(frequency, FREQUENCIES[frequency]),
        },
        period=from_to(time),
        ersattningstyp=word_code(kind, KINDS[kind]),
        omfattning=extent,
        underlag=underlag,
    )


def decided(
    code: str,
    number: str,
    day: date,
    grants: Sequence[Json],
    *,
    state: str = "SLUTLIGT",
    outcome: str = "BIFALL",
    more: Json | None = None,
) -> Json:
    """A decision; `more` is its `tillagg`. A rejection grants nothing."""
    return told(
        beslutsid=number,
        beslutsdatum=day.isoformat(),
        formansgrupp=group(code),
        beslutsstatus=word_code(state, STATES[state]),
        beslutsutfall=word_code(outcome, OUTCOMES[outcome]),
        beslutadErsattning=list(grants),
        tillagg=more,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a payment: SEK before tax."""

    group: str
    amount: int
    paid_as: str
    kind: str


def payment(day: date, time: Time, lines: Iterable[Line], deductions: Mapping[str, int]) -> Json:
    """A payment: the gross is that of its lines, and every deduction, tax among them, is taken off it."""
    lines = tuple(lines)
    gross = sum(line.amount for line in lines)
    return {
        "utbetalningsdatum": day.isoformat(),
        "utbetalningsperiod": from_to(time),
        "bruttobelopp": gross,
        "nettobelopp": gross - sum(deductions.values()),
        "avdrag": [
            {"belopp": belopp, "avdragstyp": word_code(kind, DEDUCTIONS[kind])}
            for kind, belopp in deductions.items()
        ],
        "utbetalningsrader": [
            {
                "formansgrupp": group(line.group),
                "belopp": line.amount,
                "utbetalningsforman": word_code(line.paid_as, PAID_AS[line.paid_as]),
                "beloppstyp": word_code(line.kind, AMOUNTS[line.kind]),
            }
            for line in lines
        ],
    }


MARRIED, UNMARRIED = word_code("GIFT", "Gift"), word_code("OGIFT", "Ogift")


def pension_more(civil: Json, *, abroad: bool = False) -> Json:
    return {"allmanpension": {"samordningMedPensionFranAnnatLand": abroad, "anvantCivilstand": civil}}


def housing_more(cost: int, with_whom: Persona | None = None) -> Json:
    """What a decision on bostadstillägg was reckoned from: SEK a month."""
    reckoned = told(
        bostadskostnadBrutto=cost,
        bostadskostnadNettoBt=cost - 400,
        bostadskostnaddNettoAfs=cost - 600,
        medsokande=with_whom and with_whom.number.value,
    )
    return {"bostadsInkomststod": {"berakningsunderlag": reckoned}}


@dataclass(frozen=True, slots=True)
class Death:
    """Who died, when, and who else has a right to something by it."""

    dead: Persona
    day: date
    others: tuple[Persona, ...] = field(default=())


def survivor_more(*deaths: Death) -> Json:
    return {
        "efterlevandeformaner": {
            "avlidna": [
                {
                    "person": one.dead.number.value,
                    "dodsfallsdatum": one.day.isoformat(),
                    "fodelsedatum": one.dead.born.isoformat(),
                }
                for one in deaths
            ],
            "ovrigaBerattigadeEfterlevande": [
                {"person": other.number.value} for one in deaths for other in one.others
            ],
        }
    }
