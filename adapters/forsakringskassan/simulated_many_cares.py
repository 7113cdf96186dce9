"""The person who has many of everything: what is given for care, illness and injury."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from adapters.forsakringskassan import writing_family as family
from adapters.forsakringskassan import writing_illness as illness
from adapters.forsakringskassan.simulated_days import ago, month, whole_month
from adapters.forsakringskassan.simulated_known import Told, facts
from adapters.forsakringskassan.simulated_relatives import many_children, relative
from adapters.forsakringskassan.writing import amount, case, extent, number_code
from hub.simulators.world import Persona, World

MONTHS = 22
HALF, WHOLE = extent(1, 2), extent(1)


def many_cares(world: World) -> Iterator[Told]:
    """Omvårdnadsbidrag to yrkesskadelivränta."""
    today = world.today
    yield from _care(today, many_children(today))
    yield from _illness(today)
    yield from _lasting(today)
    yield from _injuries(today)


def _care(today: date, children: tuple[Persona, ...]) -> Iterator[Told]:
    since = (month(today, MONTHS), None)
    yield from facts(
        omvardnadsbidragsarende=[
            family.by_period("FK:OMV", child, ago(today, 700), ago(today, 660), since, 2_450, extent(1, 4))
            for child in children[:4]
        ],
        merkostnadsersattningsarende=[
            family.by_period(
                "FK:MEK",
                child,
                ago(today, 700),
                ago(today, 660),
                since,
                1_470,
                extent(30, 100),
                status=family.INTERIM,
                ends=(f"{month(today, -6):%Y-%m}",),
            )
            for child in children[4:8]
        ],
        vardbidragsarende=[
            family.care_allowance(children[:2], ago(today, 900), ago(today, 860), since, 4_781, extent(3, 4))
        ],
        underhallsstodsmottag=[
            family.maintenance(child, ago(today, 700), ago(today, 690), since, 1_673, paid_by_other=400)
            for child in children[:4]
        ],
        underhallsstodskrav=[
            family.maintenance(child, ago(today, 700), ago(today, 690), since, 1_673)
            for child in children[4:8]
        ],
        underhallsskuld=[{"belopp": amount(1_000 * count)} for count in range(1, 4)],
    )


def _illness(today: date) -> Iterator[Told]:
    months = [whole_month(today, back) for back in range(MONTHS, 0, -1)]
    lists = {
        "sjukpenningarende": ("FK:SJP", months[0::2]),
        "forebyggandeSjukpenningsarende": ("FK:FSJP", months[1::4]),
        "rehabersattningsarende": ("FK:RBE", months[3::4]),
    }
    yield from facts(
        **{
            name: [
                case(
                    illness.sick_days(code, time, 233.25, HALF, waiting=187),
                    started=time[0],
                    active=False,
                    rejected=None,
                )
                for time in times
            ]
            for name, (code, times) in lists.items()
        }
    )
    yield from facts(
        narstaendepenningarende=[
            illness.by_days(
                "FK:NP", time[0], time, HALF, kind=number_code(1, "Närståendepenning"), waiting=True
            )
            for time in months[::3]
        ],
        smittbararersattningsarende=[illness.by_days("FK:SBP", one[0], one, WHOLE) for one in months[::3]],
        totalforsvarspliktsarende=[illness.by_days("FK:DPE", one[0], one, WHOLE) for one in months[::3]],
    )


def _lasting(today: date) -> Iterator[Told]:
    yield from facts(
        sjukOchAktivitetsersattningsarende=[
            case(
                *(
                    illness.lasting_illness(
                        ago(today, 800), whole_month(today, back), 4_100, HALF, net_of=100
                    )
                    for back in range(6)
                ),
                started=ago(today, 1_000),
                grunduppgifter=illness.insured_time(30),
            )
        ],
        sjukOchAktivitetsersattningSteglosAvrakningNulage=[
            illness.settlement(today.year, 12_000, abroad=900, paid=24_000)
        ],
        sjukOchAktivitetsersattningSteglosAvrakningHistorik=[
            illness.settlement(today.year - back, 60_000, paid=24_000, due=600) for back in range(1, 9)
        ],
        handikappersattningsarende=[
            illness.disability(
                ago(today, 3_000), ago(today, 2_900), (month(today, 40), None), 1_764, extent(36, 100)
            )
        ],
        bostadstillaggsarende=[
            illness.housing_supplement(
                month(today, back),
                whole_month(today, back),
                2_500,
                80_000,
                started=month(today, back + 1),
                with_whom=(relative("ulla", today),),
            )
            for back in range(0, MONTHS, 3)
        ],
    )


def _injuries(today: date) -> Iterator[Told]:
    since, dead, died = (month(today, 40), None), relative("vera", today), ago(today, 1_400)
    rows = [illness.work_injury(ago(today, 900 + year), since, 24_000, 210_000) for year in range(3)]
    yield from facts(
        arbetsskadeegenlivrantearende=[
            illness.work_injury_own(ago(today, 1_600), ago(today, 2_000), (300_000, 240_000), rows)
        ],
        arbetsskadeefterlevandearende=[
            illness.work_injury_survivor(ago(today, 1_300), dead, died, 280_000, rows)
        ],
        yrkesskadeegenlivrantearende=[
            illness.old_injury(ago(today, 9_000), ago(today, 9_500), ago(today, 8_900), since, 300)
        ],
        yrkesskadeefterlevandearende=[
            illness.old_injury(
                ago(today, 1_300), ago(today, 9_500), ago(today, 1_250), since, 450, survivor_of=(dead, died)
            )
        ],
    )
