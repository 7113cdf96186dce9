"""What a board's file says of a client that may do without real case ids: read, or told what is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hub.agreements import load
from hub.agreements.remarks import remarks
from hub.cli.contracts import board_lines
from hub.model.board import BoardId, Client, Matching
from hub.model.document import FaultyDocuments
from tests.unit.test_agreements_files import LOADED, changed, folder

__all__ = ["folder"]

FILE = "kommuner/sundsvall.yaml"
CLIENT = "        namn: Ärendesystemet\n"
DAY = date(2026, 11, 21)
AT = "namnder[0].klienter[0].arendematchning"


def says(folder: Path, text: str, more: str = "") -> Path:
    if more:
        changed(folder, FILE, "    arendesystem: [demo]\n", f"    arendesystem: [demo]\n{more}")
    return changed(folder, FILE, CLIENT, f"{CLIENT}        arendematchning: {text}\n")


def client(folder: Path, today: date = DAY) -> Client:
    return load(folder, LOADED, today).boards[BoardId("2120002411", "SN")].clients[0]


def test_left_out_cases_are_named(folder: Path) -> None:
    assert {it.matching for board in load(folder, LOADED).boards.values() for it in board.clients} == {None}


def test_it_has_a_last_day_and_perhaps_a_caseworker(folder: Path) -> None:
    says(folder, "{satt: PERSON, till: 2027-02-01, handlaggare: hl000001}")
    assert client(folder).matching == Matching(date(2027, 2, 1), "hl000001")
    changed(folder, FILE, ", handlaggare: hl000001", "")
    assert client(folder).matching == Matching(date(2027, 2, 1))
    (line,) = [it for it in board_lines(load(folder, LOADED, DAY).boards[BoardId("2120002411", "SN")], LOADED)
               if "by person" in it]  # fmt: skip
    assert line.split() == ["by", "person", client(folder).id, "until", "2027-02-01"]


def test_ninety_days_ahead_is_the_most(folder: Path) -> None:
    says(folder, f"{{satt: PERSON, till: {DAY + timedelta(days=90)}}}")
    assert client(folder).matching is not None
    with pytest.raises(FaultyDocuments) as caught:
        client(folder, DAY - timedelta(days=1))
    (only,) = caught.value.faults
    assert only == (
        f"contracts/{FILE}: {AT}.till is 2027-02-19, more than 90 days after today, 2026-11-20. Write "
        "2027-02-18 at the latest, and let the client send real case ids before that."
    )


def test_a_day_that_is_past_is_no_fault_and_worth_a_word(folder: Path) -> None:
    says(folder, "{satt: PERSON, till: 2026-11-20}")
    assert client(folder).matching == Matching(date(2026, 11, 20))
    assert list(remarks(folder, datetime(2026, 11, 20, 12, tzinfo=UTC))) == []
    assert list(remarks(folder, datetime(2026, 11, 21, 12, tzinfo=UTC))) == [
        f"contracts/{FILE}: {AT} was over after 2026-11-20 and lets nothing pass any more. Remove it."
    ]


@pytest.mark.parametrize(
    ("text", "more", "sentence"),
    [
        ("{till: 2027-02-01}", "", f"{AT}.satt is missing. Add it."),
        ("{satt: PERSON}", "", f"{AT}.till is missing. Add it."),
        ("{satt: NAMN, till: 2027-02-01}", "", f'{AT}.satt is "NAMN", which is none of its values.'),
        ("{satt: PERSON, till: snart}", "", f"{AT}.till"),
        ("{satt: PERSON, till: 2027-02-01, fran: 2026-12-01}", "", f"{AT}.fran is not a known key."),
        (
            "{satt: PERSON, till: 2027-02-01, handlaggare: system}",
            "",
            f"{AT}.handlaggare is system, which is nobody's id. Name a caseworker.",
        ),
        (
            "{satt: PERSON, till: 2027-02-01, handlaggare: hl000907}",
            "    skyddadeArenden: {handlaggare: [hl000907]}\n",
            f"{AT}.handlaggare is hl000907, whom skyddadeArenden names: nothing would be withheld from",
        ),
        (
            "{satt: PERSON, till: 2027-02-01}",
            "    aktualitet: [EGET_INTYG]\n",
            f"{AT} is there, but aktualitet has neither REGISTER, LISTA nor ARENDESYSTEM",
        ),
    ],
)
def test_what_is_wrong_is_told(folder: Path, text: str, more: str, sentence: str) -> None:
    says(folder, text, more)
    with pytest.raises(FaultyDocuments) as caught:
        client(folder)
    (only,) = caught.value.faults
    assert only.startswith(f"contracts/{FILE}: {sentence}")


def test_it_is_of_no_use_to_a_client_that_may_not_ask(folder: Path) -> None:
    old = "        namn: Loggkontrollen\n"
    changed(folder, FILE, old, f"{old}        arendematchning: {{satt: PERSON, till: 2027-02-01}}\n")
    with pytest.raises(FaultyDocuments, match="is of no use: the client may not ask"):
        client(folder)


SYSTEMS = "    arendesystem: [demo]\n"
NO_PLACE = [
    (FILE, SYSTEMS, f"{SYSTEMS}    aktualitet: [HARLETT]\n"),
    ("kallor/csn.yaml", "aktualitet: {REGISTER: 35d}", "aktualitet: {HARLETT: 35d}"),
]


@pytest.mark.parametrize(("file", "old", "new"), NO_PLACE, ids=["board", "agreement"])
def test_harlett_is_no_place_where_a_case_is_known(folder: Path, file: str, old: str, new: str) -> None:
    changed(folder, file, old, new)
    with pytest.raises(FaultyDocuments, match="HARLETT is no place where a case is known"):
        load(folder, LOADED, DAY)
