"""The five gates as a table: what is changed, which gate says no, and where."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hub.model.board import BoardId, Client
from hub.model.case import CasePerson
from hub.model.decision import Allowed, Refused
from hub.model.query import Facts, Query
from hub.policy import decide, five_gates
from hub.problems import BadPeriod, CaseRefused, GateRefused, MalformedQuestion, NotAuthorised, UnknownSource
from messages.arende import Arendestatus, Arendetyp
from messages.koder import Roll, Skydd
from tests.support.policy import (
    AN,
    APPLICANT,
    CHILD,
    LODGER,
    PARTNER,
    STRANGER,
    TODAY,
    board,
    caller,
    case,
    facts,
    query,
)

OTHER_TOWN = BoardId("2120002395", "SN")
PERSONS: dict[str, Any] = {
    "personer": [{"personidentitet": APPLICANT.value}, {"personidentitet": STRANGER.value}]
}
LEFT: dict[str, Any] = {"personer": [{"personidentitet": LODGER.value}]}
CONTROL: dict[str, Any] = {"andamal": "KONTROLL_EKONOMISKT_BISTAND"}
RECOVERY: dict[str, Any] = {"andamal": "ATERKRAV_EKONOMISKT_BISTAND"}
OPEN = Arendestatus.PAGAENDE
EARLY = Arendestatus.AKTUALISERAT
CLOSED: dict[str, Any] = {"status": Arendestatus.AVSLUTAT, "closed": date(2026, 11, 20)}


def tomorrow_on(place: str) -> dict[str, Any]:
    future = {"from": "2026-11-22", "tom": "2026-11-30"}
    row = {"kalla": "CSN", "period": future}
    return {"period": future} if place == "question" else {"urval": [row]}


REFUSALS = [
    # gate, rule, problem, places, question, facts
    (1, "egen-namnd", NotAuthorised, ["/ingivare/namnd"], query(by=caller(board=AN)), facts()),
    (
        1,
        "egen-namnd",
        NotAuthorised,
        ["/ingivare/organisationsnummer"],
        query(by=caller(board=OTHER_TOWN)),
        facts(),
    ),
    (1, "egen-namnd", NotAuthorised, ["/ingivare/namnd"], query(ingivare={"namnd": "AN"}), facts(board=None)),
    (1, "ansluten-namnd", NotAuthorised, ["/ingivare"], query(), facts(board=None)),
    (1, "ansluten-namnd", NotAuthorised, ["/ingivare"], query(), facts(board=board(id=AN))),
    (1, "upptagen-klient", NotAuthorised, ["/ingivare"], query(by=caller(client_id="annan")), facts()),
    (1, "upptagen-klient", NotAuthorised, ["/ingivare"], query(by=caller(scopes=frozenset())), facts()),
    (
        1,
        "upptagen-klient",
        NotAuthorised,
        ["/ingivare"],
        query(),
        facts(board=board(clients=(Client("sn-arendesystem", "Systemet", frozenset({"logg:las"})),))),
    ),
    (
        2,
        "namngiven-handlaggare",
        GateRefused,
        ["/ingivare/aktor/id"],
        query(aktor={"id": "system"}),
        facts(),
    ),
    (
        2,
        "namngiven-handlaggare",
        GateRefused,
        ["/ingivare/aktor/id"],
        query(aktor={"typ": "KONTAKTCENTER", "id": "svc-ifo"}),
        facts(),
    ),
    (
        2,
        "namngiven-handlaggare",
        GateRefused,
        ["/ingivare/aktor/namn"],
        query(aktor={"namn": " "}),
        facts(),
    ),
    (
        2,
        "namngiven-handlaggare",
        GateRefused,
        ["/ingivare/aktor/namn"],
        query(aktor={"namn": "System"}),
        facts(),
    ),
    (
        2,
        "namngiven-handlaggare",
        GateRefused,
        ["/ingivare/aktor/funktion"],
        query(aktor={"typ": "AUTOMATISERAD_FUNKTION", "id": "system", "funktion": " ", "beslut": "b1"}),
        facts(),
    ),
    (
        2,
        "handlaggarens-enhet",
        GateRefused,
        ["/ingivare/aktor/enhet"],
        query(aktor={"enhet": ""}),
        facts(),
    ),
    (3, "kant-arende", CaseRefused, ["/arende"], query(), facts(case=None)),
    (3, "kant-arende", CaseRefused, ["/arende"], query(), facts(case=case(case_id="EB-2"))),
    (3, "ej-avslutat-arende", CaseRefused, ["/arende"], query(), facts(case=case(**CLOSED))),
    (3, "ej-avslutat-arende", CaseRefused, ["/arende"], query(), facts(case=case(closed=TODAY))),
    (3, "ratt-slag-av-arende", GateRefused, ["/andamal"], query(**CONTROL), facts()),
    (3, "ratt-slag-av-arende", GateRefused, ["/andamal"], query(**RECOVERY), facts()),
    (3, "ratt-slag-av-arende", GateRefused, ["/andamal"], query(), facts(case=case(kind=Arendetyp.ATERKRAV))),
    (
        3,
        "oppnat-arende",
        CaseRefused,
        ["/arende"],
        query(),
        facts(case=case(opened=date(2026, 11, 22))),
    ),
    (
        3,
        "oppnat-arende",
        CaseRefused,
        ["/arende"],
        query(**CONTROL),
        facts(case=case(kind=Arendetyp.KONTROLL, status=EARLY)),
    ),
    (4, "person-i-arendet", CaseRefused, ["/personer/1"], query(**PERSONS), facts()),
    (4, "person-i-arendet", CaseRefused, ["/personer/0"], query(**LEFT), facts()),
    (
        4,
        "person-i-arendet",
        CaseRefused,
        ["/personer/0"],
        query(),
        facts(
            case=case(persons=(CasePerson(APPLICANT, Roll.SOKANDE, Skydd.INGET, first=date(2026, 11, 22)),))
        ),
    ),
    (5, "paborjad-period", BadPeriod, ["/period/from"], query(**tomorrow_on("question")), facts()),
    (
        5,
        "paborjad-period",
        BadPeriod,
        ["/urval/0/period/from"],
        query(period={"from": "2026-11-01", "tom": "2026-11-30"}, **tomorrow_on("row")),
        facts(),
    ),
    (
        5,
        "delperiod",
        BadPeriod,
        ["/urval/0/period"],
        query(urval=[{"kalla": "CSN", "period": {"from": "2026-07-31", "tom": "2026-09-30"}}]),
        facts(),
    ),
    (5, "kand-kalla", UnknownSource, ["/urval/0/kalla"], query(urval=[{"kalla": "CNS"}]), facts()),
    (
        5,
        "kanda-uppgifter",
        MalformedQuestion,
        ["/urval/0/uppgifter/1"],
        query(urval=[{"kalla": "CSN", "uppgifter": ["studiestod.arenden", "studiestod.lan"]}]),
        facts(),
    ),
]


@pytest.mark.parametrize(("gate", "rule", "problem", "places", "asked", "known"), REFUSALS)
def test_each_gate_refuses(
    gate: int, rule: str, problem: type, places: list[str], asked: Query, known: Facts
) -> None:
    refused = decide(five_gates(), asked, known)
    assert isinstance(refused, Refused)
    assert (refused.gate, refused.rule, refused.problem) == (gate, rule, problem)
    assert [pointer.plats for pointer in refused.pointers] == places


@pytest.mark.parametrize("row", REFUSALS)
def test_every_refusal_cites_its_law_and_says_what_to_do(row: tuple[object, ...]) -> None:
    refused = decide(five_gates(), row[4], row[5])  # type: ignore[arg-type]
    assert isinstance(refused, Refused)
    assert refused.law
    assert refused.detail.count(".") >= 2, "what is wrong, and what to do"
    for number in (APPLICANT, STRANGER, LODGER):
        assert number.value not in refused.detail + "".join(pointer.text for pointer in refused.pointers)


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        (query(), facts()),
        (query(personer=[{"personidentitet": PARTNER.value}]), facts()),  # the last day still counts
        (query(personer=[{"personidentitet": CHILD.value}]), facts()),  # and the first already
        (query(period={"from": "2026-11-21", "tom": "2026-12-31"}), facts()),  # today to the horizon
        (query(**CONTROL), facts(case=case(kind=Arendetyp.KONTROLL))),
        (query(**RECOVERY), facts(case=case(kind=Arendetyp.ATERKRAV))),
        (query(aktor={"typ": "KONTAKTCENTER"}), facts(case=case(status=EARLY, opened=None))),
    ],
)
def test_what_keeps_every_condition_is_allowed(asked: Query, known: Facts) -> None:
    allowed = decide(five_gates(), asked, known)
    assert isinstance(allowed, Allowed)
    assert [ground.member.person for ground in allowed.persons] == [
        person.personidentitet for person in asked.question.personer
    ]


def test_an_unknown_case_and_another_boards_case_are_refused_alike() -> None:
    """The register is asked about the own board only: both come as no case, and read the same."""
    unknown = decide(five_gates(), query(arende={"system": "demo", "id": "finns-inte"}), facts(case=None))
    theirs = decide(five_gates(), query(), facts(case=None))
    assert unknown == theirs


def test_a_person_who_left_and_a_stranger_are_refused_alike() -> None:
    stranger = decide(five_gates(), query(personer=[{"personidentitet": STRANGER.value}]), facts())
    assert decide(five_gates(), query(**LEFT), facts()) == stranger


def test_the_nearest_group_and_source_are_suggested() -> None:
    group = query(urval=[{"kalla": "CSN", "uppgifter": ["studiestod.utbetalning"]}])
    refused = decide(five_gates(), group, facts())
    assert isinstance(refused, Refused)
    assert "Närmast: studiestod.utbetalningar." in refused.pointers[0].text
    refused = decide(five_gates(), query(urval=[{"kalla": "CSM"}]), facts())
    assert isinstance(refused, Refused)
    assert "Närmast: CSN." in refused.pointers[0].text


def test_the_act_cited_follows_the_day_of_asking() -> None:
    def law(today: date) -> str:
        refused = decide(five_gates(), query(), replace(facts(case=None), today=today))
        assert isinstance(refused, Refused)
        return refused.law

    assert "(2001:453)" in law(date(2025, 6, 30))
    assert "(2025:400)" not in law(date(2025, 6, 30))
    assert "(2025:400)" in law(date(2025, 7, 1))
    assert "(2001:453)" not in law(date(2025, 7, 1))
