"""Does the README tell the truth? Its look-up is what the hub takes and gives today."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hub.adapter import SectionType
from hub.demo.choice import Choice, asked
from hub.demo.run import DOWN
from hub.registry import discover
from messages import json_codec
from messages.uppgifter import Uppgiftsforfragan, Uppgiftssvar
from tests.support.hub import RunningHub
from tests.support.wire import fault

README = Path(__file__).parent.parent.parent / "README.md"


def block(name: str) -> str:
    found = re.search(
        rf"<!-- lookup: {name} -->\n```json\n(.*?)```", README.read_text(encoding="utf-8"), re.S
    )
    assert found is not None, f"README shows no {name}"
    return found[1]


def shape(value: Any, path: str = "") -> Iterator[str]:
    """Every path in a JSON value, lists taken together."""
    yield path
    if isinstance(value, dict):
        for name, below in value.items():
            yield from shape(below, f"{path}/{name}")
    if isinstance(value, list):
        for below in value:
            yield from shape(below, f"{path}[]")


def sections() -> dict[str, SectionType]:
    return dict(discover().sections)


def test_the_shown_question_and_answer_are_messages() -> None:
    catalogue = {name: section.model for name, section in sections().items()}
    json_codec.decode(Uppgiftsforfragan, block("question").encode(), catalogue)
    json_codec.decode(Uppgiftssvar, block("answer").encode(), catalogue)


def test_the_hub_answers_in_the_shape_that_is_shown(hub: RunningHub) -> None:
    shown = json.loads(block("question"))
    question = asked(Choice(), hub.world, ())
    assert set(shape(shown)) == set(shape(question))
    assert len(shown["personer"]) == len(question["personer"])
    with fault(hub, "DELFEL", kalla=DOWN):
        answer = hub.ask(question)
    assert answer.status_code == 200, answer.text
    told = json.loads(block("answer"))
    assert set(shape(told)) <= set(shape(answer.json()))
    assert told["skydd"] == answer.json()["skydd"] == "SEKRETESSMARKERING"
    assert outcomes(told) <= outcomes(answer.json())


def outcomes(answer: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {
        (person["roll"], part["kalla"], part["utfall"])
        for person in answer["personer"]
        for part in person["kallor"]
    }
