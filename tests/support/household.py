"""The demo's family and other households as questions, and what is told of each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.demo import story
from tests.support.hub import RunningHub
from tests.support.wire import answered, ask, in_case, registered

FAMILY = ("foralder", "foralder2", "gymnasist", "barn1", "barn2")
OF_THE_FAMILY = next(case for case in story.CASES if case.members[0].persona == "foralder")
ROLES = {member.persona: member.roll for member in OF_THE_FAMILY.members}
EVERYBODY = frozenset({"FK", "MIV", "PM"})
ADULTS = EVERYBODY | {"AF", "CSN", "SKV", "SO", "TNS"}
ASKED = {
    "foralder": ADULTS,
    "foralder2": ADULTS,
    "gymnasist": EVERYBODY | {"CSN"},  # turns 17 this year
    "barn1": EVERYBODY,
    "barn2": EVERYBODY,
}
CHANGING = {"hamtad", "svarstidMs", "loggpostId"}
"""What no two answers to the same question share."""


def family(hub: RunningHub) -> dict[str, str]:
    return {"system": story.SYSTEM, "id": OF_THE_FAMILY.id(hub.world.today.year)}


def about(hub: RunningHub, *personas: str, case: Mapping[str, str] | None = None, **more: Any) -> Any:
    """The answer about persons of the family's case (or of `case`), from every source that is open."""
    question = in_case(hub, case or family(hub), *personas, **({"urval": []} | more))
    return answered(ask(hub, question))


def keys(hub: RunningHub, answer: Mapping[str, Any]) -> list[str]:
    by_number = {persona.number.value: key for key, persona in hub.world.personas.items()}
    return [by_number[person["personidentitet"]] for person in answer["personer"]]


def lasting(hub: RunningHub, answer: Mapping[str, Any]) -> dict[str, Any]:
    """Everything told of each person but what is new each time, by persona."""
    told = {}
    for key, person in zip(keys(hub, answer), answer["personer"], strict=True):
        parts = [{k: v for k, v in part.items() if k not in CHANGING} for part in person["kallor"]]
        told[key] = person | {"kallor": {part["kalla"]: part for part in parts}}
    return told


def outcomes(person: Mapping[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {
        part["kalla"]: (part["utfall"], part["fel"]["kod"] if "fel" in part else None)
        for part in person["kallor"]
    }


def household(hub: RunningHub, personas: Sequence[str], **protection: str) -> dict[str, str]:
    """A new case of them, children as BARN, and what the register says of somebody's protection."""
    members = [
        {
            "personidentitet": hub.number(persona),
            "roll": ROLES.get(persona, "SOKANDE"),
            "skydd": protection.get(persona, "INGET"),
        }
        for persona in personas
    ]
    return registered(hub, personer=members)
