"""The person who has many of everything: what Försäkringskassan tells. About 300 KB of half a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from adapters.forsakringskassan import writing_family as family
from adapters.forsakringskassan import writing_illness as illness
from adapters.forsakringskassan import writing_labour as labour
from adapters.forsakringskassan.simulated_days import ago, month, payday, weekdays, whole_month
from adapters.forsakringskassan.simulated_groups import FK_PAID as PAID
from adapters.forsakringskassan.simulated_known import Told, by_weekday, facts, flat, paid_monthly
from adapters.forsakringskassan.simulated_many_cares import many_cares
from adapters.forsakringskassan.simulated_many_pensions import earlier_pensions
from adapters.forsakringskassan.simulated_relatives import many_children, relative
from adapters.forsakringskassan.writing import (
    Json,
    benefit,
    case,
    extent,
    letter_code,
    number_code,
    person,
)
from adapters.forsakringskassan.writing_payments import RETROACTIVE, detail, payment
from adapters.forsakringskassan.writing_persons import SPECIAL, address, general, workplace
from hub.simulators.world import Persona, World

MONTHS = 22
HALF, WHOLE = extent(1, 2), extent(1)
DEDUCTED = {
    "KVI": "Kvittning",
    "INF": "Utmätning",
    "SOC": "Socialavdrag",
    "INC": "Innehållet för CSN",
    "UMG": "Umgängesavdrag",
    "PST": "Preliminär skatt tidigare år",
    "ÖVA": "Icke specificerade avdrag (historisk)",
}
FLAT_GROUPS = ("FK:BOB", "FK:US", "FK:BTI", "FK:HE", "FK:MEK", "FK:OMV", "FK:VB", "FK:SA", "FK:EJO", "FK:YL")


def many_of_everything(world: World) -> Iterator[Told]:
    """Rows of every one of Försäkringskassan's lists."""
    today, children = world.today, many_children(world.today)
    yield from _person(world, children)
    yield from _family(today, children)
    yield from _parents(today, children)
    yield from many_cares(world)
    yield from _labour(today)
    yield from earlier_pensions(world)
    yield from _payments(today)


def _person(world: World, children: tuple[Persona, ...]) -> Iterator[Told]:
    me, wife = world.personas["mangfald"], relative("ulla", world.today)
    homes = tuple(
        address(f"Exempelgatan {number}", f"lgh {number}", role=role)
        for number, role in enumerate((_role(1), SPECIAL, _role(3)), 1)
    )
    works = tuple(
        workplace(name, number, "Vikarie", address(f"Provgränd {place}"), hours=(1, 3))
        for place, (name, number) in enumerate(
            (
                ("Exempelbolaget AB", "5560000001"),
                ("Testbageriet AB", "5560000019"),
                ("Provstäd AB", "5560000027"),
            )
        )
    )
    yield from facts(
        generellPersoninformation=[
            general(
                me,
                civil=2,
                where=homes,
                works=works,
                children=children,
                related=(wife,),
                citizen=("CA", "Kanada"),
            )
        ],
        skatteuppgift=[labour.tax_facts()] * 2,
        sjukpenninggrundandeInkomstuppgift=[
            illness.sickness_income(ago(world.today, 90 * count), 200_000 + 1_000 * count, 12_000)
            for count in range(12)
        ],
    )


def _role(number: int) -> Json:
    return number_code(number, f"Adressroll {number}")


def _family(today: date, children: tuple[Persona, ...]) -> Iterator[Told]:
    wife = relative("ulla", today)
    yield from facts(
        barnbidragsarende=[
            family.child_allowance(child, ago(today, 300), (month(child.born, -1), None), 1_250)
            for child in children
        ],
        mottagareavbarnbidrag=[
            family.child_allowance_receiver(
                child,
                ago(today, 300),
                (month(today, MONTHS), None),
                1_250,
                "Socialnämnden",
                payday(month(today, 0), 20),
                [family.institution("Exempelhemmet", address("Provvägen 7"), family=True)],
            )
            for child in children[:3]
        ],
        bostadsbidragsarende=[
            case(
                family.housing(
                    2_000 + back,
                    8_000,
                    incomes=(180_000, 20_000),
                    home=children[:4],
                    part_time=children[4:6],
                    alternating=children[6:8],
                    decided=month(today, back),
                    time=whole_month(today, back),
                ),
                started=month(today, back + 1),
                medsokande=[person(wife)],
            )
            for back in range(0, MONTHS, 2)
        ],
    )


def _parents(today: date, children: tuple[Persona, ...]) -> Iterator[Told]:
    yield from facts(
        foraldrapenningarende=[
            family.parental(
                child,
                ago(today, 600),
                [whole_month(today, back) for back in range(1 + place % 7, MONTHS, 7)],
                180,
                tuple(weekdays(*whole_month(today, -1))),
                level=("L", "G", "S")[place % 3],
                part=extent(1, 8),
                kind=family.DOUBLE_DAYS if place % 2 else family.ORDINARY_DAYS,
            )
            for place, child in enumerate(children)
        ],
        tillfalligForaldrapenningarende=[
            family.sick_child(
                child,
                ago(today, 40 * place + 9),
                tuple(weekdays(ago(today, 40 * place + 9), ago(today, 40 * place))),
                612.75,
            )
            for place, child in enumerate(children)
        ],
        graviditetspenningsarende=[
            family.pregnancy(ago(today, 120), ago(today, 110), (ago(today, 100), ago(today, 70)), WHOLE)
        ],
    )


def _labour(today: date) -> Iterator[Told]:
    months = [whole_month(today, back) for back in range(MONTHS, 0, -1)]
    yield from facts(
        aktivitetsstodsarende=[
            labour.activity_support(
                time[0],
                [labour.support_decided(time[0], time, 8_030, 22, waiting=True)],
                number_code(54, "Jobbgaranti för ungdomar"),
            )
            for time in months[::2]
        ],
        programersattningsarende=[
            labour.programme_support([time], 365, kind)
            for time, kind in zip(
                months[::3],
                [labour.ACTIVITY_SUPPORT, labour.DEVELOPMENT, labour.INTRODUCTION] * 9,
                strict=False,
            )
        ],
        programanvisning=[labour.assignment(time, labour.JOB_GUARANTEE, HALF) for time in months],
        programjobdagar=[labour.guarantee_days(450)],
        studiemedelsavisering=[
            labour.study_notice(kind, time) for time in months[::4] for kind in (0, 1, 2, 4, 7)
        ],
    )


def _payments(today: date) -> Iterator[Told]:
    """Every group each month; one in which everything that can be taken off is."""

    def everything_off(time: tuple[date, date]) -> list[Json]:
        rows = [
            detail(benefit("FK:AS"), time, 8_030, tax=2_409, part=WHOLE, days=22, hours=176),
        ]
        taken = [
            detail(benefit("FK:AS"), time, None, deducted=25, kind=letter_code(code, text))
            for code, text in DEDUCTED.items()
        ]
        return rows + taken

    yield from paid_monthly(today, "FK:AS", everything_off, months=MONTHS, arrears=1)
    for number, group in enumerate(FLAT_GROUPS):
        taxed = group in {"FK:SA", "FK:EJO"}
        yield from paid_monthly(
            today, group, flat(group, 1_000 + 7 * number, taxed=taxed), months=MONTHS // 2
        )
    for group in ("FK:FP", "FK:SJP", "FK:TFP", "FK:PROG"):
        yield from paid_monthly(
            today, group, by_weekday(group, 121.5, part=HALF), months=MONTHS // 2, kind=RETROACTIVE
        )
    # What the person owed took all of it: nothing reached them.
    time, owed = whole_month(today, 2), letter_code("KVI", "Kvittning")
    kept = detail(benefit("FK:BOB"), time, 1_850, deducted=1_850, kind=owed)
    yield Told(
        PAID, "FK:BOB", payment("FK:BOB", payday(month(today, 1), 12), time, (kept,), kind=RETROACTIVE)
    )
