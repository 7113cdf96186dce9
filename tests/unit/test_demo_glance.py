"""Does the demo's short view say what an answer says, and nothing more?"""

from __future__ import annotations

from io import StringIO
from typing import Any

from rich.console import Console

from hub import page
from hub.demo.glance import person_at_a_glance
from hub.page.blocks import Blocks

WORDS = page.Words.read()


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
    parts: list[dict[str, Any]], items: list[dict[str, Any]], signals: list[dict[str, Any]] | None = None
) -> str:
    person = {
        "personidentitet": "198401032399",
        "roll": "SOKANDE",
        "kallor": parts,
        "inkomstposter": items,
        "signaler": signals or [],
    }
    out = StringIO()
    shown = person_at_a_glance(person, "sjuk: Sjukskriven", WORDS)
    page.show(Console(file=out, width=200), page.Page("", "", Blocks((shown,))))
    return out.getvalue()


def refused(code: str, name: str) -> dict[str, Any]:
    fault = {"led": "NYTTONAV", "kod": "X", "text": f"Avtalet med {name} är slut.", "atgard": "FORSOK_IGEN"}
    return source_part(code, "NEKAD", fragad=False, fel=fault)


def test_sources_left_out_on_the_same_ground_share_a_row() -> None:
    shown = screen([refused("AF", "Arbetsförmedlingen"), refused("TNS", "Transportstyrelsen")], [])
    assert shown.count("Inte frågad. Avtalet med källan är slut.") == 1
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
        "Dra inga slutsatser",
        "Vad som hände: Förmedlaren svarade inte.",
        "Var felet ligger: Förmedlaren.",
        "Vad du kan göra: Försök igen, tidigast 2026-11-21 kl. 13:00:00.",
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
        avvikelser=[{"text": "Ett"}, {"text": "Två"}],
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
    assert "Sjukpenning (betalas av Pensionsmyndigheten)" in shown
    assert "Dag saknas" in shown
    assert "7,5 dagar" in shown
    assert "│ 2026-10 " in shown
    assert shown.count("not 1") == 2
    assert shown.count("Not 1: Se beslutet.") == 1


def test_signals_are_sentences_and_no_payment_is_said() -> None:
    shown = screen([NOTHING], [], [{"kod": "X", "text": "Titta här.", "underlag": []}])
    assert "• Titta här." in shown
    assert "Inga betalningar i svaret." in shown


def test_a_time_that_is_no_whole_month_stands_from_day_to_day() -> None:
    days = ({"from": "2026-10-19", "tom": "2026-11-15"}, {"from": "2026-10-01"}, {"from": "0001-01-01"})
    shown = screen([NOTHING], [item(avser=period) for period in days])
    for words in ("2026-10-19 – 2026-11-15", "från och med 2026-10-01", "från och med 0001-01-01"):
        assert words in shown
    assert "2026-01-01 – 2026-12-31" in screen(
        [NOTHING], [item(avser={"from": "2026-01-01", "tom": "2026-12-31"})]
    )


def test_what_is_not_paid_yet_is_explained_and_an_empty_column_left_out() -> None:
    shown = screen([NOTHING], [item(tillstand="PRELIMINAR"), item(tillstand="PRELIMINAR")])
    assert shown.count("Preliminär. Kan ändras; räkna inte med den som utbetald.") == 1
    assert "Avser" not in shown
    assert "Preliminär." not in screen([NOTHING], [item()])
