"""Can a wrong conclusion be drawn from the page: of what failed, is not paid yet, or is of other days?"""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import lxml.html
import pytest
from rich.console import Console

from hub import page
from hub.model.incomes import LATER, OUTSIDE
from hub.page.asides import CARE
from hub.page.noticed import WITHOUT_SIGNALS
from hub.page.words import NOT_NOTHING
from hub.translate.signals_basis import _KNOWN
from messages.koder import Skydd, Utfall
from messages.published import SECTIONS
from tests.support.page import WORDS, example

FAULT = {"led": "KALLA", "kod": "X", "text": "Källan svarade inte.", "atgard": "FORSOK_IGEN"}
ELSEWHERE = FAULT | {"text": "Inhämta uppgifterna på annat sätt.", "atgard": "INHAMTA_PA_ANNAT_SATT"}
CALM = "Inget att uppmärksamma."


def part(code: str, outcome: str = "BESVARAD", **further: Any) -> dict[str, Any]:
    lists: dict[str, Any] = {"uppgifter": {}, "undanhallna": [], "saknas": [], "avvikelser": []}
    return (
        {"kalla": code, "utfall": outcome, "fragad": True, "fullstandigTom": "2026-10-31"} | lists | further
    )


def paid(place: int, day: str = "2026-10-25", note: str = "", **further: Any) -> dict[str, Any]:
    return (
        {
            "id": f"i{place}",
            "kalla": "FK",
            "uppgiftId": f"u{place}",
            "forman": {"kod": "SP", "text": f"Förmån nummer {place}."},
            "belopp": {"netto": "100"},
            "tillstand": "UTBETALD",
            "utbetalningsdag": day,
        }
        | ({"anmarkning": note} if note else {})
        | further
    )


def answer(
    *parts: dict[str, Any],
    items: tuple[dict[str, Any], ...] = (),
    signals: tuple[str, ...] = (),
    skydd: str = "INGET",
    **further: Any,
) -> dict[str, Any]:
    person = {
        "personidentitet": "198401032399",
        "roll": "SOKANDE",
        "aktualitet": example()["personer"][0]["aktualitet"],
        "kallor": list(parts),
        "inkomstposter": list(items),
        "signaler": [{"kod": "X", "text": text, "underlag": []} for text in signals],
    }
    return example() | {"skydd": skydd, "personer": [person | further]}


def _on_screen(made: page.Page) -> str:
    console = Console(file=StringIO(), width=4000, highlight=False)
    page.show(console, made)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def _in_html(made: page.Page) -> str:
    body = lxml.html.document_fromstring(page.html(made)).find("body")
    assert body is not None
    text: str = body.text_content()
    return text


VIEWS: dict[str, Callable[[dict[str, Any]], str]] = {
    "html": lambda given: _in_html(page.page_of(given, WORDS)),
    "html in short": lambda given: _in_html(page.glance_of(given, WORDS)),
    "screen": lambda given: _on_screen(page.page_of(given, WORDS)),
    "screen in short": lambda given: _on_screen(page.glance_of(given, WORDS)),
}
every_view = pytest.mark.parametrize("shown", VIEWS.values(), ids=list(VIEWS))
Shown = Callable[[dict[str, Any]], str]


# ------------------------------------------------------------ payments of other days


@every_view
def test_what_is_paid_outside_the_time_stands_last_and_apart(shown: Shown) -> None:
    items = (paid(1, "2022-11-15", f"{OUTSIDE} Ett lån."), paid(2), paid(3, "2027-01-01", OUTSIDE), paid(4))
    text = shown(answer(part("FK"), items=items))
    before, _, after = text.partition("Betalningar utanför den tid som frågan gäller")
    places = [[f"Förmån nummer {place}." in some for place in (1, 2, 3, 4)] for some in (before, after)]
    assert places[0] == [False, True, False, True]
    assert places[1][0]
    assert places[1][2]
    assert "Räkna inte med dem i någon av de månader som frågan gäller." in after
    assert "Not 1" in after


@every_view
def test_without_such_payments_nothing_is_said_of_them_and_with_them_alone_that_too(shown: Shown) -> None:
    text = shown(answer(part("FK"), items=(paid(1, note="Räknas inte."),)))
    assert "utanför den tid" not in text
    text = shown(answer(part("FK"), items=(paid(1, "2022-11-15", OUTSIDE),)))
    assert "Inga betalningar i svaret har en utbetalningsdag i den tid som frågan gäller." in text
    assert text.index("Betalningar utanför") < text.index("Förmån nummer 1.")


@every_view
def test_what_has_no_day_yet_and_is_for_later_stands_apart_too(shown: Shown) -> None:
    undated = paid(1, note=f"{LATER} Den räknas på sina veckor.", tillstand="PLANERAD")
    del undated["utbetalningsdag"]
    text = shown(answer(part("FK"), items=(undated, paid(2))))
    assert text.index("Förmån nummer 2.") < text.index("Betalningar utanför") < text.index("Förmån nummer 1.")


@every_view
def test_among_what_is_new_one_of_other_days_is_marked(shown: Shown) -> None:
    compared = {"nya": ["i1", "i2"], "andrade": [], "borta": [], "ejAvgjorda": [], "oforandrade": []}
    items = (paid(1), paid(2, "2022-11-15", OUTSIDE))
    text = shown(answer(part("FK"), items=items, jamforelse=compared))
    new = text[text.index("Nya inkomstposter") :]
    assert new.index("2022-11-15") < new.index("utanför tiden") < new.index("Inkomstposter")
    assert text.count("utanför tiden") == 1


# ------------------------------------------------------------ planned and preliminary


@every_view
@pytest.mark.parametrize("state", ["PLANERAD", "PRELIMINAR"])
def test_what_is_not_paid_yet_is_explained_where_it_first_stands(shown: Shown, state: str) -> None:
    word, meaning = WORDS.text("tillstand", state), WORDS.lists["tillstand"].explanations[state]
    items = (paid(1, tillstand=state), paid(2, tillstand=state))
    text = shown(answer(part("FK"), items=items))
    assert text.index(meaning) < text.index("Förmån nummer 1.")
    assert text.count(meaning) == 1
    said = f"Ingen utbetalning är gjord, {word.lower()} eller så."
    text = shown(answer(part("FK"), items=items, signals=(said,)))
    assert text.index(word) <= text.index(meaning) < text.index(said), "where a signal has it first"
    text = shown(answer(part("FK"), items=items, signals=("Annat.", said)))
    short = "• Annat." in text
    assert (text.index(meaning) < text.index("Annat.")) or not short, "signals are not parted"


@every_view
def test_other_plans_and_preliminary_tax_are_not_explained_as_payments(shown: Shown) -> None:
    text = shown(
        answer(part("FK"), items=(paid(1),), signals=("Preliminär skatt. En aktivitet är planerad.",))
    )
    for state in ("PLANERAD", "PRELIMINAR"):
        assert WORDS.lists["tillstand"].explanations[state] not in text


# ------------------------------------------------------------ what became of a source


@every_view
@pytest.mark.parametrize(
    ("outcome", "asked", "who"),
    [
        ("NEKAD", True, "Källan sade nej. Navet frågade, men källan lämnar inte ut uppgifterna."),
        ("NEKAD", False, "Navet fick inte fråga."),
        ("EJ_STALLD", False, "Navet frågade inte."),
        (
            "EJ_TILLGANGLIG",
            True,
            "Inget användbart svar. Navet frågade källan men fick inget svar som går att",
        ),
    ],
)
def test_who_did_what_what_to_do_and_that_it_is_not_no_income(
    shown: Shown, outcome: str, asked: bool, who: str
) -> None:
    text = shown(answer(part("SO", outcome, fragad=asked, fel=FAULT)))
    for words in (who, NOT_NOTHING, "Vad du kan göra: Försök igen.", "Källan svarade inte."):
        assert words in text
    for misleading in ("Nekad", "Gick inte att läsa", "Inga uppgifter"):
        assert misleading not in text


@every_view
def test_a_source_that_has_nothing_is_not_told_as_one_that_failed(shown: Shown) -> None:
    text = shown(answer(part("PM", "INGA_UPPGIFTER")))
    assert "Det är ett svar, inte ett fel." in text
    assert NOT_NOTHING not in text


def test_in_the_overview_who_said_no_are_two_columns() -> None:
    given = answer(part("AF", "NEKAD", fragad=False), part("SO", "NEKAD"), part("CSN", "NEKAD", fragad=False))
    given["personer"] *= 2
    made = page.page_of(given, WORDS)
    table = next(block for block in made.blocks.all if getattr(block, "caption", "").startswith("Personerna"))
    assert isinstance(table, page.blocks.Table)
    assert [column.name for column in table.columns] == ["Person", "Källan sade nej", "Navet fick inte fråga"]
    assert [(cell.text, cell.small) for cell in table.rows[0][1:]] == [("1", "A-kassorna"), ("2", "")]


# ------------------------------------------------------------ nothing to notice


@every_view
def test_that_there_is_nothing_to_notice_is_said_with_what_it_is_based_on(shown: Shown) -> None:
    late = {"kod": "EJ_RAPPORTERAT_AN", "text": "Kan saknas.", "plats": "/period"}
    hidden = [{"grupp": f"{section}.adress", "orsak": "SAKNAR_STOD"} for section in sorted(WITHOUT_SIGNALS)]
    text = shown(
        answer(
            part("CSN", fullstandigTom="2026-11-22"),
            part("PM", "INGA_UPPGIFTER", fullstandigTom="2026-11-22"),
            part("SKV", avvikelser=[late], undanhallna=hidden),
            part("AF", "NEKAD", fragad=False, fel=FAULT),
        )
    )
    assert f"{CALM} Alla källor som navet har frågat har svarat" in text
    assert (
        "Det bygger på uppgifter till och med 2026-11-22 från CSN och Pensionsmyndigheten; uppgifter till "
        "och med 2026-10-31 från Skatteverket. Om tiden därefter är inget sagt."
    ) in text
    assert "Navet fick inte fråga Arbetsförmedlingen." in text


@every_view
def test_of_portions_the_last_day_is_told_and_that_none_is_said(shown: Shown) -> None:
    early, late = part("FK", fullstandigTom="2026-06-30"), part("FK", fullstandigTom="2026-10-31")
    silent = part("CSN")
    del silent["fullstandigTom"]
    text = shown(answer(early, late, silent))
    assert (
        "Det bygger på uppgifter till och med 2026-10-31 från Försäkringskassan; uppgifter utan sagd sista "
        "dag från CSN."
    ) in text


LACKING = {
    **{
        f"{outcome}": part("FK", outcome, fel=FAULT)
        for outcome in ("EJ_TILLGANGLIG", "DELVIS_BESVARAD", "NEKAD")
    },
    "not asked": part("FK", "EJ_STALLD", fragad=False, fel=FAULT),
    "missing": part("FK", saknas=[{"grupp": "socialforsakring", "kod": "X", "text": "Nej."}]),
    "withheld": part("FK", undanhallna=[{"grupp": "socialforsakring.utbetalningar", "orsak": "SKYDD"}]),
    "unreadable": part("FK", avvikelser=[{"kod": "OLASBART_VARDE", "text": "Nej.", "plats": "/x"}]),
}


@every_view
@pytest.mark.parametrize("case", LACKING)
def test_nothing_to_notice_is_not_said_of_what_nobody_has_seen(shown: Shown, case: str) -> None:
    text = shown(answer(part("CSN"), LACKING[case]))
    assert CALM not in text
    assert "Navet har inte hittat något att uppmärksamma i det som har kommit. Det kan finnas mer." in text
    assert "Allt har inte kommit, gått att läsa eller fått visas från Försäkringskassan." in text


@every_view
def test_where_nobody_has_answered_nothing_is_said(shown: Shown) -> None:
    text = shown(answer(part("FK", "EJ_TILLGANGLIG", fel=FAULT), part("AF", "NEKAD", fragad=False)))
    assert "Det går inte att säga om det finns något att uppmärksamma" in text
    assert CALM not in text


@every_view
def test_where_something_is_to_be_noticed_nothing_else_is_said(shown: Shown) -> None:
    text = shown(answer(part("CSN"), signals=("Titta här.",)))
    assert "Titta här." in text
    for words in (CALM, "Det bygger på", "inte hittat något"):
        assert words not in text


def test_what_is_left_out_of_account_is_what_no_signal_is_made_of() -> None:
    assert {section.namn for section in _KNOWN}.isdisjoint(WITHOUT_SIGNALS)
    assert {section.namn for section in SECTIONS} >= WITHOUT_SIGNALS


# ------------------------------------------------------------ whom is protected


@every_view
@pytest.mark.parametrize("skydd", Skydd)
def test_to_fetch_by_other_means_is_advised_with_care_of_whom_is_protected(
    shown: Shown, skydd: Skydd
) -> None:
    signal = "Uppgifter saknas. Inhämta dem på annat sätt vid behov. Dra ingen slutsats."
    missing = [{"grupp": "socialforsakring", "kod": "X", "text": "Hämta in dem på annat sätt."}]
    parts = (part("AF", "NEKAD", fragad=False, fel=ELSEWHERE), part("FK", "DELVIS_BESVARAD", saknas=missing))
    text = shown(answer(*parts, signals=(signal,), skydd=skydd.value))
    if skydd is Skydd.INGET:
        assert CARE not in text
    else:
        for advice in ("Inhämta uppgifterna på annat sätt.", "Hämta in dem på annat sätt.", signal):
            assert CARE in text[text.index(advice) :]
        assert text.count(CARE) >= 3


@every_view
def test_without_that_advice_there_is_nothing_to_add(shown: Shown) -> None:
    deviation = {"kod": "X", "text": "Elementet är stavat på ett annat sätt.", "plats": "/x"}
    text = shown(answer(part("FK", avvikelser=[deviation]), skydd="SEKRETESSMARKERING"))
    assert "Skyddade personuppgifter" in text
    assert CARE not in text


def test_every_outcome_that_is_no_answer_says_so_in_the_code_list_too() -> None:
    """Case systems show the list's texts themselves."""
    for outcome in (Utfall.EJ_TILLGANGLIG, Utfall.NEKAD, Utfall.EJ_STALLD):
        assert NOT_NOTHING in " ".join(WORDS.sentence("utfall", outcome).split())
