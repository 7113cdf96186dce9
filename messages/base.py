"""What every nyttomeddelande has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


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
