"""Is every answer read for its page, whatever sections it has, and what is none refused in sentences?"""

from __future__ import annotations

import copy
import json

import pytest

from hub import page
from messages import json_codec, xml_codec
from messages.published import SECTIONS
from messages.unreadable import Unreadable
from messages.uppgifter import Uppgiftssvar
from tests.support.page import SCHEMAS, as_html, as_text, example, lost

SECTION_CODES = {section.namn: section for section in SECTIONS}


def test_an_unknown_section_of_xml_is_shown() -> None:
    known = json_codec.decode(Uppgiftssvar, json.dumps(example()).encode(), SECTION_CODES)
    foreign = (
        b'<v:vader xmlns:v="urn:annan:vader:1"><v:dagar><v:dag>sol</v:dag><v:dag>regn</v:dag></v:dagar>'
        b"<v:matt><v:temp>7</v:temp></v:matt></v:vader>"
    )
    raw = xml_codec.encode(known).replace(b"</uppgifter>", foreign + b"</uppgifter>", 1)
    answer = page.answer_of(raw)
    assert answer["personer"][0]["kallor"][0]["uppgifter"]["vader"] == {
        "dagar": ["sol", "regn"],
        "matt": {"temp": "7"},
    }
    assert lost(answer, as_html(answer).text_content()) == []


def nested(levels: int) -> bytes:
    raw = (SCHEMAS / "uppgiftssvar/1/examples/answer.xml").read_bytes()
    inner = b"<a>" * levels + b"botten" + b"</a>" * levels
    return raw.replace(b"</uppgifter>", b'<v xmlns="urn:annan:v:1">' + inner + b"</v></uppgifter>", 1)


def test_a_deep_section_is_shown_to_its_bottom() -> None:
    answer = page.answer_of(nested(31))
    assert "botten" in as_html(answer).text_content()
    assert "botten" in as_text(answer, 80)


def test_a_section_without_bottom_is_refused() -> None:
    with pytest.raises(Unreadable, match="nästlad djupare än 32"):
        page.answer_of(nested(200))


@pytest.mark.parametrize(
    "raw",
    [b"", b"hej", b"[]", b"{}", b"<a/>", b'{"svarId": 1}', b"{" * 100_000, b"\xff\xfe", b"<!DOCTYPE a><a/>"],
)
def test_what_is_no_answer_is_refused_in_sentences(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        page.answer_of(raw)


def test_a_fault_names_its_place_and_no_value() -> None:
    answer = copy.deepcopy(example())
    answer["personer"][0]["personidentitet"] = "198401032390"
    answer["personer"][0]["roll"] = "GRANNE"
    with pytest.raises(Unreadable) as found:
        page.answer_of(json.dumps(answer).encode())
    assert "/personer/0/roll" in str(found.value)
    assert "19840103" not in str(found.value)
    assert "GRANNE" not in str(found.value)
