"""Which models have a wire form, and what is said of those that have none."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import pytest
from pydantic import Field

from messages.base import Meddelande, Post, Sektion, Sektioner
from messages.shape import Kind, Member, Sections, shape_of
from messages.uppgifter import Kallsvar, Tidsperiod, Uppgiftsforfragan, Urvalsrad
from messages.values import Text
from messages.xsd import xsd
from tests.support.messages import Prov


def test_the_shape_has_the_wires_names_in_the_models_order() -> None:
    assert shape_of(Tidsperiod).members == (
        Member("from", "from_", Kind.DATE, many=False, item="", required=True),
        Member("tom", "tom", Kind.DATE, many=False, item="", required=True),
    )
    assert not shape_of(Tidsperiod).grows
    assert shape_of(Kallsvar).grows


def test_items_are_named_by_their_class_their_kind_or_the_model() -> None:
    items = {
        m.name: m.item
        for model in (Uppgiftsforfragan, Urvalsrad, Kallsvar, Prov)
        for m in shape_of(model).members
    }
    assert items["urval"] == "urvalsrad"
    assert items["uppgifter"] == ""
    assert items["forfattningsstod"] == "text"
    assert items["dagar"] == "datum"
    assert {m.name: m.item for m in shape_of(Urvalsrad).members}["uppgifter"] == "grupp"
    assert {m.name: m.value for m in shape_of(Kallsvar).members}["uppgifter"] is Sections.BY_NAME


class Valfrilista(Meddelande):
    rader: list[Text] | None = None


class Blandat(Meddelande):
    varde: Text | int


class Flyttal(Meddelande):
    varde: float


class Vadsomhelst(Meddelande):
    varde: Any


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (Valfrilista, "Valfrilista.rader: lists are always present"),
        (Blandat, "Blandat.varde: a field is of one kind"),
        (Flyttal, "Flyttal.varde: .*float"),
        (Vadsomhelst, "Vadsomhelst.varde"),
    ],
)
def test_what_has_no_lossless_form_is_refused_by_name(model: type[Meddelande], words: str) -> None:
    with pytest.raises(TypeError, match=words):
        shape_of(model)


class Ofri(Sektion):
    namn: ClassVar[str] = "ofri"
    namnrymd: ClassVar[str] = "urn:example:ofri:1"
    text: str


class Marklig(Sektion):
    namn: ClassVar[str] = "marklig"
    namnrymd: ClassVar[str] = "urn:example:marklig:1"
    text: Annotated[str, Field(pattern=r"^(?:a|b)$")]


def test_a_schema_is_not_written_for_what_xml_or_xsd_cannot_say() -> None:
    with pytest.raises(TypeError, match="text: a plain str"):
        xsd(Ofri)
    with pytest.raises(TypeError, match="cannot be written in XSD"):
        xsd(Marklig)


class Samling(Meddelande):
    uppgifter: Sektioner
    rader: Annotated[list[Text], Post("rad")]


def test_sections_stand_under_their_own_names() -> None:
    section = Prov(text="a", antal=1)
    assert Samling(uppgifter={"prov": section}, rader=[]).uppgifter == {"prov": section}
    for wrong in ({"annan": section}, {"prov": {"text": "a", "antal": 1}}):
        with pytest.raises(ValueError, match="under sitt eget namn"):
            Samling.model_validate({"uppgifter": wrong, "rader": []})
