"""What Transportstyrelsen's answer means: vehicles, none, or a failure, and what was odd."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from adapters.transportstyrelsen.mapping import to_section
from adapters.transportstyrelsen.writing import Answer, Vehicle, build_answer
from hub.adapter import NoRecord, SourceError, SourceMalformed, SourceUnavailable
from tests.support.tns import found, message_of, payload, source, vehicles

SOMEBODY = "200306062381"


def test_a_vehicle_is_told_whole() -> None:
    first = vehicles(source("ordinary")).fordon[0]
    assert (first.id, first.registreringsnummer, first.fabrikat) == ("u1", "QIV12A", "VOLVO")
    assert (first.handelsbeteckning, first.fordonsar) == ("V70", "2014")
    assert first.fordonsslag is not None
    assert (first.fordonsslag.kod, first.fordonsslag.text) == ("PERSONBIL", "Personbil")


def test_the_answer_names_nobody() -> None:
    assert found(source("ordinary")).person is None
    assert found(source("ordinary")).flag is None


@pytest.mark.parametrize(
    "sample", ["nothing-found", "holding-empty", "result-lower-case", "element-unknown-beside-empty-holding"]
)
def test_ok_without_vehicles_is_none(sample: str) -> None:
    assert isinstance(to_section(payload(source(sample))), NoRecord)


@pytest.mark.parametrize(
    ("sample", "error"),
    [
        ("failing", SourceUnavailable),
        ("failing-twice", SourceUnavailable),
        ("failing-without-code", SourceUnavailable),
        ("fault-beside-ok", SourceUnavailable),
        ("fault-empty", SourceMalformed),
        ("result-missing", SourceMalformed),
        ("result-unknown", SourceMalformed),
        ("answer-empty", SourceMalformed),
        ("element-unknown-nothing-found", SourceMalformed),
        ("holding-unknown", SourceMalformed),
        ("two-holdings", SourceMalformed),
        ("malformed", SourceMalformed),
        ("empty", SourceMalformed),
        ("hostile", SourceMalformed),
        ("not-an-answer", SourceMalformed),
    ],
)
def test_a_failure_is_raised_never_empty(sample: str, error: type[SourceError]) -> None:
    with pytest.raises(error):
        to_section(payload(source(sample)))


def test_vehicles_beside_a_fault_are_kept_and_told_to_be_partial() -> None:
    read = found(source("failing-yet-told"))
    assert [row.kod for row in read.missing] == ["KALLA_FEL"]
    assert len(vehicles(source("failing-yet-told")).fordon) == 1


def test_the_words_of_a_fault_are_carried_unless_they_name_a_person() -> None:
    with pytest.raises(SourceUnavailable) as failed:
        to_section(payload(source("failing")))
    assert failed.value.code == "TNS_1001"
    assert "läsa registret" in failed.value.words
    assert "läsa registret" not in str(failed.value), "they may tell where somebody is"
    for place in ("Tjänsten kunde inte läsa registret", "1001"):
        with pytest.raises(SourceUnavailable) as silent:
            to_section(payload(source("failing").replace(place.encode(), SOMEBODY.encode())))
        assert SOMEBODY[2:] not in str(silent.value) + silent.value.words


TEXTS = st.text("ABCÅÄÖ0123456789 &<>'\"", max_size=12)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS), min_size=1, max_size=6))
def test_what_is_written_is_read(rows: list[tuple[str, str, str, str, str]]) -> None:
    written = Answer(tuple(Vehicle(*row) for row in rows))
    read = vehicles(etree.tostring(build_answer(written))).fordon
    assert [vehicle.id for vehicle in read] == [f"u{number}" for number in range(1, len(rows) + 1)]
    for vehicle, row in zip(read, rows, strict=True):
        told = (vehicle.registreringsnummer, vehicle.fabrikat, vehicle.fordonsar, vehicle.handelsbeteckning)
        assert told == tuple(row[place].strip() or None for place in (0, 1, 2, 4))
        assert (vehicle.fordonsslag is None) is (not row[3].strip())


@given(
    place=st.integers(min_value=0, max_value=1_200),
    junk=st.one_of(st.binary(max_size=12), st.text("<>&'\"/= 0123456789åJ", max_size=12).map(str.encode)),
)
def test_no_damage_makes_anything_but_an_answer_or_one_of_the_three_errors(place: int, junk: bytes) -> None:
    whole = source("ordinary")
    at = place % len(whole)
    told = message_of(whole[:at] + junk + whole[at + len(junk) :])
    assert "ingaUppgifter" not in told
