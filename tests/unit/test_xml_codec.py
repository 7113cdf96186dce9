"""What XML is read as a question, what is refused, and what is said about it."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from messages import xml_codec
from messages.base import Meddelande
from messages.unreadable import Fault, Unreadable
from messages.uppgifter import Fel, Kallsvar, Uppgiftsforfragan, Uppgiftssvar
from tests.support.messages import CATALOGUE, Prov, Provdel, answer, question

PERSON = "198401032399"
GOOD = xml_codec.encode(question())
DECLARED = b'<?xml version="1.0" encoding="UTF-8"?>'
BARE = GOOD.removeprefix(DECLARED).lstrip()
SPACE = b"urn:nyttonav:uppgiftsforfragan:1"
PREFIXED = GOOD.replace(b"<uppgiftsforfragan ", b'<u:uppgiftsforfragan xmlns:u="' + SPACE + b'" ').replace(
    b"</uppgiftsforfragan>", b"</u:uppgiftsforfragan>"
)
HINTED = b' xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="a b" xmlns="'


def refused(raw: bytes, model: Any = Uppgiftsforfragan) -> tuple[Fault, ...]:
    with pytest.raises(Unreadable) as refusal:
        xml_codec.decode(model, raw, CATALOGUE)
    assert PERSON not in str(refusal.value)
    assert PERSON not in repr(refusal.value.faults)
    return refusal.value.faults


def swapped(old: str, new: str) -> bytes:
    assert old.encode() in GOOD
    return GOOD.replace(old.encode(), new.encode(), 1)


def read(raw: bytes) -> Uppgiftsforfragan:
    return xml_codec.decode(Uppgiftsforfragan, raw, {})


# ------------------------------------------------------------------------------------------- the form


def test_lists_stand_also_when_empty_and_absent_values_do_not() -> None:
    source = Kallsvar.model_validate({"kalla": "CSN", "utfall": "INGA_UPPGIFTER", "fragad": True})
    whole = answer().model_copy(
        update={"personer": [answer().personer[0].model_copy(update={"kallor": [source]})]}
    )
    text = xml_codec.encode(whole).decode()
    assert "<fragad>true</fragad><forfattningsstod></forfattningsstod><uppgifter></uppgifter>" in text
    assert "<fel>" not in text


def test_a_section_stands_in_its_own_namespace() -> None:
    assert b'<uppgifter><studiestod xmlns="urn:nyttonav:studiestod:1"><stodtyper>' in xml_codec.encode(
        answer()
    )


def test_awkward_texts_survive_as_they_are() -> None:
    text = " \r\n\t]]> <a>&amp; \u0085\u2028\U0001f600 "
    section = Prov(
        text=text,
        antal=-3,
        belopp=Decimal("-0.10"),
        texter=["", " "],
        dagar=[date(1, 1, 1)],
        del_=Provdel(text=""),
    )
    raw = xml_codec.encode(section)
    assert b"&#13;\n\t]]&gt; &lt;a&gt;&amp;amp;" in raw
    assert xml_codec.decode(Prov, raw, {}) == section


def test_a_text_that_xml_cannot_carry_is_an_error_where_it_was_made() -> None:
    smuggled = Provdel.model_construct(text="a\x00")
    with pytest.raises(ValueError, match=r"U\+0000"):
        xml_codec.encode(Prov(text="a", antal=1).model_copy(update={"del_": smuggled}))


def test_only_a_whole_message_has_an_xml_form() -> None:
    with pytest.raises(TypeError, match="Provdel is a part of a message"):
        xml_codec.encode(Provdel())


@pytest.mark.parametrize(
    "raw",
    [
        xml_codec.encode(question(), indent=True),
        BARE,
        b"\xef\xbb\xbf" + GOOD,
        b"<?xml version='1.0'?>" + BARE,
        DECLARED + b"<!-- <!DOCTYPE a> --><?pi <!DOCTYPE?>\n" + BARE + b"<!-- slut -->",
        GOOD.replace(b"<namnd>SN", b"<namnd><!-- x -->S<?p q?>N"),
        GOOD.replace(b"<namnd>SN", b"<namnd><![CDATA[SN]]>"),
        GOOD.replace(b"2026-08-01", b"\n 2026-08-01\t"),
        PREFIXED,
        GOOD.replace(b' xmlns="', HINTED),
    ],
)  # fmt: skip
def test_the_same_question_in_other_words(raw: bytes) -> None:
    assert read(raw) == question()


# --------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE uppgiftsforfragan>",
        "<!-- a --> <?b c?>\n<!DOCTYPE a SYSTEM 'http://localhost/a.dtd'>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d '&b;&b;&b;&b;'><!ATTLIST a e CDATA '&d;'>]>",
    ],
)
def test_a_doctype_is_refused_in_its_own_words(doctype: str) -> None:
    wanted = (Fault("", "DOCTYPE används inte i nyttomeddelanden. Ta bort den."),)
    assert refused(DECLARED + doctype.encode() + BARE) == wanted
    wide = f'<?xml version="1.0" encoding="UTF-16"?>{doctype}{BARE.decode()}'.encode("utf-16")
    assert refused(wide) == wanted


def test_an_entity_without_doctype_is_refused() -> None:
    [fault] = refused(swapped(">SN<", ">&sn;<"))
    assert "välformad" in fault.text


@pytest.mark.parametrize(
    ("raw", "place", "words"),
    [
        (swapped("uppgiftsforfragan:1", "uppgiftsforfragan:2"), "", "urn:nyttonav:uppgiftsforfragan:1"),
        (BARE.replace(b' xmlns="urn:nyttonav:uppgiftsforfragan:1"', b""), "", "Rotelementet"),
        (swapped("<namnd>", '<namnd xmlns="urn:x">'), "/ingivare/namnd", "namnrymd"),
        (swapped("<namnd>", '<namnd xmlns="">'), "/ingivare/namnd", "namnrymd"),
        (swapped("<namnd>", "<nmnd/><namnd>"), "/ingivare/nmnd", "finns inte"),
        (swapped("<namnd>", f"<n{PERSON}/><namnd>"), "/ingivare/n************", "finns inte"),
        (swapped("<namnd>", '<namnd språk="sv">'), "/ingivare/namnd", "Attributet språk"),
        (swapped("<namnd>", f'<namnd n{PERSON}="sv">'), "/ingivare/namnd", "Attributet n************"),
        (swapped("<namnd>", "x<namnd>"), "/ingivare", "ingen text"),
        (swapped("<namnd>", "\u00a0<namnd>"), "/ingivare", "ingen text"),
        (swapped("<namnd>SN</namnd>", "<namnd>SN</namnd><namnd>SN</namnd>"), "/ingivare/namnd", "två gånger"),
        (swapped("<uppgifter></uppgifter>", "<uppgifter>x</uppgifter>"), "/urval/0/uppgifter", "ingen text"),
        (swapped("<grupp>", "<text/><grupp>"), "/urval/1/uppgifter/0", "grupp"),
        (swapped("<kalla>CSN", "<kalla><a/>CSN"), "/urval/0/kalla", "inga element"),
        (swapped("<namnd>SN</namnd>", ""), "/ingivare/namnd", "saknas"),
        (swapped("2026-08-01", "86400"), "/period/from", "ÅÅÅÅ-MM-DD"),
        (swapped(PERSON, " " + PERSON), "/personer/0/personidentitet", "tio eller tolv"),
        (swapped(PERSON, PERSON[:-1] + "8"), "/personer/0/personidentitet", "Kontrollsiffran"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(raw: bytes, place: str, words: str) -> None:
    faults = [fault for fault in refused(raw) if fault.plats == place]
    assert len(faults) == 1
    assert words in faults[0].text


def test_the_order_of_elements_is_significant() -> None:
    raw = swapped(
        "<system>demo</system><id>EB-2026-001234</id>", "<id>EB-2026-001234</id><system>demo</system>"
    )
    [fault] = refused(raw)
    assert fault.plats == "/arende/system"
    assert "ordning" in fault.text


@pytest.mark.parametrize("levels", [40, 10_000])
def test_deep_nesting_is_refused_at_once(levels: int) -> None:
    before = time.process_time()
    refused(b"<a>" * levels + b"</a>" * levels)
    deep = b"<a>" * levels + b"</a>" * levels
    faults = refused(GOOD.replace(b"<namnd>SN", b"<namnd>" + deep))
    assert time.process_time() - before < 1
    assert ("256" in faults[0].text) is (levels > 256)


@pytest.mark.parametrize("encoding", ["utf-16", "UTF-8", "ISO-8859-1", "us-ascii"])
def test_encodings_that_agree_with_their_bytes_are_read(encoding: str) -> None:
    text = BARE.decode()
    if encoding == "us-ascii":
        text = text.encode("ascii", "xmlcharrefreplace").decode()
    raw = f'<?xml version="1.0" encoding="{encoding}" standalone="yes"?>\n{text}'.encode(encoding)
    assert read(raw) == question()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "tomt"),
        (b"  \n", "tomt"),
        (BARE.decode().encode("latin-1"), "teckenkodning: byte"),
        (GOOD.replace(b"UTF-8", b"UTF-16"), "stämmer inte"),
        (b"\xef\xbb\xbf" + GOOD.replace(b"UTF-8", b"ISO-8859-1"), "stämmer inte"),
        (GOOD.decode().encode("utf-16"), "stämmer inte"),
        (GOOD.decode().encode("utf-16-le"), "byteordningsmärke"),
        (GOOD.decode().encode("utf-32"), "stöds inte"),
        (GOOD.replace(b"UTF-8", b"UTF-7"), "stöds inte"),
        (GOOD.replace(b"UTF-8", b"cp037"), "stöds inte"),
        (GOOD.replace(b"UTF-8", b"us-ascii"), "teckenkodning: byte"),
        (GOOD.replace(b"1.0", b"1.1"), "deklarationen"),
        (b" " + GOOD, "välformad"),
        (GOOD[:-3], "välformad"),
        (GOOD + b"<a/>", "välformad"),
        (b"{}", "välformad"),
        (b"\xff\xfe", "välformad"),
        (GOOD.replace(b">SN<", b">&#0;<"), "välformad"),
        (GOOD.replace(b">SN<", b">\x01<"), "välformad"),
    ],
)
def test_what_is_no_xml_of_ours(raw: bytes, words: str) -> None:
    [fault] = refused(raw)
    assert fault.plats == ""
    assert words in fault.text


def test_hostile_questions_of_the_greatest_size_take_no_time() -> None:
    hostile = [
        GOOD.replace(b"<namnd>", b"x<b/>" * 50_000 + b"<namnd>"),
        GOOD.replace(b"<namnd>", b"<b c='d'/>" * 25_000 + b"<namnd>"),
        GOOD.replace(b"<namnd>", b" <n/>" * 50_000 + b"<namnd>"),
        DECLARED + b"<!--->" * 40_000 + BARE,
        DECLARED + b"<?a?>" * 50_000 + b"<!DOCTYP",
        GOOD.replace(b"<namnd>", b"<" + b"1" * 200_000),
        GOOD.replace(b"<namnd>", b"<a" + b"1" * 45_000 + b"/><namnd>"),
    ]
    for raw in hostile:
        before = time.process_time()
        assert len(refused(raw)) <= 51
        assert time.process_time() - before < 2


# --------------------------------------------------------------------------------------------- answers


def grown(old: str, new: str) -> bytes:
    raw = xml_codec.encode(answer())
    assert old.encode() in raw
    return raw.replace(old.encode(), new.encode(), 1)


def test_growth_stands_last_and_in_another_namespace() -> None:
    raw = grown("</fel>", '<nytt xmlns="urn:x" a="b"><led>x</led></nytt></fel>')
    assert xml_codec.decode(Uppgiftssvar, raw, CATALOGUE) == answer()
    early = refused(grown("<led>", '<nytt xmlns="urn:x"/><led>'), Uppgiftssvar)
    assert early[0].plats == "/personer/0/kallor/1/fel/led"
    own = refused(grown("</fel>", "<nytt/></fel>"), Uppgiftssvar)
    assert [fault.plats for fault in own] == ["/personer/0/kallor/1/fel/nytt"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("</studiestod>", '</studiestod><okand xmlns="urn:x"/>', "okänd"),
        ("urn:nyttonav:studiestod:1", "urn:nyttonav:studiestod:2", "namnrymd"),
        ("</studiestod>", '</studiestod><studiestod xmlns="urn:nyttonav:studiestod:1"/>', "två gånger"),
    ],
)
def test_a_section_that_is_not_known_is_refused_and_never_dropped(old: str, new: str, words: str) -> None:
    [fault] = refused(grown(old, new), Uppgiftssvar)
    assert fault.plats.startswith("/personer/0/kallor/0/uppgifter/")
    assert words in fault.text


@pytest.mark.parametrize("given", ["1", "TRUE", "ja", ""])
def test_a_flag_is_true_or_false(given: str) -> None:
    [fault] = refused(grown("<fragad>true", f"<fragad>{given}"), Uppgiftssvar)
    assert fault == Fault("/personer/0/kallor/0/fragad", "Värdet ska vara true eller false.")


@pytest.mark.parametrize("given", ["+1", "1.0", "x", "", "1" * 200])
def test_a_whole_number_is_digits(given: str) -> None:
    [fault] = refused(grown("<svarstidMs>412", f"<svarstidMs>{given}"), Uppgiftssvar)
    assert fault == Fault("/personer/0/kallor/0/svarstidMs", "Värdet ska vara ett heltal.")


def test_a_part_without_any_field_is_there_all_the_same() -> None:
    with_empty = Prov(text="a", antal=1, del_=Provdel())
    assert xml_codec.decode(Prov, xml_codec.encode(with_empty), {}) == with_empty
    assert isinstance(with_empty.del_, Meddelande)
    assert Fel.model_fields.keys()
