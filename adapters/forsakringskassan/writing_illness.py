"""The benefits for the ill, the injured and those who care for them, as LEFI writes their cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from adapters.forsakringskassan.simulated_days import Time, weekdays
from adapters.forsakringskassan.writing import (
    YEARLY,
    Json,
    Number,
    amount,
    benefit,
    case,
    decision,
    extent,
    letter_code,
    monthly,
    number_code,
    person,
)
from hub.simulators.world import Persona

DAYS_OF = {
    "FK:SJP": "Sjukpenning",
    "FK:FSJP": "Förebyggande sjukpenning",
    "FK:RBE": "Rehabiliteringspenning",
}


def sick_days(
    code: str, time: tuple[date, date], daily: Number, part: Json, *, waiting: Number | None = None
) -> Json:
    """A decision on sjukpenning, förebyggande sjukpenning or rehabilitering: one row for each weekday.

    `daily` is what the day gives at this extent; `waiting` is taken off the first day (karensavdrag).
    """
    days = [
        {
            "ersattningsdatum": day.isoformat(),
            "ersattningsbelopp": amount(daily),
            "karensavdragsbelopp": amount((waiting or 0) if place == 0 else 0),
        }
        for place, day in enumerate(weekdays(*time))
    ]
    return decision(
        benefit(code),
        time[1],
        time,
        omfattning=part,
        dagar=len(days),
        karens=waiting is not None,
        beslutsutfall="BEVILJAD",
        beslutstyp="SLUTLIGT",
        ersattning=DAYS_OF[code],
        ersattningsniva="80 procent",
        ersattningsdagar=days,
    )


def by_days(
    code: str,
    started: date,
    time: tuple[date, date],
    part: Json,
    *,
    kind: Json | None = None,
    waiting: bool | None = None,
) -> Json:
    """Närståendepenning, smittbärarersättning, dagpenning: a period, an extent and a number of days."""
    row = decision(
        benefit(code),
        time[1],
        time,
        omfattning=part,
        dagar=(time[1] - time[0]).days + 1,
        karens=waiting,
        ersattning=kind,
    )
    return case(row, started=started, active=False)


def disability(started: date, decided: date, time: Time, gross: Number, part: Json) -> Json:
    """Handikappersättning, which merkostnadsersättning replaced."""
    row = monthly(benefit("FK:HE"), decided, time, gross, part=benefit("FK:HE"), omfattning=part)
    return case(row, started=started)


def lasting_illness(decided: date, time: Time, gross: Number, part: Json, *, net_of: Number = 0) -> Json:
    """A decision on sjukersättning; `net_of` is what a livränta takes off it."""
    return monthly(
        benefit("FK:SA"),
        decided,
        time,
        gross,
        part=letter_code("SE", "Sjukersättning"),
        samordnatBruttobelopp=amount(float(gross) - float(net_of)),
        omfattning=part,
    )


def insured_time(years: int) -> Json:
    """Of forty years, and the whole time in Sweden in years, months and days."""
    return {
        "forsakringstid": [extent(years, 40)],
        "forsakringstidGsaAr": [years],
        "forsakringstidGsaManad": [6],
        "forsakringstidGsaDag": [12],
    }


def settlement(year: int, income: Number, *, abroad: Number = 0, paid: Number, due: Number = 0) -> Json:
    """Steglös avräkning of one year: what was earned beside sjukersättning, and what that leads to."""
    return {
        "artal": str(year),
        "arsinkomstISverige": [amount(income)],
        "arsinkomstIAnnatLand": [amount(abroad)],
        "fribelopp": [amount(58_800)],
        "mellanskillnad": [amount(max(0.0, float(income) - 58_800))],
        "tillagg": [amount(0)],
        "avgift": [amount(0)],
        "utbetalning": [amount(paid)],
        "aterkrav": [amount(due)],
    }


def sickness_income(
    settled: date,
    employed: Number,
    own_business: Number = 0,
    *,
    kind: Json | None = None,
    waiting: int = 1,
    hours: int | None = None,
) -> Json:
    """SGI: SEK a year, of employment and of one's own business."""
    return {
        "faststalldes": settled.isoformat(),
        "typ": kind or number_code(0, "A- eller B-inkomst"),
        "anstallning": amount(employed),
        "verksamhet": amount(own_business),
        "karens": waiting,
        "dagar": 260,
        "timmar": 2_080 if hours is None else hours,
    }


STUDYING = number_code(1, "Studietid")


def work_injury(decided: date, time: Time, gross: Number, income: Number) -> Json:
    """A decision on livränta after an arbetsskada."""
    return monthly(
        benefit("FK:EJO"),
        decided,
        time,
        gross,
        part=letter_code("LR", "Livränta"),
        periodicity=YEARLY,
        underlag={
            "faktor": 1.0,
            "samordningsandel": extent(3, 4),
            "bruttoforhojning": amount(0),
            "pensionsgrundandeInkomst": amount(income),
        },
        samordnatBruttobelopp=amount(gross),
        ersattning=number_code(0, "Vanlig"),
    )


def work_injury_own(
    started: date, injured: date, incomes: tuple[Number, Number], decisions: Sequence[Json]
) -> Json:
    """One's own: `incomes` are the year's before and after the injury."""
    facts = {
        "uppdaterades": started.isoformat(),
        "arbetsgivare": number_code(1, "Exempelbolaget AB"),
        "skadetillfalle": injured.isoformat(),
        "orsak": number_code(2, "Arbetsoförmåga till följd av olycksfall i arbetet"),
        "arsinkomstInnanSkada": amount(incomes[0]),
        "arsinkomstEfterSkada": amount(incomes[1]),
    }
    return case(*decisions, started=started, grunduppgifter=facts)


def work_injury_survivor(
    started: date, dead: Persona, died: date, income: Number, decisions: Sequence[Json]
) -> Json:
    facts = {
        "uppdaterades": started.isoformat(),
        "arbetsgivare": number_code(2, "Testbageriet AB"),
        "skadetillfalle": died.isoformat(),
        "orsak": number_code(6, "Omställningslivränta"),
        "avliden": person(dead, died),
        "arsinkomstInnanSkada": amount(income),
    }
    return case(*decisions, started=started, grunduppgifter=facts)


def old_injury(
    started: date,
    injured: date,
    decided: date,
    time: Time,
    gross: Number,
    *,
    survivor_of: tuple[Persona, date] | None = None,
) -> Json:
    """Livränta after a yrkesskada, by the law before arbetsskada: one's own, or of a survivor."""
    row = monthly(
        benefit("FK:YL"),
        decided,
        time,
        gross,
        part=letter_code("YL", "Livränta"),
        underlag={"faktor": extent(2, 3)},
        ersattning=number_code(1, "Skattefri"),
    )
    facts: Json = {
        "arbetsgivare": [number_code(3, "Provstäd AB")],
        "skadetillfalle": injured.isoformat(),
        "orsak": [number_code(1, "Olycksfall i arbetet")],
    }
    if survivor_of is not None:
        facts["avliden"] = person(*survivor_of)
    return case(row, started=started, grunduppgifter=facts)


def housing_supplement(
    decided: date,
    time: Time,
    gross: Number,
    cost: Number,
    *,
    started: date,
    with_whom: Sequence[Persona] = (),
) -> Json:
    """Bostadstillägg of Försäkringskassan's; costs are of the year."""
    row = monthly(
        benefit("FK:BTI"),
        decided,
        time,
        gross,
        part=benefit("FK:BTI"),
        underlag={
            "arsbruttokostnad": amount(cost),
            "bostadstillaggsnettokostnad": amount(float(cost) - 6_000),
            "forsorjningsstodsarsnettokostnad": amount(float(cost) - 9_000),
        },
    )
    return case(row, started=started, medsokande=[person(one) for one in with_whom])
