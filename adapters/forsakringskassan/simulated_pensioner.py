"""What LEFI tells of the pensioner: two authorities, and a half year when both told of the same pension."""

from __future__ import annotations

from datetime import date

from adapters.forsakringskassan import writing_accounts as accounts
from adapters.forsakringskassan import writing_earlier as earlier
from adapters.forsakringskassan import writing_pension as pension
from adapters.forsakringskassan.simulated_days import ago, month, payday, whole_month
from adapters.forsakringskassan.simulated_groups import CLAIMS, COMING, DECISIONS, INFORMATION, PAID
from adapters.forsakringskassan.simulated_known import Known, Told, facts, flat, known, paid_monthly
from adapters.forsakringskassan.simulated_relatives import relative
from adapters.forsakringskassan.writing import letter_code
from adapters.forsakringskassan.writing_illness import housing_supplement, old_injury
from adapters.forsakringskassan.writing_pension import Death, Line
from adapters.forsakringskassan.writing_persons import address, general
from hub.simulators.world import World

LINES = (
    Line("PM:AP", 7_412, "PM:AP38", "PM:IP"),
    Line("PM:AP", 3_155, "PM:AP38", "PM:TP"),
    Line("PM:AP", 1_204, "PM:AP38", "PM:GARP"),
    Line("PM:AP", 425, "PM:AP38", "PM:IPT"),
    Line("PM:AP", 611, "PM:PREP", "PM:PFE"),
)
SURVIVOR = (Line("PM:EF", 1_890, "PM:EP", "PM:ANKEP"),)
HOUSING = (Line("PM:BTI", 4_210, "PM:BTP", "PM:BTP"),)
TRANSFERRED = 3
"""Months back: the month that both authorities tell of."""


def told(place: str, code: str, *rows: object) -> tuple[Told, ...]:
    """Rows of one of Pensionsmyndigheten's lists."""
    return tuple(Told(place, code, row) for row in rows)


def paid(today: date, code: str, lines: tuple[Line, ...], tax: int, *, months: int) -> tuple[Told, ...]:
    """Each month's payment by Pensionsmyndigheten, and the one that comes."""
    found: list[Told] = []
    for back in range(months, -2, -1):
        day = payday(month(today, back), 19)
        row = pension.payment(day, whole_month(today, back), lines, {"PM:PS": tax} if tax else {})
        found.append(Told(PAID if day <= today else COMING, code, row))
        if day > today:
            break
    return tuple(found)


def _decisions(today: date, world: World) -> tuple[Told, ...]:
    me, dead = world.personas["pensionar"], relative("bertil", today)
    since = (month(today, TRANSFERRED), None)
    kinds = {
        "PM:IP": (7_412, accounts.INCOME),
        "PM:TP": (3_155, accounts.supplementary(3.42, 31)),
        "PM:GARP": (1_204, accounts.guarantee(88_944, 37_860)),
        "PM:IPT": (425, None),
        "PM:PREP": (611, None),
    }
    grants = [pension.grant(kind, gross, since, underlag=of) for kind, (gross, of) in kinds.items()]
    widow = pension.grant("PM:ANKEP", 1_890, (month(today, 50), None), underlag=accounts.widow(2.87))
    housing = pension.grant("PM:BT", 4_210, (month(today, TRANSFERRED), month(today, -9)))
    died = Death(dead, ago(today, 1_560), (me,))
    return (
        *told(
            DECISIONS,
            "PM:AP",
            pension.decided(
                "PM:AP", "PM-B-0001", ago(today, 100), grants, more=pension.pension_more(pension.UNMARRIED)
            ),
        ),
        *told(
            DECISIONS,
            "PM:EF",
            pension.decided(
                "PM:EF", "PM-B-0002", ago(today, 1_500), [widow], more=pension.survivor_more(died)
            ),
        ),
        *told(
            DECISIONS,
            "PM:BTI",
            pension.decided(
                "PM:BTI", "PM-B-0003", ago(today, 98), [housing], more=pension.housing_more(7_100)
            ),
            pension.decided("PM:BTI", "PM-B-0004", ago(today, 64), [], outcome="AVSLAG"),
        ),
    )


def _earlier(today: date, world: World) -> tuple[Told, ...]:
    """Försäkringskassan's own registers: what was theirs, and what it paid for Pensionsmyndigheten."""
    me, dead = world.personas["pensionar"], relative("bertil", today)
    died, until = ago(today, 1_560), whole_month(today, TRANSFERRED)[1]
    since = month(today, 66)
    return facts(
        generellPersoninformation=[general(me, civil=7, where=(address("Exempelhemmet 2"),))],
        allmanpensionsarende=[
            earlier.public_pension(ago(today, 2_050), (since, until), gross, letter_code(code, text))
            for code, text, gross in (("IP", "Inkomstpension", 7_412), ("TP", "Tilläggspension", 3_155))
        ],
        efterlevandepensionsarende=[
            earlier.survivors_pension(dead, died, ago(today, 1_540), (month(today, 50), until), 1_890)
        ],
        bostadstillaggsarende=[
            housing_supplement(
                ago(today, 480), (month(today, 15), until), 4_210, 85_200, started=ago(today, 500)
            )
        ],
        yrkesskadeegenlivrantearende=[
            old_injury(
                ago(today, 9_000), ago(today, 9_400), ago(today, 8_900), (month(today, 290), None), 640
            )
        ],
        yrkesskadeefterlevandearende=[
            old_injury(
                ago(today, 1_500),
                ago(today, 12_000),
                ago(today, 1_450),
                (month(today, 48), None),
                980,
                survivor_of=(dead, died),
            )
        ],
        intjanandebehallning=[earlier.holding(1_284_300, 148_900)],
        intjanandeuppgift=[
            earlier.earning_year(today.year - back, 36_000 - 1_000 * back, ago(today, 200 + 365 * back))
            for back in (2, 3)
        ],
        levnadsintygsuppgift=[earlier.certificate(ago(today, 400))],
    )


def pensioner(world: World) -> Known:
    """Allmän pension, änkepension and bostadstillägg; one claim waits, one was refused."""
    today = world.today
    last = today.year - 1
    values = {"IP": 1_135_400, "PREP": 148_900}
    moves = {"ARVSVINST": 2_110, "FORVALTNINGSKOSTNAD": -310, "UTTAGEN_PENSIONSBEHALLNING": -88_944}
    before = [
        row
        for row in paid_monthly(today, "FK:AP", flat("FK:AP", 12_807, taxed=True), day=19, payer="PM")
        if row.row["datum"] <= whole_month(today, TRANSFERRED)[1].isoformat()
    ]
    return known(
        _earlier(today, world),
        before,
        paid_monthly(today, "FK:YL", flat("FK:YL", 1_620), day=18),
        told(
            CLAIMS,
            "PM:BTI",
            pension.claim("PM:BTI", "PM-A-0001", ago(today, 21), (month(today, 0), None)),
        ),
        _decisions(today, world),
        paid(today, "PM:AP", LINES, 3_842, months=TRANSFERRED),
        paid(today, "PM:EF", SURVIVOR, 567, months=TRANSFERRED),
        paid(today, "PM:BTI", HOUSING, 0, months=TRANSFERRED),
        told(INFORMATION, "PM:LINT", accounts.certificate(ago(today, 400))),
        told(INFORMATION, "PM:PBH", accounts.holdings(last, values, moves, "ARSOMRAKNING")),
        told(INFORMATION, "PM:PU", accounts.earnings([(last - back, 36_000) for back in range(1, 4)])),
    )
