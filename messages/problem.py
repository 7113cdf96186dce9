"""problem/1: an error as RFC 9457 (Problem Details for HTTP APIs) writes it, in JSON and XML."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from messages.base import Meddelande, Post
from messages.koder import Atgard, Led
from messages.values import Code, Text, Uuid


class Felplats(Meddelande):
    """One place in the question (a JSON pointer, in XML too) and what is wrong there."""

    plats: Text
    text: Text


class Problembeskrivning(Meddelande):
    """RFC 9457's own members first, then ours: `kod`, where the fault lies, what to do, the log's entries.

    `grind` and `lag` stand where one of the five gates refused: which, and the law behind it.
    """

    elementnamn: ClassVar[str] = "problem"
    namnrymd: ClassVar[str] = "urn:ietf:rfc:7807"
    """RFC 9457 kept the namespace of the RFC it replaced; items of lists are named `i` there."""

    type: Text
    title: Text
    status: Annotated[int, Field(ge=400, le=599)]
    detail: Text | None = None
    instance: Text | None = None
    kod: Code
    led: Led
    atgard: Atgard
    grind: Annotated[int, Field(ge=1)] | None = None
    lag: Text | None = None
    svarId: Uuid | None = None
    loggposter: Annotated[list[Uuid], Post("i")] = Field(default_factory=list)
    fel: Annotated[list[Felplats], Post("i")] = Field(default_factory=list)
