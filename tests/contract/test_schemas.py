"""Models, JSON Schema, XSD, codecs and examples agree, for every published message and section."""

from __future__ import annotations

import json
from contextlib import nullcontext, suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree

from messages import json_codec, xml_codec
from messages.base import Fraga, Meddelande
from messages.json_schema import json_schema
from messages.published import folders
from messages.shape import root_of
from messages.unreadable import Unreadable
from messages.uppgifter import Uppgiftsforfragan, Uppgiftssvar
from messages.xsd import xsd
from tests.support.messages import CATALOGUE, EXAMPLES, Prov, answer, messages, ongoing_case, question

EVERY: dict[str, type[Meddelande]] = {**folders(), "prov/1": Prov}
ROUNDS = settings(deadline=None, max_examples=10, suppress_health_check=list(HealthCheck), database=None)

LONG = pytest.mark.timeout(900)


@cache
def json_validator(model: type[Meddelande]) -> Draft202012Validator:
    return Draft202012Validator(json_schema(model, "urn:test"))


@cache
def xml_validator(model: type[Meddelande]) -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(xsd(model)))


def assert_valid(model: type[Meddelande], as_json: bytes, as_xml: bytes) -> None:
    content = json.loads(as_json)
    root = etree.fromstring(as_xml)
    json_validator(model).validate(content)
    xml_validator(model).assertValid(root)
    if model is Uppgiftssvar:
        for person in content["personer"]:
            for source in person["kallor"]:
                for name, section in source["uppgifter"].items():
                    json_validator(CATALOGUE[name]).validate(section)
        for section in root.iterfind(".//{urn:nyttonav:uppgiftssvar:1}uppgifter/*"):
            xml_validator(CATALOGUE[etree.QName(section).localname]).assertValid(section)


@pytest.mark.parametrize("examples", [10, pytest.param(250, marks=[pytest.mark.soak, LONG])])
@pytest.mark.parametrize("model", EVERY.values(), ids=EVERY.keys())
def test_any_message_survives_json_and_xml_and_is_valid_in_both(
    model: type[Meddelande], examples: int
) -> None:
    @settings(ROUNDS, max_examples=examples)
    @given(messages(model))
    def survives(message: Meddelande) -> None:
        as_json = json_codec.encode(message)
        read = json_codec.decode(model, as_json, CATALOGUE)
        as_xml = xml_codec.encode(read)
        back = xml_codec.decode(model, as_xml, CATALOGUE)
        assert back == message
        assert json_codec.encode(back) == as_json
        assert xml_codec.encode(back) == as_xml
        assert_valid(model, as_json, as_xml)

    survives()


@pytest.mark.parametrize("model", [Prov, Uppgiftssvar])
def test_set_out_for_people_it_is_the_same_message(model: type[Meddelande]) -> None:
    @ROUNDS
    @given(messages(model))
    def same(message: Meddelande) -> None:
        set_out = xml_codec.encode(message, indent=True)
        assert xml_codec.decode(model, set_out, CATALOGUE) == message

    same()


EXAMPLE_FILES = sorted(EXAMPLES.glob("*/*/examples/*.json"))


@pytest.mark.parametrize("file", EXAMPLE_FILES, ids=lambda file: f"{file.parts[-4]}-{file.stem}")
def test_examples_are_whole_canonical_and_valid(file: Path) -> None:
    model = EVERY["/".join(file.parts[-4:-2])]
    as_json, as_xml = file.read_bytes(), file.with_suffix(".xml").read_bytes()
    message = json_codec.decode(model, as_json, CATALOGUE)
    assert json.loads(json_codec.encode(message)) == json.loads(as_json)
    assert xml_codec.decode(model, as_xml, CATALOGUE) == message
    assert_valid(model, as_json, as_xml)


@pytest.mark.parametrize("folder", folders())
def test_each_message_has_its_examples_and_its_history(folder: str) -> None:
    assert list((EXAMPLES / folder / "examples").glob("*.json"))
    assert "## 1.0" in (EXAMPLES / folder / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", folders())
def test_the_schemas_themselves_are_sound(folder: str) -> None:
    schema = json.loads((EXAMPLES / folder / "message.schema.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:nyttonav:schema:" + folder.replace("/", ":")
    root = etree.parse(EXAMPLES / folder / "message.xsd").getroot()
    assert root.get("targetNamespace") == root_of(EVERY[folder]).namespace
    growth = root.findall(".//{http://www.w3.org/2001/XMLSchema}any")
    strict = issubclass(EVERY[folder], Fraga)
    assert bool(growth) is not strict
    assert ("additionalProperties" in schema) is strict


# ------------------------------------------------------- what is read is never more than the schemas allow

QUESTIONS = st.sampled_from([question(), ongoing_case()])
PERSON_AND_BLANK = "198401032399 "
JUNK = st.sampled_from(
    ["2026-11-21T09:00:00+15:00", "2026-11-21T09:00:00-14:00", "2026-11-21T09:00Z", "2026-11-21T09:00:00.1Z"]
) | st.sampled_from(
    [
        None,
        True,
        0,
        1.5,
        "",
        " ",
        "86400",
        "2026-08-01 ",
        "20260801",
        "1e2",
        "+1",
        PERSON_AND_BLANK,
        [],
        {},
        [None],
        {"a": 1},
    ]
)


def places(tree: Any) -> list[tuple[Any, Any]]:
    pairs = list(
        tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    )
    return [(tree, key) for key, _ in pairs] + [place for _, value in pairs for place in places(value)]


@settings(ROUNDS, max_examples=60)
@given(st.data(), QUESTIONS)
def test_no_question_is_read_that_the_json_schema_refuses(data: st.DataObject, asked: Meddelande) -> None:
    tree = json.loads(json_codec.encode(asked))
    holder, key = data.draw(st.sampled_from(places(tree)))
    match data.draw(st.sampled_from(["remove", "replace", "add"])):
        case "remove":
            del holder[key]
        case "replace":
            holder[key] = data.draw(JUNK)
        case _ if isinstance(holder, dict):
            holder[data.draw(st.sampled_from(["nytt", "from_", "uppgifter"]))] = data.draw(JUNK)
        case _:
            holder.append(data.draw(JUNK))
    with suppress(Unreadable):
        json_codec.decode(type(asked), json.dumps(tree).encode(), {})
        json_validator(type(asked)).validate(tree)


@settings(ROUNDS, max_examples=60)
@given(st.data(), QUESTIONS)
def test_no_question_is_read_that_the_xsd_refuses(data: st.DataObject, asked: Meddelande) -> None:
    model, root = type(asked), etree.fromstring(xml_codec.encode(asked))
    element = data.draw(st.sampled_from(list(root.iter())[1:]))
    parent = element.getparent()
    assert parent is not None
    match data.draw(st.sampled_from(["remove", "repeat", "move", "rename", "text", "attribute", "child"])):
        case "remove":
            parent.remove(element)
        case "repeat":
            parent.append(etree.fromstring(etree.tostring(element)))
        case "move":
            parent.insert(0, element)
        case "rename":
            element.tag = data.draw(
                st.sampled_from(["id", "{urn:other}id", f"{{{root_of(model).namespace}}}id"])
            )
        case "text":
            element.text = data.draw(
                st.sampled_from(["", " ", "86400", " 2026-08-01\n", "2026-08-01Z", "x", "CSN "])
            )
        case "attribute":
            element.set("nytt", "1")
        case _:
            etree.SubElement(element, "{urn:other}nytt")
    content = etree.tostring(root)
    with suppress(Unreadable):
        xml_codec.decode(model, content, {})
        xml_validator(model).assertValid(etree.fromstring(content))


@pytest.mark.parametrize("text", ["\U0001f600" * 10_000, "\r" * 10_000])
def test_the_longest_text_is_as_long_everywhere(text: str) -> None:
    for content, fits in ((text, True), (text + "a", False)):
        section = Prov(text="", antal=1).model_copy(update={"text": content})
        as_json, as_xml = json_codec.encode(section), xml_codec.encode(section)
        assert json_validator(Prov).is_valid(json.loads(as_json)) is fits
        assert xml_validator(Prov).validate(etree.fromstring(as_xml)) is fits
        for codec, raw in ((json_codec, as_json), (xml_codec, as_xml)):
            with nullcontext() if fits else pytest.raises(Unreadable, match=r"högst 10000 tecken"):
                codec.decode(Prov, raw, {})


# ------------------------------------------------------------------------------------------------ growth


def grown_json() -> bytes:
    tree = json.loads(json_codec.encode(answer()))
    for holder in (tree, tree["personer"][0], tree["personer"][0]["kallor"][0]["uppgifter"]["studiestod"]):
        holder["nytt"] = {"a": [1, None]}
    return json.dumps(tree).encode()


def grown_xml() -> bytes:
    root = etree.fromstring(xml_codec.encode(answer()))
    for element in list(root.iter()):
        if etree.QName(element).localname in (
            "uppgiftssvar",
            "personsvar",
            "kallsvar",
            "studiestod",
            "utbetalning",
        ):
            etree.SubElement(
                etree.SubElement(element, "{urn:nyttonav:uppgiftssvar:1.1}nytt"), "{urn:x}a", b="c"
            ).text = "d"
    return etree.tostring(root)


def test_a_later_minor_version_is_valid_and_its_additions_are_ignored() -> None:
    assert_valid(Uppgiftssvar, grown_json(), grown_xml())
    assert json_codec.decode(Uppgiftssvar, grown_json(), CATALOGUE) == answer()
    assert xml_codec.decode(Uppgiftssvar, grown_xml(), CATALOGUE) == answer()


def test_additions_to_a_question_are_neither_valid_nor_read() -> None:
    tree = {**json.loads(json_codec.encode(question())), "nytt": 1}
    root = etree.fromstring(xml_codec.encode(question()))
    etree.SubElement(root, "{urn:nyttonav:uppgiftsforfragan:1.1}nytt")
    assert not json_validator(Uppgiftsforfragan).is_valid(tree)
    assert not xml_validator(Uppgiftsforfragan).validate(root)
    for codec, content in ((json_codec, json.dumps(tree).encode()), (xml_codec, etree.tostring(root))):
        with pytest.raises(Unreadable) as refusal:
            codec.decode(Uppgiftsforfragan, content, CATALOGUE)
        assert [fault.plats for fault in refusal.value.faults] == ["/nytt"]
