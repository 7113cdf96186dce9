"""Programmes, studies and taxes, as LEFI writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from adapters.forsakringskassan.simulated_days import Time, weekdays
from adapters.forsakringskassan.writing import (
    Json,
    Number,
    amount,
    benefit,
    case,
    extent,
    letter_code,
    monthly,
    number_code,
    span,
)

ACTIVITY_SUPPORT = letter_code("AS", "Aktivitetsstöd")
DEVELOPMENT = letter_code("UE", "Utvecklingsersättning")
INTRODUCTION = letter_code("EE", "Etableringsersättning")
JOB_GUARANTEE = number_code(53, "Jobb- och utvecklingsgaranti")
INTRODUCTION_PROGRAMME = number_code(63, "Etableringsinsatser")
PRACTICE = number_code(40, "Arbetspraktik")
STUDY_NOTICES = {
    0: "Annat studiemedel än studiemedel",
    1: "Ansökan",
    2: "Beslut",
    4: "Utbetalning",
    7: "Ej utnyttjat stöd",
}


def activity_support(started: date, decisions: Sequence[Json], measure: Json | None = None) -> Json:
    """Aktivitetsstöd in its older form, decided by the month."""
    facts = {"atgardstyp": measure or number_code(53, "Jobb och utvecklingsgaranti, fas 1 och 2")}
    return case(*decisions, started=started, grunduppgifter=facts)


def support_decided(decided: date, time: Time, gross: Number, days: int, *, waiting: bool = False) -> Json:
    return monthly(
        benefit("FK:AS"),
        decided,
        time,
        gross,
        part=ACTIVITY_SUPPORT,
        dagar=days,
        karens=waiting,
        ersattning=number_code(1, "Aktivitetsstöd"),
    )


def programme_support(times: Sequence[tuple[date, date]], daily: Number, kind: Json) -> Json:
    """Programersättning: one decision for each of `times`, with its days and what each gives."""
    rows = []
    for time in times:
        days = [day.isoformat() for day in weekdays(*time)]
        rows.append(
            monthly(
                benefit("FK:PROG"),
                time[1],
                time,
                float(daily) * len(days),
                part=kind,
                ersattningsdagar=[{"dag": day, "ersattning": kind, "belopp": amount(daily)} for day in days],
                dagar=days,
                ersattning=kind,
            )
        )
    return {"beslut": rows}


def assignment(time: Time, programme: Json, part: Json | None = None) -> Json:
    """Arbetsförmedlingen's assignment to a programme, as Försäkringskassan has it."""
    return {"period": span(time), "omfattning": part or extent(1), "program": programme}


def guarantee_days(used: int) -> Json:
    """Days used in jobb- och utvecklingsgarantin, of at most 450."""
    return {"antalForbrukade": used, "harForbrukatMaxAntal": used >= 450}


def study_notice(kind: int, time: Time) -> Json:
    """What CSN has told Försäkringskassan."""
    return {"typ": number_code(kind, STUDY_NOTICES[kind]), "period": span(time)}


def tax_facts() -> Json:
    return {"skatteredovisningsnummer": "SKR-000001"}
