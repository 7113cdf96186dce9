"""What every agency says of every person of the world, asked through the SSBTEK simulator.

`python -m tests.support.world` writes the table of hub/simulators/README.md anew; look at the difference.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hub.adapter import Ask, Days, NoRecord, Payload, SourceAsk, SourceError
from hub.elements import groups_of
from hub.registry import Registry, discover
from hub.simulators.discovery import parts
from hub.simulators.parts import sources_of
from hub.simulators.world import Persona
from messages.base import Sektion
from messages.koder import Skydd
from tests.support.ssbtek import TODAY, WORLD, Bench, ask, simulated

README = Path(__file__).parents[2] / "hub" / "simulators" / "README.md"
START, END = "<!-- world -->\n", "<!-- /world -->"
NOT_FOUND = "–"
MONTHS = Days(date(2026, 6, 1), date(2026, 11, 30))
"""Half a year to the end of the month that the world's TODAY is in."""


async def knowledge() -> dict[str, dict[str, str]]:
    """Persona key to source to what comes of asking it, as the table tells it."""
    registry, found = discover(), parts()
    sources = sorted(source for part in found for source in sources_of(part) if source in registry.sources)
    async with simulated(*found) as bench:
        return {
            persona.key: await _told(bench, registry, persona, sources) for persona in WORLD.personas.values()
        }


async def _told(bench: Bench, registry: Registry, persona: Persona, sources: list[str]) -> dict[str, str]:
    plain = ask(*sources, persona=persona)
    # Sources that share a question are told of each other in it: all are there before the first is made.
    plain = replace(plain, sources=tuple(_everything(registry, source) for source in sources))
    asked = replace(plain, sources=tuple(_question(registry, plain, one) for one in plain.sources))
    fetched = await bench.fetch(asked)
    return {one.source: _cell(registry, one, fetched[one.source]) for one in asked.sources}


def _everything(registry: Registry, source: str) -> SourceAsk:
    return SourceAsk(source, MONTHS, registry.source(source).groups, ("2 § förordningen (2008:975)",))


def _question(registry: Registry, asked: Ask, one: SourceAsk) -> SourceAsk:
    wanted = registry.routes["ssbtek"].carries[one.source].question
    if wanted is None:
        return one
    return replace(one, question=registry.to_payload(wanted)(asked, one, wanted))


def _cell(registry: Registry, asked: SourceAsk, came: Payload | SourceError) -> str:
    if isinstance(came, SourceError):
        return came.code
    try:
        read = registry.source(asked.source).to_section(replace(came, question=asked.question))
    except SourceError as error:
        return error.code
    if isinstance(read, NoRecord):
        return NOT_FOUND
    filled = (name for section in read.sections for name in filled_groups(section))
    return ", ".join(name.rpartition(".")[2] for name in filled) or "tomt svar"


def filled_groups(section: Sektion) -> list[str]:
    """The element groups that hold something of their own."""
    told = section.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    groups = type(section).grupper
    if not groups:
        return sorted(groups_of(type(section))) if told else []
    shared = (
        set.intersection(*(set(group.platser) for group in groups.values())) if len(groups) > 1 else set()
    )
    return [
        name
        for name, group in groups.items()
        if any(_holds(told, place) for place in group.platser if place not in shared)
    ]


def _holds(tree: Any, place: str) -> bool:
    """Whether anything stands at a place as groups write it: `arenden[].utbetalningar`."""
    step, _, rest = place.partition(".")
    below = tree.get(step.removesuffix("[]")) if isinstance(tree, dict) else None
    if below is None or below == [] or below == {}:
        return False
    if not rest:
        return True
    return any(_holds(item, rest) for item in (below if isinstance(below, list) else [below]))


def table(known: Mapping[str, Mapping[str, str]]) -> str:
    """The table of the README."""
    sources = sorted(next(iter(known.values())))
    return "".join(f"| {' | '.join(cells)} |\n" for cells in _rows(known, sources))


def _rows(known: Mapping[str, Mapping[str, str]], sources: list[str]) -> Iterator[list[str]]:
    yield ["Nyckel", "Namn", "Ålder", "Vem", "Skydd", *sources]
    yield ["---"] * (5 + len(sources))
    for key, persona in WORLD.personas.items():
        name = f"{persona.first_name} {persona.last_name}"
        skydd = "" if persona.protection is Skydd.INGET else persona.protection.value
        age = str(TODAY.year - persona.born.year)
        yield [f"`{key}`", name, age, persona.description, skydd, *(known[key][it] for it in sources)]


def documented() -> str:
    """The table as it stands in the README."""
    return README.read_text(encoding="utf-8").partition(START)[2].partition(END)[0]


def _write_anew() -> None:
    text = README.read_text(encoding="utf-8")
    fresh = table(asyncio.run(knowledge()))
    README.write_text(text.replace(START + documented() + END, START + fresh + END), encoding="utf-8")


if __name__ == "__main__":
    _write_anew()
