"""A question as it is written, held against the schemas of its folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import xmlschema
from lxml import etree

from hub.conformance.promise import Note, Said, Wanting
from hub.conformance.xml_bending import tree_of


def faults_of(content: bytes, schemas: Path, place: str) -> Iterator[Said]:
    """`place` is what sentences call the question. What is neither XML nor JSON is held against nothing."""
    begins = content.lstrip()[:1]
    if begins == b"<":
        yield from _of_xml(content, schemas, place)
    elif begins in {b"{", b"["}:
        yield from _of_json(content, schemas, place)


def _of_xml(content: bytes, schemas: Path, place: str) -> Iterator[Said]:
    root = tree_of(content)
    if root is None:
        yield Wanting(f"{place} is not well-formed XML. Write it with lxml, or escape what it is made of.")
        return
    for schema in sorted(schemas.glob("*.xsd")):
        known = xmlschema.XMLSchema(str(schema))
        if str(root.tag) not in known.elements:
            continue
        error = next(known.iter_errors(etree.tostring(root)), None)
        if error is not None:
            yield Wanting(f"{place} breaks schemas/{schema.name} at {error.path}: mend what it writes there.")


def _of_json(content: bytes, schemas: Path, place: str) -> Iterator[Said]:
    try:
        question = json.loads(content, object_pairs_hook=_once, parse_constant=_refused)
    except ValueError:
        yield Wanting(f"{place} is not right JSON. Write it with json.dumps, and each key once.")
        return
    found = _schema_of(question, schemas) if isinstance(question, dict) else None
    if found is None:
        return
    schema, pointer, properties = found
    for key in sorted(question.keys() - properties):
        yield Wanting(
            f"{place} has the key {key}, which schemas/{schema.name} ({pointer}) lacks. Mend either."
        )
    if find_spec("jsonschema") is None:
        yield Note(
            f"{place} was held against schemas/{schema.name} by its keys alone: jsonschema is missing."
        )
        return
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - of the developer's tools

    whole = json.loads(schema.read_bytes()) | {"$ref": pointer}
    error = next(iter(Draft202012Validator(whole).iter_errors(question)), None)
    if error is not None:
        where = "/".join(map(str, error.absolute_path)) or "the root"
        yield Wanting(
            f"{place} breaks schemas/{schema.name} ({pointer}) at {where}: {error.validator}. "
            "Mend what it writes there."
        )


def _schema_of(question: Mapping[str, Any], schemas: Path) -> tuple[Path, str, frozenset[str]] | None:
    """File, pointer and keys of the object that has most of the question's keys, and fewest others."""
    best: tuple[tuple[int, int], tuple[Path, str, frozenset[str]]] | None = None
    for path in sorted(schemas.glob("*.schema.json")):
        document = json.loads(path.read_bytes())
        objects = {"#": document} | {f"#/$defs/{name}": it for name, it in document.get("$defs", {}).items()}
        for pointer, each in objects.items():
            keys = frozenset(each.get("properties", ()))
            shared = len(keys & question.keys())
            rank = (shared, -len(keys))
            if 2 * shared > len(question) and (best is None or rank > best[0]):
                best = (rank, (path, pointer, keys))
    return best[1] if best is not None else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key stands twice")
    return made


def _refused(_constant: str) -> None:
    raise ValueError("JSON has no such number")
