"""The table of kinds: the first row that a payment is of counts, by whole words; what none has is said."""

from __future__ import annotations

from typing import Any

import pytest

from hub.adapter import Payment
from hub.model import kinds as module
from hub.model.kinds import OFF_THE_LIST, Judged, KindRow, Kinds, word
from messages.delar import KodText
from messages.koder import Tillstand


def kind(code: str) -> Judged:
    return Judged(KodText(kod=code, text=code.title()))


def row(judged: Judged, source: str = "FK", **words: tuple[str, ...]) -> KindRow:
    """`benefit`, `sub_benefit` and `amount_type`, as the file gives them: casefolded."""
    sets = {
        name: frozenset(map(word, words.get(name, ()))) for name in ("benefit", "sub_benefit", "amount_type")
    }
    return KindRow(source, sets["benefit"], sets["sub_benefit"], sets["amount_type"], judged)


def item(benefit: tuple[str, str], source: str = "FK", **changes: Any) -> tuple[str, Payment]:
    code, text = benefit
    told = Payment("u1", KodText(kod=code, text=text), Tillstand.UTBETALD)
    return source, told._replace(**changes)


A, B, NOTED = kind("A"), kind("B"), Judged(note="Se efter.")
SICK = ("SJP", "Sjukpenning")


def test_the_first_row_that_a_payment_is_of_counts() -> None:
    rows = row(A, benefit=("FP",)), row(B, benefit=("SJP",)), row(NOTED, benefit=("SJP",))
    assert Kinds(rows).of(*item(SICK)) == B
    assert Kinds(rows[::-1]).of(*item(SICK)) == NOTED


@pytest.mark.parametrize("written", ["SJP", "sjp", " SJP ", "Sjukpenning", "SJUKPENNING", "sjukpenning  "])
def test_a_row_names_codes_or_texts_without_regard_to_case_and_spaces(written: str) -> None:
    assert Kinds((row(A, benefit=(written,)),)).of(*item(SICK)) == A
    assert Kinds((row(A, benefit=("SJP", "Sjukpenning")),)).of(*item((written, "Annat"))) == A


def test_a_text_of_the_source_is_compared_as_the_row_is() -> None:
    assert (
        Kinds((row(A, benefit=("Tillfällig föräldrapenning",)),)).of(
            *item(("9", "TILLFÄLLIG FÖRÄLDRAPENNING"))
        )
        == A
    )


@pytest.mark.parametrize(
    "benefit",
    [
        ("FSJP", "Förebyggande sjukpenning"),
        ("SJ", "Sjuk"),
        ("SJPX", "Sjukpenningens tillägg"),
        ("X", "Sjukpenning, förebyggande"),
        ("", ""),
    ],
)
def test_what_only_looks_like_a_word_of_the_row_is_not_it(benefit: tuple[str, str]) -> None:
    assert Kinds((row(A, benefit=("SJP", "Sjukpenning")),)).of(*item(benefit)) == OFF_THE_LIST


def test_another_source_with_the_same_code_is_another_thing() -> None:
    table = Kinds((row(A, "PM", benefit=("SJP",)),))
    assert table.of(*item(SICK)) == OFF_THE_LIST
    assert table.of(*item(SICK, "PM")) == A


def test_every_set_that_says_something_must_have_its_word() -> None:
    table = Kinds((row(A, benefit=("SJP",), sub_benefit=("DEL",), amount_type=("TYP",)),))
    part, amount = KodText(kod="DEL", text="Del"), KodText(kod="TYP", text="Typ")
    assert table.of(*item(SICK, delforman=part, beloppstyp=amount)) == A
    assert table.of(*item(SICK, delforman=part)) == OFF_THE_LIST
    assert table.of(*item(SICK, beloppstyp=amount)) == OFF_THE_LIST
    assert table.of(*item(("FP", "Föräldrapenning"), delforman=part, beloppstyp=amount)) == OFF_THE_LIST
    assert table.of(*item(SICK, delforman=amount, beloppstyp=part)) == OFF_THE_LIST


def test_a_row_may_go_by_the_sub_benefit_or_the_amount_type_alone() -> None:
    table = Kinds((row(A, sub_benefit=("Elstöd",)), row(B, amount_type=("PM:AFS",))))
    assert table.of(*item(SICK, delforman=KodText(kod="9", text="Elstöd"))) == A
    assert table.of(*item(SICK, beloppstyp=KodText(kod="PM:AFS", text="ÄFS"))) == B
    assert table.of(*item(SICK)) == OFF_THE_LIST


def test_what_no_row_has_is_never_guessed() -> None:
    judged = Kinds().of(*item(SICK))
    assert judged == OFF_THE_LIST
    assert judged.kind is None
    assert judged.note


def test_what_is_remembered_never_mixes_two_payments_up() -> None:
    table = Kinds((row(A, benefit=("SJP",)), row(B, benefit=("Sjukpenning",))))
    for _ in range(2):
        assert table.of(*item(("SJP", "Annat"))) == A
        assert table.of(*item(("Annat", "Sjukpenning"))) == B
        assert table.of(*item(("SJP", "Annat"), "PM")) == OFF_THE_LIST
        assert table.of(*item(("X", "Y"), delforman=KodText(kod="SJP", text="Sjukpenning"))) == OFF_THE_LIST


def test_texts_invented_for_each_payment_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 10)
    table = Kinds((row(A, benefit=("SJP",)),))
    for count in range(30):
        assert table.of(*item(("SJP", f"Sjukpenning {count}"))) == A
        assert table.of(*item((f"X{count}", "Annat"))) == OFF_THE_LIST
    assert len(table._found) == 10
