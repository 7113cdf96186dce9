"""Income items and signals of a family of five who all have much: payments from five sources, and cases.

subject   what composing an answer does for each person once the sections are there: items numbered and
          judged, sources sorted, signals made.
baseline  lxml reading CSN's 4 KB and holding them against the adapter's schemas, so that a budget in
          milliseconds holds on any machine (decision 0005).
Both in one thread, in short turns, timed some calls at a time. The sections are made outside
the clock: to read them is the row `translation`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hub.adapter import Days
from hub.agreements.kinds import NAME, read_kinds
from hub.elements import groups_of
from hub.model.kinds import Kinds
from hub.model.manifest import SectionType
from hub.registry import discover
from hub.translate.incomes import numbered
from hub.translate.signals import Asked, signals
from hub.translate.signals_basis import Told, sources_of
from messages.arbetsloshetsersattning import Arbetsloshetsersattning
from messages.beskattning import Beskattning
from messages.koder import Utfall
from messages.pension import Pension
from messages.socialforsakring import Socialforsakring
from messages.studiestod import Studiestod
from messages.uppgifter import Kallsvar
from tests.bench.frame import Line, RowError, in_turns, ms
from tests.bench.reference import multiples, read_and_validate
from tests.bench.rows.translation import small_answer

TURNS = 25
SECONDS = 0.08
PERSONS = 5
BUDGET_S = 0.002
TODAY = date(2026, 11, 21)
ASKED = Asked(Days(date(2026, 9, 1), date(2026, 11, 30)), TODAY)
CONTRACTS = Path(__file__).parents[3] / "contracts"

Json = dict[str, Any]


def measure() -> list[Line]:
    """The budget is for the first: 21 payments each, in three months. The second tells how it grows."""
    return [_measured(3, judged=True), _measured(1, judged=False)]


def _measured(thin: int, *, judged: bool) -> Line:
    """With a payment in `thin` of all that the family can have."""
    family = [list(_person(seed, thin)) for seed in range(PERSONS)]
    registry = discover()
    kinds = read_kinds((CONTRACTS / NAME).read_bytes(), NAME)
    names = {name: source.manifest.name for name, source in registry.sources.items()}
    told = [_one(person, registry.sections, kinds, names) for person in family]
    items, noticed = (sum(counted) for counted in zip(*told, strict=True))
    if items < PERSONS * 60 // thin or noticed < PERSONS:
        raise RowError(f"the family has {items} payments and {noticed} signals, fewer than it was made for")

    def translate() -> None:
        for person in family:
            _one(person, registry.sections, kinds, names)

    found = in_turns(translate, read_and_validate(small_answer()), turns=TURNS, seconds=SECONDS, each=5)
    budget = multiples(BUDGET_S)
    return Line(
        row="incomes",
        what=f"{PERSONS} persons: {items} income items, {noticed} signals; baseline: 4 KB validated",
        p50=ms(found.subject.p50),
        p99=ms(found.subject.p99),
        baseline=ms(found.baseline.p50),
        ratio=f"{found.ratio:.1f}",
        budget=f"p50 {budget:.1f} x" if judged else "",
        ok=found.ratio <= budget if judged else None,
    )


def _one(
    told: Sequence[Told], sections: Mapping[str, SectionType], kinds: Kinds, names: Mapping[str, str]
) -> tuple[int, int]:
    """As hub/translate/compose.py does it."""
    items = numbered([one.part for one in told], sections, kinds, names)
    sources = sources_of(told, items, names)
    return len(items), len(signals(sources, ASKED))


# ---------------------------------------------------------------- what the family has


@dataclass
class Ids:
    """`u1`, `u2`, ..., as sections number their elements."""

    last: int = 0

    def __call__(self) -> str:
        self.last += 1
        return f"u{self.last}"


def _person(seed: int, thin: int) -> Iterator[Told]:
    sections = {"FK": _insurance, "PM": _pension, "CSN": _study_support, "SO": _unemployment, "SKV": _taxes}
    for source, makes in sections.items():
        section = makes(seed, thin)
        part = Kallsvar(
            kalla=source,
            utfall=Utfall.BESVARAD,
            fragad=True,
            hamtad=datetime(2026, 11, 21, 9, tzinfo=UTC),
            fullstandigTom=ASKED.period.last,
            uppgifter={section.namn: section},
        )
        yield Told(part, groups_of(type(section)), ASKED.period, by_part=source == "CSN")


def _days(most: int, thin: int) -> Iterator[tuple[int, date]]:
    """Up to `most` days in each month asked about, with their number in the month."""
    each_month = max(1, most // thin)
    for month in (9, 10, 11):
        for n in range(each_month):
            yield n, date(2026, month, 1 + n * 28 // each_month)


def _coded(code: str) -> Json:
    return {"kod": code, "text": code.capitalize()}


def _insurance(seed: int, thin: int) -> Socialforsakring:
    ids = Ids()
    benefits = ("sjukpenning", "bostadsbidrag", "barnbidrag", "foraldrapenning", "underhallsstod")[
        : 8 // thin
    ]
    lists: dict[str, list[Json]] = {
        name: [
            {
                "id": ids(),
                "forman": _coded(name.upper()),
                "ansokt": date(2026, 8, n),
                "aktivt": True,
                "beslut": [_decision(ids(), name, n) for n in range(1, 4)],
            }
            for n in range(1, 4)
        ]
        + [{"id": ids(), "forman": _coded(name.upper()), "ansokt": date(2026, 11, 1), "aktivt": True}]
        for name in benefits
    }
    payments = [_insured(ids(), benefits[n % len(benefits)].upper(), day, seed) for n, day in _days(8, thin)]
    made = [one for one in payments if one["utbetalningsdag"] <= TODAY]
    coming = [one for one in payments if one["utbetalningsdag"] > TODAY]
    return Socialforsakring.model_validate(
        lists | {"utbetalningar": made, "preliminaraUtbetalningar": coming}
    )


def _insured(element: str, benefit: str, day: date, seed: int) -> Json:
    rise = 400 if day.month > 9 and benefit == "SJUKPENNING" else 0
    row = {"forman": _coded(benefit), "dagar": "10.5", "brutto": "1900"}
    return {
        "id": element,
        "formansfamilj": _coded(benefit),
        "utbetalningsdag": day,
        "period": {"from": day - timedelta(days=14), "tom": day},
        "brutto": f"{1900 + rise + seed}",
        "skatt": "400",
        "netto": f"{1500 + rise + seed}",
        "detaljer": [row] * (1 + day.day % 2),
    }


def _decision(element: str, name: str, n: int) -> Json:
    return {
        "id": element,
        "fattat": date(2026, 8, 10 + n),
        "forman": _coded(name.upper() if n == 1 or name != "bostadsbidrag" else "OMVARDNADSBIDRAG"),
        "period": {"from": date(2026, 8, 1), "tom": date(2027, 1, 31) if n < 3 else date(2026, 9, 30)},
        "beslutatBrutto": "1900",
    }


def _pension(seed: int, thin: int) -> Pension:
    ids = Ids()
    groups = ("PM:AP", "PM:BTI", "PM:EFT")[: 4 // thin]
    payments = [
        {
            "id": ids(),
            "utbetalningsdag": day,
            "brutto": f"{4000 + n}",
            "netto": f"{3000 + seed}",
            "avdrag": [{"avdragstyp": _coded("SKATT"), "belopp": "1000"}],
            "rader": [
                {
                    "formansgrupp": _coded(groups[n % len(groups)]),
                    "beloppstyp": _coded("PM:X"),
                    "belopp": "4000",
                }
            ],
        }
        for n, day in _days(4, thin)
    ]
    decisions = [
        {
            "id": ids(),
            "beslutsdag": date(2026, 8, n),
            "formansgrupp": _coded(groups[n % len(groups)]),
            "utfall": _coded("BIFALL" if n % 3 else "AVSLAG"),
            "ersattningar": [{"period": {"from": date(2026, 8, 1)}, "belopp": "3000"}],
        }
        for n in range(1, 7)
    ]
    claims = [
        {"id": ids(), "ankomstdag": date(2026, 10, n), "formansgrupp": _coded(groups[n % len(groups)])}
        for n in range(1, 4)
    ]
    return Pension.model_validate({"ansprak": claims, "beslut": decisions, "utbetalningar": payments})


def _study_support(seed: int, thin: int) -> Studiestod:
    ids = Ids()
    times = {"period": {"from": date(2026, 8, 31), "tom": date(2027, 1, 17)}, "totalbelopp": "15872"}
    cases = [
        {
            "id": ids(),
            "stod": _coded(support),
            "ansokningar": [{"id": ids(), "period": times["period"]}],
            "beviljade": [{"id": ids()} | times],
            "utbetalningar": [
                {
                    "id": ids(),
                    "utbetalningsdag": day if day <= TODAY else None,
                    "status": _coded("UTBETALD" if day <= TODAY else "PLANERAD"),
                    "tider": [times | {"beloppsrader": [{"beloppstyp": _coded("BIDRAG"), "belopp": "992"}]}],
                    "totalbelopp": f"{3968 + seed}",
                }
                for _, day in _days(2, thin)
            ],
        }
        for support in ("STUDIEMEDEL", "STUDIEHJALP")
    ]
    return Studiestod.model_validate({"arenden": cases})


def _unemployment(seed: int, thin: int) -> Arbetsloshetsersattning:
    ids = Ids()
    payments = [
        {
            "id": ids(),
            "utbetalningsdag": day,
            "nettoEfterSkatt": f"{2500 + 200 * n + seed}.50",
            "nettoEfterAvdrag": f"{2300 + 200 * n + seed}.50",
            "ersattningsdagar": "5.5",
            "avser": {"from": day - timedelta(days=20), "tom": day - timedelta(days=7)},
        }
        for n, day in _days(4, thin)
    ]
    suspended = [{"id": ids(), "period": {"from": date(2026, 10, 5), "tom": date(2026, 10, 20)}}]
    fund = {"id": ids(), "namn": "A-kassan", "utbetalningar": payments, "avstangningar": suspended}
    return Arbetsloshetsersattning.model_validate({"akassor": [fund]})


def _taxes(seed: int, thin: int) -> Beskattning:
    ids = Ids()
    payouts = [{"id": ids(), "belopp": f"{500 + seed}", "bokforingsdag": day} for _, day in _days(1, thin)]
    return Beskattning.model_validate({"skattekontoutbetalningar": payouts})
