"""Is what can be read of an answer read, what is odd told, and does a bad part cost only itself?"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from messages.wire.ssbtek import (
    VERSIONS,
    Data,
    Delfel,
    Fault,
    NotWellFormed,
    Pingdel,
    RawData,
    Svar,
    Trasig,
    WireError,
    read_answer,
    read_ping_answer,
    write_answer,
    write_fault,
    write_ping_answer,
)
from tests.support.ssbtek import AGENCIES, CORRELATION, STUDENT, body_of, question, schema

BOTH = pytest.mark.parametrize("version", ["10", "11"])
ELEVEN = VERSIONS["11"]
TIMEOUT = Delfel("SSBT", "TIMEOUT", ("Tidsgräns mot myndigheten.", "Försök igen."))


def document(source: str, text: str = "Åsa & <Örjan>") -> bytes:
    """A document of the agency's own, as it would come straight."""
    packing = ELEVEN.slot(source).packing
    namespace = packing.namespace or "urn:eget"
    root = etree.Element(f"{{{namespace}}}{packing.name}", nsmap={"x": namespace})
    etree.SubElement(root, f"{{{namespace}}}Svar").text = text
    etree.SubElement(root, "okvalificerat").text = "1"
    return etree.tostring(root, encoding="utf-8")


ALL = {source: Data(b'{"svar": true}' if source == "FK" else document(source)) for source in AGENCIES}


def svar(data: bytes, version: str = "11", encoding: str | None = None) -> Svar:
    read = read_answer(data, VERSIONS[version], encoding)
    assert isinstance(read, Svar)
    return read


def answer(**raw: bytes) -> bytes:
    """An answer where the named agencies' `data` holds exactly these bytes, and CSN is whole."""
    parts: dict[str, Any] = {"CSN": ALL["CSN"], **{name: RawData(inside) for name, inside in raw.items()}}
    return write_answer(ELEVEN, parts, correlation=CORRELATION)


def same(left: bytes, right: bytes) -> bool:
    return etree.tostring(etree.fromstring(left), method="c14n2", strip_text=False) == etree.tostring(
        etree.fromstring(right), method="c14n2", strip_text=False
    )


@BOTH
def test_every_agency_comes_out_as_it_would_come_straight(version: str) -> None:
    written = write_answer(
        VERSIONS[version],
        ALL,
        asked_at="2026-11-21T09:00:00Z",
        correlation=CORRELATION,
        echo=question(version, "CSN"),
    )
    schema(version).assertValid(body_of(written))
    read = svar(written, version)
    assert (read.korrelationsid, read.fragadPerson, read.avvikelser) == (
        CORRELATION,
        STUDENT.number.value,
        (),
    )
    assert tuple(read.delar) == AGENCIES
    for source, part in read.delar.items():
        assert isinstance(part, Data)
        if ELEVEN.slot(source).packing.form.name == "ELEMENTS":
            root, wanted = etree.fromstring(part.content), etree.fromstring(document(source))
            assert root.tag == wanted.tag
            assert [(one.tag, one.text) for one in root] == [(one.tag, one.text) for one in wanted]
        else:
            assert part.content == ALL[source].content


@BOTH
@given(asked=st.sets(st.sampled_from(AGENCIES)), failed=st.sets(st.sampled_from(AGENCIES)))
def test_absent_failed_and_answered_stay_three_things(
    version: str, asked: set[str], failed: set[str]
) -> None:
    parts = {source: TIMEOUT if source in failed else ALL[source] for source in asked}
    written = write_answer(VERSIONS[version], parts)
    schema(version).assertValid(body_of(written))
    read = svar(written, version)
    assert {source for source, part in read.delar.items() if isinstance(part, Data)} == asked - failed
    assert {source: part for source, part in read.delar.items() if isinstance(part, Delfel)} == dict.fromkeys(
        asked & failed, TIMEOUT
    )
    assert read.korrelationsid is None
    assert read.fragadPerson is None


@given(st.binary(max_size=300))
def test_base64_survives_any_bytes_and_any_line_breaks(content: bytes) -> None:
    text = b64encode(content)
    broken = b"\n ".join(text[at : at + 11] for at in range(0, len(text), 11))
    part = svar(answer(FK=b"<s:lefiJsonSvar>%b</s:lefiJsonSvar>" % broken)).delar["FK"]
    assert part == (Data(content) if content else Trasig("lefiJsonSvar är tomt."))


@pytest.mark.parametrize(
    "broken",
    {
        "FK": b"<s:lefiJsonSvar>*inte base64*</s:lefiJsonSvar>",
        "SKV": b"<svar/>",
        "AF": b"<a>\x01</a>",
        "SO": b"<a>&#0;</a>",
        "TNS": b"<a>&okand;</a>",
        "MIV": "<a>Åre</a>".encode("iso-8859-1"),
    }.items(),
    ids=lambda it: it[0],
)
def test_one_broken_part_costs_only_itself(broken: tuple[str, bytes]) -> None:
    source, inside = broken
    read = svar(answer(**{source: inside}))
    assert isinstance(read.delar[source], Trasig)
    assert read.delar["CSN"] == ALL["CSN"]
    assert read.korrelationsid == CORRELATION


@pytest.mark.parametrize(
    "inside",
    [
        b"<a>" * 10_000 + b"</a>" * 10_000,
        b"<a>" + b"x" * 10_500_000 + b"</a>",
        b"<a></b>",
        b"<p:a/>",
        b"<a>&lt;",
        b"<![CDATA[ ",
    ],
    ids=["10,000 levels", "over ten million characters", "crossed", "unknown prefix", "open", "open CDATA"],
)
def test_what_breaks_the_document_is_cut_out_of_it(inside: bytes) -> None:
    read = svar(answer(AF=inside, TNS=b"<a>hel</a>"))
    assert isinstance(read.delar["AF"], Trasig)
    assert read.delar["CSN"] == ALL["CSN"]
    assert isinstance(read.delar["TNS"], Data)


@pytest.mark.parametrize(
    "inside",
    [
        b"<a>\x01</a></s:data></s:AF><s:CSN><s:data><s:svar>Zm9ya2xhZA==</s:svar></s:data></s:CSN><s:AF>",
        b"<![CDATA[</s:data></s:AF><s:CSN><s:data><s:svar>Zm9ya2xhZA==</s:svar></s:data></s:CSN><s:FK><![CDATA[\x01",
        b"\x01</s:data></s:AF></s:svarsdata><s:svarsdata><s:AF><s:data>",
        b"\x01</s:data></s:AF>text<s:MIV><s:data>",
    ],
)
def test_a_broken_part_cannot_pose_as_another(inside: bytes) -> None:
    with pytest.raises(NotWellFormed):
        read_answer(answer(AF=inside), ELEVEN)


def test_a_document_with_a_doctype_is_not_read_at_all() -> None:
    head, tail = answer().split(b"<soap:Envelope", 1)
    hostile = (
        b'%b<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
        b"<soap:Envelope%b"
    ) % (head, tail)
    with pytest.raises(WireError, match="DOCTYPE"):
        read_answer(hostile, ELEVEN)
    with pytest.raises(WireError):
        read_answer(hostile.replace(b"<s:CSN>", b"<s:CSN>\x01&c;"), ELEVEN)


@pytest.mark.parametrize("cut", [1, 50, 200, 400, 500, -1, -20])
def test_half_an_answer_is_no_answer(cut: int) -> None:
    with pytest.raises(WireError):
        read_answer(answer()[:cut], ELEVEN)


@pytest.mark.parametrize("size", [12_000_001, 20_000_000])
def test_an_answer_beyond_the_limit_is_not_even_parsed(size: int) -> None:
    with pytest.raises(WireError, match="större"):
        read_answer(b" " * size, ELEVEN)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"{}",
        b"<html><body>Driftstopp</body></html>",
        b"<soap:Envelope/>",
        write_answer(VERSIONS["10"], ALL),
    ],
    ids=["empty", "blank", "json", "html", "prefix without namespace", "another version"],
)
def test_what_is_no_answer_in_this_version(data: bytes) -> None:
    with pytest.raises(WireError):
        read_answer(data, ELEVEN)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_any_declared_encoding(encoding: str) -> None:
    named = encoding.removesuffix("-sig").upper()
    text = (
        write_answer(ELEVEN, {"SKV": ALL["SKV"]}).decode().replace('encoding="UTF-8"', f'encoding="{named}"')
    )
    assert svar(text.encode(encoding)).delar == {"SKV": ALL["SKV"]}


@pytest.mark.parametrize("declared", ["", "UTF-8", "ISO-8859-1", "UTF-16", "okand-42"])
@pytest.mark.parametrize("cdata", [True, False])
def test_skvs_document_reads_whatever_encoding_it_declares_inside_the_text(
    declared: str, cdata: bool
) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    inner = f"{declaration}<a>Åsa</a>"
    text = f"<![CDATA[{inner}]]>" if cdata else inner.replace("<", "&lt;")
    part = svar(answer(SKV=f"<svar>\n  {text}\n</svar>".encode())).delar["SKV"]
    assert isinstance(part, Data)
    assert etree.fromstring(part.content).text == "Åsa"


def test_skvs_document_in_latin_1_with_letters_it_cannot_hold() -> None:
    inner = '<?xml version="1.0" encoding="ISO-8859-1"?><a>Łódź</a>'
    part = svar(answer(SKV=f"<svar><![CDATA[{inner}]]></svar>".encode())).delar["SKV"]
    assert isinstance(part, Data)
    assert etree.fromstring(part.content).text == "Łódź"


@pytest.mark.parametrize("tag", ["svar", "s:svar"])
def test_skvs_svar_is_unqualified_but_the_other_is_understood(tag: str) -> None:
    assert svar(answer(SKV=f"<{tag}>&lt;a/&gt;</{tag}>".encode())).delar["SKV"] == Data(b"<a/>")


def test_the_agencys_root_inside_data_is_the_document_itself() -> None:
    part = svar(answer(AF=document("AF"))).delar["AF"]
    assert isinstance(part, Data)
    assert same(part.content, document("AF"))


@pytest.mark.parametrize(
    "part",
    [
        b"<s:CSN/>",
        b"<s:CSN><s:data/></s:CSN>",
        b"<s:CSN><s:data><s:svar/></s:data></s:CSN>",
        b"<s:CSN><s:data><s:svar><a/></s:svar></s:data></s:CSN>",
        b"<s:CSN><s:data><s:svar>YQ==</s:svar><s:svar>YQ==</s:svar></s:data></s:CSN>",
        b"<s:CSN><s:data><s:svar>YQ==</s:svar></s:data><s:data><s:svar>YQ==</s:svar></s:data></s:CSN>",
        b"<s:CSN><s:data><s:svar>YQ==</s:svar></s:data><s:error><s:kalla>BT</s:kalla></s:error></s:CSN>",
        b"<s:CSN><s:error><s:kalla>X</s:kalla></s:error></s:CSN>",
        b"<s:CSN><s:error/></s:CSN>",
        b"<s:CSN><s:data><s:svar>YQ==</s:svar></s:data></s:CSN><s:CSN><s:data><s:svar>YQ==</s:svar></s:data></s:CSN>",
    ],
)
def test_a_part_that_is_neither_data_nor_error_is_broken_never_empty(part: bytes) -> None:
    whole = write_answer(ELEVEN, {"AF": ALL["AF"]}).replace(b"</s:svarsdata>", part + b"</s:svarsdata>")
    read = svar(whole)
    assert isinstance(read.delar["CSN"], Trasig)
    assert isinstance(read.delar["AF"], Data)


def test_what_nobody_knows_is_named_and_the_rest_is_read() -> None:
    whole = answer().replace(b"<s:svarsdata>", b"<s:nytt>hemligt</s:nytt><s:svarsdata><s:KFM>hemligt</s:KFM>")
    whole = whole.replace(b"</s:data></s:CSN>", b"</s:data><s:tid/></s:CSN>")
    read = svar(whole)
    assert read.delar == {"CSN": ALL["CSN"]}
    assert [odd.plats for odd in read.avvikelser] == ["svaret/nytt", "svarsdata/KFM", "svarsdata/CSN/tid"]
    assert "hemligt" not in repr(read.avvikelser)


def test_a_name_that_could_be_a_number_is_not_repeated() -> None:
    whole = answer().replace(b"<s:svarsdata>", f"<s:p{STUDENT.number.value}/><s:svarsdata>".encode())
    assert STUDENT.number.value not in repr(svar(whole).avvikelser)


def test_no_part_shows_its_content() -> None:
    assert "Örjan" not in repr(svar(write_answer(ELEVEN, ALL, echo=question("11", "CSN"))))
    assert STUDENT.number.value not in repr(svar(write_answer(ELEVEN, ALL, echo=question("11", "CSN"))))


@BOTH
def test_a_fault_reads_back(version: str) -> None:
    fault = Fault("Server", "Internal error", "INTERNAL", ("Fel 1", "Fel & 2"))
    written = write_fault(VERSIONS[version], fault)
    detail = body_of(written).find("detail")
    assert detail is not None
    schema(version).assertValid(detail[0])
    assert read_answer(written, VERSIONS[version]) == fault
    assert read_ping_answer(written, VERSIONS[version]) == fault


def test_a_fault_without_detail() -> None:
    fault = Fault("Client", "Unmarshalling Error")
    assert read_answer(write_fault(ELEVEN, fault), ELEVEN) == fault


@BOTH
def test_a_ping_answer_reads_back(version: str) -> None:
    parts = {"AF": Pingdel(True), "CSN": Pingdel(False, TIMEOUT)}
    written = write_ping_answer(VERSIONS[version], parts)
    schema(version).assertValid(body_of(written))
    read = read_ping_answer(written, VERSIONS[version])
    assert not isinstance(read, Fault)
    assert read.delar == parts


@pytest.mark.parametrize("data", [b"", b"<a/>", write_answer(ELEVEN, ALL)])
def test_what_is_no_ping_answer(data: bytes) -> None:
    with pytest.raises(WireError):
        read_ping_answer(data, ELEVEN)


WHOLE = write_answer(ELEVEN, ALL, correlation=CORRELATION, echo=question("11", *AGENCIES))


@settings(max_examples=300)
@given(st.data())
def test_whatever_happens_to_the_bytes_it_is_read_or_refused(data: st.DataObject) -> None:
    damaged = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + data.draw(st.integers(0, 40))] = data.draw(
            st.sampled_from(
                [b"", b"<", b">", b"&", b'"', b"\x00", b"\xff", b"<!--", b"]]>", b"</s:AF>", b"<s:CSN>"]
            )
        )
    for read in (read_answer, read_ping_answer):
        said: object
        try:
            said = read(bytes(damaged), ELEVEN)
        except WireError as refusal:
            said = refusal
        assert isinstance(said, Svar | Fault | WireError)
        assert STUDENT.number.value not in repr(said)
