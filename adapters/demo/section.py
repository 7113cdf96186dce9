"""The kind of information that this folder brings: one section, with a URN of its maker's own.

Its schemas are made from it: nyttonav adapters section adapters/demo
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from pydantic import Field

from messages.base import Elementgrupp, Meddelande, Sektion
from messages.delar import KodText
from messages.values import Tal, Text


class Post(Meddelande):
    """One thing that the source tells. `belopp` is SEK."""

    id: Text
    benamning: Text | None = None
    status: KodText | None = None
    dag: date | None = None
    belopp: Tal | None = None
    ort: Text | None = None


class DemoUppgifter(Sektion):
    """What the source tells of one person, version 1."""

    namn: ClassVar[str] = "demoUppgifter"
    namnrymd: ClassVar[str] = "urn:example:demoUppgifter:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "demoUppgifter.poster": Elementgrupp(
            "Poster med status, dag och belopp",
            (
                "poster[].id",
                "poster[].benamning",
                "poster[].status",
                "poster[].dag",
                "poster[].belopp",
            ),
        ),
        "demoUppgifter.orter": Elementgrupp("Var posterna finns", ("poster[].id", "poster[].ort")),
    }

    poster: list[Post] = Field(default_factory=list)
