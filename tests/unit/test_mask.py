"""What is taken out of a raw payload, and what is left of it: everything else, and it still reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from hub.adapter import Payload, SourceMalformed
from hub.elements import (
    AGREEMENT,
    NOBODY_PROTECTED,
    Also,
    Protects,
    Removed,
    Row,
    Table,
    compile_table,
    mask,
    read_xml,
)
from hub.elements import convert as to
from messages.base import Elementgrupp, Meddelande, Sektion
from messages.narstaende import Narstaende
from messages.values import Personidentitet, Text

EMPTY, DROP = Removed.EMPTY, Removed.DROP


class Hyra(Meddelande):
    id: Text
    adress: Text | None = None
    belopp: Text | None = None
    fran: Text | None = None
    ar: Text | None = None
    gast: Narstaende | None = None


class Boende(Sektion):
    namn: ClassVar[str] = "boende"
    namnrymd: ClassVar[str] = "urn:test:boende:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "boende.adresser": Elementgrupp("Adresser", ("hyror[].id", "hyror[].adress", "hyror[].ar")),
        "boende.belopp": Elementgrupp("Belopp", ("hyror[].id", "hyror[].belopp", "hyror[].fran")),
        "boende.gaster": Elementgrupp("Gäster", ("hyror[].id", "hyror[].gast")),
    }
    hyror: list[Hyra] = Field(default_factory=list)


HYRA = "hyror/hyra"
COMPILED = compile_table(
    Table(
        format="test/boende",
        section=Boende,
        root="b:svar",
        namespaces={"b": ("urn:b",)},
        rows=(
            Row("b.svar", ".", reason="omslag", record=True),
            Row("b.kod", "kod", ":kod", to.text),
            Row("b.namn", "namn", reason="behövs inte", removed=DROP),
            Row("b.eko", "eko", reason="frågan", opaque=True),
            Row("b.hyror", "hyror", reason="omslag", removed=DROP),
            Row("b.hyra", HYRA, "hyror[]", law=AGREEMENT, removed=DROP, numbered=True),
            Row("b.adress", f"{HYRA}/adress", "hyror[].adress", to.text, AGREEMENT, removed=EMPTY),
            Row("b.adress.ort", f"{HYRA}/adress/@ort", reason="omslag", removed=EMPTY),
            Row("b.belopp", f"{HYRA}/@belopp", "hyror[].belopp", to.text, AGREEMENT, removed=EMPTY),
            Row(
                "b.fran",
                f"{HYRA}/fran",
                "hyror[].fran",
                to.text,
                AGREEMENT,
                removed=DROP,
                also=(Also("hyror[].ar", to.text),),
            ),
            Row(
                "b.gast",
                f"{HYRA}/gast",
                "hyror[].gast.personidentitet",
                to.person,
                AGREEMENT,
                Protects.RELATIVE,
                DROP,
                many=True,
            ),
        ),
    )
)
ADDRESSES, AMOUNTS, GUESTS = "boende.adresser", "boende.belopp", "boende.gaster"
GUEST = Personidentitet("200306062381")


def payload(inside: str, before: str = "", encoding: str = "utf-8") -> Payload:
    return Payload("test/boende", f'{before}<svar xmlns="urn:b">{inside}</svar>'.encode(encoding))


def masked(inside: str, *keep: str, persons: tuple[Personidentitet, ...] = ()) -> str:
    """What is left inside the root."""
    text = mask(payload(inside), keep, COMPILED, persons, hidden=NOBODY_PROTECTED).content.decode()
    return text.removeprefix('<svar xmlns="urn:b">').removesuffix("</svar>")


def hidden(inside: str, *places: str) -> str:
    """What is left inside the root of all that is handed out, with such places hidden."""
    keep = [ADDRESSES, AMOUNTS, GUESTS]
    left = mask(payload(inside), keep, COMPILED, hidden={"boende": places}).content.decode()
    return left.removeprefix('<svar xmlns="urn:b">').removesuffix("</svar>")


def rent(inside: str, amount: str = "") -> str:
    return f"<hyror><hyra{amount}>{inside}</hyra></hyror>"


def test_what_is_kept_stays_and_the_rest_goes_as_its_row_says() -> None:
    whole = rent("<adress>Storgatan 1</adress>", ' belopp="100"')
    assert masked(whole, ADDRESSES, AMOUNTS) == whole
    assert masked(whole, ADDRESSES) == rent("<adress>Storgatan 1</adress>", ' belopp=""')
    assert masked(whole, AMOUNTS) == rent("<adress/>", ' belopp="100"')


def test_an_item_of_which_nothing_is_kept_goes_and_so_does_what_only_wrapped_it() -> None:
    assert masked(f"<kod>0</kod>{rent('<adress>Storgatan 1</adress>')}") == "<kod>0</kod>"


def test_what_goes_into_no_section_and_may_be_removed_never_stays() -> None:
    assert masked("<kod>0</kod><namn>Ada</namn>", ADDRESSES, AMOUNTS, GUESTS) == "<kod>0</kod>"


def test_an_emptied_element_keeps_no_attribute_that_may_be_removed() -> None:
    assert masked(rent('<adress ort="Sundsvall">Storgatan 1</adress>'), AMOUNTS) == rent('<adress ort=""/>')


def test_a_text_that_fills_two_places_stays_only_where_both_are_handed_out() -> None:
    whole = rent("<fran>2026</fran>")
    assert masked(whole, AMOUNTS) == masked(whole, ADDRESSES) == rent("").replace("<hyra></hyra>", "<hyra/>")
    assert masked(whole, ADDRESSES, AMOUNTS) == whole


def test_a_relative_stays_only_when_of_the_case() -> None:
    other = "198401032399"
    whole = rent(f"<gast>{GUEST.value}</gast><gast>{other}</gast><gast>okänd</gast>")
    assert masked(whole, GUESTS, persons=(GUEST,)) == rent(f"<gast>{GUEST.value}</gast>")
    assert GUEST.value not in masked(whole, GUESTS)
    assert GUEST.value not in masked(whole, ADDRESSES, persons=(GUEST,))


def test_where_somebody_is_protected_what_tells_where_goes_though_its_group_stays() -> None:
    whole = rent("<adress>Storgatan 1</adress>", ' belopp="100"')
    assert hidden(whole) == whole
    assert hidden(whole, "hyror[].adress") == rent("<adress/>", ' belopp="100"')


def test_what_is_below_a_hidden_place_goes_with_it() -> None:
    whole = f"<kod>0</kod>{rent('<adress>Storgatan 1</adress>')}"
    assert hidden(whole, "hyror") == "<kod>0</kod>"


def test_a_text_that_fills_a_hidden_place_too_goes() -> None:
    assert "2026" not in hidden(rent("<fran>2026</fran>"), "hyror[].ar")


@pytest.mark.parametrize(
    "odd",
    [
        "<ny>hemligt</ny>",
        "hemligt",
        "<kod>0</kod>hemligt",
        '<kod ny="hemligt">0</kod>',
        "<kod>0<ny>hemligt</ny></kod>",
        rent("hemligt<adress>A</adress>hemligt"),
        "<!-- hemligt -->",
        "<?ny hemligt?>",
        rent("<adress><!-- hemligt -->A</adress>"),
    ],
)
def test_what_no_row_names_never_stays(odd: str) -> None:
    assert "hemligt" not in masked(f"<kod>0</kod>{odd}", ADDRESSES, AMOUNTS, GUESTS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "shift_jis"])
def test_a_comment_is_seen_in_any_encoding(encoding: str) -> None:
    declared = encoding.removesuffix("-le")
    given_ = payload(
        "<kod>0</kod><!-- hemligt -->", f'<?xml version="1.0" encoding="{declared}"?>', encoding=encoding
    )
    left = mask(given_, [ADDRESSES], COMPILED, hidden=NOBODY_PROTECTED)
    assert "hemligt" not in left.content.decode(encoding)
    assert read_xml(COMPILED, left.content).outcome == {"kod": "0"}


def test_the_echo_of_the_question_is_not_looked_into() -> None:
    assert masked("<eko a='1'>text<vad/></eko>", ADDRESSES) == "<eko a='1'>text<vad/></eko>"


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf<?xml version='1.0' ?>\n<b:svar xmlns:b='urn:b'><b:kod >0</b:kod></b:svar>\n",
        '<svar xmlns="urn:b"><kod>å</kod></svar>'.encode("utf-16"),
        b"<svar xmlns='urn:b'><kod><![CDATA[0]]></kod><hyror></hyror></svar>",
    ],
)
def test_where_nothing_is_removed_the_very_bytes_come_back(content: bytes) -> None:
    given_ = Payload("test/boende", content)
    assert mask(given_, [ADDRESSES, AMOUNTS, GUESTS], COMPILED, hidden=NOBODY_PROTECTED) is given_


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_what_is_left_is_in_the_encoding_it_came_in(encoding: str) -> None:
    whole = payload(
        f"{rent('<adress>Ågatan</adress>')}<namn>Ö</namn>",
        f'<?xml version="1.0" encoding="{encoding}"?>',
        encoding=encoding,
    )
    left = mask(whole, [ADDRESSES], COMPILED, hidden=NOBODY_PROTECTED).content
    assert "Ågatan" in left.decode(encoding)
    assert f"encoding='{encoding}'" in left.decode(encoding).lower()


@pytest.mark.parametrize(
    "content",
    [b"", b"<svar", b"<annat xmlns='urn:b'/>", b"<!DOCTYPE svar [<!ENTITY a 'b'>]><svar xmlns='urn:b'/>"],
)
def test_what_cannot_be_read_cannot_be_masked(content: bytes) -> None:
    with pytest.raises(SourceMalformed):
        mask(Payload("test/boende", content), [ADDRESSES], COMPILED, hidden=NOBODY_PROTECTED)


_WORDS = st.text("abåäö<&é ", min_size=1, max_size=6)
_RENTS = st.lists(st.tuples(_WORDS, _WORDS, st.booleans()), max_size=4)


@given(_RENTS, st.sets(st.sampled_from(sorted(Boende.grupper))))
@settings(max_examples=200, deadline=None)
def test_what_is_left_reads_as_what_was_kept(rents: list[tuple[str, str, bool]], keep: set[str]) -> None:
    def said(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;")

    inside = "".join(
        f'<hyra belopp="{said(amount)}"><adress>{said(place)}</adress>{"<ny/>" if odd else ""}</hyra>'
        for place, amount, odd in rents
    )
    left = mask(payload(f"<kod>0</kod><hyror>{inside}</hyror>"), keep, COMPILED, hidden=NOBODY_PROTECTED)
    reading = read_xml(COMPILED, left.content)
    assert reading.outcome == {"kod": "0"}
    assert not any(row.kod.startswith("OKAN") for row in reading.deviations.told())
    expected = [
        ({"belopp": amount.strip()} if AMOUNTS in keep and amount.strip() else {})
        | ({"adress": place.strip()} if ADDRESSES in keep and place.strip() else {})
        for place, amount, _ in rents
    ]
    read = [
        {key: value for key, value in each.items() if key != "id"}
        for each in reading.records[0].section.get("hyror", [])
    ]
    assert read == (expected if keep else [])
