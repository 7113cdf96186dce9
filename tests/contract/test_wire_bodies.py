"""Questions that cannot be read: a sentence and a place for each fault, at once, and nothing repeated."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from messages import json_codec, xml_codec
from messages.uppgifter import Uppgiftsforfragan
from tests.support.hub import RunningHub
from tests.support.wire import JSON, PROBLEM_XML, RFC, XML, ask, now, problem, sending, since, valid_xml

PROMPTLY_S = 2.0
NAMESPACE = "urn:nyttonav:uppgiftsforfragan:1"
Write = Callable[[str], str | bytes]


def as_json(hub: RunningHub, **changes: Any) -> str:
    return json.dumps(hub.question(**changes), ensure_ascii=False)


def as_xml(hub: RunningHub, **changes: Any) -> str:
    message = json_codec.decode(Uppgiftsforfragan, as_json(hub, **changes).encode(), {})
    return xml_codec.encode(message).decode()


def unreadable(hub: RunningHub, raw: bytes | str, media_type: str) -> list[dict[str, str]]:
    """The faults of a body that is refused promptly, with nothing sent and nothing logged."""
    moment = now()
    content = raw.encode() if isinstance(raw, str) else raw
    with sending(hub, 0):
        answer = ask(hub, content, headers={"Content-Type": media_type})
    found = problem(answer, 422, "FELAKTIG_FRAGA", remedy="RATTA_FRAGAN")
    assert answer.elapsed.total_seconds() < PROMPTLY_S
    assert since(hub, moment) == []
    faults: list[dict[str, str]] = found["fel"]
    assert faults
    assert all(one["text"].endswith((".", "$", "}")) for one in faults), faults
    return faults


def _put_in(text: str, place: str, what: str) -> str:
    assert place in text
    return text.replace(place, place + what, 1)


# ------------------------------------------------------------ JSON

BROKEN_JSON: dict[str, Write] = {
    "empty": lambda _: "",
    "blank": lambda _: " \n ",
    "cut off": lambda text: text[: len(text) // 2],
    "two documents": lambda text: text + text,
    "a comma too many": lambda text: text[:-1] + ",}",
    "single quotes": lambda text: text.replace('"', "'"),
    "a comment": lambda text: "/* fråga */" + text,
    "NaN": lambda text: _put_in(text, "{", '"tal": NaN, '),
    "Infinity": lambda text: _put_in(text, "{", '"tal": -Infinity, '),
    "duplicate name": lambda text: _put_in(text, "{", '"andamal": "KONTROLL_EKONOMISKT_BISTAND", '),
    "duplicate name deep down": lambda text: text.replace('"namnd": "SN"', '"namnd": "AN", "namnd": "SN"'),
    "duplicate name by escape": lambda text: _put_in(text, "{", '"\\u0061ndamal": "X", '),
    "10,000 levels": lambda _: '{"a":' * 10_000 + "1" + "}" * 10_000,
    "levels without end": lambda _: "[" * 250_000,
    "levels in a field": lambda text: _put_in(text, "{", '"x": ' + "[" * 5_000 + "]" * 5_000 + ", "),
    "a number of 200,000 digits": lambda text: _put_in(text, "{", '"x": ' + "9" * 200_000 + ", "),
    "a string without end": lambda _: '{"a": "' + "\\\\" * 100_000,
    "10,000 duplicates": lambda _: "{" + ",".join(['"a":1'] * 10_000) + "}",
    "invalid UTF-8": lambda text: text.encode().replace("ä".encode(), b"\xe4"),
    "overlong UTF-8": lambda text: text.encode().replace("ä".encode(), b"\xc0\xaf"),
    "half a pair": lambda text: text.replace("Handläggare", "\\ud800"),
    "a zero byte": lambda text: text.replace("Handläggare", "\\u0000"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-32": lambda text: text.encode("utf-32-le"),
    "compressed": lambda text: gzip.compress(text.encode()),
    "XML": lambda _: "<uppgiftsforfragan/>",
    "a list": lambda text: f"[{text}]",
    "a text": lambda _: '"fråga"',
    "null": lambda _: "null",
    "a number": lambda _: "1",
}


@pytest.mark.parametrize("write", BROKEN_JSON.values(), ids=BROKEN_JSON.keys())
def test_json_that_is_not_the_message_is_refused(hub: RunningHub, write: Write) -> None:
    unreadable(hub, write(as_json(hub)), JSON)


WRONG_TYPES: dict[str, tuple[dict[str, Any], str]] = {
    "persons are no list": ({"personer": {"personidentitet": "x"}}, "/personer"),
    "nobody": ({"personer": []}, "/personer"),
    "null for a field": ({"urval": None}, "/urval"),
    "a number for a text": ({"forfraganId": 1}, "/forfraganId"),
    "true for a text": ({"andamal": True}, "/andamal"),
    "a text for an object": ({"arende": "EB-1"}, "/arende"),
    "a number for a day": ({"period": {"from": 20260801, "tom": "2026-10-31"}}, "/period/from"),
    "a moment for a day": ({"period": {"from": "2026-08-01T00:00:00Z", "tom": "2026-10-31"}}, "/period/from"),
    "a day that is not": ({"period": {"from": "2026-02-30", "tom": "2026-10-31"}}, "/period/from"),
    "a day in Swedish digits": ({"period": {"from": "1/8 2026", "tom": "2026-10-31"}}, "/period/from"),
    "an unknown purpose": ({"andamal": "NYFIKENHET"}, "/andamal"),
    "an unknown field": ({"samtycke": True}, "/samtycke"),
    "an unknown field below": ({"arende": {"system": "demo", "id": "EB-1", "typ": "X"}}, "/arende/typ"),
    "a control character": ({"arende": {"system": "demo", "id": "EB-\u0007"}}, "/arende/id"),
    "21 persons": ({"personer": [{"personidentitet": "200306062381"}] * 21}, "/personer"),
    "a very long id": ({"arende": {"system": "demo", "id": "E" * 101}}, "/arende/id"),
}


@pytest.mark.parametrize(("changes", "place"), WRONG_TYPES.values(), ids=WRONG_TYPES.keys())
def test_a_wrong_value_is_told_at_its_place(hub: RunningHub, changes: dict[str, Any], place: str) -> None:
    raw = json.dumps(hub.question() | changes)
    assert place in [one["plats"] for one in unreadable(hub, raw, JSON)]


def test_every_fault_is_told_at_once(hub: RunningHub) -> None:
    question = hub.question(andamal="X", personer=[], okant=1)
    found = [one["plats"] for one in unreadable(hub, json.dumps(question), JSON)]
    assert {"/andamal", "/personer", "/okant"} <= set(found)


def test_a_number_as_a_field_s_name_is_not_repeated(hub: RunningHub) -> None:
    """`send` holds the answer against every number of the world."""
    number = hub.number("student")
    unreadable(hub, json.dumps(hub.question() | {number: 1}), JSON)
    unreadable(hub, json.dumps(hub.question() | {f"{number[:8]}-{number[8:]}": {"a": 1}}), JSON)
    xml = as_xml(hub).replace("</uppgiftsforfragan>", f"<p{number}/></uppgiftsforfragan>")
    unreadable(hub, xml, XML)


def test_thousands_of_faults_make_no_thousands_of_lines(hub: RunningHub) -> None:
    question = hub.question() | {f"okant{n}": n for n in range(10_000)}
    assert len(unreadable(hub, json.dumps(question), JSON)) <= 51


# ------------------------------------------------------------ XML

ROOT = f'<uppgiftsforfragan xmlns="{NAMESPACE}">'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
BROKEN_XML: dict[str, Write] = {
    "empty": lambda _: "",
    "cut off": lambda text: text[: len(text) // 2],
    "a DOCTYPE": lambda text: text.replace("?>", "?><!DOCTYPE uppgiftsforfragan>", 1),
    "an external DTD": lambda text: text.replace("?>", '?><!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">', 1),
    "an external entity": lambda text: text.replace(
        "?>", '?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>', 1
    ).replace("Försörjningsstöd 2", "&x;"),
    "a billion laughs": lambda text: text.replace("?>", f"?><!DOCTYPE a [{LAUGHS}]>", 1).replace(
        "Försörjningsstöd 2", "&l9;"
    ),
    "a DOCTYPE behind a comment": lambda text: text.replace("?>", "?><!-- x --><!DOCTYPE a>", 1),
    "a DOCTYPE in UTF-16": lambda text: text.replace(
        '<?xml version="1.0" encoding="UTF-8"?>', "<!DOCTYPE uppgiftsforfragan>"
    ).encode("utf-16"),
    "an undeclared entity": lambda text: text.replace("Försörjningsstöd 2", "&ouml;"),
    "another namespace": lambda text: text.replace(NAMESPACE, "urn:nyttonav:uppgiftsforfragan:2"),
    "no namespace": lambda text: text.replace(f' xmlns="{NAMESPACE}"', ""),
    "another root": lambda text: text.replace("uppgiftsforfragan", "uppgiftssvar"),
    "a child in another namespace": lambda text: text.replace("<andamal>", '<andamal xmlns="urn:annan">'),
    "order of its own": lambda text: text.replace("<namnd>SN</namnd>", "").replace(
        "</aktor>", "</aktor><namnd>SN</namnd>"
    ),
    "an element twice": lambda text: text.replace("<namnd>SN</namnd>", "<namnd>SN</namnd>" * 2),
    "an unknown element": lambda text: text.replace("<andamal>", "<samtycke/><andamal>"),
    "an attribute": lambda text: text.replace("<andamal>", '<andamal nil="true">'),
    "text between elements": lambda text: text.replace("<andamal>", "text<andamal>"),
    "says Latin-9, is UTF-8": lambda text: text.replace("UTF-8", "ISO-8859-15"),
    "says UTF-8, is Latin-1": lambda text: text.encode("iso-8859-1"),
    "says UTF-16, is UTF-8": lambda text: text.replace("UTF-8", "UTF-16"),
    "says EBCDIC": lambda text: text.replace("UTF-8", "IBM037"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "XML 1.1": lambda text: text.replace('version="1.0"', 'version="1.1"'),
    "a zero byte": lambda text: text.replace("Försörjningsstöd 2", "\x00"),
    "a control character": lambda text: text.replace("Försörjningsstöd 2", "&#7;"),
    "10,000 levels": lambda _: ROOT + "<a>" * 10_000 + "</a>" * 10_000 + "</uppgiftsforfragan>",
    "levels without end": lambda _: ROOT + "<a>" * 80_000,
    "20,000 attributes": lambda _: (
        ROOT.replace(">", " " + " ".join(f'a{n}="1"' for n in range(20_000)) + ">") + "</uppgiftsforfragan>"
    ),
    "20,000 elements": lambda _: ROOT + "<a/>" * 20_000 + "</uppgiftsforfragan>",
    "a comment without end": lambda text: text.replace("?>", "?><!--" + "-" * 200_000, 1),
    "XInclude": lambda text: text.replace(
        "<andamal>",
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname"/><andamal>',
    ),
    "JSON": lambda _: "{}",
}


@pytest.mark.parametrize("write", BROKEN_XML.values(), ids=BROKEN_XML.keys())
def test_xml_that_is_not_the_message_is_refused(hub: RunningHub, write: Write) -> None:
    unreadable(hub, write(as_xml(hub)), XML)


def test_a_question_in_xml_is_answered_in_xml(hub: RunningHub) -> None:
    with sending(hub, 1):
        answer = ask(hub, as_xml(hub).encode(), headers={"Content-Type": XML, "Accept": XML})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == XML
    root = valid_xml("uppgiftssvar/1", answer.content)
    assert root.findtext(".//{*}utfall") == "BESVARAD"
    valid_xml("studiestod/1", _only_section(root))


@pytest.mark.parametrize("encoding", ["UTF-16", "ISO-8859-1"])
def test_xml_may_be_written_in_other_encodings_that_it_names(hub: RunningHub, encoding: str) -> None:
    raw = as_xml(hub).replace("UTF-8", encoding).encode(encoding)
    assert ask(hub, raw, headers={"Content-Type": f"{XML}; charset={encoding}"}).status_code == 200


def test_a_byte_order_mark_and_comments_are_read_past(hub: RunningHub) -> None:
    marked = b"\xef\xbb\xbf" + as_json(hub).encode()
    assert ask(hub, marked).status_code == 200
    commented = as_xml(hub).replace("<andamal>", "<!-- ett skäl --><?pi x?><andamal>")
    assert ask(hub, b"\xef\xbb\xbf" + commented.encode(), headers={"Content-Type": XML}).status_code == 200


def test_a_fault_in_xml_is_told_in_xml_with_the_same_places(hub: RunningHub) -> None:
    raw = as_xml(hub).replace("HANDLAGGNING_EKONOMISKT_BISTAND", "NYFIKENHET").encode()
    answer = ask(hub, raw, headers={"Content-Type": XML, "Accept": XML})
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM_XML)
    root = valid_xml("problem/1", answer.content)
    assert root.tag == f"{RFC}problem"
    assert root.findtext(f"{RFC}kod") == "FELAKTIG_FRAGA"
    assert [one.text for one in root.iterfind(f".//{RFC}plats")] == ["/andamal"]


def _only_section(root: Any) -> bytes:
    (section,) = root.iterfind(".//{urn:nyttonav:uppgiftssvar:1}uppgifter/*")
    return etree.tostring(section)
