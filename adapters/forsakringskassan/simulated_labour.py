"""What LEFI tells of those out of work, in programmes, and studying."""

from __future__ import annotations

from datetime import date, timedelta

from adapters.forsakringskassan import writing_family as family
from adapters.forsakringskassan import writing_labour as labour
from adapters.forsakringskassan.simulated_days import ago, month, whole_month
from adapters.forsakringskassan.simulated_known import Known, by_weekday, facts, flat, known, paid_monthly
from adapters.forsakringskassan.simulated_relatives import relative
from adapters.forsakringskassan.writing import Json, amount, benefit, case, decision, letter_code
from adapters.forsakringskassan.writing_illness import (
    STUDYING,
    sickness_income,
    work_injury,
    work_injury_survivor,
)
from adapters.forsakringskassan.writing_payments import detail
from adapters.forsakringskassan.writing_persons import address, general
from hub.simulators.world import World

SUPPORT_DAILY, INTRODUCTION_DAILY = 365, 308
KEPT_FOR_MAINTENANCE = letter_code("INM", "Innehållet manuellt")
FOUR_MONTHS = tuple(range(4, 0, -1))


def unemployed(world: World) -> Known:
    """A father who owes underhållsstöd; his SGI is kept while he is a jobseeker."""
    today, me, son = world.today, world.personas["arbetslos"], relative("son", world.today)
    claimed = family.maintenance(son, ago(today, 500), ago(today, 480), (month(today, 15), None), 1_948)
    return known(
        facts(
            generellPersoninformation=[
                general(me, civil=5, where=(address("Exempelgatan 77"),), children=(son,))
            ],
            underhallsstodskrav=[claimed],
            underhallsskuld=[{"belopp": amount(7_792)}],
            sjukpenninggrundandeInkomstuppgift=[sickness_income(ago(today, 150), 318_000)],
        )
    )


def in_programme(world: World) -> Known:
    """Jobb- och utvecklingsgarantin since 200 days: aktivitetsstöd each month, something kept back of it."""
    today, me = world.today, world.personas["programdeltagare"]
    assigned = (ago(today, 200), ago(today, -165))
    grown = by_weekday("FK:AS", SUPPORT_DAILY)

    def rows(time: tuple[date, date]) -> list[Json]:
        kept = detail(benefit("FK:AS"), time, None, deducted=300, kind=KEPT_FOR_MAINTENANCE)
        return [*grown(time), kept]

    return known(
        facts(
            generellPersoninformation=[
                general(me, where=(address("Exempeltorget 5"),), citizen=("GN", "Guinea"))
            ],
            aktivitetsstodsarende=[
                labour.activity_support(
                    ago(today, 205), [labour.support_decided(ago(today, 195), assigned, 8_030, 22)]
                )
            ],
            programersattningsarende=[
                labour.programme_support(
                    [whole_month(today, back) for back in FOUR_MONTHS],
                    SUPPORT_DAILY,
                    labour.ACTIVITY_SUPPORT,
                )
            ],
            programanvisning=[
                labour.assignment(assigned, labour.JOB_GUARANTEE),
                labour.assignment((ago(today, 300), ago(today, 230)), labour.PRACTICE),
            ],
            programjobdagar=[labour.guarantee_days(143)],
        ),
        paid_monthly(today, "FK:AS", rows, months=5, arrears=1),
    )


def newcomer(world: World) -> Known:
    """Etableringsersättning since three months, and a supplement whose group has no published name."""
    today, me = world.today, world.personas["nyanland"]
    months = [whole_month(today, back) for back in (2, 1)]
    return known(
        facts(
            generellPersoninformation=[
                general(me, where=(address("Exempelplan 2", "c/o Testsson"),), citizen=("ER", "Eritrea"))
            ],
            programersattningsarende=[
                labour.programme_support(months, INTRODUCTION_DAILY, labour.INTRODUCTION)
            ],
            programanvisning=[
                labour.assignment((ago(today, 90), ago(today, -275)), labour.INTRODUCTION_PROGRAMME)
            ],
        ),
        paid_monthly(today, "FK:PROG", by_weekday("FK:PROG", INTRODUCTION_DAILY), months=1, arrears=1),
        paid_monthly(today, "FK:ET", flat("FK:ET", 1_500), months=1),
        paid_monthly(today, "FK:BST", flat("FK:BST", 2_100), months=1),
    )


def student(world: World) -> Known:
    """Studies with studiemedel, and bostadsbidrag for the young."""
    today, me = world.today, world.personas["student"]
    first = today - timedelta(days=today.weekday(), weeks=12)
    term = (first, first + timedelta(weeks=24, days=-1))
    housing = family.housing(
        1_300,
        4_900,
        incomes=(71_000,),
        part=family.YOUTH_BENEFIT,
        decided=ago(today, 75),
        time=(month(today, 2), month(today, -9)),
    )
    return known(
        facts(
            generellPersoninformation=[general(me, where=(address("Exempelgränd 3", "rum 14"),))],
            bostadsbidragsarende=[case(housing, started=ago(today, 90))],
            studiemedelsavisering=[labour.study_notice(kind, term) for kind in (1, 2, 4)],
            sjukpenninggrundandeInkomstuppgift=[sickness_income(first, 0, kind=STUDYING)],
        ),
        paid_monthly(today, "FK:BOB", flat("FK:BOB", 1_300), months=2),
    )


def changing_trade(world: World) -> Known:
    """A widow who studies: bostadsbidrag refused, vårdbidrag for a son ended, livränta after the death."""
    today, me = world.today, world.personas["omstallare"]
    son, dead = relative("viktor", today), relative("lars", today)
    died = ago(today, 420)
    ended = month(today, 2) - timedelta(days=1)
    care = family.care_allowance(
        (son,),
        ago(today, 900),
        ago(today, 860),
        (month(today, 28), ended),
        4_781,
        {"taljare": 1, "namnare": 2},
    )
    annuity = work_injury(ago(today, 390), (month(today, 13), month(today, -10)), 74_400, 0)
    refused = {
        **family.undecided(ago(today, 70), medsokande=[]),
        "aktivt": False,
        "avslaget": True,
        "beslut": [decision(benefit("FK:BOB"), ago(today, 36), None)],
    }
    return known(
        facts(
            generellPersoninformation=[
                general(me, civil=7, where=(address("Exempelallén 60"),), children=(son,))
            ],
            bostadsbidragsarende=[refused],
            vardbidragsarende=[care],
            arbetsskadeefterlevandearende=[
                work_injury_survivor(ago(today, 410), dead, died, 402_000, [annuity])
            ],
            studiemedelsavisering=[labour.study_notice(0, (ago(today, 84), ago(today, -83)))],
            sjukpenninggrundandeInkomstuppgift=[sickness_income(ago(today, 84), 404_000, kind=STUDYING)],
        ),
        paid_monthly(today, "FK:EJO", flat("FK:EJO", 6_200, taxed=True), day=18),
    )


def starter(world: World) -> Known:
    """Owes underhållsstöd for a child who is protected, though he is not."""
    today, me, daughter = world.today, world.personas["startare"], relative("dotter", world.today)
    claimed = family.maintenance(daughter, ago(today, 340), ago(today, 310), (month(today, 10), None), 1_673)
    return known(
        facts(
            generellPersoninformation=[
                general(me, civil=5, where=(address("Exempelgatan 18"),), citizen=("SO", "Somalia"))
            ],
            underhallsstodskrav=[claimed],
            underhallsskuld=[{"belopp": amount(3_346)}],
            studiemedelsavisering=[labour.study_notice(0, (ago(today, 84), ago(today, -83)))],
        )
    )


def waiting(world: World) -> Known:
    """Has a coordination number: a name and a citizenship, no address and nowhere registered."""
    me = world.personas["samordnad"]
    return known(
        facts(generellPersoninformation=[general(me, civil=0, registered=None, citizen=("UA", "Ukraina"))])
    )
