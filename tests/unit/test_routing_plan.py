"""From what is granted to calls: one for each person and route, with everything the question must say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.adapter import Ask, Days, Payload, SourceAsk
from hub.model.board import RouteChoice
from hub.model.decision import Allowed
from hub.model.manifest import Carried
from hub.model.plan import Plan
from hub.model.query import Facts, Query
from hub.model.registry import Registry
from hub.policy import decide, five_gates
from hub.routing import plan
from messages.koder import Atgard, Led
from tests.support.policy import (
    APPLICANT,
    COORDINATED,
    NOW,
    PARTNER,
    agreement,
    board,
    case,
    facts,
    query,
    registry,
    route_manifest,
    source_manifest,
)

BRO = RouteChoice("bro", {"version": "11", "url": "http://127.0.0.1:1"})
RAK = RouteChoice("rak", {"version": "1", "url": "http://127.0.0.1:2"})
THREE = registry(*(source_manifest(source) for source in ("AF", "CSN", "FK")))
STRAIGHT = registry(
    *(source_manifest(source) for source in ("AF", "CSN", "FK")),
    routes={"bro": route_manifest(), "rak": route_manifest(versions=("1",), whole_s=6.0)},
)


def known(routes: dict[str, RouteChoice] | None = None, **changes: Any) -> Facts:
    routes = routes or dict.fromkeys(("AF", "CSN", "FK"), BRO)
    agreements = {source: (agreement(source),) for source in routes}
    return facts(
        **{"board": board(routes=routes), "agreements": agreements, "sources": frozenset(routes)} | changes
    )


def planned(
    asked: Query | None = None, at: Facts | None = None, loaded: Registry = THREE, **more: Any
) -> Plan:
    asked, at = asked or query(urval=[]), at or known()
    allowed = decide(five_gates(), asked, at)
    assert isinstance(allowed, Allowed)
    ids = count(1)
    return plan(asked, allowed, at.now, loaded, lambda: f"call-{next(ids)}", **more)


def two_persons() -> Query:
    return query(urval=[], personer=[{"personidentitet": p.value} for p in (PARTNER, APPLICANT)])


# ------------------------------------------------------------ grouping


def test_sources_of_one_route_share_a_call_and_each_person_has_their_own() -> None:
    calls = planned(two_persons()).calls
    assert [call.person for call in calls] == [PARTNER, APPLICANT]
    assert [[grant.source for grant in call.grants] for call in calls] == [["AF", "CSN", "FK"]] * 2
    assert [call.id for call in calls] == ["call-1", "call-2"]
    assert all(call.ask.person == call.person for call in calls)


def test_sources_of_different_routes_or_settings_do_not() -> None:
    other_url = RouteChoice("bro", {**BRO.settings, "url": "http://127.0.0.1:3"})
    calls = planned(at=known({"AF": BRO, "CSN": RAK, "FK": other_url}), loaded=STRAIGHT).calls
    assert [(call.route.adapter, [g.source for g in call.grants]) for call in calls] == [
        ("bro", ["AF"]),
        ("rak", ["CSN"]),
        ("bro", ["FK"]),
    ]
    assert [call.ask.settings["url"] for call in calls] == [f"http://127.0.0.1:{n}" for n in (1, 2, 3)]


def test_the_deadline_is_the_routes_and_never_longer_than_the_whole_question() -> None:
    calls = planned(at=known({"AF": BRO, "CSN": RAK}), loaded=STRAIGHT).calls
    assert [call.route.deadline_s for call in calls] == [27.0, 6.0]
    patient = registry(source_manifest("CSN"), routes={"bro": route_manifest(whole_s=120.0)})
    assert planned(query(), known({"CSN": BRO}), patient).calls[0].route.deadline_s == 28.0


def test_a_denied_source_is_in_no_call() -> None:
    asked = query(urval=[{"kalla": "CSN"}, {"kalla": "FK"}])
    without_fk = known(agreements={"CSN": (agreement(),), "FK": ()})
    result = planned(asked, without_fk)
    assert [grant.source for call in result.calls for grant in call.grants] == ["CSN"]
    assert result.unsent == ()


# ------------------------------------------------------------ what the question says


def test_the_ask_says_who_why_by_which_law_and_for_whom() -> None:
    (call,) = planned().calls
    ask = call.ask
    assert ask.asker.organisation_number == "2120002411"
    assert ask.asker.name == "Sundsvalls kommun, Socialnämnden"
    assert ask.asker.board == "SN"
    assert ask.asker.caseworker == "hl000123"
    assert ask.purpose == "Handläggning av ärende om ekonomiskt bistånd"
    assert ask.legal_text == (
        "AF: 15 kap. 10 § nya lagen, 2 § förordningen; CSN: 15 kap. 10 § nya lagen, 2 § förordningen; "
        "FK: 15 kap. 10 § nya lagen, 2 § förordningen; 10 kap. 28 § OSL"
    )
    assert [processor.name for processor in ask.processors] == ["Kommunstyrelsen"]
    assert (ask.asked_at, ask.correlation) == (NOW, "korrelation-1")
    assert ask.case_reference == "EB-2026-001234"


def test_each_source_has_its_own_period_groups_and_paragraph() -> None:
    narrow = {
        "kalla": "CSN",
        "period": {"from": "2026-09-01", "tom": "2026-09-30"},
        "uppgifter": ["studiestod.utbetalningar"],
    }
    (call,) = planned(query(urval=[narrow, {"kalla": "FK"}])).calls
    csn, fk = call.ask.sources
    assert csn == SourceAsk(
        "CSN",
        Days(date(2026, 9, 1), date(2026, 9, 30)),
        frozenset({"studiestod.utbetalningar"}),
        ("15 kap. 10 § nya lagen", "2 § förordningen"),
    )
    assert fk.period == Days(date(2026, 8, 1), date(2026, 10, 31))


def test_an_automated_function_is_named_by_its_function() -> None:
    automated = {"typ": "AUTOMATISERAD_FUNKTION", "id": "fk-1", "funktion": "Förkontroll", "beslut": "b-1"}
    terms = {"CSN": (agreement(actors=frozenset({"AUTOMATISERAD_FUNKTION"})),)}
    (call,) = planned(query(aktor=automated), known({"CSN": BRO}, agreements=terms)).calls
    assert call.ask.asker.caseworker == "Förkontroll"


def test_a_source_that_needs_a_question_of_its_own_gets_it_from_its_folder() -> None:
    made: list[tuple[str, str, str]] = []

    def to_payload(ask: Ask, source: SourceAsk, question_format: str) -> Payload:
        made.append((ask.case_reference, source.source, question_format))
        return Payload(question_format, b"{}")

    carries = {"CSN": Carried("CSN", None), "FK": Carried("FK", "lefi/v9")}
    loaded = registry(
        source_manifest("CSN"),
        source_manifest("FK", asks=("lefi/v9",)),
        routes={"bro": route_manifest(carries=carries)},
        question=SimpleNamespace(to_payload=to_payload),
    )
    (call,) = planned(at=known({"CSN": BRO, "FK": BRO}), loaded=loaded).calls
    assert [source.question for source in call.ask.sources] == [None, Payload("lefi/v9", b"{}")]
    assert made == [("EB-2026-001234", "FK", "lefi/v9")]


# ------------------------------------------------------------ the case id


def limited(longest: int | None) -> Registry:
    return registry(source_manifest("CSN", case_reference_max=longest), source_manifest("FK"))


def reference(case_id: str, longest: int | None = 31, **changes: Any) -> tuple[str, bool]:
    system = changes.pop("system", "demo")
    asked = query(urval=[], arende={"system": system, "id": case_id})
    at = known({"CSN": BRO, "FK": BRO}, case=case(case_id=case_id, system=system), **changes)
    (call,) = planned(asked, at, limited(longest)).calls
    return call.ask.case_reference, call.case_reference_shortened


LONG = "0b8f5c8e-6a0e-4f7e-9a57-2f1e6f0d9b11"


def test_a_case_id_that_fits_goes_out_as_it_is() -> None:
    assert reference("EB-2026-001234") == ("EB-2026-001234", False)
    assert reference("E" * 31) == ("E" * 31, False)
    assert reference(LONG, None) == (LONG, False)


@pytest.mark.parametrize("case_id", [LONG, "E" * 32, "Ärende-1", "a@b"])
def test_one_that_does_not_is_shortened_for_the_whole_call(case_id: str) -> None:
    short, shortened = reference(case_id)
    assert shortened
    assert short != case_id
    assert len(short) <= 31
    assert short.isascii()
    assert reference(case_id) == (short, True), "always the same"


def test_a_call_without_the_source_that_needs_it_keeps_the_case_id() -> None:
    at = known({"CSN": BRO, "FK": RAK}, case=case(case_id=LONG))
    loaded = registry(
        source_manifest("CSN", case_reference_max=31),
        source_manifest("FK"),
        routes={"bro": route_manifest(), "rak": route_manifest(versions=("1",))},
    )
    csn, fk = planned(query(urval=[], arende={"system": "demo", "id": LONG}), at, loaded).calls
    assert (csn.case_reference_shortened, fk.case_reference_shortened) == (True, False)
    assert fk.ask.case_reference == LONG


def test_the_same_id_in_another_system_or_board_is_another_case() -> None:
    shorts = {reference(LONG)[0], reference(LONG, system="lifecare")[0], reference(LONG + "2")[0]}
    assert len(shorts) == 3


@given(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:/@-]{0,99}", fullmatch=True), st.integers(16, 60))
def test_any_case_id_fits_every_limit(case_id: str, longest: int) -> None:
    at = known({"CSN": BRO}, case=case(case_id=case_id))
    asked = query()
    asked = replace(
        asked,
        question=asked.question.model_copy(
            update={"arende": asked.question.arende.model_copy(update={"id": case_id})}
        ),
    )
    (call,) = planned(asked, at, limited(longest)).calls
    assert 0 < len(call.ask.case_reference) <= longest
    assert call.case_reference_shortened == (call.ask.case_reference != case_id)
    if len(case_id) <= longest and "@" not in case_id:
        assert call.ask.case_reference == case_id


# ------------------------------------------------------------ what is not sent


def coordinated(loaded: Registry) -> Plan:
    return planned(query(urval=[], personer=[{"personidentitet": COORDINATED.value}]), loaded=loaded)


def test_a_coordination_number_goes_only_to_sources_that_take_it() -> None:
    loaded = registry(
        source_manifest("AF"), source_manifest("CSN", coordination_numbers=False), source_manifest("FK")
    )
    result = coordinated(loaded)
    assert [grant.source for grant in result.calls[0].grants] == ["AF", "FK"]
    (unsent,) = result.unsent
    fault = unsent.outcome.fault
    assert (unsent.grant.source, unsent.person) == ("CSN", COORDINATED)
    assert (fault.led, fault.kod) == (Led.NYTTONAV, "IDENTITET_STODS_INTE")
    assert fault.atgard is Atgard.INHAMTA_PA_ANNAT_SATT
    assert "samordningsnummer" in fault.text
    assert COORDINATED.value not in fault.text


def test_nothing_left_for_a_route_is_no_call() -> None:
    loaded = registry(*(source_manifest(s, coordination_numbers=False) for s in ("AF", "CSN", "FK")))
    result = coordinated(loaded)
    assert result.calls == ()
    assert [row.grant.source for row in result.unsent] == ["AF", "CSN", "FK"]


@given(
    st.lists(st.sampled_from(["AF", "CSN", "FK"]), unique=True, min_size=1),
    st.sets(st.sampled_from(["AF", "CSN", "FK"])),
    st.booleans(),
)
def test_every_grant_is_in_one_call_or_unsent(
    asked: list[str], refuses: set[str], coordination: bool
) -> None:
    person = COORDINATED if coordination else APPLICANT
    question = query(urval=[{"kalla": s} for s in asked], personer=[{"personidentitet": person.value}])
    loaded = registry(
        *(source_manifest(s, coordination_numbers=s not in refuses) for s in ("AF", "CSN", "FK"))
    )
    result = planned(question, loaded=loaded)
    sent = [grant.source for call in result.calls for grant in call.grants]
    kept = [row.grant.source for row in result.unsent]
    assert sorted(sent + kept) == sorted(asked)
    assert all(call.grants and len(call.grants) == len(call.ask.sources) for call in result.calls)


def test_the_plan_is_the_same_for_the_same_question() -> None:
    assert planned(two_persons()) == planned(two_persons())


# ------------------------------------------------------------ a client's own question


def test_a_clients_own_question_goes_with_its_source_and_nobody_else() -> None:
    own = Payload("fk/fraga", b"{}")
    (call,) = planned(replace(query(urval=[]), own={"FK": own})).calls
    assert {part.source: part.client for part in call.ask.sources} == {"AF": None, "CSN": None, "FK": own}
