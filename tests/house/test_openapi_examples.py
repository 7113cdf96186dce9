"""Every example in the API description is one: valid by the schema beside it, and by the published ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree

from messages.published import MESSAGES

ROOT = Path(__file__).parent.parent.parent
DESCRIPTION: dict[str, Any] = json.loads((ROOT / "openapi" / "openapi.json").read_text("utf-8"))
FOLDERS = {message.__name__: folder for folder, message in MESSAGES.items()}
JSON, XML = "application/json", "application/xml"
PROBLEM_JSON, PROBLEM_XML = "application/problem+json", "application/problem+xml"


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in DESCRIPTION["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def contents() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Where, media type, and the description of each body that goes in or comes out."""
    for where, operation in operations():
        bodies = {"question": operation["requestBody"]} if "requestBody" in operation else {}
        for name, body in (bodies | operation["responses"]).items():
            for media_type, content in body.get("content", {}).items():
                yield f"{where} {name} {media_type}", media_type, content


OPERATIONS = list(operations())
EXAMPLES = [(where, kind, one) for where, kind, one in contents() if "example" in one]


@cache
def validator(reference: str) -> Draft202012Validator:
    """Of one schema of the description, its references resolved within it."""
    schema = {"$ref": reference, "components": DESCRIPTION["components"]}
    return Draft202012Validator(schema, format_checker=FormatChecker())


@cache
def published(name: str) -> tuple[Draft202012Validator, etree.XMLSchema]:
    folder = ROOT / "schemas" / FOLDERS[name]
    schema = json.loads((folder / "message.schema.json").read_text("utf-8"))
    return Draft202012Validator(schema), etree.XMLSchema(etree.parse(folder / "message.xsd"))


@pytest.mark.parametrize("content", [one for _, _, one in EXAMPLES], ids=[where for where, _, _ in EXAMPLES])
def test_an_example_is_valid_by_the_schema_beside_it(content: dict[str, Any]) -> None:
    reference = content["schema"]["$ref"]
    as_json, as_xml = published(reference.rsplit("/", 1)[1])
    if isinstance(content["example"], str):
        as_xml.assertValid(etree.fromstring(content["example"].encode()))
    else:
        validator(reference).validate(content["example"])
        as_json.validate(content["example"])


def test_the_schemas_would_notice() -> None:
    """An example with a field too little, a field too many, or a wrong code is found out."""
    operation = DESCRIPTION["paths"]["/uppgiftsforfragningar"]["post"]
    content = operation["requestBody"]["content"][JSON]
    example, reference = content["example"], content["schema"]["$ref"]
    assert validator(reference).is_valid(example)
    for wrong in (
        {name: value for name, value in example.items() if name != "arende"},
        example | {"samtycke": True},
        example | {"andamal": "NYFIKENHET"},
    ):
        assert not validator(reference).is_valid(wrong)


@pytest.mark.parametrize(("where", "operation"), OPERATIONS, ids=[where for where, _ in OPERATIONS])
def test_every_question_and_reply_has_an_example_in_every_format(where: str, operation: Any) -> None:
    bodies = [operation["requestBody"]] if "requestBody" in operation else []
    bodies += [answer for status, answer in operation["responses"].items() if status.startswith("2")]
    assert bodies, where
    for body in bodies:
        assert {JSON, XML} == set(body["content"])
        assert all("example" in content for content in body["content"].values())


@pytest.mark.parametrize(("where", "operation"), OPERATIONS, ids=[where for where, _ in OPERATIONS])
def test_every_problem_is_told_as_rfc_9457(where: str, operation: Any) -> None:
    problems = {
        status: answer for status, answer in operation["responses"].items() if not status.startswith("2")
    }
    assert {"default", "406", "500"} <= problems.keys()
    for status, answer in problems.items():
        assert set(answer["content"]) == {PROBLEM_JSON, PROBLEM_XML}
        example = answer["content"][PROBLEM_JSON].get("example")
        assert example is not None, (where, status)
        assert status in {"default", str(example["status"])}


def test_every_parameter_and_every_date_has_an_example() -> None:
    for where, operation in operations():
        for parameter in operation.get("parameters", ()):
            assert "example" in parameter, where
    for name, model in DESCRIPTION["components"]["schemas"].items():
        for field, value in model.get("properties", {}).items():
            if value.get("format") in {"date", "date-time"}:
                assert "example" in value, f"{name}.{field}"
