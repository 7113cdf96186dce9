"""Whatever is told: when it arrives and how often means nothing, and a correction takes its event away."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.model.told import state_of
from messages.arende import Arende
from messages.handelser import Handelse
from tests.support.case_events import event, event_id, person, whole
from tests.support.policy import APPLICANT, CHILD, PARTNER

DAYS = st.sampled_from(["2026-11-01", "2026-11-10", "2026-11-20"])
PERSONS = st.builds(
    lambda number, role, skydd: person(number, role, skydd=skydd),
    st.sampled_from([APPLICANT, PARTNER, CHILD]),
    st.sampled_from(["SOKANDE", "MEDSOKANDE", "BARN"]),
    st.sampled_from(["INGET", "OKANT", "SEKRETESSMARKERING"]),
)
KINDS = st.sampled_from(["EKONOMISKT_BISTAND", "KONTROLL", "ATERKRAV"])
TOLD: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "AKTUALISERAT": st.fixed_dictionaries({"arendetyp": KINDS, "person": PERSONS}),
    "OPPNAT": st.fixed_dictionaries({"arendetyp": KINDS, "person": PERSONS, "dag": DAYS}),
    "AVSLUTAT": st.fixed_dictionaries({"dag": DAYS}),
    "PERSON_TILLKOM": st.fixed_dictionaries({"person": PERSONS}),
    "PERSON_LAMNADE": st.fixed_dictionaries({"person": PERSONS, "dag": DAYS}),
    "ROLL_ANDRAD": st.fixed_dictionaries({"person": PERSONS}),
    "SKYDD_ANDRAT": st.fixed_dictionaries({"person": PERSONS}),
    "RATTELSE": st.fixed_dictionaries({"rattarHandelseId": st.integers(20, 29).map(event_id)}),
    "FELREGISTRERAT": st.just({}),
}
MEANT = st.sampled_from(sorted(TOLD)).flatmap(lambda kind: st.tuples(st.just(kind), TOLD[kind]))
STEPS = st.tuples(st.integers(0, 4), st.integers(0, 1), MEANT)
WHOLE = st.none() | st.integers(0, 4).map(whole)


@st.composite
def courses(draw: st.DrawFn) -> tuple[Handelse, ...]:
    """Up to ten events numbered from 20, several of one moment; corrections name events there or not."""
    steps = draw(st.lists(STEPS, max_size=10))
    made = []
    for place, (minute, number, (kind, told)) in enumerate(steps):
        if told.get("rattarHandelseId") == event_id(20 + place):
            continue
        made.append(event(20 + place, kind, minute, **told | {"lopnummer": number}))
    return tuple(made)


@given(WHOLE, courses(), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_give_the_same_state(
    before: Arende | None, events: tuple[Handelse, ...], chance: random.Random
) -> None:
    repeated = [*events, *(it for it in events if chance.random() < 0.5)]
    chance.shuffle(repeated)
    assert state_of(before, repeated) == state_of(before, events)


@given(WHOLE, courses(), st.data())
def test_a_corrected_event_might_as_well_not_have_been_told(
    before: Arende | None, events: tuple[Handelse, ...], data: st.DataObject
) -> None:
    correctable = [it for it in events if it.typ.value != "RATTELSE"]
    if not correctable:
        return
    wrong = data.draw(st.sampled_from(correctable))
    mended = event(1, "RATTELSE", 9, rattarHandelseId=wrong.handelseId)
    never = event(1, "RATTELSE", 9, rattarHandelseId=event_id(2))
    without = [it for it in events if it is not wrong]
    assert state_of(before, [*events, mended]) == state_of(before, [*without, never])


@given(courses(), courses())
def test_what_a_whole_state_covers_does_not_matter(
    first: tuple[Handelse, ...], second: tuple[Handelse, ...]
) -> None:
    """All happened by its moment: but for a mistaken registration it is the state."""
    before = whole(4)
    told = [it for it in (*first, *second) if it.typ.value != "FELREGISTRERAT"]
    assert state_of(before, told) == before
