"""What the demo asks: about the family, from every source, or about the persons and sources chosen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.demo.story import CASES, DemoCase, question
from hub.simulators.world import World

FAMILY_CASE = 1240


class ChoiceError(Exception):
    """What was chosen cannot be one question. A sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Persona keys in the order asked, and source ids; empty is the whole family and every source."""

    personas: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def is_the_story(self) -> bool:
        """Nothing was chosen: the demo may set the scene, with one source down."""
        return not (self.personas or self.sources)


def chosen_case(choice: Choice, today: date) -> DemoCase:
    """The case that all the chosen persons are in, an ongoing one if there is one. Raises ChoiceError."""
    if not choice.personas:
        return next(case for case in CASES if case.number == FAMILY_CASE)
    for key in choice.personas:
        if not any(key in case.keys for case in CASES):
            # Those of cases that are not ongoing may be asked about too: then the demo shows a refusal.
            there = ", ".join(known for case in CASES if case.ongoing for known in case.keys)
            raise ChoiceError(f"Testpersonen {key!r} finns inte. Välj bland: {there}.")
    holding = [case for case in CASES if set(choice.personas) <= set(case.keys)]
    if not holding:
        where = ", ".join(f"{key} i {_case_of(key).id(today.year)}" for key in choice.personas)
        raise ChoiceError(
            f"En fråga gäller personer i ett och samma ärende, men de valda är i olika: {where}. "
            "Fråga om dem var för sig."
        )
    return next((case for case in holding if case.ongoing), holding[0])


def _case_of(key: str) -> DemoCase:
    holding = [case for case in CASES if key in case.keys]
    return next((case for case in holding if case.ongoing), holding[0])


def asked(choice: Choice, world: World, sources: Collection[str]) -> dict[str, Any]:
    """The question as it is sent; `sources` are those that there are. Raises ChoiceError."""
    for source in choice.sources:
        if source not in sources:
            there = ", ".join(sorted(sources))
            raise ChoiceError(f"Källan {source!r} finns inte. Välj bland: {there}.")
    case = chosen_case(choice, world.today)
    people = [world.personas[key].number.value for key in choice.personas or case.keys]
    chosen: dict[str, Any] = {
        "arende": case.named(world.today.year),
        "personer": [{"personidentitet": number} for number in people],
    }
    if choice.sources:
        chosen["urval"] = [{"kalla": source} for source in choice.sources]
    return question(world) | chosen
