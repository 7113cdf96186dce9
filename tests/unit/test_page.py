"""Does the page show all that stands in an answer, in words, and nothing of it as anything but text?"""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from hub import page
from hub.page import figures
from hub.page.blocks import clean
from hub.page.generic import AMOUNTS
from hub.page.labels import label
from hub.page.words import LISTS, PROTECTION, SHOWN_BY, SOURCES, source
from messages import json_codec, xml_codec
from messages.koder import Atgard, Led, Roll, Skydd, Tillstand, UndanhallenOrsak, Utfall, VisadAv
from messages.published import SECTIONS
from messages.unreadable import Unreadable
from messages.uppgifter import Uppgiftssvar

SCHEMAS = Path(__file__).parents[2] / "schemas"
EXAMPLES = sorted((SCHEMAS / "uppgiftssvar/1/examples").glob("*.json"))
SECTION_EXAMPLES = sorted(
    path for section in SECTIONS for path in (SCHEMAS / section.namn / "1/examples").glob("*.json")
)
WORDS = page.Words.read()
CODES = {
    "utfall": Utfall,
    "roll": Roll,
    "tillstand": Tillstand,
    "led": Led,
    "atgard": Atgard,
    "orsak": UndanhallenOrsak,
}
SECTION_CODES = {section.namn: section for section in SECTIONS}
_TAGS = (
    "html head meta title style body main h1 h2 h3 h4 section div p dl dt dd ol li table caption thead "
    "tbody tr th td small"
)
TAGS = set(_TAGS.split())
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "class", "role", "scope"}


def example() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / "uppgiftssvar/1/examples/answer.json").read_bytes())
    return found


def tree(answer: Any) -> dict[str, Any]:
    return page.answer_of(json.dumps(answer).encode())


def as_html(answer: dict[str, Any]) -> Any:
    return lxml.html.document_fromstring(page.html(page.page_of(answer, WORDS)))


def as_text(answer: dict[str, Any], width: int = 3000) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    page.show(console, page.page_of(answer, WORDS))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a tree with the name of its field."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(below, key)
    elif isinstance(value, list):
        for below in value:
            yield from leaves(below, name)
    elif isinstance(value, bool):
        yield name, "Ja" if value else "Nej"
    elif value:
        yield name, value


def in_words(name: str, text: str) -> set[str]:
    """The ways in which a value may stand on the page."""
    if name in LISTS and text in set(CODES[name]):
        return {WORDS.text(name, text)}
    if name == "skydd":
        return {PROTECTION[Skydd(text)][0]}
    if name == "visadAv":
        return {SHOWN_BY[VisadAv(text)]}
    if name == "kalla":
        return {clean(source(text))}
    if name == "svarstidMs" or name in AMOUNTS:
        return {clean(figures.amount(text))}
    if name == "dagar":
        return {clean(text), clean(text).replace(".", ",")}
    return {figures.moment(text) if figures.is_moment(text) else clean(text)}


def lost(answer: dict[str, Any], shown: str) -> list[tuple[str, str]]:
    return [leaf for leaf in leaves(answer) if not any(form in shown for form in in_words(*leaf))]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_nothing_of_an_answer_is_lost(path: Path) -> None:
    answer = page.answer_of(path.read_bytes())
    assert lost(answer, as_html(answer).text_content()) == []
    assert lost(answer, as_text(answer)) == []


@pytest.mark.parametrize("path", SECTION_EXAMPLES, ids=lambda path: f"{path.parts[-4]}-{path.stem}")
def test_nothing_of_a_section_is_lost(path: Path) -> None:
    answer = example()
    part = answer["personer"][0]["kallor"][0]
    part["uppgifter"] = {path.parts[-4]: json.loads(path.read_bytes())}
    read = tree(answer)
    shown = as_html(read)
    assert lost(read, shown.text_content()) == []
    assert lost(read, as_text(read)) == []
    assert label(path.parts[-4]) in [heading.text for heading in shown.iter("h4")]
    in_order(shown)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_xml_and_json_make_the_same_page(path: Path) -> None:
    from_xml = page.answer_of(path.with_suffix(".xml").read_bytes())
    assert page.page_of(from_xml, WORDS) == page.page_of(page.answer_of(path.read_bytes()), WORDS)


def test_every_code_has_its_words() -> None:
    assert set(CODES) == set(LISTS)
    for field, codes in CODES.items():
        assert {code.value for code in codes} <= set(WORDS.lists[field].texts)
    assert set(PROTECTION) == set(Skydd)
    assert set(SHOWN_BY) == set(VisadAv)


def test_every_source_of_the_house_has_its_name() -> None:
    agreed = {path.stem.upper() for path in (SCHEMAS.parent / "contracts/kallor").glob("*.yaml")}
    assert agreed - {"DEMO"} <= set(SOURCES)


@pytest.mark.parametrize("utfall", Utfall)
def test_every_outcome_is_a_sentence(utfall: Utfall) -> None:
    answer = example()
    answer["personer"][0]["kallor"][0]["utfall"] = utfall.value
    assert WORDS.sentence("utfall", utfall) in as_html(tree(answer)).text_content()


@pytest.mark.parametrize("skydd", Skydd)
def test_the_protection_stands_first_and_is_grave_unless_there_is_none(skydd: Skydd) -> None:
    shown = as_html(tree(example() | {"skydd": skydd.value}))
    first = shown.find("body/main")[1]
    assert first[0].text == PROTECTION[skydd][0]
    assert ("grave" in first.get("class")) == (skydd is not Skydd.INGET)
    on_each_sheet = f'{example()["svarId"]} · {PROTECTION[skydd][0]}"'
    assert (on_each_sheet in shown.find("head/style").text) == (skydd is not Skydd.INGET)


def test_a_failure_tells_what_to_do() -> None:
    answer = example()
    fault = {"led": "KALLA", "kod": "TIDSGRANS", "text": "Källan svarade inte.", "atgard": "FORSOK_IGEN"}
    answer["personer"][0]["kallor"][0]["fel"] = fault | {"tidigast": "2026-11-21T10:00:00Z"}
    shown = as_html(tree(answer)).text_content()
    for words in ("Källan svarade inte.", "Försök igen", "Myndigheten", "2026-11-21 kl. 11:00:00"):
        assert words in shown


def test_empty_lists_are_left_out() -> None:
    answer = example()
    answer["personer"][0]["kallor"][0] |= {
        "undanhallna": [],
        "saknas": [],
        "avvikelser": [],
        "uppgifter": {"studiestod": {"arenden": [], "stodtyper": {}}},
    }
    answer["personer"][0] |= {"inkomstposter": [], "signaler": []}
    shown = as_html(tree(answer)).text_content()
    for word in ("Undanhållet", "Avvikelser", "Ärenden", "Inkomstposter", "Att uppmärksamma"):
        assert word not in shown


@pytest.mark.parametrize(
    ("wire", "written"),
    [
        ("3968.00", "3\u00a0968,00"),
        ("-12.5", "−12,5"),
        ("0", "0"),
        ("1000000", "1\u00a0000\u00a0000"),
        ("ca 100", "ca 100"),
    ],
)
def test_amounts_are_written_in_swedish(wire: str, written: str) -> None:
    assert figures.amount(wire) == written


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("utbetalningsdag", "Utbetalningsdag"),
        ("nettoEfterSkatt", "Netto efter skatt"),
        ("arenden", "Ärenden"),
        ("relateratArende", "Relaterat ärende"),
        ("senastUppdaterat", "Senast uppdaterat"),
        ("intjanandear", "Intjänandeår"),
        ("frammandeSAKOchAnnat", "Frammande SAK och annat"),
    ],
)
def test_field_names_are_readable(name: str, words: str) -> None:
    assert label(name) == words


HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</style></title><h1>",
        "&lt;b&gt; &amp;",
        "[bold red]x[/] [link=http://x]y[/link] :smile:",
        "\x1b]0;title\x07\x1b[2J",
        "\u202egnp\u2066",
        "<!-- --> <![CDATA[ ]]>",
    ]
) | st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20)
TREES = st.recursive(
    HOSTILE | st.booleans(),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "belopp", "kod", "text", "from", "tom"]), below)
    ),
    max_leaves=12,
)


def spoilt(text: str, section: Any) -> dict[str, Any]:
    """The example with hostile text wherever a source or an adapter may write what it likes."""
    fit = (
        "".join(char for char in text if char in "\t\n\r" or (ord(char) >= 32 and ord(char) < 0xFFFE)) or "<"
    )
    answer = example()
    answer["kvitto"]["logg"] = fit
    person = answer["personer"][0]
    part = person["kallor"][0]
    part |= {
        "forfattningsstod": [fit],
        "avtal": {"id": fit, "version": fit},
        "vag": {"id": fit, "version": fit},
        "saknas": [{"grupp": fit, "kod": "X", "text": fit}],
        "undanhallna": [{"grupp": fit, "orsak": "SKYDD"}],
        "avvikelser": [{"kod": "X", "text": fit, "plats": fit}],
        "fel": {"led": "KALLA", "kod": "X", "text": fit, "atgard": "FORSOK_IGEN", "kontakt": fit},
        "uppgifter": {"frammande": {"falt": section, text: "x"}},
        "nytt": section,
    }
    for income in person["inkomstposter"]:
        income |= {"id": fit, "uppgiftId": fit, "anmarkning": fit, "forman": {"kod": fit, "text": fit}}
    person["signaler"] = [{"kod": "X", "text": fit, "underlag": [fit]}]
    return answer


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HOSTILE, TREES)
def test_hostile_text_is_text_in_every_place(text: str, section: Any) -> None:
    answer = tree(spoilt(text, section))
    written = page.html(page.page_of(answer, WORDS))
    shown = lxml.html.document_fromstring(written)
    assert {element.tag for element in shown.iter()} <= TAGS
    assert {name for element in shown.iter() for name in element.attrib} <= ATTRIBUTES
    assert shown.findtext("head/title") == f"Uppgiftssvar {answer['svarId']}"
    assert lost(answer, shown.text_content()) == []
    told = as_text(answer, 400)
    assert not any(char in told for char in "\x1b\x07\x9b\u202e\u2066")
    in_order(shown)


@given(st.text(max_size=200))
def test_what_is_cleaned_can_be_written(text: str) -> None:
    fit = clean(text)
    assert clean(fit) == fit
    fit.encode()


def in_order(shown: Any) -> None:
    """One h1, no level of headings left out, and every table head with its scope."""
    levels = [int(one.tag[1]) for one in shown.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert shown.get("lang") == "sv"
    for table in shown.iter("table"):
        assert table.find("thead") is not None
        assert {head.get("scope") for head in table.iter("th")} == {"col", "row"}
        assert len({len(row) for row in table.iter("tr")}) == 1


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
