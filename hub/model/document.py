"""Data files (agreements, municipalities, manifests) read strictly: YAML in, a model or sentences out.

Pure: the caller reads the bytes. Every fault is a sentence that names file, place and remedy, and all faults
of a file are told at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Hashable, Mapping, Sequence
from difflib import get_close_matches
from enum import Enum
from typing import Annotated, Any, TypeVar, get_args, get_origin

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails
from yaml.constructor import SafeConstructor

from hub import quick_yaml
from messages.values import luhn_valid


class Strict(BaseModel):
    """A part of a data file: unknown keys are refused, texts are not taken for numbers or the reverse."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Model = TypeVar("Model", bound=Strict)


class FaultyDocuments(Exception):
    """Files that cannot be used. `faults` holds one sentence for each fault, with file, place and remedy."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def _checked_organisation_number(number: str) -> str:
    if not luhn_valid(number):
        raise ValueError("the check digit does not match; look for a typing error")
    return number


OrganisationNumber = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{2}[2-9][0-9]{7}$"),
    AfterValidator(_checked_organisation_number),
]
"""Ten digits without hyphen, with a check digit that matches."""

Filled = Annotated[str, StringConstraints(min_length=1, max_length=1000, strip_whitespace=True)]


class _Strict(SafeConstructor):
    """YAML that refuses a key written twice: the plain loader keeps the last one without a word.

    Dates stay texts, so that the model judges them and an impossible one gets its place.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - the base class's shape
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key} is written twice; keep one", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


class _Quick(_Strict, quick_yaml.QuickLoader):
    """By libyaml."""


class _Plain(_Strict, yaml.SafeLoader):
    """Whose sentences tell what is wrong."""


def read_document(model: type[Model], content: bytes, file: str) -> Model:
    """One file as its model. Raises FaultyDocuments with every fault; `file` is what they call it."""
    try:
        data = quick_yaml.load(content.decode("utf-8"), _Quick, _Plain)
    except UnicodeDecodeError:
        raise FaultyDocuments([f"{file}: is not UTF-8. Save it as UTF-8."]) from None
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise FaultyDocuments([f"{file}: {line}{error.problem}. Mend the YAML there."]) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise FaultyDocuments([f"{file}: is not YAML ({error}). Mend it."]) from None
    if not isinstance(data, dict):
        raise FaultyDocuments([f"{file}: holds no keys. Write it as `key: value`, as the examples do."])
    try:
        # By way of JSON, where strictness knows texts, numbers and truth values apart but takes ISO dates.
        return model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        raise FaultyDocuments([f"{file}: {_sentence(model, fault)}" for fault in error.errors()]) from None
    except (TypeError, ValueError, RecursionError):
        fault = (
            f"{file}: holds what is neither text, number, list nor mapping. Write plain YAML without tags."
        )
        raise FaultyDocuments([fault]) from None


def place(loc: Sequence[str | int]) -> str:
    """`("uppgifter", 3)` as people read it: `uppgifter[3]`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return text.removeprefix(".")


def nearest(given: str, known: Collection[str]) -> str:
    """` Nearest: x.`, or what there is when nothing is near."""
    close = get_close_matches(given, sorted(known), n=1, cutoff=0.5)
    if close:
        return f" Nearest: {close[0]}."
    listed = ", ".join(sorted(known)[:12])
    return f" There is: {listed}." if listed else ""


_LACKING: Mapping[str, str] = {
    "missing": "is missing. Add it.",
    "too_short": "is empty. Name at least one.",  # lists and mappings: no file wants more than one
}


def _sentence(model: type[BaseModel], fault: ErrorDetails) -> str:
    loc = [part for part in fault["loc"] if part != "[key]"]
    where, kind = place(loc), fault["type"]
    match kind:
        case "extra_forbidden":
            return f"{where} is not a known key. Remove it.{nearest(str(loc[-1]), _keys(model, loc[:-1]))}"
        case "missing" | "too_short":
            return f"{where} {_LACKING[kind]}"
        case "string_type":
            return f"{where} is {_written(fault['input'])}, not a text. Write it within quotation marks."
        case "enum":
            near = nearest(str(fault["input"]), _enum_values(_annotation(model, loc)))
            return f"{where} is {_written(fault['input'])}, which is none of its values.{near}"
        case "value_error":
            reason = re.sub(r"^Value error, ", "", fault["msg"]).rstrip(".")
            return f"{where or 'the file'}: {reason}."
        case _:
            return f"{where} is {_written(fault['input'])}: {fault['msg'][:1].lower()}{fault['msg'][1:]}."


def _written(value: object) -> str:
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    return json.dumps(value, ensure_ascii=False)[:60]


def _keys(model: type[BaseModel], loc: Sequence[str | int]) -> frozenset[str]:
    part = _annotation(model, loc)
    if not (isinstance(part, type) and issubclass(part, BaseModel)):
        return frozenset()
    return frozenset(field.alias or name for name, field in part.model_fields.items())


def _annotation(model: object, loc: Sequence[str | int]) -> object:
    """The type that stands at a place: through fields, lists, mappings and optional parts."""
    part = _bare(model)
    for step in loc:
        if isinstance(part, type) and issubclass(part, BaseModel):
            fields = {field.alias or name: field for name, field in part.model_fields.items()}
            part = _bare(fields[str(step)].annotation) if str(step) in fields else None
        elif get_origin(part) in {list, tuple, set, frozenset}:
            part = _bare(get_args(part)[0])
        elif get_origin(part) in {dict, Mapping}:
            part = _bare(get_args(part)[1])
    return part


def _bare(annotation: object) -> object:
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    kept = [option for option in get_args(annotation) if option is not type(None)]
    if type(None) in get_args(annotation) and len(kept) == 1:
        return _bare(kept[0])
    return annotation


def _enum_values(annotation: object) -> frozenset[str]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return frozenset(str(option.value) for option in annotation)
    return frozenset()
