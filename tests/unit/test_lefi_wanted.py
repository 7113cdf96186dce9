"""Is a client's own LEFI question understood as LEFI understands it, and never gone beyond?"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.forsakringskassan.client_question import LONGEST_YEARS
from adapters.forsakringskassan.groups import CARRIES, KINDS, SOURCES, UNCARRIED, Wanted, wanted_of
from adapters.forsakringskassan.mapping import to_section
from adapters.forsakringskassan.question import QUESTION, to_payload, wanted
from adapters.forsakringskassan.simulated_question import Refused
from adapters.forsakringskassan.simulated_question import read as lefi_reads
from hub.adapter import Days, Found, NoRecord, Payload, SourceAsk, SourceRefused
from hub.own_format import ClientQuestion, WrongQuestion
from messages.koder import Led
from tests.support import fk
from tests.support.ssbtek import STUDENT, ask

NUMBER = STUDENT.number.value
EVERY_CODE = sorted(wanted_of(frozenset(CARRIES)) | UNCARRIED)
DAYS = Days(date(2026, 8, 1), date(2026, 10, 31))

some_codes = st.frozensets(st.sampled_from(EVERY_CODE), min_size=1)


def question(codes: Any = (("utbetalningar", "FK:ABB"),), **changes: Any) -> bytes:
    """A client's question; None takes a field away."""
    lists: dict[str, list[str]] = {}
    for kind, code in sorted(codes):
        lists.setdefault(kind, []).append(code)
    told = {
        "personnummer": NUMBER,
        "period": {"from": "2026-08-01", "tom": "2026-10-31"},
        **lists,
        **changes,
    }
    return json.dumps({name: value for name, value in told.items() if value is not None}).encode()


def read(*codes: tuple[str, str], **changes: Any) -> ClientQuestion:
    return wanted(question(codes or (("utbetalningar", "FK:ABB"),), **changes), QUESTION)


# ------------------------------------------------------------ understood


def test_who_when_and_what_of_each_authority() -> None:
    told = read(("formansinformation", "FK:ABB"), ("utbetalningar", "FK:SJP"), ("utbetalningar", "PM:AP"))
    assert told.groups == {
        "FK": {"socialforsakring.barnbidrag", "socialforsakring.utbetalningar"},
        "PM": {"pension.utbetalningar"},
    }
    assert (told.person, told.period, told.not_carried) == (STUDENT.number, DAYS, ())
    assert told.days(Days(date(2020, 1, 1), date(2026, 11, 30))) == DAYS
    assert NUMBER not in repr(told)


def test_an_authority_of_which_nothing_is_asked_is_not_there() -> None:
    assert read(("ansprak", "PM:EF")).groups.keys() == {"PM"}
    assert read(("ovrigInformation", "FK:SGI")).groups.keys() == {"FK"}


def test_a_number_without_century_is_the_same_person() -> None:
    assert read(personnummer=NUMBER[2:]).person == STUDENT.number


def test_what_no_group_carries_is_told_and_not_asked() -> None:
    told = read(("formansinformation", "FK:BST"), ("beslut", "PM:AP"), kommentar={"x": 1})
    assert told.groups == {"PM": {"pension.beslut"}}
    assert told.not_carried == ("formansinformation FK:BST", "okänt fält")
    assert read(("formansinformation", "FK:ET")).groups == {}


def test_another_unicode_encoding_and_an_empty_list_beside_are_read_past() -> None:
    content = question(ansprak=[]).decode()
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert wanted(content.encode(encoding), QUESTION) == wanted(question(), QUESTION)


@given(some_codes)
def test_every_group_that_a_code_belongs_to_is_asked_for_and_no_other(codes: frozenset[Wanted]) -> None:
    told = wanted(question(codes), QUESTION)
    assert {group for groups in told.groups.values() for group in groups} == {
        group for group, needs in CARRIES.items() if needs & codes
    }
    assert all(told.groups.values())
    assert len(told.not_carried) == len(codes & UNCARRIED)


# ------------------------------------------------------------ refused, as LEFI does

TWO_YEARS = {"from": "2024-02-29", "tom": "2026-03-01"}
WRONG: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "no object": b"[]",
    "half a letter": b'{"personnummer":"\xff"}',
    "without end": b'{"a":' * 5_000,
    "no number": question()[:-1] + b',"x":NaN}',
    "a key twice": question()[:-1] + b',"personnummer":"' + NUMBER.encode() + b'"}',
    "no person": question(personnummer=None),
    "a person in figures": question(personnummer=int(NUMBER)),
    "a wrong check digit": question(personnummer=NUMBER[:-1] + str(9 - int(NUMBER[-1]))),
    "no period": question(period=None),
    "half a period": question(period={"from": "2026-08-01"}),
    "no day": question(period={"from": "2026-02-30", "tom": "2026-03-01"}),
    "a day by week": question(period={"from": "2026-W31-6", "tom": "2026-10-31"}),
    "a period reversed": question(period={"from": "2026-10-31", "tom": "2026-08-01"}),
    "more than two years": question(period={"from": "2024-08-01", "tom": "2026-08-02"}),
    "no group": question(()),
    "only empty lists": question((), beslut=[], ansprak=None),
    "a code nobody knows": question([("utbetalningar", "FK:NY")]),
    "a code of another list": question([("beslut", "FK:ABB")]),
    "no list": question(utbetalningar="FK:ABB"),
    "no text in the list": question(utbetalningar=[["FK:ABB"]]),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_lefi_refuses_is_refused_in_its_place_and_never_repeated(what: str) -> None:
    with pytest.raises(WrongQuestion) as refused:
        wanted(WRONG[what], QUESTION)
    error = refused.value
    assert (error.code, error.led) == ("LEFI_400", Led.KLIENT)
    assert not {NUMBER, NUMBER[2:], "FK:"} & set(error.text.split())
    assert NUMBER[2:] not in f"{error!r} {error.__cause__!r} {error.text}"


@pytest.mark.parametrize("what", [what for what in WRONG if what != "a wrong check digit"])
def test_the_service_itself_refuses_the_same(what: str) -> None:
    """But for the check digit, which its types say nothing of."""
    with pytest.raises(Refused) as refused:
        lefi_reads(WRONG[what])
    assert refused.value.status == 400


def test_two_years_to_the_day_may_be_asked() -> None:
    assert LONGEST_YEARS == 2
    assert read(period={"from": "2024-08-01", "tom": "2026-08-01"}).period is not None
    with pytest.raises(WrongQuestion, match="två år"):
        read(period=TWO_YEARS)


def test_nobody_reads_another_format() -> None:
    with pytest.raises(ValueError, match="lefi/v9"):
        wanted(question(), "lefi/v10")


# ------------------------------------------------------------ never gone beyond


def asked(client: bytes, *parts: SourceAsk) -> dict[str, Any]:
    """The question that the hub puts for the first of `parts`, with the client's own beside."""
    own = tuple(replace(one, client=Payload(QUESTION, client)) for one in parts)
    told: dict[str, Any] = json.loads(to_payload(ask(sources=own), own[0], QUESTION).content)
    return told


def everything_of(source: str) -> SourceAsk:
    own = frozenset(group for group, needs in CARRIES.items() if any(c[:2] == source for _, c in needs))
    return SourceAsk(source, DAYS, own, ("3 § förordningen (2008:975)",))


@given(some_codes)
def test_the_hub_asks_for_the_clients_codes_and_no_others(codes: frozenset[Wanted]) -> None:
    may_be_asked = codes - UNCARRIED
    for source in SOURCES:
        parts = sorted((everything_of(one) for one in SOURCES), key=lambda one: one.source != source)
        if not any(wanted_.code.startswith(source) for wanted_ in may_be_asked):
            with pytest.raises(SourceRefused) as refused:
                asked(question(codes), *parts)
            assert (refused.value.code, refused.value.led) == ("INGET_ATT_FRAGA_OM", Led.NYTTONAV)
            continue
        told = asked(question(codes), *parts)
        assert {Wanted(kind, code) for kind in KINDS for code in told.get(kind, ())} == may_be_asked


def test_what_the_agreement_leaves_out_stays_left_out() -> None:
    client = question([("utbetalningar", "FK:ABB"), ("formansinformation", "FK:SJP"), ("beslut", "PM:AP")])
    granted = replace(everything_of("FK"), groups=frozenset({"socialforsakring.utbetalningar"}))
    told = asked(client, granted)
    assert {kind: told[kind] for kind in KINDS if kind in told} == {"utbetalningar": ["FK:ABB"]}


def part_asked(document: Any, *codes: tuple[str, str]) -> Found | NoRecord:
    return to_section(fk.payload(document, Payload(QUESTION, question(codes))))


def test_payments_of_one_benefit_that_do_not_come_are_missing() -> None:
    """Part of a group was asked for: that its list is not there says nothing of whether there is any."""
    left_out = part_asked(fk.answer(), ("utbetalningar", "FK:ABB"))
    assert isinstance(left_out, Found)
    (row,) = left_out.missing
    assert (row.grupp, row.kod) == ("socialforsakring.utbetalningar", "GRUPP_UTELAMNAD")
    assert isinstance(part_asked(fk.answer(utbetalningsuppgift=[]), ("utbetalningar", "FK:ABB")), NoRecord)


def test_all_that_was_asked_of_a_group_and_is_refused_is_the_whole_of_it() -> None:
    document = fk.answer(
        avvikelser={"utbetalningar": fk.left_out("OBEHORIG", "FK:ABB")},
        barnbidragsarende=[{"beslut": [{"fattades": "2026-01-01"}]}],
    )
    found = part_asked(document, ("utbetalningar", "FK:ABB"), ("formansinformation", "FK:ABB"))
    assert isinstance(found, Found)
    (row,) = found.missing
    assert (row.grupp, row.kod) == ("socialforsakring.utbetalningar", "OBEHORIG")
    assert "Det gäller" not in row.text
    with pytest.raises(SourceRefused, match="KALLA_BEHORIGHET"):
        part_asked(
            fk.answer(avvikelser={"utbetalningar": fk.left_out("OBEHORIG", "FK:ABB")}),
            ("utbetalningar", "FK:ABB"),
        )
