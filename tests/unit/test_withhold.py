"""What is not handed out is let go as it is met: is it gone and named, and is the rest as it was?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hub.elements import Reading, compile_table, keep_groups, read_xml
from hub.elements import withhold as room
from hub.elements.withhold import WITHHELD, pruned
from tests.support.elements import TABLE, Bokning

COMPILED = compile_table(TABLE)
ALL = frozenset(Bokning.grupper)
GROUPS = st.frozensets(st.sampled_from(sorted(ALL)))
DAYS = st.sampled_from(("", "<dag>20260901</dag>", "<dag>nonsens</dag>", "<dag/>"))
AMOUNTS = st.sampled_from(("", "<belopp>10</belopp>", "<belopp>x</belopp>", '<belopp enhet="SEK">7</belopp>'))
ROWS = st.builds(
    lambda place, day, amount: f"<Rad><r:plats>{place}</r:plats>{day}{amount}</Rad>",
    st.sampled_from(("A1", "", "B")),
    DAYS,
    AMOUNTS,
)
DOCUMENTS = st.builds(
    lambda name, rows: svar(f"{name}<Rum>{''.join(rows)}</Rum>"),
    st.sampled_from(("", "<namn>Aula</namn>", "<namn/>")),
    st.lists(ROWS, max_size=3),
)


def svar(inside: str) -> bytes:
    namespaces = 'xmlns="urn:bas" xmlns:r="urn:rum" xmlns:h="urn:hall"'
    return f"<Svar {namespaces}><kod>0</kod>{inside}</Svar>".encode()


def came(made: Bokning) -> set[str]:
    """The groups that something was read of, by the values that are theirs alone."""
    found = {"bokning.platser"} if made.rubrik or any(row.plats for row in made.rader) else set()
    found |= {"bokning.dagar"} if any(row.dag for row in made.rader) else set()
    return found | ({"bokning.belopp"} if any(row.belopp is not None for row in made.rader) else set())


def section_of(reading: Reading) -> dict[str, Any]:
    return reading.records[0].section


def test_a_mark_stands_where_something_came_until_the_section_is_made() -> None:
    content = svar("<namn>Aula</namn><Rum><Rad><r:plats>A1</r:plats><dag>20260901</dag><belopp/></Rad></Rum>")
    reading = read_xml(COMPILED, content, frozenset({"bokning.platser"}))
    (row,) = section_of(reading)["rader"]
    assert (row["plats"], row["dag"], "belopp" in row) == ("A1", WITHHELD, False)
    assert reading.withheld == {"bokning.dagar"}
    made = reading.made(Bokning, section_of(reading))
    assert made.rader[0].model_dump(exclude_none=True) == {"id": "u1", "stalle": "rum", "plats": "A1"}


def test_no_section_can_hold_a_mark() -> None:
    reading = read_xml(COMPILED, svar("<namn>Aula</namn>"), frozenset({"bokning.belopp"}))
    with pytest.raises(ValidationError):
        Bokning.model_validate(section_of(reading))


def test_an_outcome_is_read_whatever_is_handed_out() -> None:
    content = svar('<Rum><Rad><r:plats>A</r:plats><belopp enhet="SEK">10</belopp></Rad></Rum>')
    assert read_xml(COMPILED, content, frozenset()).outcome == {"kod": "0", "enhet": "SEK"}


@given(DOCUMENTS, GROUPS)
def test_what_is_left_is_what_would_have_been_kept_of_the_whole(
    content: bytes, groups: frozenset[str]
) -> None:
    whole, left = read_xml(COMPILED, content), read_xml(COMPILED, content, groups)
    assert left.outcome == whole.outcome
    assert left.deviations.told() == whole.deviations.told()
    assert bool(section_of(left)) is bool(section_of(whole))
    made = whole.made(Bokning, section_of(whole))
    assert left.made(Bokning, section_of(left)) == keep_groups(made, groups)[0]
    # An item of which nothing may be seen came with all that it could hold; else what has a value is named.
    assert left.withheld == (came(made) - groups if groups or not made.rader else ALL)


def test_tables_for_all_groups_and_more_are_the_table_itself_and_others_are_made_once() -> None:
    assert pruned(COMPILED, None) is COMPILED
    assert pruned(COMPILED, ALL | {"annat.grupp"}) is COMPILED
    some = pruned(COMPILED, frozenset({"bokning.dagar", "annat.grupp"}))
    assert some is pruned(COMPILED, frozenset({"bokning.dagar"}))
    assert some.steps.keys() == COMPILED.steps.keys()
    assert all(step.withheld is None for step in COMPILED.steps.values())


def test_what_askers_choose_cannot_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_MOST", 3)
    table = compile_table(TABLE)
    for group in sorted(ALL):
        pruned(table, frozenset({group}))
        pruned(table, ALL - {group})
        assert len(table.pruned) <= 3
