"""Gate 5 on the wire: the period, the sources, the element groups; and how persons may be written."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.support.hub import RunningHub
from tests.support.wire import (
    answered,
    ask,
    events,
    in_case,
    now,
    only_part,
    places,
    problem,
    registered,
    sending,
    since,
)

Days = Callable[[date], tuple[date, date]]


def _horizon(today: date) -> date:
    """The end of next month: CSN's agreement."""
    first = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first.replace(day=monthrange(first.year, first.month)[1])


def _earliest(today: date) -> date:
    """The first of the month 36 months back: CSN's agreement."""
    return today.replace(year=today.year - 3, day=1)


def period(first: date, last: date) -> dict[str, str]:
    return {"from": first.isoformat(), "tom": last.isoformat()}


ALLOWED: dict[str, Days] = {
    "one day": lambda today: (today, today),
    "to the end of next month": lambda today: (today, _horizon(today)),
    "366 days": lambda today: (today - timedelta(days=365), today),
    "from the first of the month 36 months back": lambda today: (_earliest(today), _earliest(today)),
}
REFUSED: dict[str, tuple[Days, str]] = {
    "starts tomorrow": (lambda today: (today + timedelta(days=1), _horizon(today)), "/period/from"),
    "a day beyond the horizon": (lambda today: (today, _horizon(today) + timedelta(days=1)), "/period/tom"),
    "367 days": (lambda today: (today - timedelta(days=366), today), "/period"),
    "a day too early": (
        lambda today: (_earliest(today) - timedelta(days=1), _earliest(today)),
        "/period/from",
    ),
    "all of history": (lambda today: (date(1, 1, 1), date(1, 1, 2)), "/period/from"),
}


@pytest.mark.parametrize("days", ALLOWED.values(), ids=ALLOWED.keys())
def test_a_current_and_limited_period_is_asked_for(hub: RunningHub, days: Days) -> None:
    first, last = days(hub.world.today)
    with sending(hub, 1):
        answered(ask(hub, hub.question(period=period(first, last))))
    (received,) = hub.questions_received()
    assert f"{first}" in received["kropp"]
    assert f"{last}" in received["kropp"]


@pytest.mark.parametrize(("days", "place"), REFUSED.values(), ids=REFUSED.keys())
def test_a_period_beyond_the_limits_is_refused_and_logged(hub: RunningHub, days: Days, place: str) -> None:
    moment = now()
    with sending(hub, 0):
        answer = ask(hub, hub.question(period=period(*days(hub.world.today))))
    found = problem(answer, 422, "FELAKTIG_PERIOD", gate=5, remedy="RATTA_FRAGAN")
    assert places(found) == [place]
    (record,) = since(hub, moment)
    assert (record["handelse"], record["grind"]) == ("UPPSLAG_NEKAT", 5)
    assert found["loggposter"] == [record["loggpostId"]]


def test_a_reversed_period_cannot_be_read(hub: RunningHub) -> None:
    today = hub.world.today
    with sending(hub, 0):
        answer = ask(hub, hub.question(period=period(today, today - timedelta(days=1))))
    found = problem(answer, 422, "FELAKTIG_FRAGA", remedy="RATTA_FRAGAN")
    assert places(found) == ["/period"]


def test_a_source_s_own_period_lies_within_the_question_s(hub: RunningHub) -> None:
    today = hub.world.today
    whole = period(today - timedelta(days=20), today)
    narrow = period(today - timedelta(days=10), today)
    with sending(hub, 1):
        answered(ask(hub, hub.question(period=whole, urval=[{"kalla": "CSN", "period": narrow}])))
    assert narrow["from"] in hub.questions_received()[0]["kropp"]
    assert whole["from"] not in hub.questions_received()[0]["kropp"]
    for outside in (
        period(today - timedelta(days=21), today),
        period(today - timedelta(days=10), today + timedelta(days=1)),
    ):
        with sending(hub, 0):
            answer = ask(hub, hub.question(period=whole, urval=[{"kalla": "CSN", "period": outside}]))
        assert places(problem(answer, 422, "FELAKTIG_PERIOD", gate=5)) == ["/urval/0/period"]


# ------------------------------------------------------------ sources and element groups


def test_an_unknown_source_is_refused_by_name_with_the_nearest(hub: RunningHub) -> None:
    moment = now()
    with sending(hub, 0):
        answer = ask(hub, hub.question(urval=[{"kalla": "CSN"}, {"kalla": "CSSN"}]))
    found = problem(answer, 422, "OKAND_KALLA", gate=5, remedy="RATTA_FRAGAN")
    assert places(found) == ["/urval/1/kalla"]
    assert "Närmast: CSN" in found["fel"][0]["text"]
    assert events(since(hub, moment)) == ["UPPSLAG_NEKAT"]


def test_an_unknown_element_group_is_refused(hub: RunningHub) -> None:
    row = {"kalla": "CSN", "uppgifter": ["studiestod.arenden", "studiestod.utbetalning"]}
    with sending(hub, 0):
        answer = ask(hub, hub.question(urval=[row]))
    found = problem(answer, 422, "FELAKTIG_FRAGA", gate=5)
    assert places(found) == ["/urval/0/uppgifter/1"]
    assert "studiestod.utbetalningar" in found["fel"][0]["text"]


def test_groups_that_the_agreement_does_not_hold_leave_nothing_to_ask(hub: RunningHub) -> None:
    """studiestod.medlantagare exists, but the regulation does not carry it."""
    row = {"kalla": "CSN", "uppgifter": ["studiestod.medlantagare"]}
    with sending(hub, 0):
        answer = ask(hub, hub.question(urval=[row]))
    assert places(problem(answer, 403, "NEKAD", gate=5)) == ["/urval/0"]


def test_only_the_groups_asked_for_are_handed_over(hub: RunningHub) -> None:
    row = {"kalla": "CSN", "uppgifter": ["studiestod.ansokningar"]}
    moment = now()
    part = only_part(answered(ask(hub, hub.question(urval=[row]))))
    cases = part["uppgifter"]["studiestod"]["arenden"]
    assert any(case["ansokningar"] for case in cases)
    assert not any(case["beviljade"] or case["utbetalningar"] for case in cases)
    # Withheld is what the agreement does not carry; what nobody asked for is not held back from anybody.
    assert part["undanhallna"] == []
    concluded = since(hub, moment)[-1]
    assert concluded["uppgifter"] == ["studiestod.ansokningar"]


def test_what_is_asked_for_beyond_the_agreement_is_told_and_never_asked_for(hub: RunningHub) -> None:
    row = {"kalla": "CSN", "uppgifter": ["studiestod.utbetalningar", "studiestod.medlantagare"]}
    moment = now()
    part = only_part(answered(ask(hub, hub.question(urval=[row]))))
    assert part["undanhallna"] == [{"grupp": "studiestod.medlantagare", "orsak": "SAKNAR_STOD"}]
    intended, concluded = since(hub, moment)
    assert intended["uppgifter"] == concluded["uppgifter"] == ["studiestod.utbetalningar"]
    assert "studiestod.medlantagare" in concluded["undanhallna"]


def test_a_source_named_twice_is_refused(hub: RunningHub) -> None:
    answer = ask(hub, hub.question(urval=[{"kalla": "CSN"}, {"kalla": "CSN"}]))
    problem(answer, 422, "FELAKTIG_FRAGA")


# ------------------------------------------------------------ how persons are written


def test_a_wrong_check_digit_is_told_without_repeating_the_number(hub: RunningHub) -> None:
    number = hub.number("student")
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    with sending(hub, 0):
        answer = ask(hub, hub.question(personer=[{"personidentitet": wrong}]))
    found = problem(answer, 422, "FELAKTIG_FRAGA", remedy="RATTA_FRAGAN")
    assert places(found) == ["/personer/0/personidentitet"]
    assert "Kontrollsiffran" in found["fel"][0]["text"]
    assert wrong not in answer.text
    assert wrong[2:] not in answer.text


@pytest.mark.parametrize(
    "written", ["20261301", "20260230", "1234", "", "ABCDEFGHIJKL", "２００３", "20 0306062381", 200306062381]
)
def test_what_is_no_number_is_told_without_repeating_it(hub: RunningHub, written: Any) -> None:
    with sending(hub, 0):
        answer = ask(hub, hub.question(personer=[{"personidentitet": written}]))
    found = problem(answer, 422, "FELAKTIG_FRAGA")
    assert places(found) == ["/personer/0/personidentitet"]
    assert len(str(written)) < 4 or str(written) not in answer.text


@pytest.mark.parametrize("write", ["{0}", "{1}{2}", "{1}-{2}", "{3}-{2}"])
def test_a_number_may_be_written_as_people_do_and_comes_back_with_twelve_digits(
    hub: RunningHub, write: str
) -> None:
    number = hub.number("student")
    written = write.format(number, number[2:8], number[8:], number[:8])
    answer = answered(ask(hub, hub.question(personer=[{"personidentitet": written}])))
    assert answer["personer"][0]["personidentitet"] == number


def test_plus_is_a_hundred_years_or_more(hub: RunningHub) -> None:
    """A number of the published series from 1895, registered and asked about with ten digits and a plus."""
    member = {"personidentitet": "950629+9818", "roll": "SOKANDE", "skydd": "INGET"}
    case = registered(hub, personer=[member])
    asked = in_case(hub, case) | {"personer": [{"personidentitet": "189506299818"}]}
    answer = answered(ask(hub, asked))
    assert answer["personer"][0]["personidentitet"] == "189506299818"
    with sending(hub, 0):
        younger = ask(hub, in_case(hub, case) | {"personer": [{"personidentitet": "950629-9818"}]})
    problem(younger, 403, "INGET_AKTUELLT_ARENDE", gate=4)


def test_a_person_written_in_two_ways_is_still_named_twice(hub: RunningHub) -> None:
    number = hub.number("student")
    twice = [{"personidentitet": number}, {"personidentitet": f"{number[2:8]}-{number[8:]}"}]
    problem(ask(hub, hub.question(personer=twice)), 422, "FELAKTIG_FRAGA")


def test_a_coordination_number_is_taken_and_not_sent_to_who_cannot(hub: RunningHub) -> None:
    """CSN takes no coordination numbers: EJ_STALLD with the way out, a record, and no call."""
    moment = now()
    with sending(hub, 0):
        answer = answered(ask(hub, hub.question_about("samordnad", 1263)))
    part = only_part(answer)
    assert (part["utfall"], part["fragad"]) == ("EJ_STALLD", False)
    assert part["fel"]["led"] == "NYTTONAV"
    assert (part["fel"]["kod"], part["fel"]["atgard"]) == ("IDENTITET_STODS_INTE", "INHAMTA_PA_ANNAT_SATT")
    (record,) = since(hub, moment)
    assert record["handelse"] == "UPPSLAG_EJ_STALLT"
    assert record["loggpostId"] == part["loggpostId"]
    assert record["personidentitet"] == hub.number("samordnad")
    assert record["fel"] == {"led": "NYTTONAV", "kod": "IDENTITET_STODS_INTE"}


def test_beside_it_those_who_can_be_asked_about_are(hub: RunningHub) -> None:
    case = registered(hub, "samordnad", "student")
    with sending(hub, 1):
        answer = answered(ask(hub, in_case(hub, case, "samordnad", "student")))
    outcomes = [person["kallor"][0]["utfall"] for person in answer["personer"]]
    assert outcomes == ["EJ_STALLD", "BESVARAD"]
