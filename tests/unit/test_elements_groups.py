"""A section reduced to what may be handed out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from hub.elements import groups_of, keep_groups, leaves
from messages.base import Elementgrupp, Meddelande, Sektion
from messages.delar import KodText
from messages.narstaende import Narstaende
from messages.values import Personidentitet, Text
from tests.support.elements import Bokning, Bokningsrad

GUEST = Personidentitet("198401032399")
SECTION = Bokning(
    rubrik="Aula",
    rader=[
        Bokningsrad(
            id="u1",
            stalle="rum",
            plats="A1",
            gast=Narstaende(relation=KodText(kod="G", text="Gäst"), fodelsear=1984, personidentitet=GUEST),
        )
    ],
    ogrupperad="ingen har tänkt på mig",
)


def test_only_allowed_groups_stand_and_the_others_are_named() -> None:
    kept, withheld = keep_groups(SECTION, {"bokning.platser"})
    assert kept == Bokning(rubrik="Aula", rader=[Bokningsrad(id="u1", stalle="rum", plats="A1")])
    assert withheld == ("bokning.gaster",)


def test_a_place_of_several_groups_stands_with_any_of_them() -> None:
    kept, _ = keep_groups(SECTION, {"bokning.dagar"})
    assert kept.rader == [Bokningsrad(id="u1", stalle="rum")]


def test_what_is_in_no_group_is_never_handed_out() -> None:
    kept, _ = keep_groups(SECTION, groups_of(Bokning))
    assert kept.ogrupperad is None


def test_nothing_allowed_is_nothing_handed_out() -> None:
    kept, withheld = keep_groups(SECTION, ())
    assert kept == Bokning()
    assert withheld == ("bokning.belopp", "bokning.dagar", "bokning.gaster", "bokning.platser")


def test_a_relative_is_reduced_unless_of_the_case() -> None:
    kept, withheld = keep_groups(SECTION, {"bokning.gaster"})
    guest = kept.rader[0].gast
    assert guest is not None
    assert (guest.fodelsear, guest.personidentitet) == (1984, None)
    assert "bokning.gaster" not in withheld
    known, _ = keep_groups(SECTION, {"bokning.gaster"}, {GUEST})
    assert known.rader[0].gast == SECTION.rader[0].gast


@given(allowed=st.sets(st.sampled_from(sorted(groups_of(Bokning)))))
def test_reducing_again_changes_nothing_and_touches_no_original(allowed: set[str]) -> None:
    before = SECTION.model_dump()
    once, _ = keep_groups(SECTION, allowed)
    twice, withheld = keep_groups(once, allowed)
    assert twice == once
    assert SECTION.model_dump() == before
    assert set(withheld) <= groups_of(Bokning) - allowed


class Enkel(Sektion):
    namn: ClassVar[str] = "enkel"
    namnrymd: ClassVar[str] = "urn:test:enkel:1"
    vad: Text | None = None


def test_a_section_without_groups_is_one_group() -> None:
    assert groups_of(Enkel) == {"enkel"}
    assert keep_groups(Enkel(vad="x"), {"enkel"}) == (Enkel(vad="x"), ())
    assert keep_groups(Enkel(vad="x"), {"annat"}) == (Enkel(), ("enkel",))


class Rad(Meddelande):
    a: Text
    b: Text | None = None


class Oforsiktig(Sektion):
    namn: ClassVar[str] = "oforsiktig"
    namnrymd: ClassVar[str] = "urn:test:oforsiktig:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "oforsiktig.a": Elementgrupp("A", ("rader[].a",)),
        "oforsiktig.b": Elementgrupp("B", ("rader[].b",)),
    }
    rader: list[Rad] = Field(default_factory=list)


def test_a_required_place_that_may_be_withheld_is_refused() -> None:
    with pytest.raises(TypeError, match=r"rader\[\]\.a may be withheld"):
        list(leaves(Oforsiktig))
