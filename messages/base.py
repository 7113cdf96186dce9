"""What every nyttomeddelande has in common."""

from __future__ import annotations

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


class Sektion(Meddelande):
    """One kind of information in an answer. Subclasses name themselves and their XML namespace.

    `namn` is the key under `uppgifter` and the XML element; `namnrymd` is `urn:nyttonav:<namn>:<major>`, or
    a URN of the maker's own for a section from outside.
    """

    namn: ClassVar[str]
    namnrymd: ClassVar[str]
