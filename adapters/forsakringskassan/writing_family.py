"""The benefits for parents and children, as LEFI writes their cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from adapters.forsakringskassan.simulated_days import Time, weekdays
from adapters.forsakringskassan.writing import (
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
    span,
    told,
)
from hub.simulators.world import Persona

HOME_BENEFIT = letter_code("BBFAM", "Bostadsbidrag till barnfamiljer")
YOUTH_BENEFIT = letter_code("BBUNG", "Bostadsbidrag till ungdomar")
CHILD_PART = letter_code("AB", "Allmänt barnbidrag")
LEVELS = {
    "L": letter_code("L", "Lägstanivå"),
    "G": letter_code("G", "Grundnivå"),
    "S": letter_code("S", "Sjukpenningsnivå"),
}
FINAL, INTERIM = letter_code("S", "Slutligt"), letter_code("I", "Interimistiskt")
GRANTED = number_code(2, "BEVILJANDE")
RUNNING, BACK_PAY = letter_code("L", "Löpande"), letter_code("R", "Retroaktiv")
ORDINARY_DAYS, DOUBLE_DAYS = number_code(3, "Vanliga dagar"), number_code(5, "Dubbeldagar")
CARE_OF_SICK_CHILD = number_code(1, "Tillfällig föräldrapenning (vanlig)")
FULL_SUPPORT = number_code(1, "Helt")


def child_allowance(child: Persona, decided: date, time: Time, gross: Number) -> Json:
    underlag = {"skolgang": False, "myndighetsplacering": False}
    row = monthly(benefit("FK:ABB"), decided, time, gross, part=CHILD_PART, underlag=underlag)
    return {"grunduppgifter": {"barn": person(child)}, "beslut": [row]}


def child_allowance_receiver(
    child: Persona,
    decided: date,
    time: Time,
    gross: Number,
    receiver: str,
    paid: date,
    placed: Sequence[Json] = (),
) -> Json:
    """As told of the child: who receives its allowance, on which day; `placed` are institutions it is in."""
    underlag = {
        "skolgang": True,
        "institutionsplacering": list(placed),
        "tvaBidragsmottagare": False,
        "utbetalningsdatum": paid.isoformat(),
        "utbetalningsmottagare": receiver,
    }
    row = monthly(benefit("FK:MABB"), decided, time, gross, part=CHILD_PART, underlag=underlag)
    return {"grunduppgifter": {"personuppgift": person(child)}, "beslut": [row]}


def institution(name: str, address: Json, *, family: bool = False) -> Json:
    kind = number_code(2, "Familjehem") if family else number_code(1, "Myndighet")
    return {"institution": kind, "namn": name, "adress": address}


def housing(
    gross: Number,
    cost: Number,
    *,
    incomes: Iterable[Number] = (),
    home: Sequence[Persona] = (),
    part_time: Sequence[Persona] = (),
    alternating: Sequence[Persona] = (),
    part: Json = HOME_BENEFIT,
    decided: date,
    time: Time,
) -> Json:
    """One decision on bostadsbidrag; `cost` is the month's rent, incomes are of the year."""
    underlag = {
        "reduceradBostadskostnad": amount(round(float(cost) * 0.8)),
        "totalBostadskostnad": amount(cost),
        "inkomster": [amount(one) for one in incomes],
        "hemmavarandeBarn": [person(child) for child in home],
        "tidvisboendeBarn": [person(child) for child in part_time],
        "vaxelvisboendeBarn": [person(child) for child in alternating],
    }
    return monthly(benefit("FK:BOB"), decided, time, gross, part=part, underlag=underlag)


def parental(
    child: Persona,
    started: date,
    times: Sequence[tuple[date, date]],
    daily: Number,
    claimed: Sequence[date] = (),
    *,
    level: str = "S",
    part: Json | None = None,
    kind: Json = ORDINARY_DAYS,
) -> Json:
    """Föräldrapenning: one decision for each of `times`, its weekdays paid; `claimed` are days asked for."""
    part = part or extent(1)
    rows = []
    for time in times:
        days = [
            {"dag": day.isoformat(), "niva": LEVELS[level], "bruttobelopp": amount(daily)}
            for day in weekdays(*time)
        ]
        rows.append(
            decision(
                benefit("FK:FP"),
                time[1],
                time,
                omfattning=part,
                dagar=len(days),
                ersattning=kind,
                ersattningsdagar=days,
            )
        )
    asked = [{"dag": day.isoformat(), "niva": LEVELS[level], "omfattning": part} for day in claimed]
    made = case(*rows, started=started, grunduppgifter={"barn": person(child)})
    return {**made, "anspraksdagar": asked}


def sick_child(
    child: Persona, started: date, days: Sequence[date], daily: Number, *, part: Json | None = None
) -> Json:
    """Tillfällig föräldrapenning for the days that a child was ill."""
    judged = [
        {
            "dag": day.isoformat(),
            "bedomtBelopp": amount(daily),
            "inkomsttyp": number_code(1, "A-inkomst"),
            "berakningssatt": number_code(2, "Dagberäknad"),
        }
        for day in days
    ]
    row = decision(
        benefit("FK:TFP"),
        started,
        (days[0], days[-1]),
        omfattning=part or extent(1),
        dagar=len(days),
        bedomdadagar=judged,
        ersattning=CARE_OF_SICK_CHILD,
    )
    return case(row, started=started, active=False, grunduppgifter={"barn": person(child)})


def pregnancy(started: date, decided: date, time: tuple[date, date], part: Json) -> Json:
    row = decision(
        benefit("FK:GP"),
        decided,
        time,
        omfattning=part,
        dagar=(time[1] - time[0]).days + 1,
        ersattning=number_code(1, "Fysiskt ansträngande arbetsuppgifter"),
    )
    return case(row, started=started)


def by_period(
    code: str,
    child: Persona | None,
    started: date,
    decided: date,
    time: Time,
    gross: Number,
    part: Json,
    *,
    status: Json = FINAL,
    ends: Sequence[str] = (),
) -> Json:
    """Omvårdnadsbidrag and merkostnadsersättning: one decision, an object, with its periods below it."""
    row = monthly(
        benefit(code),
        decided,
        time,
        gross,
        part=benefit(code),
        beslutstatus=status,
        beslutsutfall=GRANTED,
        upphorandeManadFrom=list(ends),
        periodbeslut=[
            {"period": span(time), "omfattning": part, "andel": extent(1), "utbetalningstyp": RUNNING},
            {
                "period": span((time[0], decided)),
                "omfattning": part,
                "andel": extent(1),
                "utbetalningstyp": BACK_PAY,
            },
        ],
        underlag={"Barn": [person(child)] if child else []},
    )
    return {**case(started=started), "beslut": row}


def care_allowance(
    children: Sequence[Persona], started: date, decided: date, time: Time, gross: Number, part: Json
) -> Json:
    """Vårdbidrag, which omvårdnadsbidrag replaced."""
    row = monthly(
        benefit("FK:VB"),
        decided,
        time,
        gross,
        part=benefit("FK:VB"),
        ersattning=number_code(0, "Vårdbidrag (vanligt)"),
        omfattning=part,
        underlag={"barn": [person(child) for child in children], "delat": True},
    )
    return case(row, started=started)


def maintenance(
    child: Persona,
    started: date,
    decided: date,
    time: Time,
    gross: Number,
    *,
    kind: Json = FULL_SUPPORT,
    paid_by_other: Number = 0,
) -> Json:
    """Underhållsstöd for a child: received, or claimed back from the parent who owes it."""
    row = monthly(
        benefit("FK:US"),
        decided,
        time,
        gross,
        part=benefit("FK:US"),
        ersattning=kind,
        samordnatBruttobelopp=amount(float(gross) - float(paid_by_other)),
    )
    return case(row, started=started, grunduppgifter={"barn": person(child)})


def undecided(started: date, **own: object) -> Json:
    """A claim that came in and waits."""
    return told(startades=started.isoformat(), aktivt=True, avslaget=False, **own)
