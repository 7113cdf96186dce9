"""What was lost on the way is never told as "nothing found", nor is it told of the wrong person."""

from __future__ import annotations

import json

import pytest

from adapters.forsakringskassan.mapping import to_section
from hub.adapter import Found, NoRecord, Payload, SourceMalformed
from tests.support.lefi_pm import CHILD, PENSIONER, state

WELL = f'"utlamnare":{json.dumps([state(source="FK"), state()])}'
EMPTY = '"formansinformation":{"barnbidragsarende":[]},"beslut":[],"ansprak":[],"utbetalningar":[]'
BOTH = ("lefi/v9-fk", "lefi/v9-pm")


def read(part: str, body: str) -> Found | NoRecord:
    return to_section(Payload(part, f"{{{WELL},{body}}}".encode()))


@pytest.mark.parametrize("part", BOTH)
def test_empty_lists_and_nothing_odd_is_nothing(part: str) -> None:
    assert isinstance(read(part, EMPTY), NoRecord)


@pytest.mark.parametrize("part", BOTH)
@pytest.mark.parametrize(
    "lost",
    [
        '"avvikelser":"INTERNT_FEL"',
        '"avvikelser":{"nytt":[{"avvikelse":{"kod":"INTERNT_FEL"}}]}',
        '"avvikelser":{"utbetalningar":["FK:ABB","PM:AP"]}',
        '"avvikelser":{"utbetalningar":[]},"avvikelser":{"beslut":["PM:AP"]}',
    ],
)
def test_what_was_left_out_and_cannot_be_read_is_not_nothing(part: str, lost: str) -> None:
    with pytest.raises(SourceMalformed):
        read(part, f"{EMPTY},{lost}")


@pytest.mark.parametrize("part", BOTH)
@pytest.mark.parametrize(
    "person",
    [
        f'[{{"personnummer":["{PENSIONER}","{CHILD}"]}}]',
        f'[{{"personnummer":"{PENSIONER}","personnummer":"{CHILD}"}}]',
        f'[{{"personnummer":{{"v":"{CHILD}"}}}}]',
        f'[{{"personnummer":"{PENSIONER}"}}],"generellPersoninformation":[{{"personnummer":"{CHILD}"}}]',
    ],
)
def test_a_number_that_is_not_one_plain_number_stops_the_answer(part: str, person: str) -> None:
    with pytest.raises(SourceMalformed) as stopped:
        read(part, f'"beslut":[],"formansinformation":{{"generellPersoninformation":{person}}}')
    assert CHILD not in str(stopped.value)


def test_null_before_a_list_of_the_same_name_does_not_hide_it() -> None:
    payment = '{"datum":"2026-10-20","nettobelopp":{"summa":1250,"valuta":"SEK"}}'
    lists = f'"utbetalningsuppgift":null,"utbetalningsuppgift":[{payment}]'
    found = read("lefi/v9-fk", f'"formansinformation":{{{lists}}}')
    assert isinstance(found, Found)
