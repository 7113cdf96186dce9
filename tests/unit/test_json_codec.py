"""What JSON is read as a question, what is refused, and what is said about it."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter

from hub.model.calendar import swedish_day
from messages import json_codec
from messages.arende import Arende
from messages.inkomster import Belopp
from messages.unreadable import Fault, Unreadable
from messages.uppgifter import Uppgiftsforfragan, Uppgiftssvar
from messages.values import Moment
from tests.support.messages import CATALOGUE, answer, question

PERSON = "198401032399"
GOOD = json_codec.encode(question())


def refused(content: bytes | dict[str, Any], model: Any = Uppgiftsforfragan) -> tuple[Fault, ...]:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(Unreadable) as refusal:
        json_codec.decode(model, raw, CATALOGUE)
    assert PERSON not in str(refusal.value)
    assert PERSON not in repr(refusal.value.faults)
    return refusal.value.faults


def changed(**fields: Any) -> dict[str, Any]:
    return {**json.loads(GOOD), **fields}


def test_encoding_has_no_nulls_all_lists_and_utf8() -> None:
    tree = json.loads(GOOD)
    assert tree["urval"][0] == {"kalla": "CSN", "uppgifter": []}
    assert b"null" not in GOOD
    assert "Försörjningsstöd".encode() in GOOD


def test_decimals_keep_their_scale_and_are_texts() -> None:
    amounts = Belopp(brutto=Decimal("3968.00"), skatt=Decimal("-0.50"), netto=Decimal("1E+3"))
    assert json_codec.encode(amounts) == b'{"brutto":"3968.00","skatt":"-0.50","netto":"1000"}'


def test_times_in_any_zone_become_utc_with_z() -> None:
    case = json_codec.decode(Arende, _case("2026-11-21T10:00:00+01:00"), {})
    assert case.tidpunkt == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert case.tidpunkt.tzinfo is not timezone(timedelta(hours=1))
    assert b'"tidpunkt":"2026-11-21T09:00:00Z"' in json_codec.encode(case)


def _case(moment: object, **more: object) -> bytes:
    person = {"personidentitet": PERSON, "roll": "SOKANDE"}
    case = {"typ": "KONTROLL", "status": "AKTUALISERAT", "tidpunkt": moment, "personer": [person], **more}
    return json.dumps(case).encode()


@pytest.mark.parametrize(
    "moment",
    ["2026-11-21 09:00:00Z", "2026-11-21T09:00Z", "2026-11-21T09:00:00", "1732179600", "2026-11-21", "x"],
)
def test_a_time_is_spelt_in_one_way(moment: str) -> None:
    assert refused(_case(moment), Arende)[0].plats == "/tidpunkt"


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00+14:00",
        "0001-01-01T00:00:00Z",
        "1900-01-01T00:59:59+01:00",
        "2199-12-31T23:30:00-01:00",
        "9999-12-31T23:30:00Z",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_a_time_that_cannot_be_reckoned_with_is_a_fault_and_no_crash(moment: str) -> None:
    (fault,) = refused(_case(moment), Arende)
    assert (fault.plats, "utanför åren 1900 till 2199" in fault.text) == ("/tidpunkt", True)


@pytest.mark.parametrize("moment", ["1900-01-01T01:00:00+01:00", "2199-12-31T23:59:59Z"])
def test_the_first_and_the_last_time_have_a_swedish_day(moment: str) -> None:
    swedish_day(TypeAdapter(Moment).validate_python(moment))


def test_a_time_that_is_none_is_a_fault() -> None:
    assert [fault.plats for fault in refused(_case("2026-13-01T00:00:00Z"), Arende)] == ["/tidpunkt"]


@pytest.mark.parametrize(
    "day", ["86400", "2026-08-01T00:00:00", "20260801", " 2026-08-01", "2026-02-30", 20260801]
)
def test_a_date_is_spelt_in_one_way(day: object) -> None:
    faults = refused(changed(period={"from": day, "tom": "2026-10-31"}))
    assert [fault.plats for fault in faults] == ["/period/from"]


@pytest.mark.parametrize(
    "amount", [3968, 3968.0, "1e3", "+1", ".5", " 1", "1_000", "NaN", "Infinity", "1,50", "\u0661"]
)
def test_an_amount_is_a_text_spelt_in_one_way(amount: object) -> None:
    assert [fault.plats for fault in refused({"netto": amount}, Belopp)] == ["/netto"]


@pytest.mark.parametrize("number", [PERSON[2:], f"{PERSON[2:8]}-{PERSON[8:]}", PERSON])
def test_ten_and_twelve_digits_are_the_same_person(number: str) -> None:
    read = json_codec.decode(
        Uppgiftsforfragan, json.dumps(changed(personer=[{"personidentitet": number}])).encode(), {}
    )
    assert read.personer[0].personidentitet.value == PERSON


@pytest.mark.parametrize(
    "number", [PERSON[:-1] + "8", " " + PERSON, PERSON + "1", "x", 198401032399, "19840103-23991"]
)
def test_a_number_that_is_nobodys_is_refused_without_repeating_it(number: object) -> None:
    faults = refused(changed(personer=[{"personidentitet": number}]))
    assert [fault.plats for fault in faults] == ["/personer/0/personidentitet"]
    assert str(number) not in faults[0].text


def test_all_faults_are_told_at_once_each_with_its_place() -> None:
    tree = changed(andamal="X", urval=[{"kalla": "csn"}], extra=1)
    del tree["arende"]["id"]
    tree["ingivare"]["aktor"]["namn"] = 7
    assert {fault.plats for fault in refused(tree)} == {
        "/arende/id",
        "/andamal",
        "/urval/0/kalla",
        "/extra",
        "/ingivare/aktor/namn",
    }


def test_an_unknown_field_is_refused_by_name() -> None:
    assert refused(changed(urvla=[])) == (
        Fault("/urvla", "Fältet finns inte i meddelandet. Ta bort det, eller rätta stavningen."),
    )


def test_the_python_name_of_a_field_is_no_name_on_the_wire() -> None:
    places = {fault.plats for fault in refused(changed(period={"from_": "2026-08-01", "tom": "2026-10-31"}))}
    assert places == {"/period/from", "/period/from_"}


@pytest.mark.parametrize(
    "name", [PERSON, "x" + PERSON[2:], PERSON[2:8] + "-" + PERSON[8:], "a" * 50 + PERSON, "/~" + PERSON]
)
def test_a_name_that_holds_a_personal_number_is_not_repeated(name: str) -> None:
    [fault] = refused(changed(**{name: 1}))
    assert "*" in fault.plats
    assert not any(char.isdigit() for char in fault.plats.replace("~0", "").replace("~1", ""))


def test_rules_between_fields_speak_swedish() -> None:
    [fault] = refused(changed(period={"from": "2026-10-31", "tom": "2026-08-01"}))
    assert fault == Fault("/period", "Perioden slutar innan den börjar: from får inte vara senare än tom.")


def test_null_is_not_a_way_to_leave_out() -> None:
    faults = refused(changed(tidigareForfraganId=None, urval=None))
    assert {fault.plats for fault in faults} == {"/tidigareForfraganId", "/urval"}
    assert all("null" in fault.text for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b'"namnd":', b'"namnd":"XX","namnd":', "/ingivare/namnd"),
        (b'"kalla":"FK"', b'"kalla":"FK","kalla":"FK"', "/urval/1/kalla"),
        (b'{"forfraganId"', b'{"a~/b":1,"a~/b":2,"forfraganId"', "/a~0~1b"),
    ],
)
def test_duplicate_keys_are_refused_by_name_and_place(old: bytes, new: bytes, place: str) -> None:
    faults = refused(GOOD.replace(old, new))
    assert Fault(place, "Namnet står två gånger i samma objekt. Låt det stå en gång.") in faults


@pytest.mark.parametrize(
    "raw",
    [b"[" * 10_000, b'{"a":' * 10_000, b"[" * 33 + b"]" * 33, b'"' + b'\\"' * 9 + b'"' + b"[" * 40],
)
def test_deep_nesting_is_refused_before_it_is_followed(raw: bytes) -> None:
    [fault] = refused(raw)
    assert fault == Fault("", "JSON-texten är nästlad djupare än 32 nivåer.")


def test_brackets_in_texts_are_no_nesting() -> None:
    tree = changed()
    tree["ingivare"]["aktor"]["namn"] = '[{"\\' * 100
    assert (
        json_codec.decode(Uppgiftsforfragan, json.dumps(tree).encode(), {}).ingivare.aktor.namn
        == '[{"\\' * 100
    )


@pytest.mark.parametrize("word", [b"NaN", b"Infinity", b"-Infinity"])
def test_what_is_no_number_in_json_is_refused(word: bytes) -> None:
    [fault] = refused(GOOD.replace(b'"SN"', word))
    assert "NaN" in fault.text


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "tomt"),
        (b" \n", "tomt"),
        (GOOD[:-1], "kolumn"),
        (GOOD + b"x", "kolumn"),
        (b"{'a':1}", "kolumn"),
        (GOOD.decode().encode("utf-16"), "UTF-16"),
        (GOOD.decode().encode("utf-16-le"), "UTF-16"),
        (GOOD.decode().encode("utf-32"), "UTF-16"),
        (GOOD.decode().encode("latin-1"), "Byte"),
        (b"[]", "objekt"),
        (b"null", "objekt"),
        (b"1" * 5000, "JSON"),
        (GOOD.replace(b'"SN"', b"1" * 5000), "JSON"),
        (GOOD.replace(b'"SN"', b'"\\ud800"'), "JSON"),
    ],
)
def test_what_is_no_message_at_all(raw: bytes, word: str) -> None:
    [fault] = refused(raw)
    assert fault.plats == ""
    assert word in fault.text


def test_a_utf8_byte_order_mark_is_passed_over() -> None:
    assert json_codec.decode(Uppgiftsforfragan, b"\xef\xbb\xbf" + GOOD, {}) == question()


@pytest.mark.parametrize("text", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_what_xml_cannot_carry_is_refused_in_json_too(text: str) -> None:
    tree = changed()
    tree["ingivare"]["aktor"]["namn"] = text
    [fault] = refused(tree)
    assert fault.plats == "/ingivare/aktor/namn"
    assert "styrtecken" in fault.text


@pytest.mark.parametrize("wrong", [1, True, [], {}, 1.0])
def test_wrong_types_are_refused_and_never_bent(wrong: object) -> None:
    tree = changed(forfraganId=wrong)
    tree["ingivare"] = wrong
    tree["personer"] = wrong if wrong != [] else {}
    faults = {fault.plats for fault in refused(tree)}
    assert {"/forfraganId", "/personer"} <= faults
    assert any(place.startswith("/ingivare") for place in faults)


def test_an_answers_flag_and_number_are_not_bent_either() -> None:
    tree = json.loads(json_codec.encode(answer()))
    tree["personer"][0]["kallor"][0] |= {"fragad": "true", "svarstidMs": "412"}
    places = [fault.plats for fault in refused(tree, Uppgiftssvar)]
    assert places == ["/personer/0/kallor/0/fragad", "/personer/0/kallor/0/svarstidMs"]


def test_a_section_is_read_as_its_model_says_and_told_where_it_fails() -> None:
    tree = json.loads(json_codec.encode(answer()))
    sections = tree["personer"][0]["kallor"][0]["uppgifter"]
    sections["studiestod"]["arenden"][0]["stod"] = 1
    sections["studiestod"]["arenden"][0]["utbetalningar"][0]["totalbelopp"] = 13088
    sections["studiestod"]["arenden"][0]["medlantagare"] = {
        "relation": {"kod": "A", "text": "B"},
        "personidentitet": PERSON[:-1] + "8",
    }
    sections["okand"] = {}
    start = "/personer/0/kallor/0/uppgifter"
    faults = refused(tree, Uppgiftssvar)
    assert (
        Fault(
            f"{start}/studiestod/arenden/0/medlantagare/personidentitet",
            "Kontrollsiffran i personidentiteten stämmer inte; leta efter ett skrivfel.",
        )
        in faults
    )
    assert {fault.plats for fault in faults} == {
        f"{start}/studiestod/arenden/0/medlantagare/personidentitet",
        f"{start}/studiestod/arenden/0/stod",
        f"{start}/studiestod/arenden/0/utbetalningar/0/totalbelopp",
        f"{start}/okand",
    }


def test_hostile_questions_of_the_greatest_size_take_no_time() -> None:
    hostile = [
        b"{" + b",".join(b'"a":1' for _ in range(40_000)) + b"}",
        b"{" + b",".join(b'"a%d":1,"a%d":1' % (i, i) for i in range(10_000)) + b"}",
        b'"' + b'\\"' * 120_000 + b"[" * 40 + b"\\",
        b'{"' + b"1" * 250_000 + b'":1}',
        json.dumps(changed(personer=[{"personidentitet": "1" * 12}] * 7_000)).encode(),
    ]
    for raw in hostile:
        before = time.process_time()
        refused(raw)
        assert time.process_time() - before < 2


def test_a_great_many_faults_are_cut() -> None:
    faults = refused(changed(**{f"x{i}": 1 for i in range(200)}))
    assert len(faults) == 51
    assert faults[-1].text == "Det finns fler fel. De visas när de här är rättade."
