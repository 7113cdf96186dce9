"""Are Försäkringskassan's small objects read right: what is ordinary, what strays, and anything at all?"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from adapters.forsakringskassan import codes, shapes
from adapters.forsakringskassan.case_relatives import flag_of, relative
from hub.adapter import SourceMalformed
from hub.elements import Odd, Unreadable
from messages.delar import KodText, Period
from messages.forsakringsarende import Omfattning
from messages.narstaende import Narstaende
from messages.values import Organisationsnummer, Tal, Text
from tests.support.fk import CHILD

code = shapes.code(codes.PERIODICITY)
benefit = shapes.code(codes.BENEFIT)
amount_type = shapes.code(codes.AMOUNT_TYPE)
child = relative("BARN")
BARN = codes.RELATION.known["BARN"]


def read(convert: Callable[[Any], Any], given: Any) -> tuple[Any, str | None]:
    """What comes of it, and the code of what is told of it."""
    try:
        return convert(given), None
    except Odd as odd:
        return odd.value, odd.code
    except Unreadable:
        return None, "OLASBART_VARDE"


@pytest.mark.parametrize(
    ("given", "value", "told"),
    [
        ({"summa": Decimal("1250.50"), "valuta": "SEK"}, "1250.50", None),
        ({"summa": 1250, "valuta": "SEK"}, "1250", None),
        ({"summa": -450, "valuta": "SEK"}, "-450", None),
        ({"summa": Decimal("-0.0"), "valuta": "SEK"}, "0.0", None),
        ({"summa": Decimal("1E+3"), "valuta": "SEK"}, "1000", None),
        ({"summa": "1250.00", "valuta": "sek "}, "1250.00", None),
        ({"summa": Decimal("123456789012.123456"), "valuta": "SEK"}, "123456789012.123456", None),
        ({"summa": Decimal("0.1234567"), "valuta": "SEK"}, "0.123457", "AVRUNDAT_TAL"),
        ({"summa": 7, "valuta": None}, "7", "VALUTA_SAKNAS"),
        ({"summa": 7}, "7", "VALUTA_SAKNAS"),
        ({"summa": 7, "valuta": "EUR"}, None, "VALUTA"),
        ({"summa": 7, "valuta": 752}, None, "VALUTA"),
        ({"summa": None, "valuta": "EUR"}, None, None),
        ({}, None, None),
        ({"summa": "1206,00", "valuta": "SEK"}, None, "OLASBART_VARDE"),
        ({"summa": True, "valuta": "SEK"}, None, "OLASBART_VARDE"),
        ({"summa": 10**12, "valuta": "SEK"}, None, "OLASBART_VARDE"),
        ({"summa": 10**5000, "valuta": "SEK"}, None, "OLASBART_VARDE"),
        ({"summa": Decimal("1E+400"), "valuta": "SEK"}, None, "OLASBART_VARDE"),
        ({"summa": [1], "valuta": "SEK"}, None, "OLASBART_VARDE"),
    ],
)
def test_amounts(given: Mapping[str, Any], value: str | None, told: str | None) -> None:
    found, code = read(shapes.amount, given)
    assert (None if found is None else format(found, "f"), code) == (value, told)


@pytest.mark.parametrize(
    ("convert", "given", "value", "told"),
    [
        (code, {"id": 1, "beskrivning": "Månadsvis"}, ("1", "Månadsvis"), None),
        (code, {"id": "1"}, ("1", "Månadsvis"), None),
        (code, {"id": 1, "beskrivning": "Varje månad"}, ("1", "Varje månad"), None),
        (code, {"id": " 1 ", "beskrivning": " Varje månad "}, ("1", "Varje månad"), None),
        (code, {"id": 7, "beskrivning": "Var fjortonde dag"}, ("7", "Var fjortonde dag"), "OKAND_KOD"),
        (code, {"id": 7}, ("7", "Okänd kod"), "OKAND_KOD"),
        (code, {"beskrivning": "Månadsvis"}, ("Månadsvis", "Månadsvis"), "KOD_SAKNAS"),
        (code, {"id": 1, "beskrivning": "a\x00b"}, ("1", "a\ufffdb"), "OTILLATNA_TECKEN"),
        (code, {"id": True}, None, "OLASBART_VARDE"),
        (code, {"id": {"id": 1}}, None, "OLASBART_VARDE"),
        (code, {"id": 1, "beskrivning": ["x"]}, None, "OLASBART_VARDE"),
        (code, {"id": None, "beskrivning": " "}, None, None),
        (benefit, {"id": "ABB", "beskrivning": "Barnbidrag"}, ("ABB", "Barnbidrag"), None),
        (benefit, {"id": "ABB"}, ("ABB", "ABB"), None),
        (
            benefit,
            {"id": "A\x00B", "beskrivning": "Barnbidrag"},
            ("A\ufffdB", "Barnbidrag"),
            "OTILLATNA_TECKEN",
        ),
        (amount_type, {"id": "inf", "beskrivning": "Utmätt"}, ("INF", "Utmätt"), None),
        (amount_type, {"id": "NYTT", "beskrivning": "Nytt"}, ("NYTT", "Nytt"), None),
        (shapes.words, "BEVILJAD", ("BEVILJAD", "BEVILJAD"), None),
        (shapes.words, " 80 procent ", ("80 procent", "80 procent"), None),
        (shapes.words, "a\x00b", ("a\ufffdb", "a\ufffdb"), "OTILLATNA_TECKEN"),
        (shapes.words, " ", None, None),
    ],
)
def test_codes_keep_the_words_of_the_source(
    convert: Callable[[Any], Any], given: Any, value: tuple[str, str] | None, told: str | None
) -> None:
    found, code = read(convert, given)
    meant = None if found is None else KodText.model_validate(found)
    assert (meant and (meant.kod, meant.text), code) == (value, told)


def test_a_known_code_is_the_lists_own() -> None:
    assert code({"id": 1, "beskrivning": "Månadsvis"}) is codes.PERIODICITY.known["1"]


@pytest.mark.parametrize(
    ("given", "value", "told"),
    [
        ({"taljare": 3, "namnare": 4}, (3, 4), None),
        ({"taljare": "1", "namnare": Decimal("2.0")}, (1, 2), None),
        ({"taljare": 1, "namnare": 0}, (1, 0), None),
        ({"taljare": 1}, (1, None), None),
        ({}, None, None),
        ({"taljare": "halv", "namnare": 2}, None, "OLASBART_VARDE"),
        ({"taljare": 1, "namnare": Decimal("2.5")}, None, "OLASBART_VARDE"),
        ({"taljare": -1, "namnare": 2}, None, "OLASBART_VARDE"),
        ({"taljare": 1, "namnare": 10**40}, None, "OLASBART_VARDE"),
        ({"taljare": 1, "namnare": Decimal("1E-999999999")}, None, "OLASBART_VARDE"),
        ({"taljare": 1, "namnare": True}, None, "OLASBART_VARDE"),
    ],
)
def test_shares_stand_as_told(given: Any, value: tuple[Any, Any] | None, told: str | None) -> None:
    found, code = read(shapes.share, given)
    share = None if found is None else Omfattning.model_validate(found)
    assert (share and (share.taljare, share.namnare), code) == (value, told)


@pytest.mark.parametrize(
    ("given", "value", "told"),
    [
        ({"fran": "2026-11-01", "till": "2026-11-30"}, (date(2026, 11, 1), date(2026, 11, 30)), None),
        ({"fran": "2026-11-01"}, (date(2026, 11, 1), None), None),
        ({"fran": "2026-11-01", "till": None}, (date(2026, 11, 1), None), None),
        ({"fran": "2026-11-30", "till": "2026-11-01"}, (date(2026, 11, 30), date(2026, 11, 1)), None),
        ({"fran": "2026-11-01T00:00:00", "till": " "}, (date(2026, 11, 1), None), None),
        ({"fran": "igår", "till": "2026-11-30"}, (None, date(2026, 11, 30)), "OLASBART_VARDE"),
        ({"fran": "2026-11-01", "till": "2026-02-30"}, (date(2026, 11, 1), None), "OLASBART_VARDE"),
        ({"fran": "igår", "till": 20261130}, None, "OLASBART_VARDE"),
        ({}, None, None),
    ],
)
def test_half_of_a_period_is_better_than_none(given: Any, value: Any, told: str | None) -> None:
    found, code = read(shapes.period, given)
    period = None if found is None else Period.model_validate(found)
    assert (period and (period.from_, period.tom), code) == (value, told)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("2026-11-18", date(2026, 11, 18)),
        ("2026-11-18+01:00", date(2026, 11, 18)),
        ("2026-11-18T23:30:00", date(2026, 11, 18)),
        ("2026-11-18 23:30:00.000", date(2026, 11, 18)),
        # Half past midnight in Sweden, though not yet in Greenwich.
        ("2026-11-18T23:30:00Z", date(2026, 11, 19)),
        ("2026-11-18T23:30:00.000+01:00", date(2026, 11, 18)),
        ("", None),
    ],
)
def test_a_day_is_swedish(given: str, value: date | None) -> None:
    assert shapes.day(given) == value


@pytest.mark.parametrize(
    "given",
    ["2026-02-30", "igår", "2026-11-18T25:00:00Z", "20261118", "9999-12-31T23:00:00-12:00", "2026-11"],
)
def test_what_is_no_day_is_unreadable(given: str) -> None:
    with pytest.raises(Unreadable):
        shapes.day(given)


@pytest.mark.parametrize(
    ("given", "value", "told"),
    [
        ("5560000019", "5560000019", None),
        ("556000-0019", "5560000019", None),
        ("165560000019", "5560000019", None),
        (CHILD[2:], None, shapes.SOLE_TRADER),
        (CHILD, None, shapes.SOLE_TRADER),
        (f"16{CHILD[2:]}", None, shapes.SOLE_TRADER),
        ("", None, None),
    ],
    ids=range(7),
)
def test_a_sole_traders_number_is_somebodys(given: str, value: str | None, told: str | None) -> None:
    assert read(shapes.company, given) == (value, told)


@pytest.mark.parametrize(
    ("given", "year", "number", "told"),
    [
        ({"personnummer": CHILD, "foddes": "1900-01-01"}, 2019, CHILD, None),
        ({"personnummer": CHILD[2:], "foddes": f"{CHILD[:4]}-06-16"}, 2019, CHILD, None),
        ({"personnummer": f"{CHILD[:8]}-{CHILD[8:]}"}, 2019, CHILD, None),
        ({"personnummer": CHILD[2:]}, None, None, "SEKEL_SAKNAS"),
        ({"personnummer": CHILD[2:], "foddes": "2008-06-16"}, 2008, None, "OLASBART_VARDE"),
        ({"foddes": "2019-00-00"}, 2019, None, None),
        ({"foddes": "0001-01-01"}, None, None, "OLASBART_VARDE"),
        ({"personnummer": "okänt", "foddes": "2019-06-16"}, 2019, None, "OLASBART_VARDE"),
        ({"personnummer": int(CHILD)}, 2019, CHILD, None),
        ({"personnummer": [CHILD], "foddes": 2019}, None, None, "OLASBART_VARDE"),
        ({"namn": "någon"}, None, None, None),
    ],
)
def test_somebody_else_is_a_relation_and_a_year(
    given: Any, year: int | None, number: str | None, told: str | None
) -> None:
    found, code = read(child, given)
    them = Narstaende.model_validate(found)
    kept = them.personidentitet.value if them.personidentitet else None
    assert (them.relation, them.fodelsear, kept, code) == (BARN, year, number, told)


@pytest.mark.parametrize(
    ("document", "flag"),
    [
        (b'{"a":[{"b":{"skyddad": true}}],"skyddad":false}', "true"),
        (b'{"skyddad":"TRUE"}', "true"),
        (b'{"skydd\\u0061d":true}', "true"),
        (b'{"okant":[[{"skyddad":\n true}]]}', "true"),
        (b'{"skyddad":false,"skyddad":true}', "true"),
        (b'{"skyddad":"J"}', "oklar"),
        (b'{"skyddad":1}', "oklar"),
        (b'{"skyddad":{"varde":true}}', "oklar"),
        (b'{"skyddad":"\\"true"}', "oklar"),
        (b'{"skyddad":false}', None),
        (b'{"skyddad":null}', None),
        (b'{"namn":"\\"skyddad\\": true"}', None),
        (b'{"namn":"skyddad"}', None),
        (b"{}", None),
    ],
)
def test_anybodys_flag_is_found_wherever_it_stands(document: bytes, flag: str | None) -> None:
    assert flag_of(document) == flag


# ---------------------------------------------------------------- anything at all

NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | st.integers(0, 10**40)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    ["SEK", "2026-11-01", "1", "true", CHILD, CHILD[2:], "2026-11-18T23:30:00Z", "9999-12-31", " "]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
SHAPES: Mapping[str, tuple[Callable[[Any], Any], tuple[str, ...], Any]] = {
    "amount": (shapes.amount, shapes.AMOUNT, Tal),
    "code": (code, shapes.CODE, KodText),
    "open code": (benefit, shapes.CODE, KodText),
    "land": (shapes.code(codes.COUNTRY, shapes.LAND), shapes.LAND, KodText),
    "share": (shapes.share, shapes.SHARE, Omfattning),
    "period": (shapes.period, shapes.TIME, Period),
    "relative": (child, ("personnummer", "foddes", "skyddad", "namn", "avled"), Narstaende),
}
TEXT_SHAPES: Mapping[str, tuple[Callable[[str], Any], Any]] = {
    "day": (shapes.day, date),
    "words": (shapes.words, KodText),
    "company": (shapes.company, Organisationsnummer),
}


@pytest.mark.parametrize("name", SHAPES)
@given(data=st.data())
def test_any_object_is_a_value_that_its_place_takes_or_is_told_of(name: str, data: st.DataObject) -> None:
    convert, keys, kind = SHAPES[name]
    given = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(keys, ANYTHING)))
    found, _ = read(convert, given)
    if found is not None:
        TypeAdapter(kind).validate_python(found)


@pytest.mark.parametrize("name", TEXT_SHAPES)
@given(text=TEXTS)
def test_any_text_is_a_value_that_its_place_takes_or_is_told_of(name: str, text: str) -> None:
    convert, kind = TEXT_SHAPES[name]
    found, _ = read(convert, text)
    if found is not None:
        TypeAdapter(kind).validate_python(found)


@given(ANYTHING)
def test_flags_in_any_document_are_counted_or_it_is_no_document(value: Any) -> None:
    document = json.dumps({"skyddad": value}, default=str).encode()
    try:
        flag = flag_of(document)
    except SourceMalformed:
        return
    if value is True or (isinstance(value, str) and value.lower() == "true"):
        assert flag == "true"
    elif value is None or value is False or value == "false":
        assert flag is None


def test_a_text_that_the_models_refuse_is_never_given() -> None:
    given = {"id": "ABB", "beskrivning": "å" * 20_000}
    found, told = read(benefit, given)
    assert told == "FOR_LANG_TEXT"
    TypeAdapter(Text).validate_python(KodText.model_validate(found).text)
