"""arendehandelser/1: each kind of event tells just what it should."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from messages.handelser import Arendehandelser, Handelse, Handelsetyp
from tests.support.case_events import document, event_id, person

WHOLE: dict[str, dict[str, Any]] = {
    "AKTUALISERAT": {},
    "OPPNAT": {},
    "AVSLUTAT": {"dag": "2026-11-20"},
    "PERSON_TILLKOM": {"person": person()},
    "PERSON_LAMNADE": {"dag": "2026-11-20", "person": person()},
    "ROLL_ANDRAD": {"person": person()},
    "SKYDD_ANDRAT": {"person": person()},
    "RATTELSE": {"rattarHandelseId": event_id(2)},
    "FELREGISTRERAT": {},
}
EVERY: dict[str, Any] = {
    "arendetyp": "KONTROLL",
    "dag": "2026-11-20",
    "person": person(),
    "rattarHandelseId": event_id(2),
}


def told(kind: str) -> dict[str, Any]:
    return document(1, kind, 0, **WHOLE[kind])


def test_the_table_holds_every_kind() -> None:
    assert set(WHOLE) == {kind.value for kind in Handelsetyp}
    for kind in WHOLE:
        Handelse.model_validate(told(kind))


@pytest.mark.parametrize("field", EVERY)
@pytest.mark.parametrize("kind", WHOLE)
def test_a_field_is_either_needed_or_out_of_place(kind: str, field: str) -> None:
    good = told(kind)
    if field in good:
        faulty = {name: value for name, value in good.items() if name != field}
        sentence = f"En händelse av typen {kind} anger "
    else:
        faulty, sentence = good | {field: EVERY[field]}, f"En händelse av typen {kind} anger inte {field}."
    with pytest.raises(ValidationError, match=sentence):
        Handelse.model_validate(faulty)


@pytest.mark.parametrize("kind", ["PERSON_LAMNADE", "ROLL_ANDRAD", "SKYDD_ANDRAT"])
@pytest.mark.parametrize("day", ["from", "tom"])
def test_days_are_told_where_a_person_comes(kind: str, day: str) -> None:
    coming = person() | {day: "2026-11-20"}
    faulty = told(kind) | {"person": coming}
    with pytest.raises(ValidationError, match="anges när personen kommer med"):
        Handelse.model_validate(faulty)
    Handelse.model_validate(told("PERSON_TILLKOM") | {"person": coming})


def test_an_event_does_not_correct_itself() -> None:
    with pytest.raises(ValidationError, match="kan inte rätta sig själv"):
        Handelse.model_validate(document(1, "RATTELSE", 0, rattarHandelseId=event_id(1)))


@pytest.mark.parametrize(("count", "fits"), [(0, False), (1, True), (500, True), (501, False)])
def test_one_to_five_hundred_at_a_time(count: int, fits: bool) -> None:
    events = [document(number, "FELREGISTRERAT", 0) for number in range(count)]
    if fits:
        assert len(Arendehandelser.model_validate({"handelser": events}).handelser) == count
        return
    with pytest.raises(ValidationError):
        Arendehandelser.model_validate({"handelser": events})
