"""Is a question right by the contract's own schema, and do we read exactly what that schema allows?"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from difflib import ndiff
from itertools import chain, combinations
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from messages.wire.ssbtek import (
    VERSIONS,
    Beskattningsfraga,
    Fraga,
    Fragedel,
    Hamta,
    Ingivare,
    Lefifraga,
    Personuppgiftsbitrade,
    Pingfraga,
    Tidsperiod,
    Version,
    WireError,
    read_question,
    read_tax_block,
    write_ping,
    write_question,
    write_tax_block,
)
from tests.support.ssbtek import AGENCIES, PARTS, SCHEMAS, TAX, body_of, general, question, schema

EVERY_CHOICE = list(chain.from_iterable(combinations(AGENCIES, size) for size in range(len(AGENCIES) + 1)))
BOTH = pytest.mark.parametrize("version", ["10", "11"])
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"

texts = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn"), include_characters="\t\n\r"), max_size=12
)
filled = texts.filter(bool)
periods = st.builds(Tidsperiod, st.dates(), st.dates())
organisations = st.from_regex(r"[0-9]{4}[2-9][0-9]{7}", fullmatch=True)
generals = st.builds(
    general,
    ingivare=st.builds(Ingivare, organisations, filled, filled),
    arendeidentitet=filled,
    tidsperiod=periods,
    syfte=texts,
    lagtext=texts,
    personuppgiftsbitrade=st.lists(
        st.builds(Personuppgiftsbitrade, organisations, filled, st.none() | st.integers(-(2**15), 2**15 - 1)),
        max_size=3,
    ).map(tuple),
    frageTidpunkt=st.none() | st.sampled_from(["2026-11-21T09:00:00Z", "2026-11-21T10:00:00.123+01:00"]),
    korrelationsid=st.none() | texts,
    fraganSkallInkluderasISvaret=st.booleans(),
)
taxes = st.builds(
    Beskattningsfraga,
    st.lists(st.integers(-(2**31), 2**31 - 1), min_size=1, max_size=3).map(tuple),
    *[st.booleans()] * 5,
)
lefis = st.builds(Lefifraga, texts, st.binary(max_size=200), st.none() | texts)


@st.composite
def questions(draw: Any, version: str) -> Fraga:
    blocks = {
        "FK": st.builds(Fragedel, lefi=st.none() | lefis),
        "SKV": st.builds(Fragedel, beskattning=taxes) if version == "11" else st.just(Fragedel()),
        "MIV": st.just(Fragedel()),
    }
    asked = draw(st.sets(st.sampled_from(AGENCIES)))
    timed = st.builds(Fragedel, st.none() | periods)
    return Fraga(draw(generals), {name: draw(blocks.get(name, timed)) for name in sorted(asked)})


@BOTH
def test_every_combination_of_agencies_validates(version: str) -> None:
    for asked in EVERY_CHOICE:
        content = body_of(write_question(VERSIONS[version], question(version, *asked)))
        schema(version).assertValid(content)
        elements = list(content[1])
        assert [etree.QName(one).localname for one in elements] == list(AGENCIES)
        assert {etree.QName(one).localname for one in elements if one.get("inkludera") == "true"} == set(
            asked
        )
        assert not any(len(one) for one in elements if one.get("inkludera") == "false")


@BOTH
@settings(max_examples=60)
@given(data=st.data())
def test_any_question_validates_and_reads_back_as_it_was(version: str, data: st.DataObject) -> None:
    asked = data.draw(questions(version))
    written = write_question(VERSIONS[version], asked)
    schema(version).assertValid(body_of(written))
    read = read_question(written)
    assert isinstance(read, Hamta)
    assert read.version is VERSIONS[version]
    assert read.fraga == asked
    assert set(read.element) == set(asked.specifika)


def _spots(root: etree._Element) -> list[etree._Element]:
    return list(root.iterdescendants())


def _mutate(root: etree._Element, draw: Any) -> None:
    spot = draw(st.sampled_from(_spots(root)))
    parent = spot.getparent()
    values = [
        "",
        " ",
        "x",
        "true",
        "0",
        "2026-08-01+01:00",
        "2026-02-30",
        "162120002411",
        "0" * 12,
        "YQ==",
        "7",
        "99999",
    ]
    match draw(
        st.sampled_from(["drop", "double", "swap", "rename", "text", "attribute", "stray", "foreign", "nest"])
    ):
        case "drop":
            parent.remove(spot)
        case "double":
            spot.addnext(deepcopy(spot))
        case "swap":
            parent.insert(draw(st.integers(0, len(parent))), spot)
        case "rename":
            spot.tag = spot.tag.replace("}", "}x")
        case "text":
            spot.text = draw(st.sampled_from(values))
        case "attribute":
            spot.set(
                draw(st.sampled_from(["inkludera", "annat"])), draw(st.sampled_from(["true", "0", "", "ja"]))
            )
        case "stray":
            spot.tail = draw(st.sampled_from(["\n  ", "x"]))
        case "foreign":
            spot.append(etree.Element("{urn:x}y"))
        case _:
            spot.append(etree.Element(spot.tag))


@BOTH
@settings(max_examples=300)
@given(data=st.data())
def test_what_the_schema_refuses_we_refuse_and_what_it_allows_we_read(
    version: str, data: st.DataObject
) -> None:
    root = etree.fromstring(write_question(VERSIONS[version], question(version, *AGENCIES)))
    content = root[-1][0]
    for _ in range(data.draw(st.integers(1, 2))):
        _mutate(content, data.draw)
    # As it reads on the wire, where an empty text is none: an element with a default may be empty.
    written = etree.tostring(root)
    content = etree.fromstring(written)[-1][0]
    allowed = schema(version).validate(content)
    # One rule that no schema says: SKV's block is required from version 11 on when SKV is included.
    skv = content.find("{*}specifikaFrageparametrar/{*}SKV")
    if (
        version == "11"
        and skv is not None
        and len(skv) == 0
        and (skv.get("inkludera") or "").strip() in {"true", "1"}
    ):
        allowed = False
    try:
        read_question(written)
    except WireError:
        assert not allowed
    else:
        assert allowed


def test_version_11_needs_skv_to_be_asked_something() -> None:
    bare = Fraga(general(), {"SKV": Fragedel()})
    assert b'<s:SKV inkludera="true"></s:SKV>' in write_question(VERSIONS["10"], bare)
    with pytest.raises(WireError, match="SKV"):
        write_question(VERSIONS["11"], bare)
    whole = write_question(VERSIONS["11"], question("11", "SKV"))
    cut = whole[: whole.index(b"<s:fraga>")] + whole[whole.index(b"</s:fraga>") + len(b"</s:fraga>") :]
    with pytest.raises(WireError, match="SKV saknar fraga"):
        read_question(cut)


def test_the_versions_differ_in_one_place() -> None:
    ten, eleven = VERSIONS["10"], VERSIONS["11"]
    assert [a.element for a, b in zip(ten.slots, eleven.slots, strict=True) if a != b] == ["SKV"]
    ten_text, eleven_text = (
        (SCHEMAS / name / "ssbt.xsd").read_text().replace(f"ssbt/{name}", "ssbt/N").splitlines()
        for name in ("10", "11")
    )
    added = [line for line in ndiff(ten_text, eleven_text) if line[0] in "+-"]
    assert len([line for line in added if "xsd:element" in line]) == 7
    assert not [line for line in added if line[0] == "-" and "xsd:" in line]


def test_a_third_version_is_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """Written and read by the same code, with nothing but an entry for it."""
    third = replace(
        VERSIONS["11"], name="12", namespace="http://schema.forsakringskassan.se/integration/ssbt/12"
    )
    asked = question("11", "CSN", "SKV")
    written = write_question(third, asked)
    with pytest.raises(WireError, match="namnrymd"):
        read_question(written)
    monkeypatch.setitem(cast("dict[str, Version]", VERSIONS), "12", third)
    read = read_question(written)
    assert isinstance(read, Hamta)
    assert (read.version, read.fraga) == (third, asked)


@BOTH
@pytest.mark.parametrize(
    "shape",
    [
        lambda text: text.replace("<s:", "<").replace("</s:", "</").replace("xmlns:s=", "xmlns="),
        lambda text: text.replace("soap:", "SOAP-ENV:").replace("xmlns:soap=", "xmlns:SOAP-ENV="),
        lambda text: text.replace("<s:namn>", "<s:namn><![CDATA[").replace("</s:namn>", "]]></s:namn>"),
        lambda text: text.replace("><", ">\n   <"),
        lambda text: text.replace("<s:syfte>", "<!-- en kommentar --><s:syfte>"),
        lambda text: text.replace(
            "<soap:Body>", "<soap:Header><a:To xmlns:a='urn:a'>x</a:To></soap:Header><soap:Body>"
        ),
    ],
    ids=["default namespace", "prefixes", "cdata", "white space", "comment", "header"],
)
def test_the_shapes_that_real_clients_send(version: str, shape: Any) -> None:
    asked = question(version, "CSN", "FK")
    shaped = shape(write_question(VERSIONS[version], asked).decode())
    read = read_question(shaped.encode())
    assert isinstance(read, Hamta)
    assert read.fraga == asked


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "utf-16"])
def test_any_declared_encoding_is_read(encoding: str) -> None:
    asked = question("11", "CSN", syfte="Försörjningsstöd")
    named = encoding.removesuffix("-sig").upper()
    text = write_question(VERSIONS["11"], asked).decode().replace('encoding="UTF-8"', f'encoding="{named}"')
    read = read_question(text.encode(encoding))
    assert isinstance(read, Hamta)
    assert read.fraga == asked


def test_the_charset_of_the_header_holds_where_the_document_names_none() -> None:
    text = write_question(VERSIONS["11"], question("11", "CSN", syfte="Försörjningsstöd")).decode()
    bare = text[text.index("?>") + 2 :].encode("iso-8859-1")
    read = read_question(bare, encoding="iso-8859-1")
    assert isinstance(read, Hamta)
    assert read.fraga.generella.syfte == "Försörjningsstöd"
    with pytest.raises(WireError):
        read_question(bare)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (SOAP, "http://www.w3.org/2003/05/soap-envelope", "VersionMismatch"),
        (
            "<soap:Body>",
            '<soap:Header><x xmlns="urn:x" soap:mustUnderstand="1"/></soap:Header><soap:Body>',
            "MustUnderstand",
        ),
        ("integration/ssbt/11", "integration/ssbt/9", "Client"),
        ("hamtaBastjanstInformation", "hamtaAllt", "Client"),
        ("?>", '?><!DOCTYPE x [<!ENTITY e "e">]>', "Client"),
        ("?>", '?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', "Client"),
        ("EB-2026-001234", "&e;", "Client"),
        ("EB-2026-001234", "<x>" * 10_000 + "</x>" * 10_000, "Client"),
        ("EB-2026-001234", "x" * 1_000_001, "Client"),
        ("</soap:Envelope>", "", "Client"),
    ],
)
def test_what_is_no_question_is_refused_with_its_soap_code(old: str, new: str, code: str) -> None:
    text = write_question(VERSIONS["11"], question("11", "CSN")).decode().replace(old, new)
    with pytest.raises(WireError) as refusal:
        read_question(text.encode())
    assert refusal.value.code == code


def test_no_refusal_repeats_the_number_and_no_value_shows_it() -> None:
    asked = question("11", "CSN")
    number = asked.generella.personidentitet
    assert number not in repr(asked)
    broken = write_question(VERSIONS["11"], asked).replace(number.encode(), number.encode() + b"7")
    with pytest.raises(WireError) as refusal:
        read_question(broken)
    assert number not in str(refusal.value)


def test_what_xml_cannot_carry_is_not_written() -> None:
    with pytest.raises(WireError):
        write_question(VERSIONS["11"], question("11", "CSN", syfte="a\x00b"))


def test_a_carriage_return_survives() -> None:
    asked = question("11", "CSN", lagtext="rad 1\r\nrad 2 & <tre>")
    read = read_question(write_question(VERSIONS["11"], asked))
    assert isinstance(read, Hamta)
    assert read.fraga == asked


@BOTH
def test_ping_holds_no_person_and_reads_back(version: str) -> None:
    written = write_ping(VERSIONS[version])
    schema(version).assertValid(body_of(written))
    assert read_question(written) == Pingfraga(VERSIONS[version])


@given(taxes)
def test_the_tax_block_travels_alone(block: Beskattningsfraga) -> None:
    assert read_tax_block(write_tax_block(VERSIONS["11"], block)) == block


@pytest.mark.parametrize(
    "content", [b"", b"<fraga/>", b"{}", write_question(VERSIONS["11"], question("11", "SKV"))]
)
def test_what_is_no_tax_block_is_refused(content: bytes) -> None:
    with pytest.raises(WireError):
        read_tax_block(content)


def test_every_part_in_the_support_table_is_an_agency() -> None:
    assert tuple(PARTS) == AGENCIES == tuple(slot.element for slot in VERSIONS["11"].slots)
    assert PARTS["SKV"].beskattning == TAX
