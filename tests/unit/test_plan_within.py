"""Sources that share a part of a question: is every grant in one call, and never two periods in one part?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.adapter import Ask, Days, Payload, SourceAsk, SourceRefused, SourceUnavailable
from hub.model.board import RouteChoice
from hub.model.decision import Allowed, Grant
from hub.model.document import FaultyDocuments
from hub.model.manifest import Carried
from hub.model.plan import Plan
from hub.model.registry import Registry
from hub.policy import decide, five_gates
from hub.registry.manifest import manifest_faults, read_manifest
from hub.routing import plan
from messages.koder import Atgard, Led
from tests.support.policy import (
    APPLICANT,
    PARTNER,
    agreement,
    board,
    facts,
    query,
    registry,
    route_manifest,
    source_manifest,
)

SOURCES = ("AF", "CSN", "FK", "PM", "KPA")
BRO = RouteChoice("bro", {"version": "11", "url": "http://127.0.0.1:1"})
OTHER = RouteChoice("bro", {"version": "11", "url": "http://127.0.0.1:2"})
CARRIES = {
    "AF": Carried("AF", None),
    "CSN": Carried("CSN", None),
    "FK": Carried("FK", "lefi/v9"),
    "PM": Carried("PM", "lefi/v9", within="FK"),
    "KPA": Carried("KPA", "lefi/v9", within="FK"),
}
EARLY, LATE = ({"from": "2026-08-01", "tom": "2026-10-31"}, {"from": "2026-10-01", "tom": "2026-10-31"})


def echoing(ask: Ask, part: SourceAsk, wanted: str) -> Payload:
    """Names every source of the Ask, so that a test can see of which Ask a question was made."""
    return Payload(wanted, " ".join(one.source for one in ask.sources).encode())


def loaded(to_payload: Any = echoing) -> Registry:
    return registry(
        *(source_manifest(source, asks=("lefi/v9",)) for source in SOURCES),
        routes={"bro": route_manifest(carries=CARRIES)},
        question=SimpleNamespace(to_payload=to_payload),
    )


def planned(
    periods: Mapping[str, dict[str, str]],
    to_payload: Any = echoing,
    routes: Mapping[str, RouteChoice] | None = None,
) -> Plan:
    """The plan for these sources, each with its own period, asked about two persons."""
    choices = {source: (routes or {}).get(source, BRO) for source in SOURCES}
    at = facts(
        board=board(routes=choices),
        agreements={source: (agreement(source),) for source in SOURCES},
        sources=frozenset(SOURCES),
    )
    asked = query(
        urval=[{"kalla": source, "period": period} for source, period in periods.items()],
        personer=[{"personidentitet": person.value} for person in (APPLICANT, PARTNER)],
    )
    allowed = decide(five_gates(), asked, at)
    assert isinstance(allowed, Allowed)
    ids = count(1)
    return plan(asked, allowed, at.now, loaded(to_payload), lambda: f"call-{next(ids)}")


def of_applicant(result: Plan) -> list[list[str]]:
    return [[g.source for g in call.grants] for call in result.calls if call.person == APPLICANT]


# ------------------------------------------------------------ one part, one period


def test_with_one_period_they_share_the_call_and_the_part() -> None:
    assert of_applicant(planned({"CSN": LATE, "FK": EARLY, "PM": EARLY})) == [["CSN", "FK", "PM"]]


def test_with_different_periods_each_has_a_call_and_nobody_else_is_asked_twice() -> None:
    result = planned({"FK": EARLY, "PM": LATE, "CSN": LATE, "AF": EARLY})
    assert of_applicant(result) == [["FK", "CSN", "AF"], ["PM"]]
    first, second = (call for call in result.calls if call.person == APPLICANT)
    assert first.id != second.id
    assert first.ask.correlation == second.ask.correlation
    assert [part.question for part in second.ask.sources] == [Payload("lefi/v9", b"PM")]


def test_who_has_the_period_of_a_later_call_joins_that_one() -> None:
    assert of_applicant(planned({"FK": EARLY, "PM": LATE, "KPA": LATE})) == [["FK"], ["PM", "KPA"]]


def test_without_the_one_whose_part_it_is_the_part_is_still_shared() -> None:
    assert of_applicant(planned({"PM": EARLY, "KPA": LATE})) == [["PM"], ["KPA"]]


def test_on_different_ways_they_share_nothing() -> None:
    assert of_applicant(planned({"FK": EARLY, "PM": EARLY}, routes={"PM": OTHER})) == [["FK"], ["PM"]]


@given(
    st.dictionaries(st.sampled_from(SOURCES), st.sampled_from([EARLY, LATE]), min_size=1),
    st.dictionaries(st.sampled_from(SOURCES), st.sampled_from([BRO, OTHER])),
    st.frozensets(st.sampled_from(["FK", "PM", "KPA"])),
)
def test_every_grant_is_in_exactly_one_call_or_unsent(
    periods: dict[str, dict[str, str]], routes: dict[str, RouteChoice], mute: frozenset[str]
) -> None:
    result = planned(periods, refusing(mute), routes)
    for person in (APPLICANT, PARTNER):
        calls = [call for call in result.calls if call.person == person]
        sent = [grant.source for call in calls for grant in call.grants]
        kept = [row.grant.source for row in result.unsent if row.person == person]
        assert sorted(sent + kept) == sorted(periods)
        assert set(kept) == mute & set(periods)
        for call in calls:
            shared = [grant for grant in call.grants if CARRIES[grant.source].part == "FK"]
            assert len({grant.period for grant in shared}) <= 1
            assert [part.source for part in call.ask.sources] == [grant.source for grant in call.grants]
            assert all(
                _as_granted(part, grant) for part, grant in zip(call.ask.sources, call.grants, strict=True)
            )


def _as_granted(part: SourceAsk, grant: Grant) -> bool:
    return part.period == grant.period and part.groups == grant.groups


# ------------------------------------------------------------ a question that cannot be made


def refusing(sources: frozenset[str]) -> Any:
    def to_payload(ask: Ask, part: SourceAsk, wanted: str) -> Payload:
        if part.source in sources:
            raise SourceRefused("INGET_ATT_FRAGA_OM", "Ingenting att fråga om.", led=Led.NYTTONAV)
        return echoing(ask, part, wanted)

    return to_payload


def test_a_source_without_a_question_is_not_asked_and_the_question_is_made_without_it() -> None:
    result = planned({"CSN": EARLY, "FK": EARLY, "PM": EARLY}, refusing(frozenset({"FK"})))
    assert of_applicant(result) == [["CSN", "PM"]]
    call = result.calls[0]
    assert [part.source for part in call.ask.sources] == ["CSN", "PM"]
    assert call.ask.sources[1].question == Payload("lefi/v9", b"CSN PM")
    assert "FK:" not in call.ask.legal_text
    assert {(row.person, row.grant.source) for row in result.unsent} == {(APPLICANT, "FK"), (PARTNER, "FK")}
    fault = result.unsent[0].outcome.fault
    assert (fault.led, fault.kod) == (Led.NYTTONAV, "INGET_ATT_FRAGA_OM")
    assert fault.text == "Ingenting att fråga om."
    assert fault.atgard is Atgard.KONTAKTA_FORVALTAREN


def test_no_call_is_made_for_nobody() -> None:
    result = planned({"FK": EARLY, "PM": EARLY}, refusing(frozenset({"FK", "PM"})))
    assert result.calls == ()
    assert len(result.unsent) == 4


def test_whatever_an_adapter_says_of_the_place_nothing_has_left_the_hub() -> None:
    def failing(ask: Ask, part: SourceAsk, wanted: str) -> Payload:
        raise SourceUnavailable("KALLA_FEL", "Källan är nere.", led=Led.KALLA)

    (unsent, _) = planned({"FK": EARLY}, failing).unsent
    assert unsent.outcome.fault.led is Led.NYTTONAV


def test_a_question_that_only_fails_beside_another_is_made_when_the_other_is_gone() -> None:
    def jealous(ask: Ask, part: SourceAsk, wanted: str) -> Payload:
        if part.source == "PM" and any(one.source == "FK" for one in ask.sources):
            raise SourceRefused("X", "Inte bredvid FK.", led=Led.NYTTONAV)
        return echoing(ask, part, wanted)

    assert of_applicant(planned({"FK": EARLY, "PM": EARLY}, jealous)) == [["FK"]]


def test_different_periods_are_kept_to_the_day() -> None:
    result = planned({"FK": EARLY, "PM": {"from": "2026-08-01", "tom": "2026-10-30"}})
    assert [call.ask.sources[0].period for call in result.calls[:2]] == [
        Days(date(2026, 8, 1), date(2026, 10, 31)),
        Days(date(2026, 8, 1), date(2026, 10, 30)),
    ]


# ------------------------------------------------------------ the manifest says so

MANIFEST = """
id: bro
name: Bron
owner: Test
sdk: 1
sources: {}
route:
  versions: ["1"]
  carries: %s
  deadlines: {connect: 1, read: 2, whole: 3}
"""


def read(carries: str) -> tuple[Mapping[str, Carried], list[str]]:
    manifest = read_manifest((MANIFEST % carries).encode(), "bro/manifest.yaml")
    assert manifest.route is not None
    return manifest.route.carries, manifest_faults(manifest, "bro", "bro/manifest.yaml")


def test_within_is_read() -> None:
    carries, faults = read("{FK: {question: a/b}, PM: {question: a/b, within: FK}, AF: null}")
    assert carries["PM"] == Carried("PM", "a/b", "FK")
    assert [carried.part for carried in carries.values()] == ["FK", "FK", "AF"]
    assert faults == []


@pytest.mark.parametrize(
    ("carries", "sentence"),
    [
        (
            "{FK: {question: a/b}, PM: {question: a/b, within: FKK}}",
            "route.carries.PM.within is FKK, which the route does not carry. Nearest: FK.",
        ),
        (
            "{PM: {question: a/b, within: PM}}",
            "route.carries.PM.within is PM, which has no part of its own. Name the source whose part it is.",
        ),
        (
            "{FK: {question: a/b}, PM: {question: a/b, within: FK}, KPA: {question: a/b, within: PM}}",
            "route.carries.KPA.within is PM, which has no part of its own. Name the source whose part it is.",
        ),
        (
            "{FK: {question: a/b}, PM: {question: a/c, within: FK}}",
            "route.carries.PM.within is FK, whose question is another. Give both the same question.",
        ),
        (
            "{FK: null, PM: {within: FK}}",
            "route.carries.PM.within is FK, whose question is another. Give both the same question.",
        ),
    ],
)
def test_within_names_a_part_that_can_be_shared(carries: str, sentence: str) -> None:
    assert read(carries)[1] == [f"bro/manifest.yaml: {sentence}"]


def test_within_is_a_source_id() -> None:
    with pytest.raises(FaultyDocuments):
        read("{FK: null, PM: {within: [FK]}}")
