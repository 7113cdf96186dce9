"""Does a flag anywhere in the household take out what could tell where somebody is, and only that?"""

from __future__ import annotations

from typing import Any

import pytest

from messages.koder import Skydd
from tests.support.hub import RunningHub
from tests.support.wire import answered, ask, in_case, registered


def asked_about(hub: RunningHub, persona: str, **known: Any) -> dict[str, Any]:
    case = registered(hub, persona, **known)
    question = in_case(hub, case, persona)
    return answered(ask(hub, question | {"urval": [{"kalla": "SKV"}, {"kalla": "CSN"}]}))


def skv(answer: dict[str, Any]) -> dict[str, Any]:
    parts: list[dict[str, Any]] = answer["personer"][0]["kallor"]
    return next(one for one in parts if one["kalla"] == "SKV")


def test_an_employer_is_told_of_somebody_without_protection(hub: RunningHub) -> None:
    answer = asked_about(hub, "anstalld")
    assert answer["skydd"] == Skydd.INGET
    assert skv(answer)["uppgifter"]["beskattning"]["individuppgifter"]


@pytest.mark.parametrize("persona", ["skyddad", "folkbokford"])
def test_an_employer_is_never_told_of_somebody_with_protection(hub: RunningHub, persona: str) -> None:
    answer = asked_about(hub, persona)
    assert answer["skydd"] != Skydd.INGET
    part = skv(answer)
    assert part["uppgifter"]["beskattning"]["individuppgifter"] == []
    assert {"grupp": "beskattning.individuppgifter", "orsak": "SKYDD"} in part["undanhallna"]
    record = hub.record(hub.record(part["loggpostId"])["avslut"])
    assert "beskattning.individuppgifter" in record["undanhallna"]
