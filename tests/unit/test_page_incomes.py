"""Can incomes, what has changed in them, and a whole family be read from the page?"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from hub.page.since import FIELDS
from hub.translate.known_pairs import FIELDS as COMPARED
from messages.koder import Utfall
from tests.support.page import SCHEMAS, as_html, as_text, example, in_order, tree

FAULT = {"led": "KALLA", "kod": "TIDSGRANS", "text": "Källan svarade inte.", "atgard": "FORSOK_IGEN"}


def compared() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (SCHEMAS / "uppgiftssvar/1/examples/compared-with-known.json").read_bytes()
    )
    return found


def table(shown: Any, caption: str) -> list[list[str]]:
    """The cells of the table with the caption, its heads first."""
    (found,) = [one for one in shown.iter("table") if one.findtext("caption") == caption]
    return [[cell.text_content() for cell in row] for row in found.iter("tr")]


def incomes(answer: dict[str, Any]) -> list[dict[str, str]]:
    heads, *rows = table(as_html(tree(answer)), "Belopp i kronor, som källan lämnade dem")
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_an_income_is_a_row_with_its_kind() -> None:
    assert incomes(compared())[0] == {
        "Post": "i1 uppgift u4",
        "Källa": "CSN",
        "Förmån": "Studiemedel, Grundstöd STUDIEMEDEL, GRUND",
        "Inkomstslag": "Studiemedel STUDIEMEDEL",
        "Utbetalning": "2026-09-25\nUtbetald",
        "Netto": "13\u00a0088",
        "Avser": "2026-08-31 –\n2026-09-27",
    }


def test_an_income_without_kind_points_to_its_note() -> None:
    answer = compared()
    first, second, third = answer["personer"][0]["inkomstposter"]
    for item in (first, second):
        del item["inkomstslag"]
        item["anmarkning"] = "Förmånen står inte i tabellen."
    del third["inkomstslag"]
    assert [row["Inkomstslag"] for row in incomes(answer)] == [
        *["Bedöms not 1"] * 2,
        "Inte angivet",
    ]
    shown = as_text(tree(answer))
    assert shown.count("Not 1: Förmånen står inte i tabellen.") == 1


def test_who_pays_stands_beside_who_tells() -> None:
    answer = compared()
    answer["personer"][0]["inkomstposter"][0]["utbetalare"] = "PM"
    assert incomes(answer)[0]["Källa"] == "CSN utbetalas av Pensionsmyndigheten"


def test_what_has_changed_stands_before_the_incomes() -> None:
    shown = as_html(tree(compared()))
    heads = [one.text for one in shown.iter("h3")]
    assert heads[:3] == ["Att uppmärksamma", "Sedan förra gången", "Inkomstposter"]
    assert "1 inkomstpost är oförändrad." in [one.text for one in shown.iter("p")]
    assert table(shown, "Nya inkomstposter")[1:] == [["i3", "CSN", "Studiemedel", "2026-10-30", "500"]]
    assert table(shown, "Ändrade")[1:] == [
        [
            "i2",
            "CSN",
            "Studiemedel, Grundstöd",
            "2026-10-23",
            "13\u00a0088",
            "utbetalningsdag, tillstånd",
            "1002",
        ]
    ]
    assert table(shown, "Borta: källan redovisar dem inte längre")[1:] == [["1003"]]
    (undecided,) = table(shown, "Går inte att avgöra")[1:]
    assert undecided[0] == "1004"
    assert undecided[1].startswith("Försäkringskassan kunde inte läsas.")


@pytest.mark.parametrize(
    ("count", "told"), [(1, "1 inkomstpost är oförändrad"), (2, "2 inkomstposter är oförändrade")]
)
def test_when_nothing_has_changed_one_sentence_says_so(count: int, told: str) -> None:
    answer = compared()
    same = [{"inkomstpostId": f"i{place}", "kandId": str(place)} for place in range(count)]
    answer["personer"][0]["jamforelse"] = {
        "nya": [],
        "andrade": [],
        "borta": [],
        "ejAvgjorda": [],
        "oforandrade": same,
    }
    shown = as_html(tree(answer)).text_content()
    assert f"Inget har ändrats sedan förra gången: {told}." in shown
    for word in ("Nya inkomstposter", "Ändrade", "Borta", "Går inte att avgöra"):
        assert word not in shown


def test_an_answer_that_compares_nothing_has_no_such_part() -> None:
    assert "Sedan förra gången" not in as_html(tree(example())).text_content()


def test_what_a_later_version_compares_is_shown() -> None:
    answer = compared()
    comparison = answer["personer"][0]["jamforelse"]
    comparison["nya"].append("i99")
    comparison["flyttade"] = ["en flyttad"]
    comparison["andrade"][0] |= {"falt": ["belopp.netto", "nyttFalt"], "orsak": "en orsak"}
    shown = as_html(tree(answer)).text_content()
    for word in ("i99", "en flyttad", "nettobelopp, nyttFalt", "en orsak"):
        assert word in shown


def test_every_name_of_a_difference_has_its_words() -> None:
    assert set(COMPARED) == set(FIELDS)


# ------------------------------------------------------------ a family


def family() -> dict[str, Any]:
    """The example's person, one whose sources answered with nothing, and a child not asked about at one."""
    answer = example()
    first = answer["personer"][0]
    for role, outcome in (("MEDSOKANDE", Utfall.INGA_UPPGIFTER), ("BARN", Utfall.EJ_STALLD)):
        person = copy.deepcopy(first)
        person["roll"] = role
        person["signaler"] = person["inkomstposter"] = []
        for part in person["kallor"]:
            part |= {"utfall": outcome.value, "uppgifter": {}}
            part.pop("fel", None)
        answer["personer"].append(person)
    return answer


def test_a_family_is_read_from_the_first_lines() -> None:
    number = example()["personer"][0]["personidentitet"]
    shown = as_html(tree(family()))
    assert table(shown, "Personerna och deras källor") == [
        ["Person", "Besvarad", "Inga uppgifter", "Inget användbart svar", "Navet frågade inte"],
        [f"Sökande {number}", "1", "–", "1 Försäkringskassan", "–"],
        [f"Medsökande {number}", "–", "2", "–", "–"],
        [f"Barn {number}", "–", "–", "–", "2"],
    ]
    in_order(shown)


def test_a_source_in_portions_is_one_source() -> None:
    answer = family()
    parts = answer["personer"][1]["kallor"]
    parts.append(copy.deepcopy(parts[0]))
    rows = table(as_html(tree(answer)), "Personerna och deras källor")
    assert rows[2][2] == "2"


def test_one_person_needs_no_overview() -> None:
    assert "Personerna och deras källor" not in as_html(tree(example())).text_content()
