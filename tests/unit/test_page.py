"""Does the page show all that stands in an answer, in words?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hub import page
from hub.page import figures
from hub.page.labels import label
from hub.page.words import LIFTED, LIFTED_BY, LISTS, PROTECTION, SHOWN_BY, SOURCES
from messages.koder import Skydd, SkyddLyft, Utfall, VisadAv
from messages.published import SECTIONS
from tests.support.page import CODES, SCHEMAS, WORDS, as_html, as_text, example, in_order, lost, tree

EXAMPLES = sorted((SCHEMAS / "uppgiftssvar/1/examples").glob("*.json"))
SECTION_EXAMPLES = sorted(
    path for section in SECTIONS for path in (SCHEMAS / section.namn / "1/examples").glob("*.json")
)


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
    assert set(LIFTED_BY) == set(SkyddLyft)


def test_every_source_of_the_house_has_its_name() -> None:
    agreed = {path.stem.upper() for path in (SCHEMAS.parent / "contracts/kallor").glob("*.yaml")}
    assert agreed - {"DEMO"} <= set(SOURCES)


@pytest.mark.parametrize("utfall", Utfall)
def test_every_outcome_is_a_sentence(utfall: Utfall) -> None:
    answer = example()
    part = answer["personer"][0]["kallor"][0]
    part["utfall"] = utfall.value
    assert WORDS.outcome_told(part) in as_html(tree(answer)).text_content()


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
    for word in ("Undanhållet", "Avvikelser", "Ärenden", "Inkomstposter"):
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


@pytest.mark.parametrize("code", [*SkyddLyft, "SENARE_GRUND"])
def test_that_protected_data_are_shown_stands_above_all_and_on_every_sheet(code: str) -> None:
    answer = tree(example() | {"skydd": Skydd.SEKRETESSMARKERING.value})
    lifted = answer | {"skyddLyft": str(code)}
    shown = as_html(lifted)
    warning, protection = shown.find("body/main")[1:3]
    assert warning[0].text == f"Varning: {LIFTED}"
    assert {it.get("class") for it in (warning, protection)} == {"notice grave"}
    assert protection[0].text == PROTECTION[Skydd.SEKRETESSMARKERING][0]
    assert f'· {LIFTED.upper()}"' in shown.find("head/style").text
    assert as_text(lifted).index(f"Varning: {LIFTED}") < as_text(lifted).index("Skyddade personuppgifter")
    assert LIFTED.upper() not in as_html(answer).find("head/style").text
    made = page.glance_of(lifted, WORDS)
    assert made.running == page.page_of(lifted, WORDS).running
