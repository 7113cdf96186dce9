"""The person who has many of everything: pensions, in both authorities' telling."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from adapters.forsakringskassan import writing_accounts as accounts
from adapters.forsakringskassan import writing_earlier as earlier
from adapters.forsakringskassan import writing_pension as pension
from adapters.forsakringskassan.simulated_days import ago, month, payday, whole_month
from adapters.forsakringskassan.simulated_groups import CLAIMS, COMING, DECISIONS, INFORMATION, PAID
from adapters.forsakringskassan.simulated_known import Told, facts
from adapters.forsakringskassan.simulated_relatives import many_children, relative
from adapters.forsakringskassan.writing import Json, letter_code
from adapters.forsakringskassan.writing_pension import Death, Line
from hub.simulators.world import World

YEARS = 8
LINES = (
    Line("PM:AP", 2_001, "PM:AP38", "PM:IP"),
    Line("PM:AP", 902, "PM:AP37", "PM:TP"),
    Line("PM:EF", 1_103, "PM:EP", "PM:OP"),
    Line("PM:EF", 404, "PM:AL", "PM:AL1"),
    Line("PM:BTI", 805, "PM:BTP", "PM:AFS"),
)
OFF = {"PM:PS": 1_064, "PM:UTMATNING": 200, "PM:SOCAVDRAG": 50}


def earlier_pensions(world: World) -> Iterator[Told]:
    """Försäkringskassan's."""
    today, wife = world.today, relative("ulla", world.today)
    since, last = (month(today, 40), None), today.year - 1
    parts = (("IP", "Inkomstpension"), ("TP", "Tilläggspension"), ("GARP", "Garantipension"))
    yield from facts(
        allmanpensionsarende=[
            earlier.public_pension(ago(today, 900), since, 1_200, letter_code(*part)) for part in parts
        ],
        efterlevandepensionsarende=[
            earlier.survivors_pension(
                relative("vera", today), ago(today, 1_400), ago(today, 1_350), since, 700
            )
        ],
        intjanandebehallning=[earlier.holding(900_000, 90_000)],
        intjanandeuppgift=[
            earlier.earning_year(
                last - back,
                280_000 - 5_000 * back,
                ago(today, 100 + 365 * back),
                parents=((wife, 1, "Mor"), (world.personas["mangfald"], 2, "Far")),
                grounds=earlier.every_ground(last - back),
            )
            for back in range(YEARS)
        ],
        levnadsintygsuppgift=[earlier.certificate(ago(today, 90), 2)],
    )


def pensions(world: World) -> Iterator[Told]:
    """Pensionsmyndigheten's."""
    today = world.today
    yield from _decisions(world)
    for number, code in enumerate(("PM:AP", "PM:BTI", "PM:EF"), 1):
        wanted = (month(today, 4), month(today, -number))
        yield Told(CLAIMS, code, pension.claim(code, f"PM-A-1{number:03}", ago(today, 30 * number), wanted))
    yield from _payments(today)
    values, moves = {"IP": 800_000, "PREP": 90_000}, dict.fromkeys(accounts.MOVES, 1_500)
    yield Told(INFORMATION, "PM:LINT", accounts.certificate(ago(today, 90), 2))
    for back, event in enumerate(accounts.EVENTS, 1):
        yield Told(INFORMATION, "PM:PBH", accounts.holdings(today.year - back, values, moves, event))
    years = [(today.year - back, 280_000) for back in range(1, 20)]
    yield Told(INFORMATION, "PM:PU", accounts.earnings(years))


def _payments(today: date) -> Iterator[Told]:
    for back in range(23, -2, -1):
        day = payday(month(today, back), 25)
        for code in ("PM:AP", "PM:BTI", "PM:EF"):
            lines = [line for line in LINES if line.group == code]
            row = pension.payment(day, whole_month(today, back), lines, OFF if code == "PM:AP" else {})
            yield Told(PAID if day <= today else COMING, code, row)
        if day > today:
            return


def _granted(today: date) -> dict[str, list[tuple[str, Json | None, str]]]:
    """Group to the kinds granted, what each is reckoned from, and how often it comes."""
    return {
        "PM:AP": [
            ("PM:IP", accounts.INCOME, "MANAD"),
            ("PM:TP", accounts.supplementary(2.1, 17), "AR"),
            ("PM:GARP", accounts.guarantee(24_000, 10_800), "KVARTAL"),
            ("PM:GARP", accounts.guarantee_by_older_rules(34_800), "HALVAR"),
            ("PM:PREP", accounts.coordinated(1_400, "PM:AL", "PM:YL"), "MANAD"),
        ],
        "PM:EF": [
            ("PM:BP", accounts.CHILD, "MANAD"),
            ("PM:OP", accounts.ADJUSTMENT, "MANAD"),
            ("PM:OPGARP", accounts.SURVIVOR_GUARANTEE, "VECKA"),
            ("PM:OL", accounts.annuity(ago(today, 1_400), 402_000), "AR"),
            ("PM:ANKEP", accounts.widow(1.9), "DAG"),
        ],
        "PM:BTI": [("PM:BT", None, "MANAD"), ("PM:AFS", None, "MANAD"), ("PM:SBT", None, "ENGANGS")],
    }


def _decisions(world: World) -> Iterator[Told]:
    """One for each state; every kind of underlag, every frequency."""
    today, wife = world.today, relative("ulla", world.today)
    dead = Death(relative("vera", today), ago(today, 1_400), many_children(today)[:3])
    more: dict[str, Json] = {
        "PM:AP": pension.pension_more(pension.MARRIED, abroad=True),
        "PM:EF": pension.survivor_more(dead),
        "PM:BTI": pension.housing_more(6_500, wife),
    }
    states = ("INTERIMISTISKT", "PRELIMINART", "SLUTLIGT")
    for number, (code, grants) in enumerate(_granted(today).items()):
        for state in states:
            rows = [
                pension.grant(
                    kind,
                    1_000 + number,
                    (month(today, 30), month(today, -12)),
                    frequency=often,
                    extent=75.5,
                    underlag=underlag,
                )
                for kind, underlag, often in grants
            ]
            name = f"PM-B-{number}{state[0]}"
            yield Told(
                DECISIONS,
                code,
                pension.decided(code, name, ago(today, 60 + number), rows, state=state, more=more[code]),
            )
