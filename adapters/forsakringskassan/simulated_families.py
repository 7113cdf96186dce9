"""What LEFI tells of the family of the world, and of the other mother there is."""

from __future__ import annotations

from datetime import date, timedelta

from adapters.forsakringskassan import writing_family as family
from adapters.forsakringskassan.simulated_days import ago, month, payday, weekdays, whole_month
from adapters.forsakringskassan.simulated_known import (
    Known,
    OfMonth,
    by_weekday,
    facts,
    flat,
    known,
    paid_monthly,
    paid_once,
)
from adapters.forsakringskassan.simulated_relatives import relative
from adapters.forsakringskassan.writing import Json, benefit, case, extent, person
from adapters.forsakringskassan.writing_illness import by_days, sickness_income
from adapters.forsakringskassan.writing_labour import study_notice
from adapters.forsakringskassan.writing_payments import detail
from adapters.forsakringskassan.writing_persons import SPECIAL, address, general, workplace
from hub.simulators.world import Persona, World

CHILD_ALLOWANCE, MAINTENANCE = 1_250, 1_825
PARENTAL_DAILY = 742
HOME = address("Exempelgatan 4", "lgh 1102")
BAKERY = workplace("Testbageriet AB", "5560000019", "Bagare", address("Provgränd 2"))
CLEANERS = workplace("Provstäd AB", "5560000027", "Städare", address("Provgränd 9"), hours=(1, 2))


def allowance(today: date, child: Persona) -> Json:
    """From the month after the birth to the end of the year the child turns sixteen."""
    first = month(child.born, -1)
    until = date(child.born.year + 16, 12, 31)
    return family.child_allowance(child, min(first, today), (first, until), CHILD_ALLOWANCE)


def allowances(*children: Persona) -> OfMonth:
    """One row for each child."""

    def rows(time: tuple[date, date]) -> tuple[Json, ...]:
        return tuple(detail(benefit("FK:ABB"), time, CHILD_ALLOWANCE) for _ in children)

    return rows


def mother(world: World) -> Known:
    """Föräldrapenning for the youngest, barnbidrag, bostadsbidrag with the father; a claim undecided."""
    today, father = world.today, world.personas["foralder2"]
    youth, *small = world.children("foralder")
    leave = family.parental(
        small[-1],
        ago(today, 300),
        [whole_month(today, back) for back in range(6, 0, -1)],
        PARENTAL_DAILY,
        tuple(weekdays(*whole_month(today, -1))),
    )
    return known(
        facts(
            generellPersoninformation=[
                general(
                    world.personas["foralder"],
                    civil=2,
                    where=(HOME,),
                    children=(youth, *small),
                    related=(father,),
                    citizen=("SY", "Syrien"),
                )
            ],
            barnbidragsarende=[allowance(today, child) for child in (youth, *small)],
            foraldrapenningarende=[leave],
            bostadsbidragsarende=[_shared_home(today, father, (youth, *small))],
            omvardnadsbidragsarende=[family.undecided(ago(today, 40))],
            sjukpenninggrundandeInkomstuppgift=[sickness_income(ago(today, 330), 336_000)],
        ),
        paid_monthly(today, "FK:ABB", allowances(*small), day=20),
        paid_monthly(today, "FK:FP", by_weekday("FK:FP", PARENTAL_DAILY), months=5, arrears=1),
        paid_monthly(today, "FK:BOB", flat("FK:BOB", 1_100)),
    )


def _shared_home(today: date, with_whom: Persona, children: tuple[Persona, ...]) -> Json:
    decided = family.housing(
        1_100,
        9_400,
        incomes=(193_000, 375_000),
        home=children,
        decided=ago(today, 260),
        time=(month(today, 8), month(today, -3)),
    )
    return case(decided, started=ago(today, 280), medsokande=[person(with_whom)])


def father(world: World) -> Known:
    """Home with a sick child, some days of refresher training; days claimed for the youngest, undecided."""
    today = world.today
    me, wife = world.personas["foralder2"], world.personas["foralder"]
    children = world.children("foralder2")
    ill = tuple(weekdays(ago(today, 47), ago(today, 42)))
    training = (ago(today, 80), ago(today, 71))
    claimed = [day.isoformat() for day in weekdays(*whole_month(today, -2))]
    waiting = {
        **family.undecided(ago(today, 9), grunduppgifter={"barn": person(children[-1])}),
        "beslut": [],
        "anspraksdagar": [
            {"dag": day, "niva": family.LEVELS["S"], "omfattning": extent(1)} for day in claimed
        ],
    }
    return known(
        facts(
            generellPersoninformation=[
                general(
                    me,
                    civil=2,
                    where=(HOME,),
                    works=(BAKERY,),
                    children=children,
                    related=(wife,),
                    citizen=("SY", "Syrien"),
                )
            ],
            tillfalligForaldrapenningarende=[
                family.sick_child(children[1], ago(today, 47), ill, 512.5, part=extent(1, 2))
            ],
            foraldrapenningarende=[waiting],
            totalforsvarspliktsarende=[by_days("FK:DPE", ago(today, 85), training, extent(1))],
            sjukpenninggrundandeInkomstuppgift=[sickness_income(ago(today, 170), 375_000)],
        ),
        (
            paid_once(today, "FK:DPE", training, 925, ago(today, 52), days=10),
            paid_once(today, "FK:TFP", (ill[0], ill[-1]), 512.5, ago(today, 24)),
        ),
    )


def _child(world: World, key: str) -> Known:
    """As asked about the child: where its allowance goes."""
    today, me = world.today, world.personas[key]
    first = month(me.born, -1)
    received = family.child_allowance_receiver(
        me,
        min(first, today),
        (first, date(me.born.year + 16, 12, 31)),
        CHILD_ALLOWANCE,
        "Vårdnadshavare",
        payday(month(today, 0), 20),
    )
    parents = tuple(world.personas[parent] for parent in me.parents)
    return known(
        facts(
            generellPersoninformation=[general(me, where=(HOME,), related=parents)],
            mottagareavbarnbidrag=[received],
        )
    )


def seven_years(world: World) -> Known:
    return _child(world, "barn1")


def one_year(world: World) -> Known:
    return _child(world, "barn2")


def pupil(world: World) -> Known:
    """CSN's notice of studiehjälp."""
    today, me = world.today, world.personas["gymnasist"]
    parents = tuple(world.personas[parent] for parent in me.parents)
    term = (month(today, 3), month(today, -7) - timedelta(days=1))
    return known(
        facts(
            generellPersoninformation=[general(me, where=(HOME,), related=parents)],
            studiemedelsavisering=[study_notice(0, term)],
        )
    )


def expecting(world: World) -> Known:
    """Protected, and the answer says where she lives and works: graviditetspenning at half of full time."""
    today, me = world.today, world.personas["skyddad"]
    time = (ago(today, 35), ago(today, -25))
    return known(
        facts(
            generellPersoninformation=[general(me, where=(address("Hemliga vägen 1"),), works=(CLEANERS,))],
            graviditetspenningsarende=[family.pregnancy(ago(today, 60), ago(today, 40), time, extent(1, 2))],
            studiemedelsavisering=[study_notice(2, (month(today, 3), month(today, -3)))],
            sjukpenninggrundandeInkomstuppgift=[sickness_income(ago(today, 90), 322_000)],
        ),
        (paid_once(today, "FK:GP", (time[0], ago(today, 6)), 352, ago(today, 3), days=30),),
    )


def alone_with_child(world: World) -> Known:
    """Protected, as is her child: underhållsstöd, barnbidrag and bostadsbidrag, post by the tax agency."""
    today, me = world.today, world.personas["folkbokford"]
    alva = relative("alva", today)
    since = month(today, 20)
    housing = family.housing(
        2_300,
        7_900,
        incomes=(224_000,),
        home=(alva,),
        decided=ago(today, 200),
        time=(month(today, 6), month(today, -5)),
    )
    return known(
        facts(
            generellPersoninformation=[
                general(
                    me,
                    civil=5,
                    where=(address("Skattekontoret", "Box 1", role=SPECIAL),),
                    works=(CLEANERS,),
                    children=(alva,),
                    registered=None,
                )
            ],
            barnbidragsarende=[allowance(today, alva)],
            bostadsbidragsarende=[case(housing, started=ago(today, 230))],
            underhallsstodsmottag=[
                family.maintenance(alva, ago(today, 620), ago(today, 600), (since, None), MAINTENANCE)
            ],
        ),
        paid_monthly(today, "FK:ABB", allowances(alva), day=20),
        paid_monthly(today, "FK:US", flat("FK:US", MAINTENANCE)),
        paid_monthly(today, "FK:BOB", flat("FK:BOB", 2_300)),
    )
