"""Does the short page of an answer say what must not be missed, and nothing that the answer does not?"""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from rich.console import Console

from hub import page
from hub.page.blocks import Blocks, Column, Part, Table, Value
from hub.page.words import NOT_NOTHING
from messages.koder import Skydd
from tests.support.page import SCHEMAS, WORDS, example, in_order, in_short, lost, tree

EXAMPLES = sorted((SCHEMAS / "uppgiftssvar/1/examples").glob("*.json"))


def source_part(code: str, outcome: str, **further: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"uppgifter": {}, "undanhallna": [], "saknas": [], "avvikelser": []}
    return {"kalla": code, "utfall": outcome, "fragad": True} | empty | further


NOTHING = source_part("PM", "INGA_UPPGIFTER")


def item(**further: Any) -> dict[str, Any]:
    return {
        "id": "i1",
        "kalla": "FK",
        "uppgiftId": "u1",
        "forman": {"kod": "SP", "text": "Sjukpenning"},
        "belopp": {"netto": "-1250.50"},
        "tillstand": "UTBETALD",
    } | further


def screen(
    parts: list[dict[str, Any]],
    items: list[dict[str, Any]],
    signals: list[dict[str, Any]] | None = None,
    width: int = 200,
) -> str:
    person = {
        "personidentitet": "198401032399",
        "roll": "SOKANDE",
        "kallor": parts,
        "inkomstposter": items,
        "signaler": signals or [],
    }
    return in_short(example() | {"personer": [person]}, width)


def refused(code: str, name: str) -> dict[str, Any]:
    fault = {"led": "NYTTONAV", "kod": "X", "text": f"Avtalet med {name} är slut.", "atgard": "FORSOK_IGEN"}
    return source_part(code, "NEKAD", fragad=False, fel=fault)


def test_sources_left_out_on_the_same_ground_share_a_row() -> None:
    shown = screen([refused("AF", "Arbetsförmedlingen"), refused("TNS", "Transportstyrelsen")], [])
    assert shown.count(f"Navet fick inte fråga. {NOT_NOTHING} Avtalet med källan är slut.") == 1
    assert "Arbetsförmedlingen," in shown
    assert "Transportstyrelsen" in shown


def test_what_failed_is_never_told_as_nothing() -> None:
    fault = {
        "led": "FORMEDLARE",
        "kod": "X",
        "text": "Förmedlaren svarade inte.",
        "atgard": "FORSOK_IGEN",
        "tidigast": "2026-11-21T12:00:00Z",
    }
    shown = screen([source_part("SO", "EJ_TILLGANGLIG", fel=fault)], [])
    for words in (
        "Navet frågade källan men fick inget svar",
        NOT_NOTHING,
        "Vad som hände: Förmedlaren svarade inte.",
        "Var felet ligger: Förmedlaren.",
        "Vad du kan göra: Försök igen.",
        "Försök tidigast: 2026-11-21 kl. 13:00:00",
    ):
        assert words in shown
    assert "Inga uppgifter" not in shown


def test_what_did_not_come_and_what_was_withheld_stand_beside_what_was_told() -> None:
    part = source_part(
        "FK",
        "DELVIS_BESVARAD",
        uppgifter={"person": {}},
        saknas=[
            {"grupp": "person.barn", "kod": "X", "text": "Kom inte fram."},
            {"grupp": "arbetsloshetsersattning", "kod": "X", "text": "Fråga a-kassan."},
        ],
        undanhallna=[
            {"grupp": "person.adress", "orsak": "SKYDD"},
            {"grupp": "person.arbetsstallen", "orsak": "SKYDD"},
        ],
        avvikelser=[{"kod": "X", "text": "Ett"}, {"kod": "X", "text": "Två"}],
    )
    shown = screen([part], [])
    assert "Delvis besvarad: Person." in shown
    assert "Kom inte: Person (barn). Kom inte fram." in shown
    assert "Kom inte: Arbetslöshetsersättning. Fråga a-kassan." in shown
    assert "Undanhållet: Person (adress, arbetsställen). Skyddade personuppgifter." in shown
    assert "Observera: 2 avvikelser" in shown


def test_amounts_stand_as_the_source_told_them() -> None:
    shown = screen(
        [NOTHING],
        [
            item(inkomstslag={"kod": "DAGERSATTNING_FK", "text": "Dagersättning FK"}, utbetalare="PM"),
            item(
                belopp={"brutto": "2000"},
                utbetalningsdag="2026-10-25",
                dagar="7.5",
                anmarkning="Se beslutet.",
            ),
            item(belopp={}, avser={"from": "2026-10-01", "tom": "2026-10-31"}, anmarkning="Se beslutet."),
        ],
    )
    assert "−1\u00a0250,50" in shown
    assert "brutto 2\u00a0000" in shown
    assert "Inget belopp" in shown
    assert "Sjukpenning (utbetalas av Pensionsmyndigheten)" in shown
    assert "Dag saknas" in shown
    assert "7,5 dagar" in shown
    assert "│ 2026-10 " in shown
    assert shown.count("Bedöms (not 1)") == 2
    assert shown.count("Not 1: Se beslutet.") == 1


def test_signals_are_sentences_and_no_payment_is_said() -> None:
    shown = screen([NOTHING], [], [{"kod": "X", "text": "Titta här.", "underlag": []}])
    assert "• Titta här." in shown
    assert "Inga betalningar i svaret." in shown


def test_a_time_that_is_no_whole_month_stands_from_day_to_day() -> None:
    days = ({"from": "2026-10-19", "tom": "2026-11-15"}, {"from": "2026-10-01"}, {"from": "0001-01-01"})
    shown = screen([NOTHING], [item(avser=period) for period in days])
    for words in ("2026-10-19 –", "2026-11-15", "från och med 2026-10-01", "från och med 0001-01-01"):
        assert words in shown
    assert "2026-01-01 –" in screen([NOTHING], [item(avser={"from": "2026-01-01", "tom": "2026-12-31"})])


def test_what_is_not_paid_yet_is_explained_and_an_empty_column_left_out() -> None:
    shown = screen([NOTHING], [item(tillstand="PRELIMINAR"), item(tillstand="PRELIMINAR")])
    assert shown.count(f"Försäkringskassan: {WORDS.sentence('tillstand', 'PRELIMINAR')}") == 1
    assert "Avser" not in shown
    assert "Preliminär." not in screen([NOTHING], [item()])


def test_paid_and_not_yet_paid_never_share_a_table() -> None:
    shown = screen([NOTHING], [item(), item(tillstand="PLANERAD"), item(belopp={"netto": "77"})])
    paid, planned = shown.split("Försäkringskassan: Utbetald.")[1].split("Försäkringskassan: Planerad.")
    assert paid.count("Sjukpenning") == 2
    assert "77" in paid
    assert planned.count("Sjukpenning") == 1


def test_that_days_may_be_lacking_is_told_among_other_deviations() -> None:
    late = {"kod": "EJ_RAPPORTERAT_AN", "text": "Det som hör till dagar efter 2026-10-31 kan saknas."}
    others = [{"kod": "X", "text": "Ett"}, {"kod": "X", "text": "Två"}]
    shown = screen([source_part("SKV", "BESVARAD", avvikelser=[*others, late])], [])
    assert "Observera: Det som hör till dagar efter 2026-10-31 kan saknas." in shown
    assert "Observera: 2 avvikelser" in shown
    assert "Observera: Ett" in screen([source_part("SKV", "BESVARAD", avvikelser=others[:1])], [])


def test_what_a_refused_source_asks_of_the_reader_is_told() -> None:
    shown = screen([refused("AF", "Arbetsförmedlingen")], [])
    assert f"Navet fick inte fråga. {NOT_NOTHING} Avtalet med källan är slut." in shown
    assert "Vad du kan göra: Försök igen." in shown
    assert "Var felet ligger" not in shown


@pytest.mark.parametrize("skydd", Skydd)
def test_the_protection_stands_above_all_persons(skydd: Skydd) -> None:
    made = page.glance_of(tree(example() | {"skydd": skydd.value}), WORDS)
    whole = page.page_of(tree(example() | {"skydd": skydd.value}), WORDS)
    assert (made.title, made.running) == (whole.title, whole.running)
    head = made.blocks.all[0]
    assert isinstance(head, Part)
    assert head.blocks.all[0] == whole.blocks.all[0]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_signals_comparison_and_people_of_every_example_are_there(path: Path) -> None:
    answer = page.answer_of(path.read_bytes())
    shown = in_short(answer)
    for person in answer["personer"]:
        assert person["personidentitet"] in shown
        assert lost({"signaler": [one["text"] for one in person["signaler"]]}, shown) == []
        assert lost(person.get("jamforelse", {}), shown) == []
        notes = [item["anmarkning"] for item in person["inkomstposter"] if "anmarkning" in item]
        assert lost({"anmarkning": notes}, shown) == []
        parts = person["kallor"]
        faults = [part["fel"]["text"] for part in parts if "fel" in part and part["fragad"]]
        missing = [one["text"] for part in parts for one in part["saknas"]]
        assert lost({"fel": faults, "saknas": missing}, shown) == []
    in_order(lxml.html.document_fromstring(page.html(page.glance_of(answer, WORDS))))


def test_a_family_has_its_overview_and_the_askers_own_words() -> None:
    answer = tree(example())
    first = answer["personer"][0]
    answer["personer"].append(json.loads(json.dumps(first)) | {"personidentitet": "198410052396"})
    made = page.html(page.glance_of(answer, WORDS, {"198410052396": "Testpersonen foralder2"}))
    assert made.count("Personerna och deras källor") == 1
    before, after = made.split("Testpersonen foralder2")
    assert "198410052396</h2>" in before
    assert "198410052396</h2>" not in after


@pytest.mark.parametrize("width", [80, 100])
def test_no_word_is_broken_on_a_screen(width: int) -> None:
    items = [
        item(
            forman={"kod": "FP", "text": "Föräldrapenning"},
            inkomstslag={"kod": "DAGERSATTNING_FK", "text": "Dagersättning FK"},
            utbetalningsdag="2026-10-25",
            dagar="21",
            avser={"from": "2026-10-02", "tom": "2026-10-31"},
        ),
        item(
            forman={"kod": "DPE", "text": "Dagpenning till totalförsvarspliktiga"}, anmarkning="Se beslutet."
        ),
    ]
    shown = screen([NOTHING], items, width=width)
    for word in (
        "Föräldrapenning",
        "Dagersättning",
        "totalförsvarspliktiga",
        "2026-10-02 –",
        "−1\u00a0250,50",
    ):
        assert word in shown
    assert max(map(len, shown.splitlines())) <= width


def table_shown(rows: tuple[tuple[Value, ...], ...], width: int) -> str:
    """A table of nine columns, in a terminal of the width."""
    table = Table("Namn", tuple(Column(f"Rubrik{number}") for number in range(9)), rows)
    console = Console(file=StringIO(), width=width)
    page.show(console, page.Page("t", "t", Blocks((table,))))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_a_table_too_wide_is_set_out_row_by_row() -> None:
    row = (Value("x"),) * 9
    assert "Rubrik8: x" in table_shown((row,), 40)
    assert "Rubrik8 ┃" in table_shown((row,), 200)
    assert "┃Rubrik8┃" in table_shown((row,), 80)


def test_a_table_without_rows_is_shown_as_far_as_there_is_room() -> None:
    assert "Rubrik8" in table_shown((), 200)
    assert "Namn" in table_shown((), 40)


def test_who_only_looks_at_the_incomes_sees_which_sources_have_not_told_all() -> None:
    lost_part = source_part("SKV", "DELVIS_BESVARAD")
    told = screen([NOTHING, lost_part, source_part("SO", "EJ_TILLGANGLIG")], [item()])
    below = told.partition("Inkomstposter")[2]
    assert "Inkomster kan saknas här: Skatteverket, A-kassorna har inte lämnat allt." in below
    assert "Lön från arbetsgivare är inte med." in below
    whole = screen([NOTHING, refused("CSN", "CSN")], [item()])
    assert "kan saknas här" not in whole, "what no agreement opens was never to be told"
    assert "Lön från arbetsgivare är inte med." in screen([NOTHING], [])
