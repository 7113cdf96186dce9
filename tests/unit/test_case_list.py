"""Is a list's file read for what it says, and told line by line what is wrong, with nobody named?"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hub.lists
from hub.lists import HEADER, BadList, cases_of, cut, page, part_of, read_cases
from hub.model.listed import ListedCase
from messages import json_codec
from messages.arendelistor import Arendelistdel
from messages.values import holds_personal_number
from tests.support.lists import as_lines, encoded, line, many
from tests.support.messages import messages, series_number
from tests.support.policy import APPLICANT, CHILD, PARTNER

DAY = date(2026, 11, 20)
STRANGER = f"{APPLICANT.value[:-1]}{(int(APPLICANT.value[-1]) + 1) % 10}"
"""Nobody's: the check digit is wrong."""


def read(file: bytes, day: date = DAY) -> tuple[ListedCase, ...]:
    return read_cases(file.splitlines(keepends=True), day)


def faults(file: bytes) -> tuple[str, ...]:
    """What is told; it names nobody."""
    with pytest.raises(BadList) as bad:
        read(file)
    assert bad.value.count >= len(bad.value.faults) > 0
    assert not [one for one in bad.value.faults if holds_personal_number(one) or STRANGER in one]
    return bad.value.faults


def known(cases: Sequence[ListedCase]) -> dict[str, tuple[object, ...]]:
    """Cases without regard to the order of cases and persons."""
    return {
        it.case_id: (it.kind, it.status, it.opened, it.closed, frozenset(it.persons), len(it.persons))
        for it in cases
    }


@given(
    messages(Arendelistdel),
    st.randoms(use_true_random=False),
    st.sampled_from(["utf-8", "utf-8-sig"]),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
)
def test_any_valid_list_survives(
    message: Arendelistdel, order: random.Random, encoding: str, end: str
) -> None:
    cases = cases_of(message)
    lines = as_lines(cases)
    order.shuffle(lines)
    assert known(read(encoded(lines, encoding=encoding, end=end), date.max)) == known(cases)
    assert part_of(cases) == message


def test_quoted_fields_spaces_and_ten_digits_are_read() -> None:
    ten = line(personidentitet=f" {CHILD.value[2:8]}-{CHILD.value[8:]} ", arende_id='"EB-1"')
    (case,) = read(encoded([line(), ten]))
    assert [it.person for it in case.persons] == [APPLICANT, CHILD]


WRONG: dict[str, tuple[list[str], list[str]]] = {
    "check digit": (
        [line(personidentitet=STRANGER)],
        ["rad 2: personidentitet: kontrollsiffran i personidentiteten stämmer inte; leta efter ett skrivfel"],
    ),
    "no number": ([line(personidentitet="")], ["rad 2: personidentitet: saknas"]),
    "person twice": (
        [line(), line(arende_id="EB-2"), line(roll="BARN")],
        ["rad 4: personidentitet: personen står redan i ärendet, på rad 2"],
    ),
    "contradiction": (
        [line(), line(personidentitet=PARTNER.value, oppnat="2026-11-02", arendetyp="KONTROLL")],
        [
            "rad 3: arendetyp: stämmer inte med rad 2 i samma ärende",
            "rad 3: oppnat: stämmer inte med rad 2 i samma ärende",
        ],
    ),
    "a day that is not": (
        [line(oppnat="2026-02-30"), line(arende_id="EB-2", from_="20261101")],
        ["rad 2: oppnat: datumet finns inte i kalendern", "rad 3: from: datum skrivs ÅÅÅÅ-MM-DD"],
    ),
    "opened to come": (
        [line(oppnat="2026-11-21")],
        ["rad 2: oppnat: ligger efter den tidpunkt som listan avser"],
    ),
    "closed long to come": (
        [
            line(status="AVSLUTAT", avslutat="2026-12-21"),
            line(arende_id="EB-2", status="AVSLUTAT", avslutat="2026-12-22"),
        ],
        ["rad 3: avslutat: ligger mer än 31 dagar efter den tidpunkt som listan avser"],
    ),
    "leaves before it comes": (
        [line(from_="2026-11-02", tom="2026-11-01")],
        ["rad 2: from: är senare än tom"],
    ),
    "ongoing and not opened": (
        [line(oppnat="")],
        ["rad 2: status: ett ärende som är PAGAENDE anger dagen det öppnades: oppnat"],
    ),
    "unknown codes": (
        [line(status="VILANDE", skydd="JA")],
        [
            "rad 2: status: är inte tillåtet; det ska vara AKTUALISERAT, PAGAENDE eller AVSLUTAT",
            (
                "rad 2: skydd: är inte tillåtet; det ska vara INGET, SEKRETESSMARKERING, "
                "SKYDDAD_FOLKBOKFORING, SKYDDAD eller OKANT"
            ),
        ],
    ),
    "a person in the case id": (
        [line(arende_id=f"EB-{APPLICANT.value}")],
        ["rad 2: arende_id: innehåller ett personnummer; använd ärendesystemets eget nummer"],
    ),
    "a field too few": ([line()[:-1]], ["rad 2: raden har 9 fält; det ska vara 10"]),
    "an open quote": ([line(arende_id='"EB-1')], ["rad 2: citattecknen på raden hör inte ihop"]),
    "a long line": ([line(arende_id="E" * 3000)], ["rad 2: raden är längre än 2000 byte"]),
    "no cases": ([], ["rad 1: filen har inga ärenden; en tom lista förs inte in"]),
}


@pytest.mark.parametrize(("lines", "told"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_at_its_line(lines: list[str], told: list[str]) -> None:
    assert list(faults(encoded(lines))) == told


def other_header(change: Callable[[list[str]], object]) -> bytes:
    columns = HEADER.split(";")
    change(columns)
    return encoded([line()]).replace(HEADER.encode(), ";".join(columns).encode())


HEADERS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "filen är tom"),
    "only a mark": (b"\xef\xbb\xbf", "rubrikraden saknas"),
    "no header": (encoded([line()]).partition(b"\n")[2], "rubrikraden saknas"),
    "commas": (encoded([line()]).replace(b";", b","), "Fälten skiljs åt med semikolon"),
    "lacking": (other_header(lambda it: it.remove("skydd")), "kolumnen skydd saknas"),
    "renamed": (other_header(lambda it: it.__setitem__(6, "rolle")), "kolumn 7 har ett namn som inte finns"),
    "further": (other_header(lambda it: it.append("namn")), "kolumn 11 har ett namn som inte finns"),
    "twice": (other_header(lambda it: it.append("roll")), "kolumnen roll står 2 gånger"),
    "in another order": (other_header(lambda it: it.reverse()), "en annan ordning"),
    "UTF-16": (encoded([line()], encoding="utf-16"), "filen är UTF-16. Spara om den som UTF-8"),
}


@pytest.mark.parametrize(("file", "told"), HEADERS.values(), ids=HEADERS.keys())
def test_a_header_that_is_another_is_told(file: bytes, told: str) -> None:
    assert any(told in one for one in faults(file))


def test_latin_1_is_told_as_such() -> None:
    (told,) = faults(encoded([line(arende_id="ÄRENDE-1"), line()], encoding="latin-1"))
    assert told.startswith("rad 2: raden är inte UTF-8; filen ser ut att vara sparad som latin-1")


def test_all_faults_are_counted_and_the_first_fifty_shown() -> None:
    wrong = [line(arende_id=f"EB-{place}", roll="KUSIN") for place in range(120)]
    with pytest.raises(BadList) as bad:
        read(encoded(wrong))
    assert (bad.value.count, len(bad.value.faults)) == (120, 50)
    assert bad.value.faults[-1].startswith("rad 51: roll:")


def test_a_case_has_fifty_persons_at_most() -> None:
    persons = [series_number(date(1980, 1, 1 + place // 2), woman=place % 2 == 0) for place in range(51)]
    told = faults(encoded([line(personidentitet=one) for one in persons]))
    assert told == ("rad 52: arende_id: ärendet har fler än 50 personer",)
    assert len(read(encoded([line(personidentitet=one) for one in persons[:50]]))[0].persons) == 50


def test_parts_are_whole_cases_and_small_enough() -> None:
    long = [line(arende_id=f"Å{'Ä' * 95}{place:04}", skydd="SKYDDAD_FOLKBOKFORING") for place in range(1200)]
    cases = read(encoded([*many(3000), *long]))
    parts = list(cut(cases))
    assert [case for part in parts for case in part] == list(cases)
    assert all(sum(len(case.persons) for case in part) <= 500 for part in parts)
    assert max(len(json_codec.encode(part_of(part))) for part in parts) < 256 * 1024
    assert [len(part) for part in cut(cases[:4], 3)] == [1, 1, 1, 1]
    assert list(cut(())) == []


def test_the_page_of_the_layout_is_in_step() -> None:
    written = (Path(hub.lists.__file__).parent / "layout.md").read_text(encoding="utf-8")
    assert written == page(), "write it anew: nyttonav arenden layout > hub/lists/layout.md"
