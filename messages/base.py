"""What every nyttomeddelande has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    SerializeAsAny,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError, to_json


class Meddelande(BaseModel):
    """A part of an answer: frozen, named as on the wire, and growing only by addition.

    Readers ignore what they do not know (a later minor version of the same major).
    """

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        hide_input_in_errors=True,
    )

    def like(self, changes: Mapping[str, Any]) -> Self:
        """A copy with other values for some fields; they must be such as the fields hold: nothing is checked.

        What pydantic's `model_copy` gives, at a third of the time: it is done for every income item and every
        part of a section that is reduced.
        """
        return self._put({**self.__dict__, **changes}, {*self.__pydantic_fields_set__, *changes})

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        """A message of values that are known to be what its fields hold: every field, and nothing is checked.

        For what the hub makes many of, out of what has been read and checked.
        """
        return cls._put(values, set(values))

    @classmethod
    def _put(cls, values: dict[str, Any], told: set[str]) -> Self:
        made = object.__new__(cls)
        put = object.__setattr__
        put(made, "__dict__", values)
        put(made, "__pydantic_fields_set__", told)
        put(made, "__pydantic_extra__", None)
        put(made, "__pydantic_private__", None)
        return made


class Fraga(Meddelande):
    """A part of a question: as `Meddelande`, but unknown fields are refused by name."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Elementgrupp:
    """A group of elements as agreements and askers name it: what it is (Swedish), and its places.

    A place is a path in the section, `arenden[].utbetalningar`, and stands for all below it.
    """

    text: str
    platser: tuple[str, ...]


class Sektion(Meddelande):
    """One kind of information in an answer. Subclasses name themselves and their XML namespace.

    `namn` is the key under `uppgifter` and the XML element; `namnrymd` is `urn:nyttonav:<namn>:<major>`, or
    a URN of the maker's own for a section from outside. `grupper` are its element groups by full name
    (`studiestod.utbetalningar`); a section without any is one group, called by its own name. A place may
    belong to several groups: it is handed out with any of them.
    """

    namn: ClassVar[str]
    namnrymd: ClassVar[str]
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {}


M = TypeVar("M", bound=Meddelande)


@dataclass(frozen=True, slots=True)
class Post:
    """Annotates a list field: the name of one item's element in XML, where the derived one will not do."""

    element: str


def _sections(given: object, _handler: object, info: ValidationInfo) -> dict[str, Sektion]:
    if not isinstance(given, Mapping):
        raise PydanticCustomError("dict_type", "uppgifter holds sections by name")
    if info.mode == "json":
        return _read_sections(given, info.context)
    for name, section in given.items():
        if not isinstance(section, Sektion) or section.namn != name:
            raise ValueError("Varje sektion i uppgifter står under sitt eget namn.")
    return dict(given)


def _read_sections(given: Mapping[str, Any], catalogue: object) -> dict[str, Sektion]:
    known = catalogue if isinstance(catalogue, Mapping) else {}
    sections: dict[str, Sektion] = {}
    faults: list[InitErrorDetails] = []
    for name, content in given.items():
        model = known.get(name)
        if model is None:
            unknown = PydanticCustomError("section_unknown", "no section of that name in the catalogue")
            faults.append({"type": unknown, "loc": (name,), "input": None})
            continue
        try:
            sections[name] = read_strictly(model, to_json(content), known)
        except ValidationError as error:
            faults += [_under(name, dict(fault)) for fault in error.errors(include_url=False)]
    if faults:
        raise ValidationError.from_exception_data("uppgifter", faults, "json", hide_input=True)
    return sections


def _under(name: str, fault: dict[str, Any]) -> InitErrorDetails:
    kind = PydanticCustomError(fault["type"], fault["type"], fault.get("ctx"))
    return {"type": kind, "loc": (name, *fault["loc"]), "input": None}


def read_strictly(model: type[M], raw: str | bytes, catalogue: Mapping[str, type[Sektion]]) -> M:
    """The wire's JSON form, already checked for duplicates and depth, as a model: no coercion, wire names
    only. Raises pydantic's ValidationError."""
    return model.model_validate_json(raw, strict=True, context=catalogue, by_alias=True, by_name=False)


Sektioner = Annotated[
    dict[str, SerializeAsAny[Sektion]],
    WrapValidator(_sections),
    WithJsonSchema(
        {
            "type": "object",
            "propertyNames": {"pattern": "^[a-z][A-Za-z0-9]*$"},
            "additionalProperties": {"type": "object"},
        }
    ),
]
"""Sections by name. Read from the wire with the catalogue of sections (name to class) as validation context:
one that the catalogue lacks is refused, never dropped."""
