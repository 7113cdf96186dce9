"""What is no failure: nobody known; and protected identity, one word for the whole answer."""

from __future__ import annotations

from tests.support.hub import RunningHub
from tests.support.wire import (
    answered,
    ask,
    concluded_once,
    fault,
    in_case,
    now,
    only_part,
    registered,
    sending,
)


def test_somebody_nobody_knows_is_an_answer_and_no_failure(hub: RunningHub) -> None:
    case = registered(hub, "okand")
    moment = now()
    with sending(hub, 1):
        answer = answered(ask(hub, in_case(hub, case, "okand")))
    part = only_part(answer)
    assert (part["utfall"], part["fragad"]) == ("INGA_UPPGIFTER", True)
    assert "fel" not in part
    assert part["uppgifter"] == {}
    assert answer["skydd"] == "INGET"
    concluded_once(hub, moment, part)


def test_nobody_has_spoken_of_somebody_nobody_knows(hub: RunningHub) -> None:
    """The register has not said, and CSN does not know the person: protection is unknown."""
    member = {"personidentitet": hub.number("okand"), "roll": "SOKANDE"}
    case = registered(hub, personer=[member])
    assert answered(ask(hub, in_case(hub, case, "okand")))["skydd"] == "OKANT"


def test_a_flag_at_the_source_covers_the_answer_whatever_the_register_says(hub: RunningHub) -> None:
    case = registered(hub, "skyddad")
    answer = answered(ask(hub, in_case(hub, case, "skyddad")))
    assert only_part(answer)["utfall"] == "BESVARAD"
    assert answer["skydd"] == "SEKRETESSMARKERING"


def test_a_flag_in_the_register_covers_an_answer_that_failed(hub: RunningHub) -> None:
    with fault(hub, "TOM"):
        answer = answered(ask(hub, hub.question_about("skyddad", 1251)))
    assert answer["skydd"] == "SEKRETESSMARKERING"
