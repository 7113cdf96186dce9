"""Is LEFI asked for what is granted and for nothing else, with one question for both authorities?"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from adapters.forsakringskassan import groups as lefi
from adapters.forsakringskassan.groups import CARRIES, KINDS, UNASKED, Wanted, groups_of, wanted_of
from adapters.forsakringskassan.question import QUESTION, to_payload, wanted
from hub.adapter import Ask, Days, Payload, SourceAsk, SourceRefused
from hub.elements import groups_of as groups_of_model
from messages.koder import Led
from messages.pension import Pension
from messages.person import Person
from messages.socialforsakring import Socialforsakring
from tests.support.ssbtek import PERIOD, STUDENT, WORLD, ask, source_ask

SCHEMA = Path(lefi.__file__).parent / "schemas" / "lefi-v9.schema.json"
DAYS = Days(PERIOD.fromDatum, PERIOD.tomDatum)
FK_GROUPS = groups_of_model(Socialforsakring) | groups_of_model(Person)
PM_GROUPS = groups_of_model(Pension)

some_fk = st.frozensets(st.sampled_from(sorted(FK_GROUPS)))
some_pm = st.frozensets(st.sampled_from(sorted(PM_GROUPS)))


def part(source: str, groups: frozenset[str], period: Days = DAYS) -> SourceAsk:
    return SourceAsk(source, period, groups, ("3 § förordningen (2008:975)",))


def asked(*parts: SourceAsk, **changes: Any) -> Ask:
    return ask(sources=parts, **changes)


def made(*parts: SourceAsk, **changes: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(to_payload(asked(*parts, **changes), parts[0], QUESTION).content)
    return told


def codes(question: dict[str, Any]) -> set[Wanted]:
    return {Wanted(kind, code) for kind in KINDS for code in question.get(kind, [])}


@cache
def definitions() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return found


@cache
def of_type(name: str) -> Draft202012Validator:
    whole = definitions()
    return Draft202012Validator({**whole, "$ref": f"#/$defs/{name}"})


def enumerated(name: str) -> set[str]:
    return set(definitions()["$defs"][name]["enum"])


# ------------------------------------------------------------ groups and codes


def test_every_group_of_the_three_sections_is_asked_for_or_known_to_have_no_code() -> None:
    assert set(CARRIES) | UNASKED == FK_GROUPS | PM_GROUPS
    assert not UNASKED & set(CARRIES)


def test_every_code_of_lefi_has_a_group_in_every_list_it_may_stand_in() -> None:
    allowed = {
        "formansinformation": enumerated("LefiFkFormanGruppKod") - {"FK:BST", "FK:ET"},
        "ansprak": enumerated("LefiPmFormanGruppKod"),
        "beslut": enumerated("LefiPmFormanGruppKod"),
        "preliminaraUtbetalningar": enumerated("LefiExternFormanGruppKod"),
        "utbetalningar": enumerated("LefiExternFormanGruppKod"),
        "ovrigInformation": enumerated("LefiExternOvrigInformationTypKod"),
    }
    assert tuple(allowed) == KINDS
    everything = wanted_of(frozenset(CARRIES))
    assert {kind: {code for k, code in everything if k == kind} for kind in KINDS} == allowed


def test_a_groups_codes_are_its_own_authoritys() -> None:
    for group, needs in CARRIES.items():
        owner = "PM" if group in PM_GROUPS else "FK"
        assert {wanted.code[:3] for wanted in needs} == {f"{owner}:"}, group


def test_a_code_left_out_tells_which_groups_go_without() -> None:
    assert groups_of("formansinformation", "FK:ABB") == {"socialforsakring.barnbidrag"}
    assert groups_of("utbetalningar", "FK:ABB") == {"socialforsakring.utbetalningar"}
    assert groups_of("utbetalningar", "FK:BST") == {"socialforsakring.utbetalningar"}
    assert groups_of("preliminaraUtbetalningar", "PM:BTI") == {"pension.preliminaraUtbetalningar"}
    assert groups_of("ovrigInformation", "FK:GEPI") == {g for g in CARRIES if g.startswith("person.")}
    assert groups_of("formansinformation", "FK:BST") == frozenset()
    assert groups_of("ansprak", "FK:ABB") == frozenset()
    assert groups_of("nagot", "FK:NYTT") == frozenset()


def test_both_ways_agree() -> None:
    for group, needs in CARRIES.items():
        assert all(group in groups_of(*wanted) for wanted in needs)


# ------------------------------------------------------------ the question


def test_the_question_says_who_and_when_and_only_lists_that_hold_something() -> None:
    granted = frozenset({"socialforsakring.sjukpenning", "socialforsakring.barnbidrag", "person.namn"})
    assert made(part("FK", granted)) == {
        "personnummer": STUDENT.number.value,
        "period": {"from": "2026-08-01", "tom": "2026-10-31"},
        "formansinformation": ["FK:ABB", "FK:SJP"],
        "ovrigInformation": ["FK:GEPI"],
    }


def test_payments_are_asked_for_whatever_the_benefit() -> None:
    """Incomes vanish when only the benefits whose cases are asked for are asked for as payments."""
    question = made(part("FK", frozenset({"socialforsakring.utbetalningar"})))
    fk = {code for code in enumerated("LefiExternFormanGruppKod") if code.startswith("FK:")}
    assert set(question) == {"personnummer", "period", "utbetalningar"}
    assert set(question["utbetalningar"]) == fk


@given(some_fk, some_pm, st.booleans())
def test_the_codes_are_those_of_the_granted_groups_and_no_others(
    fk: frozenset[str], pm: frozenset[str], reverse: bool
) -> None:
    parts = (part("FK", fk), part("PM", pm))
    whole = asked(*(parts[::-1] if reverse else parts), source_ask("CSN"))
    wanted = wanted_of(fk | pm)
    questions = []
    for one in parts:
        if not wanted_of(one.groups):
            with pytest.raises(SourceRefused):
                to_payload(whole, one, QUESTION)
            continue
        questions.append(to_payload(whole, one, QUESTION))
    assert len({question.content for question in questions}) <= 1
    for question in questions:
        told = json.loads(question.content)
        of_type("LefiExternFormansinformationFraga").validate(told)
        assert codes(told) == wanted
        assert all(told[kind] == sorted(set(told[kind])) != [] for kind in KINDS if kind in told)


def test_the_bytes_are_the_same_for_either_and_every_time() -> None:
    fk, pm = part("FK", FK_GROUPS), part("PM", PM_GROUPS)
    content = to_payload(asked(fk, pm), fk, QUESTION).content
    assert to_payload(asked(fk, pm), pm, QUESTION) == Payload(QUESTION, content)
    assert to_payload(asked(pm, fk), fk, QUESTION).content == content


def test_without_an_agreement_for_one_its_codes_are_not_there() -> None:
    fk, pm = part("FK", FK_GROUPS), part("PM", PM_GROUPS)
    assert {code[:3] for _, code in codes(made(fk))} == {"FK:"}
    assert {code[:3] for _, code in codes(made(pm))} == {"PM:"}
    assert codes(made(fk)) | codes(made(pm)) == codes(made(fk, pm))


@pytest.mark.parametrize("group", sorted(UNASKED))
def test_nothing_but_groups_without_a_code_is_no_question(group: str) -> None:
    fk, pm = part("FK", frozenset({group})), part("PM", frozenset({"pension.beslut"}))
    with pytest.raises(SourceRefused) as refused:
        to_payload(asked(fk, pm), fk, QUESTION)
    assert (refused.value.code, refused.value.led) == ("INGET_ATT_FRAGA_OM", Led.NYTTONAV)
    assert "Försäkringskassan" in refused.value.text
    assert {code[:3] for _, code in codes(made(pm, fk))} == {"PM:"}


def test_two_periods_cannot_share_the_question() -> None:
    fk = part("FK", FK_GROUPS)
    pm = part("PM", PM_GROUPS, Days(DAYS.first, DAYS.first))
    with pytest.raises(SourceRefused, match="OLIKA_PERIODER"):
        to_payload(asked(fk, pm), fk, QUESTION)
    mute = part("PM", frozenset({"pension.okand"}), Days(DAYS.first, DAYS.first))
    assert made(fk, mute) == made(fk), "who asks nothing has no period to heed"


def test_a_coordination_number_stands_as_it_is() -> None:
    number = WORLD.personas["samordnad"].number
    assert number.is_coordination_number
    assert made(part("PM", PM_GROUPS), person=number)["personnummer"] == number.value


def test_nobody_asks_in_another_format() -> None:
    fk = part("FK", FK_GROUPS)
    with pytest.raises(ValueError, match="lefi/v9"):
        to_payload(asked(fk), fk, "lefi/v10")


# ------------------------------------------------------------ what was asked, read back


@given(some_fk, some_pm)
def test_a_question_of_ours_is_read_back_as_what_it_covers(fk: frozenset[str], pm: frozenset[str]) -> None:
    parts = [one for one in (part("FK", fk), part("PM", pm)) if wanted_of(one.groups)]
    if not parts:
        return
    back = wanted(to_payload(asked(*parts), parts[0], QUESTION).content, QUESTION)
    # The person comes whole with one code: what of it is granted, the hub knows.
    person = frozenset(Person.grupper) if fk & set(Person.grupper) else frozenset[str]()
    covered = {"FK": (fk - UNASKED) | person, "PM": pm - UNASKED}
    assert back.groups == {source: groups for source, groups in covered.items() if groups}
    assert (back.person, back.period, back.not_carried) == (STUDENT.number, DAYS, ())
