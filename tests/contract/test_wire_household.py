"""A whole household in one question: by role and age of the case, each with their own, in the order asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from adapters.forsakringskassan import simulated_relatives
from tests.support.household import (
    ADULTS,
    ASKED,
    EVERYBODY,
    FAMILY,
    ROLES,
    about,
    family,
    household,
    keys,
    lasting,
    outcomes,
)
from tests.support.hub import RunningHub
from tests.support.wire import ask, events, in_case, now, places, problem, sending, since

TWELVE = (
    *FAMILY,
    *("student", "omstallare", "bilagare", "pensionar", "arbetslos", "sjuk", "anstalld"),
)
# ------------------------------------------------------------ order, roles, ages


@pytest.mark.parametrize(
    "asked", [FAMILY, FAMILY[::-1], ("barn2", "foralder", "barn1"), ("gymnasist", "foralder2", "foralder")]
)
def test_persons_come_in_the_order_asked_with_the_roles_of_the_case(
    hub: RunningHub, asked: tuple[str, ...]
) -> None:
    answer = about(hub, *asked)
    assert keys(hub, answer) == list(asked)
    assert [person["roll"] for person in answer["personer"]] == [ROLES[persona] for persona in asked]


def test_a_role_in_the_question_is_no_role(hub: RunningHub) -> None:
    """Whoever asks cannot make a child an applicant: the question has no place for it."""
    question = in_case(hub, family(hub), "barn1", urval=[])
    question["personer"][0]["roll"] = "SOKANDE"
    with sending(hub, 0):
        found = problem(ask(hub, question), 422, "FELAKTIG_FRAGA")
    assert places(found) == ["/personer/0/roll"]


def test_each_is_asked_about_at_the_sources_of_their_role_and_age(hub: RunningHub) -> None:
    moment = now()
    with sending(hub, len(FAMILY)):
        answer = about(hub, *FAMILY)
    for key, person in zip(keys(hub, answer), answer["personer"], strict=True):
        assert [part["kalla"] for part in person["kallor"]] == sorted(ADULTS), key
        assert {part["kalla"] for part in person["kallor"] if part["fragad"]} == ASKED[key], key
        refused = {source: code for source, (outcome, code) in outcomes(person).items() if outcome == "NEKAD"}
        young = {"CSN"} & (ADULTS - ASKED[key])
        assert refused == {
            source: "ALDER_OMFATTAS_INTE" if source in young else "ROLL_OMFATTAS_INTE"
            for source in ADULTS - ASKED[key]
        }, key
    refusals = [it for it in since(hub, moment) if it["handelse"] == "UPPSLAG_NEKAT"]
    assert len(refusals) == sum(len(ADULTS - asked) for asked in ASKED.values())


def test_a_source_that_is_not_for_the_age_is_not_asked(hub: RunningHub) -> None:
    """The question that leaves about a child of seven does not name CSN, that of the pupil does."""
    moment = now()
    with sending(hub, 2):
        about(hub, "barn1", "gymnasist")
        bodies = {
            key: question["kropp"]
            for question in hub.questions_received()
            for key in ("barn1", "gymnasist")
            if hub.number(key) in question["kropp"]
        }
    assert {key: '<s:CSN inkludera="true">' in body for key, body in bodies.items()} == {
        "barn1": False,
        "gymnasist": True,
    }
    intended = [it for it in since(hub, moment) if it["handelse"] == "UPPSLAG_AVSETT"]
    of_barn1 = {it["kalla"] for it in intended if it["personidentitet"] == hub.number("barn1")}
    assert of_barn1 == EVERYBODY


def test_the_agreement_s_age_alone_refuses_with_the_way_out(hub: RunningHub) -> None:
    question = in_case(hub, family(hub), "barn1", "barn2", urval=[{"kalla": "CSN"}])
    with sending(hub, 0):
        found = problem(ask(hub, question), 403, "NEKAD", gate=4)
    assert places(found) == ["/personer/0", "/personer/1"]
    assert "inhämta uppgifterna på annat sätt" in found["detail"]


def test_somebody_who_is_not_of_the_case_refuses_the_whole_question(hub: RunningHub) -> None:
    moment = now()
    asked = ("foralder", "barn1", "student", "barn2")
    with sending(hub, 0):
        found = problem(
            ask(hub, in_case(hub, family(hub), *asked, urval=[])), 403, "INGET_AKTUELLT_ARENDE", gate=4
        )
    assert places(found) == ["/personer/2"]
    assert events(since(hub, moment)) == ["UPPSLAG_NEKAT"] * 4


# ------------------------------------------------------------ whose data


def test_twelve_persons_are_all_answered_each_with_their_own(hub: RunningHub) -> None:
    case = household(hub, TWELVE, barn2="SEKRETESSMARKERING")
    shuffled = TWELVE[::-2] + TWELVE[::2]
    with sending(hub, len(TWELVE)):
        together = lasting(hub, about(hub, *shuffled, case=case))
    assert list(together) == list(shuffled)
    alone = {key: lasting(hub, ask(hub, in_case(hub, case, key, urval=[])).json())[key] for key in TWELVE}
    assert together == alone
    parts = [part for person in together.values() for part in person["kallor"].values()]
    assert {part["utfall"] for part in parts} <= {"BESVARAD", "DELVIS_BESVARAD", "INGA_UPPGIFTER", "NEKAD"}
    assert all(part["fragad"] or part["utfall"] == "NEKAD" for part in parts)
    texts = {json.dumps(alone[key]["kallor"]["FK"]["uppgifter"]) for key in TWELVE}
    assert len(texts) == len(TWELVE), "no two of them have the same answer, so none could be swapped unseen"


def third_persons(tree: Any) -> Iterator[dict[str, Any]]:
    """Every person that an answer tells of beside the one it is about."""
    if isinstance(tree, dict):
        if "relation" in tree:
            yield tree
        for value in tree.values():
            yield from third_persons(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from third_persons(value)


def test_a_third_person_is_named_only_when_they_are_of_the_case(hub: RunningHub) -> None:
    alone, whole = household(hub, ["foralder"]), household(hub, FAMILY)
    outside = [about(hub, "foralder", case=alone)]
    inside = list(third_persons(about(hub, "foralder", case=whole)))
    others = {hub.number(key) for key in FAMILY} - {hub.number("foralder")}
    assert {one["personidentitet"] for one in inside} == others
    reduced = list(third_persons(outside))
    assert len(reduced) == len(inside)
    assert {frozenset(one) for one in reduced} == {frozenset({"relation", "fodelsear"})}
    assert not any(number in json.dumps(outside) for number in others)


@pytest.mark.parametrize("persona", ["omstallare", "arbetslos", "pensionar", "mangfald"])
def test_relatives_whom_nobody_asked_about_are_never_numbers(hub: RunningHub, persona: str) -> None:
    case = household(hub, [persona, "student"])
    answer = about(hub, persona, "student", case=case)
    told = list(third_persons(answer))
    assert told
    # The survivor of a pension's answer is the person asked about.
    assert all(one.get("personidentitet", hub.number(persona)) == hub.number(persona) for one in told)
    assert all(set(one) <= {"relation", "fodelsear", "personidentitet"} for one in told)
    text = json.dumps(answer)
    known = {row.key for row in simulated_relatives.ROWS}
    relatives = [simulated_relatives.relative(key, hub.world.today) for key in known]
    assert not [one.key for one in relatives if one.number.value in text]
    strangers = set(hub.world.personas) - {persona, "student"}
    assert not [key for key in strangers if hub.number(key) in text]


# ------------------------------------------------------------ answers that contradict each other


@pytest.mark.parametrize(
    ("register", "sources", "wanted"),
    [
        ("INGET", ["CSN"], "INGET"),
        ("INGET", ["FK"], "SKYDDAD"),
        ("INGET", ["CSN", "FK"], "SKYDDAD"),
        ("INGET", ["FK", "CSN"], "SKYDDAD"),
        ("SEKRETESSMARKERING", ["CSN"], "SEKRETESSMARKERING"),
        ("SEKRETESSMARKERING", ["CSN", "FK"], "SEKRETESSMARKERING"),
        ("SKYDDAD_FOLKBOKFORING", ["CSN", "FK"], "SKYDDAD_FOLKBOKFORING"),
    ],
)
def test_any_flag_wins_over_any_that_says_there_is_none(
    hub: RunningHub, register: str, sources: list[str], wanted: str
) -> None:
    """CSN says that startare is not protected, Försäkringskassan that startare's child is."""
    case = household(hub, ["startare", "student"], startare=register)
    urval = [{"kalla": source} for source in sources]
    answer = about(hub, "startare", "student", case=case, urval=urval)
    assert answer["skydd"] == wanted
    assert [outcomes(person)["CSN"][0] for person in answer["personer"] if "CSN" in sources] == (
        ["BESVARAD"] * 2 if "CSN" in sources else []
    )


def test_one_member_s_flag_takes_the_whereabouts_out_of_everybody_s_answer(hub: RunningHub) -> None:
    open_to, closed = household(hub, ["anstalld", "skyddad"]), household(hub, ["anstalld"])
    employer = {"grupp": "beskattning.individuppgifter", "orsak": "SKYDD"}
    skv = [{"kalla": "SKV"}]
    for case, asked, hidden in [(closed, ["anstalld"], False), (open_to, ["anstalld", "skyddad"], True)]:
        answer = about(hub, *asked, case=case, urval=[*skv, {"kalla": "CSN"}])
        part = answer["personer"][0]["kallor"][0]
        assert (employer in part["undanhallna"]) == hidden
