"""Ages by agreement: a source is asked about a role only between the ages where it has something to tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.model.agreement import Ages
from hub.model.case import CasePerson
from hub.model.decision import Allowed, Decision, Denial, Grant, Refused
from hub.policy import decide, five_gates
from hub.problems import GateRefused
from messages.koder import Atgard, Roll
from tests.support.policy import TODAY, agreement, board, case, facts, member, query

FROM_16 = Ages(16, None)
BOTH = Ages(16, 19)


def decided(members: Sequence[CasePerson], agreements: Mapping[str, Any], today: date = TODAY) -> Decision:
    """A question about everybody, to every source; `agreements` holds what is changed in each one's."""
    terms = {
        source: (agreement(source, valid_from=date(2000, 1, 1), **changes),)
        for source, changes in agreements.items()
    }
    choice = board().routes["CSN"]
    known = facts(
        today=today,
        board=board(routes=dict.fromkeys(terms, choice)),
        case=case(persons=tuple(members), opened=date(2000, 1, 1)),
        agreements=terms,
        sources=frozenset(terms),
    )
    asked = query(
        personer=[{"personidentitet": one.person.value} for one in members],
        urval=[{"kalla": source} for source in terms],
        period={"from": today.isoformat(), "tom": today.isoformat()},
    )
    return decide(five_gates(), asked, known)


def granted(one: CasePerson, today: date, **terms: Any) -> bool:
    """Whether CSN may be asked about this person, beside a source that is open to everybody."""
    everybody = {"roles": frozenset(Roll)}
    allowed = decided([one], {"AF": everybody, "CSN": everybody | terms}, today)
    assert isinstance(allowed, Allowed)
    open_to_all, csn = allowed.persons[0].sources
    assert isinstance(open_to_all, Grant)
    assert isinstance(csn, Grant) or csn.code == "ALDER_OMFATTAS_INTE"
    return isinstance(csn, Grant)


# ------------------------------------------------------------ one person, one source

# Born, day of asking, ages of the role, whether it may be asked.
AGES: dict[str, tuple[date, date, Ages, bool]] = {
    "turns 16 this year, on the last day of it": (date(2010, 12, 31), date(2026, 1, 1), FROM_16, True),
    "turned 16 this year": (date(2010, 1, 1), date(2026, 11, 21), FROM_16, True),
    "turns 16 tomorrow, next year": (date(2011, 1, 1), date(2026, 12, 31), FROM_16, False),
    "turns 16 today, on 1 January": (date(2011, 1, 1), date(2027, 1, 1), FROM_16, True),
    "16 only at the end of the year that begins": (date(2011, 12, 31), date(2027, 1, 1), FROM_16, True),
    "the day before that year": (date(2011, 12, 31), date(2026, 12, 31), FROM_16, False),
    "born on a leap day": (date(2012, 2, 29), date(2028, 2, 28), FROM_16, True),
    "born today": (TODAY, TODAY, FROM_16, False),
    "much older, no upper bound": (date(1930, 5, 5), TODAY, FROM_16, True),
    "the last year of both bounds": (date(2007, 1, 1), TODAY, BOTH, True),
    "the year after both bounds": (date(2006, 12, 31), TODAY, BOTH, False),
    "the year before both bounds": (date(2011, 1, 1), TODAY, BOTH, False),
    "one year only": (date(2010, 6, 6), TODAY, Ages(16, 16), True),
    "upper bound alone, newborn": (TODAY, TODAY, Ages(None, 17), True),
    "upper bound alone, turns 17": (date(2009, 1, 1), TODAY, Ages(None, 17), True),
    "upper bound alone, turns 18 on 31 December": (date(2008, 12, 31), TODAY, Ages(None, 17), False),
    "no bounds, newborn": (TODAY, TODAY, Ages(None, None), True),
    "no bounds, old": (date(1930, 5, 5), TODAY, Ages(None, None), True),
}


@pytest.mark.parametrize("coordination", [False, True], ids=["personnummer", "samordningsnummer"])
@pytest.mark.parametrize(("born", "today", "ages", "open_to"), AGES.values(), ids=list(AGES))
def test_the_age_is_what_the_person_turns_in_the_year_of_asking(
    born: date, today: date, ages: Ages, open_to: bool, coordination: bool
) -> None:
    child = member(Roll.BARN, born, coordination=coordination)
    assert child.person.is_coordination_number == coordination
    assert granted(child, today, ages={Roll.BARN: ages}) == open_to


def test_the_ages_of_one_role_say_nothing_of_another() -> None:
    born = date(2011, 1, 1)
    terms: dict[str, Any] = {"ages": {Roll.BARN: FROM_16, Roll.MEDSOKANDE: Ages(None, 30)}}
    assert [granted(member(role, born), TODAY, **terms) for role in Roll] == [
        role is not Roll.BARN for role in Roll
    ]


def test_without_ages_every_age_may_be_asked_about() -> None:
    assert granted(member(Roll.BARN, TODAY), TODAY)
    assert granted(member(Roll.SOKANDE, date(1930, 5, 5)), TODAY)


# ------------------------------------------------------------ what is told


def test_it_is_told_per_person_and_the_others_are_asked_about() -> None:
    parent, young = member(Roll.SOKANDE, date(1984, 8, 23)), member(Roll.BARN, date(2019, 6, 16))
    pupil = member(Roll.BARN, date(2009, 1, 9))
    allowed = decided([young, parent, pupil], {"CSN": {"ages": {Roll.BARN: FROM_16}}, "FK": {}})
    assert isinstance(allowed, Allowed)
    assert [[type(row) for row in ground.sources] for ground in allowed.persons] == [
        [Denial, Grant],
        [Grant, Grant],
        [Grant, Grant],
    ]
    denial = allowed.persons[0].sources[0]
    assert isinstance(denial, Denial)
    assert (denial.source, denial.code) == ("CSN", "ALDER_OMFATTAS_INTE")
    assert denial.atgard is Atgard.INHAMTA_PA_ANNAT_SATT
    assert denial.text == (
        "Avtalet med CSN omfattar inte personer i den åldern med den rollen i ärendet. "
        "Fråga om någon annan, eller inhämta uppgifterna på annat sätt om de behövs."
    )


def test_nothing_left_for_anybody_is_refused_at_each_persons_place() -> None:
    guest, young = member(Roll.UMGANGESBARN, date(2019, 3, 3)), member(Roll.BARN, date(2020, 4, 4))
    refused = decided([young, guest], {"CSN": {"ages": {Roll.BARN: FROM_16}}})
    assert isinstance(refused, Refused)
    assert (refused.gate, refused.problem, refused.rule) == (4, GateRefused, "alder-omfattas-inte")
    assert [pointer.plats for pointer in refused.pointers] == ["/personer/0", "/personer/1"]
    age, role = (pointer.text for pointer in refused.pointers)
    assert "den åldern" in age
    assert "den åldern" not in role
    assert refused.detail == "Ingen av källorna får tillfrågas. Vad som krävs står vid varje källa."


def test_alone_it_refuses_with_its_own_sentence() -> None:
    young = member(Roll.BARN, date(2020, 4, 4))
    refused = decided([young], {"CSN": {"ages": {Roll.BARN: FROM_16}}})
    assert isinstance(refused, Refused)
    assert refused.detail == refused.pointers[0].text
    assert "den åldern" in refused.detail


# ------------------------------------------------------------ any household

SOURCES = ("AF", "CSN", "FK")
BORN = st.dates(date(1900, 1, 1), TODAY)
BOUND = st.none() | st.integers(0, 130)
MEMBERS = st.lists(
    st.builds(member, st.sampled_from(Roll), BORN, coordination=st.booleans()),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one.person,
)
TERMS = st.fixed_dictionaries(
    {
        source: st.fixed_dictionaries(
            {
                "roles": st.frozensets(st.sampled_from(Roll), min_size=1),
                "ages": st.dictionaries(st.sampled_from(Roll), st.builds(Ages, BOUND, BOUND)),
            }
        )
        for source in SOURCES
    }
)


def covered(one: CasePerson, terms: dict[str, Any], today: date) -> bool:
    """Written otherwise than the policy has it: by the list of all years that are open."""
    bounds = terms["ages"].get(one.role, Ages(None, None))
    first = 0 if bounds.youngest is None else bounds.youngest
    last = 200 if bounds.oldest is None else bounds.oldest
    turns = int(today.strftime("%Y")) - int(one.person.value[:4])
    return one.role in terms["roles"] and turns in range(first, last + 1)


@given(MEMBERS, TERMS)
def test_in_no_household_is_a_source_granted_outside_role_and_age(
    members: list[CasePerson], terms: dict[str, dict[str, Any]]
) -> None:
    wanted = [[covered(one, terms[source], TODAY) for source in SOURCES] for one in members]
    decision = decided(members, {source: terms[source] for source in SOURCES})
    if isinstance(decision, Refused):
        assert not any(any(row) for row in wanted)
        assert decision.gate == 4
        assert {pointer.plats for pointer in decision.pointers} == {
            f"/personer/{n}" for n in range(len(members))
        }
        return
    assert [ground.member for ground in decision.persons] == members
    assert [[row.source for row in ground.sources] for ground in decision.persons] == [list(SOURCES)] * len(
        members
    )
    assert [[isinstance(row, Grant) for row in ground.sources] for ground in decision.persons] == wanted
    told = {row.code for ground in decision.persons for row in ground.sources if isinstance(row, Denial)}
    assert told <= {"ROLL_OMFATTAS_INTE", "ALDER_OMFATTAS_INTE"}
