"""What a message looks like, read from its model: the one source for the XML codec and the schemas.

Only what both JSON and XML can carry without loss is allowed; a model with anything else is refused with
TypeError when its shape is first taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from messages.base import Fraga, Meddelande, Post, Sektion
from messages.values import Personidentitet


class Kind(Enum):
    """The kinds of scalar values. The value is the element name of one item in a list of them."""

    TEXT = "text"
    PERSON = "personidentitet"
    CODE = "kod"
    BOOL = "flagga"
    INT = "heltal"
    DATE = "datum"
    MOMENT = "tidpunkt"
    DECIMAL = "tal"


class Sections(Enum):
    """The kind of a field that holds open sections by name."""

    BY_NAME = "sektion"


Value = Kind | Sections | type[Meddelande]


@dataclass(frozen=True, slots=True)
class Member:
    """One field: its name on the wire and in Python, what it holds, and whether it is a list of that.

    `item` is the element name of one item of a list; `required` is whether a question must have it.
    """

    name: str
    attribute: str
    value: Value
    many: bool
    item: str
    required: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A model's fields in the order they stand in XML. `grows`: later minor versions may add at the end."""

    members: tuple[Member, ...]
    grows: bool


@dataclass(frozen=True, slots=True)
class Root:
    """The outermost element of a message or a section."""

    name: str
    namespace: str


_KINDS: tuple[tuple[type, Kind], ...] = (
    (StrEnum, Kind.CODE),
    (str, Kind.TEXT),
    (Personidentitet, Kind.PERSON),
    (bool, Kind.BOOL),
    (int, Kind.INT),
    (datetime, Kind.MOMENT),
    (date, Kind.DATE),
    (Decimal, Kind.DECIMAL),
)


@cache
def root_of(model: type[Meddelande]) -> Root:
    """Name and namespace of a message or a section. Raises TypeError for a mere part of one."""
    name = getattr(model, "namn", None) if issubclass(model, Sektion) else getattr(model, "elementnamn", None)
    namespace = getattr(model, "namnrymd", None)
    if not isinstance(name, str) or not isinstance(namespace, str):
        raise TypeError(f"{model.__name__} is a part of a message: it has no element name and namespace")
    return Root(name, namespace)


@cache
def shape_of(model: type[Meddelande]) -> Shape:
    """The shape of a message, a section or a part. Raises TypeError naming the field that will not do."""
    hints = get_type_hints(model, include_extras=True)
    members = []
    for attribute, info in model.model_fields.items():
        value, many, item = _read(hints[attribute], f"{model.__name__}.{attribute}")
        members.append(Member(info.alias or attribute, attribute, value, many, item, info.is_required()))
    return Shape(tuple(members), grows=not issubclass(model, Fraga))


def _read(annotation: Any, where: str) -> tuple[Value, bool, str]:
    plain, notes = _bare(annotation)
    optional = get_origin(plain) in (Union, UnionType)
    if optional:
        some = [part for part in get_args(plain) if part is not NoneType]
        if len(some) != 1:
            raise TypeError(
                f"{where}: a field is of one kind; a choice between kinds has no lossless XML form"
            )
        plain, notes = _bare(some[0])
    many = get_origin(plain) is list
    if many and optional:
        raise TypeError(f"{where}: lists are always present; give the list a default_factory instead of None")
    if not many:
        value = _value(plain, where)
        return value, False, ""
    value = _value(_bare(get_args(plain)[0])[0], where)
    named = [note.element for note in notes if isinstance(note, Post)]
    return value, True, named[0] if named else _item_name(value)


def _bare(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    if get_origin(annotation) is Annotated:
        plain, *notes = get_args(annotation)
        return plain, tuple(notes)
    return annotation, ()


def _value(plain: Any, where: str) -> Value:
    if get_origin(plain) is dict:
        return Sections.BY_NAME
    if isinstance(plain, type) and issubclass(plain, Meddelande):
        return plain
    if isinstance(plain, type):
        for known, kind in _KINDS:
            if issubclass(plain, known):
                return kind
    raise TypeError(f"{where}: {plain!r} has no wire form; use the types of messages.values and base")


def _item_name(value: Value) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    return value.__name__[0].lower() + value.__name__[1:]
