"""Somebody else than the person asked about, met inside an answer: a co-borrower, a child, a spouse."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from messages.base import Meddelande
from messages.delar import KodText
from messages.values import Personidentitet


class Narstaende(Meddelande):
    """A relative or the like, reduced to relation and year of birth.

    `personidentitet` is handed out only when the person is one of the case's own; `hub.elements.keep_groups`
    takes it away otherwise, wherever in a section this type stands.
    """

    relation: KodText
    fodelsear: Annotated[int, Field(ge=1800, le=2999)] | None = None
    personidentitet: Personidentitet | None = None
