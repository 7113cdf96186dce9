"""What LEFI tells of the ill, the injured, and those who stayed at home for another's sake."""

from __future__ import annotations

from datetime import date, timedelta

from adapters.forsakringskassan import writing_illness as illness
from adapters.forsakringskassan.simulated_days import ago, month, whole_month
from adapters.forsakringskassan.simulated_known import (
    Known,
    Told,
    by_weekday,
    facts,
    flat,
    known,
    paid_monthly,
    paid_once,
)
from adapters.forsakringskassan.writing import Json, case, extent, number_code
from adapters.forsakringskassan.writing_family import by_period, undecided
from adapters.forsakringskassan.writing_labour import tax_facts
from adapters.forsakringskassan.writing_persons import address, general, workplace
from hub.simulators.world import World

HALF, WHOLE, THREE_QUARTERS = extent(1, 2), extent(1), extent(3, 4)
SICK_DAILY = 402
COMPANY = workplace("Exempelbolaget AB", "5560000001", "Ekonom", address("Provgränd 1"))


def half_time(world: World) -> Known:
    """Wholly ill at first, at half since; rehabilitation and prevention before; sjukersättning asked for."""
    today, me = world.today, world.personas["sjuk"]
    whole = illness.sick_days("FK:SJP", whole_month(today, 6), 2 * SICK_DAILY, WHOLE, waiting=643)
    half = [
        illness.sick_days("FK:SJP", whole_month(today, back), SICK_DAILY, HALF) for back in range(5, 0, -1)
    ]
    prevention = (ago(today, 260), ago(today, 256))
    training = whole_month(today, 7)
    return known(
        facts(
            generellPersoninformation=[general(me, civil=5, where=(address("Exempelstigen 12"),))],
            sjukpenningarende=[
                case(whole, *half, started=month(today, 6) + timedelta(days=8), rejected=None)
            ],
            forebyggandeSjukpenningsarende=[_ended("FK:FSJP", prevention, ago(today, 280))],
            rehabersattningsarende=[_ended("FK:RBE", training, ago(today, 255))],
            sjukOchAktivitetsersattningsarende=[undecided(ago(today, 33))],
            sjukpenninggrundandeInkomstuppgift=[illness.sickness_income(ago(today, 250), 367_000)],
        ),
        paid_monthly(today, "FK:SJP", by_weekday("FK:SJP", SICK_DAILY, part=HALF), months=4, arrears=1),
        (
            paid_once(
                today, "FK:SJP", whole_month(today, 6), 2 * SICK_DAILY, month(today, 5) + timedelta(days=21)
            ),
            paid_once(today, "FK:FSJP", prevention, SICK_DAILY, ago(today, 230)),
            paid_once(today, "FK:RBE", training, SICK_DAILY, month(today, 6) + timedelta(days=22)),
        ),
    )


def _ended(code: str, time: tuple[date, date], started: date) -> Json:
    row = illness.sick_days(code, time, SICK_DAILY, HALF)
    return case(row, started=started, active=False, rejected=None)


def injured(world: World) -> Known:
    """Sjukersättning at three quarters with steglös avräkning, livränta beside it, supplements for more."""
    today, me = world.today, world.personas["bilagare"]
    return known(
        facts(generellPersoninformation=[general(me, where=(address("Exempelvägen 31"),))]),
        _instead_of_work(today),
        _supplements(today),
        paid_monthly(today, "FK:SA", flat("FK:SA", 9_450, taxed=True, part=THREE_QUARTERS), day=18),
        paid_monthly(today, "FK:EJO", flat("FK:EJO", 4_200, taxed=True), day=18),
        paid_monthly(today, "FK:MEK", flat("FK:MEK", 1_715), day=24),
        paid_monthly(today, "FK:BTI", flat("FK:BTI", 3_850), day=18),
    )


def _instead_of_work(today: date) -> tuple[Told, ...]:
    since, injured_on = month(today, 60), ago(today, 2_400)
    lasting = illness.lasting_illness(ago(today, 1_850), (since, None), 10_650, THREE_QUARTERS, net_of=1_200)
    annuity = illness.work_injury(ago(today, 1_700), (since, None), 50_400, 268_000)
    return facts(
        sjukOchAktivitetsersattningsarende=[
            case(lasting, started=ago(today, 1_900), grunduppgifter=illness.insured_time(38))
        ],
        sjukOchAktivitetsersattningSteglosAvrakningNulage=[
            illness.settlement(today.year, 62_000, paid=127_800)
        ],
        sjukOchAktivitetsersattningSteglosAvrakningHistorik=[
            illness.settlement(today.year - back, 58_000 + 1_500 * back, paid=126_000, due=400 * back)
            for back in (1, 2)
        ],
        arbetsskadeegenlivrantearende=[
            illness.work_injury_own(ago(today, 1_950), injured_on, (318_000, 51_000), [annuity])
        ],
    )


def _supplements(today: date) -> tuple[Told, ...]:
    return facts(
        handikappersattningsarende=[
            illness.disability(
                ago(today, 2_300),
                ago(today, 2_200),
                (month(today, 72), month(today, 14)),
                1_430,
                extent(1, 3),
            )
        ],
        merkostnadsersattningsarende=[
            by_period(
                "FK:MEK",
                None,
                ago(today, 460),
                ago(today, 410),
                (month(today, 13), None),
                1_715,
                extent(1),
            )
        ],
        bostadstillaggsarende=[
            illness.housing_supplement(
                ago(today, 300),
                (month(today, 9), month(today, -2)),
                3_850,
                84_000,
                started=ago(today, 320),
            )
        ],
    )


def employee(world: World) -> Known:
    """A week as carrier of an infection, some days beside somebody dying."""
    today, me = world.today, world.personas["anstalld"]
    carrier = (ago(today, 96), ago(today, 90))
    beside = (ago(today, 58), ago(today, 49))
    return known(
        facts(
            generellPersoninformation=[general(me, where=(address("Exempelbacken 8"),), works=(COMPANY,))],
            smittbararersattningsarende=[illness.by_days("FK:SBP", ago(today, 96), carrier, WHOLE)],
            narstaendepenningarende=[
                illness.by_days(
                    "FK:NP",
                    ago(today, 60),
                    beside,
                    HALF,
                    kind=number_code(2, "Närståendevård"),
                    waiting=False,
                )
            ],
            sjukpenninggrundandeInkomstuppgift=[illness.sickness_income(ago(today, 700), 340_800)],
            skatteuppgift=[tax_facts()],
        ),
        (
            paid_once(today, "FK:SBP", carrier, 745, ago(today, 66), days=7),
            paid_once(today, "FK:NP", beside, 372.5, ago(today, 27), days=10),
        ),
    )
