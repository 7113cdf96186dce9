"""Tables that are wrong are refused with a sentence that names the row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.elements import AGREEMENT, Also, Alternative, Row, Table, TableError, compile_table
from hub.elements import convert as to
from messages.base import Sektion
from tests.support.elements import TABLE, Bokning


def test_a_choice_is_all_of_its_names_and_their_namespaces() -> None:
    compiled = compile_table(TABLE)
    assert {path for path in compiled.steps if path.endswith("plats")} == {"Rum/Rad/plats", "Hall/Rad/plats"}
    assert set(compiled.steps["Rum/Rad"].elements) == {
        "{urn:rum}plats",
        "{urn:bas}dag",
        "{urn:bas}belopp",
        "{urn:bas}not",
    }


def test_every_version_of_a_namespace_is_known() -> None:
    compiled = compile_table(replace(TABLE, namespaces={**TABLE.namespaces, "b": ("urn:bas", "urn:bas:1")}))
    assert compiled.root_names == {"{urn:bas}Svar", "{urn:bas:1}Svar"}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (Row("x", "Okand", reason=""), "x: it goes nowhere, so say why"),
        (Row("x", "Okand", "namn", to.text), "x: it goes into the section, so name the law"),
        (Row("x", "Rum/Saknas/y", ":y", to.text), "x: Rum/Saknas has no row of its own"),
        (Row("x", "kod", ":y", to.text), "x: kod has another row already: t.kod"),
        (Row("x", "kod/under", ":y", to.text), "x: nothing is read below kod"),
        (Row("x", "<okand>", reason="-"), "x: the path names the choice <okand>"),
        (Row("x", "z:y", reason="-"), "the prefix z is not among its namespaces"),
        (Row("t.kod", "y", ":y", to.text), "rows share the id t.kod"),
        (Row("x", "y", "rader[].y", to.text, AGREEMENT), "does not lie in the section"),
        (Row("x", "Rum/Rad/y", "y", to.text, AGREEMENT), "y does not lie in rader[]."),
        (Row("x", "y", "namn", None, AGREEMENT, numbered=True), "only items of a list are numbered"),
        (Row("x", "y", "koder[]", to.text, AGREEMENT, also=(Also("z", to.text),)), "fills no other place"),
        (Row("x", "y", "namn", to.text, AGREEMENT, of=("a",)), "an object as one value is JSON's"),
        (Row("x", "y", reason="-", section=Sektion), "a section begins at a record"),
        (Row("x", "y", None, to.text, reason="-"), "a row with a converter fills a place"),
    ],
)
def test_a_wrong_row_is_named(row: Row, says: str) -> None:
    with pytest.raises(TableError) as refused:
        compile_table(replace(TABLE, rows=(*TABLE.rows, row)))
    assert says in str(refused.value)


def test_a_table_without_a_root_row_is_refused() -> None:
    table = Table(
        "x/1", Bokning, "b:Svar", {"b": ("urn:bas",)}, (), {"stalle": (Alternative("Rum", "b", 1),)}
    )
    with pytest.raises(TableError, match="the root has no row"):
        compile_table(table)
