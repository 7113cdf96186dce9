"""Whatever is asked: one forbidden fact refuses, and what is granted never exceeds ask or agreement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.model.agreement import Suspension
from hub.model.board import BoardId
from hub.model.case import CaseFact
from hub.model.decision import Allowed, Grant, Refused
from hub.model.query import Facts, Query
from hub.policy import decide, five_gates
from messages.arende import Arendestatus, Arendetyp
from messages.koder import AktorTyp, Andamal, Roll
from tests.support.policy import (
    APPLICANT,
    GROUPS,
    NOW,
    TODAY,
    agreement,
    board,
    caller,
    case,
    facts,
    query,
)

SMALL = st.integers(0, 400)
Change = Callable[[Query, Facts], tuple[Query, Facts]]


def of_case(**changes: Any) -> Change:
    def change(asked: Query, known: Facts) -> tuple[Query, Facts]:
        assert known.case is not None
        return asked, replace(known, cases=(replace(known.case, **changes),))

    return change


def of_agreement(**changes: Any) -> Change:
    return lambda asked, known: (asked, replace(known, agreements={"CSN": (agreement(**changes),)}))


def of_facts(**changes: Any) -> Change:
    return lambda asked, known: (asked, replace(known, **changes))


def of_caller(**changes: Any) -> Change:
    return lambda asked, known: (replace(asked, caller=caller(**changes)), known)


def people(change: Callable[[CaseFact], CaseFact]) -> Change:
    def apply(asked: Query, known: Facts) -> tuple[Query, Facts]:
        assert known.case is not None
        return asked, replace(known, cases=(change(known.case),))

    return apply


def member(**changes: Any) -> Change:
    return people(
        lambda it: replace(
            it, persons=tuple(replace(p, **changes) if p.person == APPLICANT else p for p in it.persons)
        )
    )


DAYS = st.integers(1, 4000).map(lambda days: timedelta(days=days))
FORBIDDEN = st.one_of(
    st.from_regex(r"212000[0-9]{4}", fullmatch=True)
    .filter(lambda number: number != "2120002411")
    .map(lambda number: of_caller(board=BoardId(number, "SN"))),
    st.sampled_from(["AN", "BUN", "KS", "sn"]).map(lambda name: of_caller(board=BoardId("2120002411", name))),
    st.text(max_size=12)
    .filter(lambda text: text != "sn-arendesystem")
    .map(lambda it: of_caller(client_id=it)),
    st.just(of_caller(scopes=frozenset({"arenden:las"}))),
    st.just(of_facts(board=None)),
    st.just(of_facts(board=board(clients=()))),
    st.just(of_facts(board=board(routes={}))),
    st.just(of_facts(cases=())),
    st.just(of_facts(agreements={})),
    st.just(of_facts(sources=frozenset())),
    DAYS.map(lambda it: of_case(status=Arendestatus.AVSLUTAT, closed=TODAY - it)),
    DAYS.map(lambda it: of_case(opened=TODAY + it)),
    st.just(of_case(status=Arendestatus.AKTUALISERAT, opened=None)),
    st.sampled_from([Arendetyp.ATERKRAV, Arendetyp.KONTROLL]).map(lambda kind: of_case(kind=kind)),
    st.text(max_size=8).map(lambda it: of_case(case_id=it)),
    st.text(max_size=8).map(lambda it: of_case(system=it + "x")),
    DAYS.map(lambda it: of_case(as_of=NOW - it - timedelta(seconds=1))),
    DAYS.map(lambda it: of_case(as_of=NOW + it)),
    DAYS.map(lambda it: member(last=TODAY - it)),
    DAYS.map(lambda it: member(first=TODAY + it)),
    st.sampled_from([Roll.UMGANGESBARN, Roll.HUSHALLSMEDLEM]).map(lambda role: member(role=role)),
    st.just(people(lambda it: replace(it, persons=()))),
    DAYS.map(lambda it: of_agreement(valid_from=TODAY + it)),
    DAYS.map(lambda it: of_agreement(valid_from=date(2000, 1, 1), valid_to=TODAY - it)),
    DAYS.map(lambda it: of_agreement(suspensions=(Suspension(TODAY - it, TODAY, "Avtalet ses över."),))),
    st.just(of_agreement(purposes=frozenset({Andamal.KONTROLL_EKONOMISKT_BISTAND}))),
    st.just(of_agreement(actors=frozenset({AktorTyp.KONTAKTCENTER}))),
    st.just(of_agreement(roles=frozenset({Roll.BARN}))),
    st.just(of_agreement(groups=frozenset())),
    st.just(of_agreement(legal_basis=())),
    st.just(of_agreement(evidence={})),
    st.integers(1, 91).map(lambda days: of_agreement(longest_period_days=days)),
    st.just(of_agreement(reach_back_months=2)),
)


@given(FORBIDDEN)
def test_any_single_forbidden_fact_refuses_the_question(change: Change) -> None:
    refused = decide(five_gates(), *change(query(), facts()))
    assert isinstance(refused, Refused)
    assert 1 <= refused.gate <= 5
    assert refused.law
    assert refused.detail
    assert refused.pointers
    assert all(pointer.plats.startswith("/") for pointer in refused.pointers)


@given(
    back=SMALL,
    length=SMALL,
    row=st.none() | st.tuples(SMALL, SMALL),
    groups=st.lists(st.sampled_from(sorted(GROUPS | {"studiestod.medlantagare"})), unique=True),
    carried=st.frozensets(st.sampled_from(sorted(GROUPS))),
    longest=st.integers(1, 366),
    ahead=st.integers(0, 12),
    reach=st.none() | st.integers(1, 24),
)
def test_what_is_granted_never_exceeds_ask_or_agreement(
    back: int,
    length: int,
    row: tuple[int, int] | None,
    groups: list[str],
    carried: frozenset[str],
    longest: int,
    ahead: int,
    reach: int | None,
) -> None:
    first = TODAY - timedelta(days=back)
    last = first + timedelta(days=length)
    asked_row: dict[str, Any] = {"kalla": "CSN", "uppgifter": groups}
    if row is not None:
        start = first + timedelta(days=row[0])
        asked_row["period"] = {
            "from": start.isoformat(),
            "tom": (start + timedelta(days=row[1])).isoformat(),
        }
    terms = agreement(
        groups=carried, longest_period_days=longest, horizon_months=ahead, reach_back_months=reach
    )
    asked = query(period={"from": first.isoformat(), "tom": last.isoformat()}, urval=[asked_row])
    decision = decide(five_gates(), asked, facts(agreements={"CSN": (terms,)}))
    if isinstance(decision, Refused):
        return
    (grant,) = decision.persons[0].sources
    assert isinstance(grant, Grant)
    assert grant.groups <= carried
    assert not groups or grant.groups <= set(groups)
    assert grant.groups
    assert first <= grant.period.first <= grant.period.last <= last
    assert (grant.period.last - grant.period.first).days < longest
    assert grant.period.first <= TODAY


@given(st.permutations([APPLICANT, *[p.person for p in case().persons[1:4]]]), st.integers(1, 4))
def test_persons_come_back_in_the_order_asked_each_with_every_source(order: list[Any], count: int) -> None:
    asked = query(personer=[{"personidentitet": person.value} for person in order[:count]])
    decision = decide(five_gates(), asked, facts())
    if isinstance(decision, Allowed):
        assert [ground.member.person for ground in decision.persons] == order[:count]
        assert all(len(ground.sources) == 1 for ground in decision.persons)
    else:
        assert count == 1, "only the visiting child alone leaves nothing to ask"
