"""Everyone's income items and signals as a caseworker could check them by hand, with the arithmetic shown.

All agencies are asked through the SSBTEK simulator and read by the real mappings; items and signals are the
hub's. What is added up here is added up here: the hub never adds.

`python -m tests.support.golden` writes tests/e2e/golden/inkomster.md anew; look at the difference.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from hub.adapter import Ask, Days, Payload, SourceAsk, SourceError
from hub.agreements.kinds import NAME, read_kinds
from hub.model.decision import Grant
from hub.model.outcome import Answered, NothingFound
from hub.registry import Registry, discover
from hub.simulators.discovery import parts
from hub.simulators.parts import sources_of as sources_in
from hub.simulators.world import Persona
from hub.translate.incomes import numbered
from hub.translate.interpret import interpret
from hub.translate.signals import Asked, signals
from hub.translate.signals_basis import Told, sources_of
from hub.translate.signals_payments import month_before, month_of
from hub.translate.signals_text import month_name
from messages.inkomster import Inkomstpost
from messages.koder import Tillstand, Utfall
from messages.uppgifter import Kallsvar, Signal
from tests.support.policy import agreement, case
from tests.support.ssbtek import TODAY, WORLD, Bench, ask, simulated

ROOT = Path(__file__).parents[2]
FILE = ROOT / "tests" / "e2e" / "golden" / "inkomster.md"
KINDS = read_kinds((ROOT / "contracts" / NAME).read_bytes(), NAME)
MOMENT = datetime(2026, 11, 21, 9, tzinfo=UTC)
THIS_MONTH = month_of(TODAY)
LAST_MONTH = month_before(THIS_MONTH)
NOT_INCOME = "EJ_INKOMST"
STATES = {Tillstand.UTBETALD: "utbetald", Tillstand.PLANERAD: "planerad", Tillstand.PRELIMINAR: "preliminär"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What an answer about one person tells when M is the month."""

    months: tuple[Days, Days, Days]
    parts: Sequence[Kallsvar]
    items: Sequence[Inkomstpost]
    signals: Sequence[Signal]


# ---------------------------------------------------------------- asking


async def everyone() -> str:
    """The whole file."""
    registry, found = discover(), parts()
    sources = sorted(source for part in found for source in sources_in(part) if source in registry.sources)
    async with simulated(*found) as bench:
        told = [
            (
                persona,
                await _seen(bench, registry, persona, sources, THIS_MONTH),
                await _seen(bench, registry, persona, sources, LAST_MONTH),
            )
            for persona in WORLD.personas.values()
        ]
    return "\n".join([HEADING, *(line for one in told for line in _person(*one))])


async def _seen(
    bench: Bench, registry: Registry, persona: Persona, sources: Sequence[str], month: Days
) -> Seen:
    before = month_before(month)
    months = (month_before(before), before, month)
    period = Days(months[0].first, month.last)
    asked = _asked(registry, persona, sources, period)
    fetched = await bench.fetch(asked)
    told = [_told(registry, persona, one, fetched[one.source]) for one in asked.sources]
    names = {name: source.manifest.name for name, source in registry.sources.items()}
    answered = [one.part for one in told]
    items = numbered(answered, registry.sections, KINDS, names)
    noticed = signals(sources_of(told, items, names), Asked(period, TODAY))
    return Seen(months, answered, items, noticed)


def _asked(registry: Registry, persona: Persona, sources: Iterable[str], period: Days) -> Ask:
    law = ("2 § förordningen (2008:975)",)
    wanted = tuple(SourceAsk(one, period, registry.source(one).groups, law) for one in sources)
    # Sources that share a question are told of each other in it: all are there before the first is made.
    plain = replace(ask(persona=persona), sources=wanted)
    return replace(plain, sources=tuple(_with_question(registry, plain, one) for one in wanted))


def _with_question(registry: Registry, asked: Ask, one: SourceAsk) -> SourceAsk:
    form = registry.routes["ssbtek"].carries[one.source].question
    return one if form is None else replace(one, question=registry.to_payload(form)(asked, one, form))


def _told(registry: Registry, persona: Persona, one: SourceAsk, came: Payload | SourceError) -> Told:
    grant = Grant(one.source, agreement(one.source), one.period, one.groups, one.legal_basis, case())
    if isinstance(came, Payload):
        came = replace(came, question=one.question)
    source = registry.source(one.source)
    outcome = interpret(persona.number, came, source, grant, fetched=MOMENT, elapsed_ms=1).outcome
    match outcome:
        case Answered():
            body: dict[str, object] = {
                "utfall": Utfall.DELVIS_BESVARAD if outcome.missing else Utfall.BESVARAD,
                "fullstandigTom": outcome.complete_until,
                "uppgifter": {section.namn: section for section in outcome.sections},
                "saknas": list(outcome.missing),
            }
        case NothingFound():
            body = {"utfall": Utfall.INGA_UPPGIFTER, "fullstandigTom": outcome.complete_until}
        case _:
            body = {"utfall": Utfall.EJ_TILLGANGLIG, "fel": outcome.fault}
    part = Kallsvar.model_validate({"kalla": one.source, "fragad": True, "hamtad": MOMENT} | body)
    sections = registry.source(one.source).manifest.sections
    by_part = any(registry.sections[name].benefit_by_part for name in sections)
    return Told(part, one.groups, one.period, by_part=by_part)


# ---------------------------------------------------------------- the arithmetic


def sums(items: Sequence[Inkomstpost], months: Sequence[Days]) -> Iterator[list[str]]:
    """Per month and kind: what is paid, planned and preliminary, each written out and added up."""
    for month in months:
        counted = [item for item in items if not why_not(item, months) and _in(item, month)]
        for kind in dict.fromkeys(_kind(item) for item in counted):
            of_kind = [item for item in counted if _kind(item) == kind]
            by_state = ([item for item in of_kind if item.tillstand is state] for state in STATES)
            yield [month_name(month), kind, *(_addition(given) for given in by_state)]


def why_not(item: Inkomstpost, months: Sequence[Days]) -> str:
    """Why the item is in no sum, or nothing."""
    if item.inkomstslag is None:
        return "har inget inkomstslag; anmärkningen säger varför"
    if item.inkomstslag.kod == NOT_INCOME:
        return "räknas inte som inkomst"
    if item.belopp.netto is None:
        return "har inget belopp"
    if item.utbetalningsdag is None:
        return "har ingen utbetalningsdag"
    if not any(_in(item, month) for month in months):
        return "betalas ut en annan månad"
    return ""


def _in(item: Inkomstpost, month: Days) -> bool:
    return item.utbetalningsdag is not None and month.first <= item.utbetalningsdag <= month.last


def _kind(item: Inkomstpost) -> str:
    return item.inkomstslag.text if item.inkomstslag else ""


def _addition(items: Sequence[Inkomstpost]) -> str:
    """`3 968 + 1 250 = 5 218`, with the items' numbers."""
    amounts = [item.belopp.netto for item in items if item.belopp.netto is not None]
    if not amounts:
        return ""
    total = _amount(sum(amounts, Decimal(0)))
    numbers = ", ".join(item.id for item in items)
    if len(amounts) == 1:
        return f"{total} ({numbers})"
    return f"{' + '.join(map(_amount, amounts))} = {total} ({numbers})"


def _amount(amount: Decimal) -> str:
    whole, _, rest = f"{abs(amount):,.2f}".replace(",", " ").partition(".")
    written = whole if rest == "00" else f"{whole},{rest}"
    return f"(−{written})" if amount < 0 else written


# ---------------------------------------------------------------- the page

HEADING = f"""# Inkomster och signaler för världens personer

Facit att räkna efter för hand: vad navet svarar om var och en av de påhittade personerna den {TODAY},
när källorna frågas genom simulatorn av SSBTEK om september till november 2026. Ansökan gäller november.

Så kontrolleras en person:

1. Inkomstposter: en rad för varje utbetalning. Netto är det belopp som källan säger betalas ut.
   Utbetalningsdagen avgör månaden, inte den tid som utbetalningen avser.
2. Uträkning: utbetalt, planerat och preliminärt var för sig, per månad och inkomstslag. Inom parentes står
   posternas nummer. Navet lägger aldrig ihop belopp; summorna är gjorda här, av testet.
3. Ingår inte: poster som inte är med i någon summa, och varför.
4. Signaler: vad handläggaren bör lägga märke till, med det som ligger bakom inom hakparentes. Sist står
   signalerna när frågan i stället gäller augusti till oktober 2026, alltså en månad som är slut.

Filen skrivs av `python -m tests.support.golden` och jämförs av tests/e2e/test_golden.py.
"""

_ITEM = (
    "Nr",
    "Källa",
    "Förmån",
    "Inkomstslag",
    "Utbetalningsdag",
    "Avser",
    "Tillstånd",
    "Netto",
    "Dagar",
    "Anmärkning",
)
_SUM = ("Månad", "Inkomstslag", "Utbetalt", "Planerat", "Preliminärt")


def _person(persona: Persona, seen: Seen, earlier: Seen) -> Iterator[str]:
    yield f"## {persona.first_name} {persona.last_name} (`{persona.key}`): {persona.description}\n"
    yield f"{_sources(seen.parts)}\n"
    yield from _table(_ITEM, map(_item, seen.items)) if seen.items else ["Inga inkomstposter.\n"]
    if added := list(sums(seen.items, seen.months)):
        yield "Uträkning:\n"
        yield from _table(_SUM, added)
    yield from _left_out(seen)
    yield from _signals("Signaler", seen)
    yield from _signals(f"Signaler när frågan gäller {month_name(earlier.months[-1])}", earlier)


def _left_out(seen: Seen) -> Iterator[str]:
    whys = {one.id: why for one in seen.items if (why := why_not(one, seen.months))}
    lines = [
        f"- {', '.join(number for number, its in whys.items() if its == why)}: {why}"
        for why in dict.fromkeys(whys.values())
    ]
    if lines:
        yield "\n".join(["Ingår inte:\n", *lines, ""])


def _sources(answered: Iterable[Kallsvar]) -> str:
    words = {
        Utfall.BESVARAD: "har svarat",
        Utfall.DELVIS_BESVARAD: "har svarat delvis",
        Utfall.INGA_UPPGIFTER: "har inga uppgifter",
        Utfall.EJ_TILLGANGLIG: "kunde inte läsas",
    }
    by_outcome = {outcome: [one.kalla for one in answered if one.utfall is outcome] for outcome in words}
    told = (f"{', '.join(names)} {words[outcome]}" for outcome, names in by_outcome.items() if names)
    return f"Källor: {'; '.join(told)}."


def _item(item: Inkomstpost) -> list[str]:
    covers = item.avser
    benefit = " / ".join(dict.fromkeys(one.text for one in (item.forman, item.delforman) if one))
    return [
        item.id,
        item.kalla,
        benefit,
        _kind(item),
        str(item.utbetalningsdag or ""),
        f"{covers.from_ or ''} – {covers.tom or ''}" if covers else "",
        STATES[item.tillstand],
        "" if item.belopp.netto is None else _amount(item.belopp.netto),
        "" if item.dagar is None else f"{item.dagar:f}".replace(".", ","),
        item.anmarkning or "",
    ]


def _signals(heading: str, seen: Seen) -> Iterator[str]:
    """Each with what is behind it; where items are, their payments, since numbers are of one answer."""
    yield f"{heading}:{'' if seen.signals else ' inga.'}\n"
    if seen.signals:
        yield "\n".join([*(f"- {_signal(one, seen.items)}" for one in seen.signals), ""])


def _signal(signal: Signal, items: Iterable[Inkomstpost]) -> str:
    by_id = {item.id: item for item in items}
    behind = [_payment(by_id[one]) if one in by_id else one for one in signal.underlag]
    return " ".join((f"`{signal.kod}`", signal.text, f"[{', '.join(behind)}]" if behind else "")).strip()


def _payment(item: Inkomstpost) -> str:
    amount = "utan belopp" if item.belopp.netto is None else _amount(item.belopp.netto)
    return f"{item.utbetalningsdag or 'utan datum'}: {amount}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    yield "\n".join(
        ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines] + [""]
    )


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(asyncio.run(everyone()), encoding="utf-8")
