"""Is what the simulated LEFI tells of everybody valid, of the time asked about, and only what was asked?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from adapters.forsakringskassan.simulated import KNOWN, known_of
from adapters.forsakringskassan.simulated_answer import Asking
from adapters.forsakringskassan.simulated_groups import FK_COMING, FK_PAID, KINDS, LISTS, UNASKED, deliverer
from adapters.forsakringskassan.simulated_known import Known
from adapters.forsakringskassan.simulated_question import ACTORS, Actor, Question, Refused, actor_of, read
from adapters.forsakringskassan.simulated_relatives import ROWS as RELATIVES
from hub.simulators.faults import Fault, FaultKind
from hub.simulators.personas import ROWS, world
from messages.values import Personidentitet
from tests.support.fk import strict

TODAY = date(2026, 11, 21)
DAYS = (TODAY, date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29))
RIGHT = sorted(set(KNOWN) - {"regelbrytare"})
EVERYTHING: Mapping[str, tuple[str, ...]] = {kind: tuple(sorted(codes)) for kind, codes in KINDS.items()}
EVERY_CODE = [(kind, code) for kind, codes in EVERYTHING.items() for code in codes]
SCHEMA = Path(__file__).parents[2] / "adapters" / "forsakringskassan" / "schemas" / "lefi-v9.schema.json"
PENSIONS = ("ansprak", "beslut", "preliminaraUtbetalningar", "utbetalningar", "ovrigInformation")
DEFINITIONS: Mapping[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
ANSWER = "LefiExternFormansinformationSvar"


def asked(
    groups: Mapping[str, Sequence[str]] = EVERYTHING,
    first: date = date(2024, 12, 31),
    last: date = date(2026, 12, 31),
) -> Question:
    return Question("0", first, last, {kind: tuple(codes) for kind, codes in groups.items()})


def answer(
    key: str,
    question: Question | None = None,
    *faults: Fault,
    today: date = TODAY,
    actor: Actor = ACTORS["026-51"],
) -> Any:
    two_years = asked(first=today - timedelta(days=690), last=today + timedelta(days=40))
    asking = Asking(question or two_years, actor, faults)
    return json.loads(json.dumps(asking.answer(told_of(key, today))))


@cache
def told_of(key: str, today: date) -> Known:
    """Everything LEFI has on a person, of any time."""
    here = world(today)
    return known_of(here.personas[key], here)


@pytest.mark.parametrize("key", RIGHT)
@pytest.mark.parametrize("today", DAYS)
def test_an_answer_is_valid_and_holds_nothing_that_the_interface_does_not_name(key: str, today: date) -> None:
    quarter = asked(first=today - timedelta(days=50), last=today + timedelta(days=40))
    told = answer(key, quarter if key == "mangfald" and today != TODAY else None, today=today)
    assert [error.json_path for error in strict().iter_errors(told)] == []


@pytest.mark.parametrize("today", DAYS)
def test_the_rule_breaker_breaks_rules_in_both_authorities_parts(today: date) -> None:
    told = answer("regelbrytare", today=today)
    broken = [error.json_path.split(".")[1:3] for error in strict().iter_errors(told)]
    assert len(broken) > 60
    assert len({path[1] for path in broken if path[:1] == ["formansinformation"]}) > 10
    assert {path[0].partition("[")[0] for path in broken if path} >= {*PENSIONS, "formansinformation"}


def lists_of(told: Any) -> Iterator[str]:
    """The lists of an answer that hold something."""
    yield from (name for name, rows in told.get("formansinformation", {}).items() if rows)
    yield from (name for name in PENSIONS if told.get(name))


def test_every_list_comes_with_somebody_and_each_but_the_odd_ones_with_somebody_ordinary() -> None:
    every = {*LISTS, *UNASKED, FK_PAID, FK_COMING, *PENSIONS}
    assert every == {*DEFINITIONS["LefiFormansinformation"]["properties"], *PENSIONS}
    ordinary = [name for key in RIGHT if key != "mangfald" for name in lists_of(answer(key))]
    assert set(ordinary) == every
    assert set(lists_of(answer("mangfald"))) == every


def fields_told(value: Any, node: Any) -> Iterator[tuple[str, str]]:
    """Type and name of each field that occurs."""
    name = node.get("$ref", "").rpartition("/")[2]
    node = DEFINITIONS.get(name, node)
    if "allOf" in node:
        yield from fields_told(value, node["allOf"][0])
    elif isinstance(value, list):
        for item in value:
            yield from fields_told(item, node["items"])
    elif isinstance(value, dict):
        for key, below in value.items():
            yield name, key
            yield from fields_told(below, node["properties"][key])


def test_every_field_that_an_answer_can_have_comes_with_somebody() -> None:
    denied = Fault(FaultKind.AVVIKELSE, felkod="OBEHORIG")
    answers = [*(answer(key) for key in RIGHT), answer("student", None, denied)]
    told = {field for one in answers for field in fields_told(one, {"$ref": f"#/$defs/{ANSWER}"})}
    other = ("LefiExternFormansinformationFraga", "LefiExternTillgangligaInformationstyper", "LefiFelsvar")
    every = {
        (name, key)
        for name, definition in DEFINITIONS.items()
        if name not in other
        for key in definition.get("properties", ())
    }
    assert every - told == set()


def test_every_kind_of_underlag_and_of_other_information_comes_with_somebody() -> None:
    told = [one for key in RIGHT for one in answer(key).get("beslut", [])]
    grants = [grant for one in told for grant in one["beslutadErsattning"]]
    grounds = {kind for grant in grants for kind in grant.get("underlag", ())}
    assert grounds == set(DEFINITIONS["LefiPmFormanBeslutadErsattningUnderlag"]["properties"])
    more = [one for key in RIGHT for one in answer(key).get("ovrigInformation", [])]
    assert {one["informationstyp"]["kod"] for one in more} == {"PM:LINT", "PM:PBH", "PM:PU"}
    assert {one["beslutsutfall"]["kod"] for one in told} == {"BIFALL", "AVSLAG"}


@pytest.mark.parametrize(("kind", "code"), EVERY_CODE)
def test_one_group_brings_its_lists_and_nothing_else(kind: str, code: str) -> None:
    told = answer("mangfald", asked({kind: (code,)}))
    assert [state["utlamnare"]["kod"] for state in told.pop("utlamnare")] == [deliverer(code)]
    if deliverer(code) == "PM":
        assert set(told) == {kind}
        assert told[kind]
        return
    assert set(told) == {"formansinformation"}
    lists = {"utbetalningar": {FK_PAID}, "preliminaraUtbetalningar": {FK_COMING}}.get(
        kind, {name for name, brought_by in {**LISTS, **UNASKED}.items() if brought_by == code}
    )
    assert set(told["formansinformation"]) == lists


def test_the_groups_together_tell_no_more_than_each_alone() -> None:
    whole = answer("mangfald", asked())
    apart = [answer("mangfald", asked({kind: (code,)})) for kind, code in EVERY_CODE]
    for name, rows in whole["formansinformation"].items():
        alone = [row for one in apart for row in one.get("formansinformation", {}).get(name, ())]
        assert len(alone) == len(rows), name
    for name in PENSIONS:
        assert len([row for one in apart for row in one.get(name, ())]) == len(whole[name]), name


def test_of_somebody_unknown_the_deliverers_are_well_and_every_list_is_empty() -> None:
    told = answer("okand", asked())
    assert [state["tillstand"]["kod"] for state in told.pop("utlamnare")] == ["OK", "OK"]
    assert set(told.pop("formansinformation")) == {*LISTS, FK_PAID, FK_COMING}
    assert told == {name: [] for name in PENSIONS}


def days_of_payments(told: Any) -> tuple[list[str], list[str]]:
    """Made, and to come, of both authorities."""
    paid, coming = (
        [row["datum"] for row in told["formansinformation"][of_fk]]
        + [row["utbetalningsdatum"] for row in told[of_pm]]
        for of_fk, of_pm in ((FK_PAID, "utbetalningar"), (FK_COMING, "preliminaraUtbetalningar"))
    )
    return paid, coming


@pytest.mark.parametrize("key", RIGHT)
def test_payments_are_those_of_the_time_by_their_day(key: str) -> None:
    first, last = date(2026, 9, 1), date(2026, 11, 30)
    paid, coming = days_of_payments(answer(key, asked(first=first, last=last)))
    assert all(first.isoformat() <= day <= TODAY.isoformat() for day in paid)
    assert all(TODAY.isoformat() < day <= last.isoformat() for day in coming)


@pytest.mark.parametrize("key", RIGHT)
def test_decisions_are_those_that_overlap_the_time_and_claims_wait_from_the_day_they_came(key: str) -> None:
    first, last = "2026-06-01", "2026-06-30"
    told = answer(key, asked(first=date.fromisoformat(first), last=date.fromisoformat(last)))
    for name, rows in told["formansinformation"].items():
        cases = [row for row in rows if "beslut" in row or "startades" in row]
        decisions = [row.get("beslut", []) for row in cases]
        for one in (d for some in decisions for d in (some if isinstance(some, list) else [some])):
            span = one.get("period", {"fran": one["fattades"], "till": one["fattades"]})
            assert span["fran"] <= last, name
            assert span.get("till", last) >= first, name
        assert all(row["startades"] <= last for row in cases if not row.get("beslut")), name


@pytest.mark.parametrize("count", range(0, 730, 61))
def test_on_any_day_there_is_a_payment_made_this_month_or_last_and_one_that_comes(count: int) -> None:
    today = TODAY + timedelta(days=count)
    for key in ("foralder", "pensionar", "programdeltagare", "bilagare"):
        made, coming = days_of_payments(answer(key, today=today))
        assert (today - timedelta(days=45)).isoformat() < max(made) <= today.isoformat() < min(coming)


@pytest.mark.parametrize("key", RIGHT)
def test_a_payments_net_is_what_is_left_of_its_gross(key: str) -> None:
    told = answer(key)
    for row in told["formansinformation"][FK_PAID]:
        gross, tax, off, net = (row[f"{n}belopp"]["summa"] for n in ("brutto", "skatte", "avdrags", "netto"))
        assert net == pytest.approx(gross - tax - off)
        rows = [one["bruttobelopp"]["summa"] for one in row["utbetalningsdetalj"] if "bruttobelopp" in one]
        assert gross == pytest.approx(sum(rows))
    for row in told["utbetalningar"]:
        assert row["nettobelopp"] == row["bruttobelopp"] - sum(one["belopp"] for one in row["avdrag"])
        assert row["bruttobelopp"] == sum(one["belopp"] for one in row["utbetalningsrader"])


def test_both_authorities_tell_of_the_same_pension_in_one_month() -> None:
    told = answer("pensionar")
    of_fk = {
        (row["datum"], row["nettobelopp"]["summa"])
        for row in told["formansinformation"][FK_PAID]
        if row["foretag"]["id"] == 1003
    }
    of_pm = {(row["utbetalningsdatum"], row["nettobelopp"]) for row in told["utbetalningar"]}
    assert len(of_fk & of_pm) == 1


def test_one_who_is_not_protected_has_a_child_who_is() -> None:
    told = answer("startare", asked({"formansinformation": ("FK:US",), "ovrigInformation": ("FK:GEPI",)}))
    (me,) = told["formansinformation"]["generellPersoninformation"]
    (owed,) = told["formansinformation"]["underhallsstodskrav"]
    assert (me["skyddad"], owed["grunduppgifter"]["barn"]["skyddad"]) == (False, True)
    for key in ("skyddad", "folkbokford"):
        assert answer(key)["formansinformation"]["generellPersoninformation"][0]["skyddad"] is True


def test_a_claim_waits_and_another_is_turned_down() -> None:
    (waits,) = answer("foralder")["formansinformation"]["omvardnadsbidragsarende"]
    assert "beslut" not in waits
    assert (waits["aktivt"], waits["avslaget"]) == (True, False)
    (refused,) = answer("omstallare")["formansinformation"]["bostadsbidragsarende"]
    assert (refused["aktivt"], refused["avslaget"]) == (False, True)


def persons_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        named = (value.get(key) for key in ("personnummer", "person", "medsokande"))
        yield from (number for number in named if isinstance(number, str))
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from persons_in(item)


def test_whoever_is_named_belongs_to_the_series_and_no_relative_shares_a_day() -> None:
    days = [(row.month, row.day) for row in (*ROWS, *RELATIVES)]
    assert len(set(days)) == len(days)
    for today in DAYS:
        numbers = {number for key in RIGHT for number in persons_in(answer(key, today=today))}
        assert len(numbers) > 20
        assert all(Personidentitet(number).value[8:11] in {"238", "239"} for number in numbers)


def test_many_of_everything_is_about_300_kb_of_half_a_year() -> None:
    told = answer("mangfald", asked(first=date(2026, 6, 1), last=date(2026, 11, 30)))
    assert 250_000 < len(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()) < 350_000


# ------------------------------------------------------------ rights, states and deviations

BOTH = asked(
    {
        "formansinformation": ("FK:ABB", "FK:FP"),
        "beslut": ("PM:AP",),
        "ovrigInformation": ("FK:GEPI", "PM:PU"),
    }
)


def deviations(told: Any) -> dict[str, str]:
    """Group to the code of its deviation."""
    return {
        (row.get("formansgrupp") or row["ovrigInformationstyp"])["kod"]: row["avvikelse"]["kod"]
        for rows in told.get("avvikelser", {}).values()
        for row in rows
    }


def test_an_actor_without_right_is_told_so_or_is_not() -> None:
    told = answer("pensionar", BOTH, actor=ACTORS["026-61"])
    assert deviations(told) == {"PM:AP": "OBEHORIG", "PM:PU": "OBEHORIG"}
    assert "beslut" not in told
    unsaid = answer("foralder", BOTH, actor=ACTORS["026-62"])
    assert "avvikelser" not in unsaid
    assert set(unsaid["formansinformation"]) == {"barnbidragsarende", "generellPersoninformation"}


@pytest.mark.parametrize("code", ["OBEHORIG", "INTERNT_FEL"])
def test_a_group_comes_as_a_deviation_and_the_others_come(code: str) -> None:
    told = answer("foralder", BOTH, Fault(FaultKind.AVVIKELSE, kalla="FK", grupp="FK:FP", felkod=code))
    assert deviations(told) == {"FK:FP": code}
    assert set(told["formansinformation"]) == {"barnbidragsarende", "generellPersoninformation"}
    assert strict().is_valid(told)


def test_a_group_is_left_out_unsaid() -> None:
    told = answer("foralder", BOTH, Fault(FaultKind.GRUPP_SAKNAS, grupp="FK:ABB"))
    assert set(told["formansinformation"]) == {"foraldrapenningarende", "generellPersoninformation"}
    assert "avvikelser" not in told


def states(told: Any) -> dict[str, str]:
    return {row["utlamnare"]["kod"]: row["tillstand"]["kod"] for row in told["utlamnare"]}


@pytest.mark.parametrize("state", ["FELANDE", "OTILLGANGLIG"])
def test_one_deliverer_down_leaves_the_others_data(state: str) -> None:
    told = answer("pensionar", BOTH, Fault(FaultKind.TILLSTAND, kalla="PM", felkod=state))
    assert states(told) == {"FK": "OK", "PM": state}
    assert set(told) == {"utlamnare", "formansinformation"}
    told = answer("pensionar", BOTH, Fault(FaultKind.TILLSTAND, kalla="FK", felkod=state))
    assert states(told) == {"FK": state, "PM": "OK"}
    assert set(told) == {"utlamnare", "beslut", "ovrigInformation"}


def test_a_state_left_out_a_deliverer_left_out_and_data_from_one_that_fails() -> None:
    no_state = answer("pensionar", BOTH, Fault(FaultKind.TILLSTAND, kalla="PM", felkod=""))
    assert states(no_state) == {"FK": "OK"}
    assert no_state["beslut"]
    gone = answer("pensionar", BOTH, Fault(FaultKind.DEL_SAKNAS, kalla="PM"))
    assert set(gone) == {"utlamnare", "formansinformation"}
    failing = answer("pensionar", BOTH, Fault(FaultKind.DATA_OCH_FEL, kalla="PM"))
    assert states(failing) == {"FK": "OK", "PM": "FELANDE"}
    assert failing["beslut"]


def test_a_deliverer_tells_what_nobody_asked_for_when_told_to() -> None:
    only = asked({"formansinformation": ("FK:ABB",)})
    told = answer("pensionar", only, Fault(FaultKind.OMBEDD_INTE, kalla="PM"))
    assert set(told["formansinformation"]) == {"barnbidragsarende"}
    assert all(told[name] for name in PENSIONS)


# ------------------------------------------------------------ what is refused

QUESTION: Mapping[str, Any] = {
    "personnummer": "200306062381",
    "period": {"from": "2026-09-01", "tom": "2026-11-30"},
    "formansinformation": ["FK:ABB"],
    "beslut": [],
}
PERIOD = QUESTION["period"]


def test_a_question_is_read_with_or_without_its_century_up_to_two_years() -> None:
    given = read(json.dumps({**QUESTION, "personnummer": "0306062381"}).encode())
    assert (given.number, given.groups) == ("0306062381", {"formansinformation": ("FK:ABB",), "beslut": ()})
    longest = {"from": "2024-11-30", "tom": "2026-11-30"}
    assert read(json.dumps({**QUESTION, "period": longest}).encode()).first == date(2024, 11, 30)


REFUSED: Mapping[str, Mapping[str, Any]] = {
    "no group": {"formansinformation": []},
    "no list": {"formansinformation": None, "beslut": None},
    "over two years": {"period": {"from": "2024-11-29", "tom": "2026-11-30"}},
    "period reversed": {"period": {"from": "2026-11-30", "tom": "2026-09-01"}},
    "period without end": {"period": {"from": "2026-11-30"}},
    "period a text": {"period": "2026"},
    "no such day": {"period": {**PERIOD, "from": "2026-02-30"}},
    "a moment for a day": {"period": {**PERIOD, "from": "2026-09-01T00:00:00Z"}},
    "days run together": {"period": {**PERIOD, "from": "20260901"}},
    "no person": {"personnummer": None},
    "person with a hyphen": {"personnummer": "20030606-2381"},
    "person as a number": {"personnummer": 200306062381},
    "eleven digits": {"personnummer": "00306062381"},
    "person and a line": {"personnummer": "200306062381\n"},
    "unknown code": {"formansinformation": ["FK:XYZ"]},
    "another authority's code": {"formansinformation": ["PM:AP"]},
    "a code of another list": {"ovrigInformation": ["FK:ABB"]},
    "a code that is no text": {"formansinformation": [1]},
    "a list that is none": {"formansinformation": "FK:ABB"},
    "an unknown field": {"fritext": "x"},
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
def test_what_the_service_refuses_is_refused_in_words_that_repeat_nothing(change: Mapping[str, Any]) -> None:
    with pytest.raises(Refused) as raised:
        read(json.dumps({**QUESTION, **change}).encode())
    assert raised.value.status == 400
    assert not any(character.isdigit() for character in raised.value.text)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"personnummer": "1", "personnummer": "2"}',
        b"\xff\xfe{",
        b"[" * 100_000,
        b"NaN",
    ],
)
def test_what_is_no_question_at_all_is_refused(body: bytes) -> None:
    with pytest.raises(Refused) as raised:
        read(body)
    assert raised.value.status == 400


@pytest.mark.parametrize("given", [None, "", "026-99"])
def test_an_actor_nobody_knows_is_refused(given: str | None) -> None:
    with pytest.raises(Refused) as raised:
        actor_of(given, ACTORS)
    assert raised.value.status == 403
