"""What an agreement says to a named source, one term at a time; and what is left when none says yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hub.adapter import Days
from hub.model.agreement import LegalBasis, Suspension
from hub.model.decision import Allowed, Denial, Grant, Refused
from hub.policy import decide, five_gates
from hub.problems import CaseRefused, GateRefused
from messages.arende import Arendestatus
from messages.koder import AktorTyp, Andamal, Atgard, Roll
from tests.support.policy import (
    APPLICANT,
    CHILD,
    NOW,
    VISITING_CHILD,
    agreement,
    board,
    case,
    facts,
    query,
)

BOTH = [{"kalla": "CSN"}, {"kalla": "FK"}]
EARLY = case(status=Arendestatus.AKTUALISERAT, opened=None)
AUTOMATED = {"typ": "AUTOMATISERAD_FUNKTION", "id": "forkontroll", "funktion": "Förkontroll", "beslut": "b-1"}


def routes(*sources: str) -> dict[str, Any]:
    choice = board().routes["CSN"]
    return {"board": board(routes=dict.fromkeys(sources, choice))}


# What is changed of FK's agreement (None: it has none), of the facts, and of the question, beside CSN which
# is allowed throughout; the code it gives, the gate when FK stands alone, and what kind of refusal that is.
TERMS: list[tuple[str, dict[str, Any] | None, dict[str, Any], int, type, str]] = [
    ("INGET_AVTAL", None, {}, 1, GateRefused, "/urval/0"),
    ("AVTAL_GALLER_INTE_AN", {"valid_from": date(2026, 11, 22)}, {}, 1, GateRefused, "/urval/0"),
    ("AVTAL_HAR_UPPHORT", {"valid_to": date(2026, 11, 20)}, {}, 1, GateRefused, "/urval/0"),
    (
        "LAGSTOD_SAKNAS",
        {"legal_basis": (LegalBasis(("gamla lagen",), None, date(2026, 11, 20)),)},
        {},
        1,
        GateRefused,
        "/urval/0",
    ),
    ("VAG_SAKNAS", {}, routes("CSN"), 1, GateRefused, "/urval/0"),
    (
        "AVTAL_VILANDE",
        {"suspensions": (Suspension(date(2026, 11, 21), None, "Avtalet ses över."),)},
        {},
        1,
        GateRefused,
        "/urval/0",
    ),
    (
        "AKTOR_OMFATTAS_INTE",
        {"actors": frozenset({AktorTyp.KONTAKTCENTER})},
        {},
        2,
        GateRefused,
        "/urval/0",
    ),
    (
        "ANDAMAL_OMFATTAS_INTE",
        {"purposes": frozenset({Andamal.ATERKRAV_EKONOMISKT_BISTAND})},
        {},
        3,
        GateRefused,
        "/urval/0",
    ),
    ("AKTUALITET_RACKER_INTE", {"evidence": {}}, {}, 3, CaseRefused, "/arende"),
    ("AKTUALITET_FOR_GAMMAL", {"evidence": {case().origin: 3599}}, {}, 3, CaseRefused, "/arende"),
    ("ROLL_OMFATTAS_INTE", {"roles": frozenset({Roll.BARN})}, {}, 4, GateRefused, "/personer/0"),
    ("UPPGIFTER_OMFATTAS_INTE", {"groups": frozenset()}, {}, 5, GateRefused, "/urval/0"),
]


def known(change: dict[str, Any] | None, other: dict[str, Any]) -> Any:
    fk = () if change is None else (agreement("FK", **change),)
    return facts(**(routes("CSN", "FK") | other | {"agreements": {"CSN": (agreement(),), "FK": fk}}))


@pytest.mark.parametrize(("code", "change", "other"), [row[:3] for row in TERMS])
def test_a_named_source_is_denied_beside_one_that_is_allowed(
    code: str, change: dict[str, Any] | None, other: dict[str, Any]
) -> None:
    allowed = decide(five_gates(), query(urval=BOTH), known(change, other))
    assert isinstance(allowed, Allowed)
    csn, fk = allowed.persons[0].sources
    assert isinstance(csn, Grant)
    assert isinstance(fk, Denial)
    assert (fk.source, fk.code) == ("FK", code)
    assert "FK" in fk.text
    assert fk.text.count(".") >= 1


@pytest.mark.parametrize(("code", "change", "other", "gate", "problem", "place"), TERMS)
def test_alone_it_refuses_the_whole_question_by_its_gate(
    code: str, change: dict[str, Any] | None, other: dict[str, Any], gate: int, problem: type, place: str
) -> None:
    refused = decide(five_gates(), query(urval=[{"kalla": "FK"}]), known(change, other))
    assert isinstance(refused, Refused)
    assert (refused.gate, refused.problem) == (gate, problem)
    assert refused.rule == code.lower().replace("_", "-")
    assert [pointer.plats for pointer in refused.pointers] == [place]
    assert refused.law


def test_nothing_but_a_mended_case_is_asked_for_when_nothing_else_stands_in_the_way() -> None:
    stale: dict[str, Any] = {"evidence": {case().origin: 1}}
    both = facts(
        **routes("CSN", "FK"),
        agreements={"CSN": (agreement(**stale),), "FK": (agreement("FK", **stale),)},
    )
    refused = decide(five_gates(), query(urval=BOTH), both)
    assert isinstance(refused, Refused)
    assert refused.problem is CaseRefused
    mixed = replace(both, agreements={"CSN": (agreement(**stale),), "FK": ()})
    refused = decide(five_gates(), query(urval=BOTH), mixed)
    assert isinstance(refused, Refused)
    assert refused.problem is GateRefused
    assert [pointer.plats for pointer in refused.pointers] == ["/arende", "/urval/1"]


@pytest.mark.parametrize(
    ("actor", "excepted", "passes"),
    [
        ({"typ": "KONTAKTCENTER"}, {AktorTyp.KONTAKTCENTER}, True),
        ({"typ": "HANDLAGGARE"}, {AktorTyp.KONTAKTCENTER}, False),
        ({"typ": "HANDLAGGARE"}, {AktorTyp.HANDLAGGARE}, True),
        ({"typ": "KONTAKTCENTER"}, set(), False),
    ],
)
def test_before_the_case_is_opened_the_agreement_says_which_actors_may_ask(
    actor: dict[str, str], excepted: set[AktorTyp], passes: bool
) -> None:
    terms = {"CSN": (agreement(before_opening=frozenset(excepted)),)}
    decision = decide(five_gates(), query(aktor=actor), facts(case=EARLY, agreements=terms))
    if passes:
        assert isinstance(decision, Allowed)
    else:
        assert isinstance(decision, Refused)
        assert (decision.rule, decision.problem) == ("arendet-inte-oppnat", CaseRefused)


def test_an_automated_function_asks_only_where_the_agreement_lets_it() -> None:
    refused = decide(five_gates(), query(aktor=AUTOMATED), facts())
    assert isinstance(refused, Refused)
    assert (refused.gate, refused.rule) == (2, "aktor-omfattas-inte")
    open_to = agreement(actors=frozenset({AktorTyp.AUTOMATISERAD_FUNKTION}))
    assert isinstance(
        decide(five_gates(), query(aktor=AUTOMATED), facts(agreements={"CSN": (open_to,)})), Allowed
    )


def test_of_two_versions_the_one_in_force_today_counts() -> None:
    old = agreement(version="1", valid_from=date(2026, 1, 1), valid_to=date(2026, 11, 20))
    new = agreement(version="2", valid_from=date(2026, 11, 21))
    for versions in ((old, new), (new, old)):
        allowed = decide(five_gates(), query(), facts(agreements={"CSN": versions}))
        assert isinstance(allowed, Allowed)
        grant = allowed.persons[0].sources[0]
        assert isinstance(grant, Grant)
        assert grant.agreement.version == "2"


def test_between_two_versions_nothing_may_be_asked() -> None:
    old = agreement(version="1", valid_to=date(2026, 11, 20))
    new = agreement(version="2", valid_from=date(2026, 11, 22))
    refused = decide(five_gates(), query(), facts(agreements={"CSN": (old, new)}))
    assert isinstance(refused, Refused)
    assert refused.rule == "avtal-galler-inte-an"


def test_a_fact_from_the_future_shows_nothing() -> None:
    ahead = case(as_of=NOW + timedelta(minutes=6))
    refused = decide(five_gates(), query(), facts(case=ahead))
    assert isinstance(refused, Refused)
    assert refused.rule == "aktualitet-for-gammal"
    near = case(as_of=NOW + timedelta(minutes=4))
    assert isinstance(decide(five_gates(), query(), facts(case=near)), Allowed)


# ------------------------------------------------------------ urval left out, rows that narrow, roles


def test_urval_left_out_asks_all_that_stands_open_and_says_nothing_of_the_rest() -> None:
    sources = {
        "CSN": (agreement(),),
        "FK": (agreement("FK"),),
        "AF": (agreement("AF"),),  # no route
        "SKV": (),
        "PM": (agreement("PM", purposes=frozenset({Andamal.ATERKRAV_EKONOMISKT_BISTAND})),),
    }
    all_known = facts(**routes("CSN", "FK", "SKV", "PM"), agreements=sources, sources=frozenset(sources))
    allowed = decide(five_gates(), query(urval=[]), all_known)
    assert isinstance(allowed, Allowed)
    assert [row.source for row in allowed.persons[0].sources] == ["CSN", "FK"]
    assert all(isinstance(row, Grant) for row in allowed.persons[0].sources)


def test_urval_left_out_still_tells_what_the_case_stands_in_the_way_of() -> None:
    stale = agreement("FK", evidence={case().origin: 1})
    both = facts(**routes("CSN", "FK"), agreements={"CSN": (agreement(),), "FK": (stale,)})
    allowed = decide(five_gates(), query(urval=[]), both)
    assert isinstance(allowed, Allowed)
    assert [type(row) for row in allowed.persons[0].sources] == [Grant, Denial]


def test_urval_left_out_tells_of_a_source_that_is_not_asked_today_of_all_days() -> None:
    """Whoever names none is used to its answers; one that the board has no route to never gave any."""
    dormant = {"suspensions": (Suspension(date(2026, 11, 1), None, "Avtalet ses över."),)}
    known_both = facts(
        **routes("CSN", "FK"),
        agreements={
            "CSN": (agreement(),),
            "FK": (agreement("FK", **dormant),),
            "AF": (agreement("AF", **dormant),),
        },
    )
    allowed = decide(five_gates(), query(urval=[]), known_both)
    assert isinstance(allowed, Allowed)
    csn, fk = allowed.persons[0].sources
    assert isinstance(csn, Grant)
    assert isinstance(fk, Denial)
    assert (fk.source, fk.code) == ("FK", "AVTAL_VILANDE")


def test_urval_left_out_with_nothing_open_is_refused() -> None:
    refused = decide(five_gates(), query(urval=[]), facts(agreements={}))
    assert isinstance(refused, Refused)
    assert (refused.gate, refused.problem) == (1, GateRefused)


def test_each_person_is_judged_by_the_role_the_case_tells() -> None:
    three = [APPLICANT, VISITING_CHILD, CHILD]
    asked = query(personer=[{"personidentitet": person.value} for person in three], urval=[])
    allowed = decide(five_gates(), asked, facts())
    assert isinstance(allowed, Allowed)
    assert [type(ground.sources[0]) for ground in allowed.persons] == [Grant, Denial, Grant]
    denial = allowed.persons[1].sources[0]
    assert isinstance(denial, Denial)
    assert denial.code == "ROLL_OMFATTAS_INTE"


def test_a_row_narrows_period_and_groups() -> None:
    row = {
        "kalla": "CSN",
        "period": {"from": "2026-09-01", "tom": "2026-09-30"},
        "uppgifter": ["studiestod.utbetalningar", "studiestod.medlantagare"],
    }
    allowed = decide(five_gates(), query(urval=[row]), facts())
    assert isinstance(allowed, Allowed)
    grant = allowed.persons[0].sources[0]
    assert isinstance(grant, Grant)
    assert grant.period == Days(date(2026, 9, 1), date(2026, 9, 30))
    assert grant.groups == {"studiestod.utbetalningar"}, "what the agreement does not carry is not asked for"


def test_a_grant_cites_the_basis_of_the_day_of_asking() -> None:
    def cited(today: date) -> tuple[str, ...]:
        then = facts(
            today=today,
            agreements={"CSN": (agreement(valid_from=date(2025, 1, 1)),)},
            case=case(opened=date(2025, 1, 1), persons=tuple(replace(p, first=None) for p in case().persons)),
        )
        period = {"from": "2025-01-01", "tom": "2025-03-31"}
        allowed = decide(five_gates(), query(period=period), then)
        assert isinstance(allowed, Allowed)
        grant = allowed.persons[0].sources[0]
        assert isinstance(grant, Grant)
        assert grant.secrecy == "10 kap. 28 § OSL"
        return grant.legal_basis

    assert cited(date(2025, 6, 30)) == ("11 kap. 11 § gamla lagen",)
    assert cited(date(2025, 7, 1)) == ("15 kap. 10 § nya lagen", "2 § förordningen")


def test_a_role_that_opens_no_source_of_itself_is_asked_about_on_what_carries_it() -> None:
    open_to = agreement(
        roles=frozenset({Roll.SOKANDE, Roll.UMGANGESBARN}), role_basis={Roll.UMGANGESBARN: "avtalet, 4 §"}
    )
    both = [{"personidentitet": person.value} for person in (APPLICANT, VISITING_CHILD)]
    allowed = decide(five_gates(), query(personer=both), facts(agreements={"CSN": (open_to,)}))
    assert isinstance(allowed, Allowed)
    grants = [row for person in allowed.persons for row in person.sources if isinstance(row, Grant)]
    of_all = ("15 kap. 10 § nya lagen", "2 § förordningen")
    assert [grant.legal_basis for grant in grants] == [of_all, (*of_all, "avtalet, 4 §")]


def test_a_denial_says_what_to_do() -> None:
    allowed = decide(five_gates(), query(urval=BOTH), known(None, {}))
    assert isinstance(allowed, Allowed)
    denial = allowed.persons[0].sources[1]
    assert isinstance(denial, Denial)
    assert denial.atgard is Atgard.INHAMTA_PA_ANNAT_SATT
