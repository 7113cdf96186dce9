"""The wish to see what a protected identity would withhold, with its reason: a part of the question."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from messages.base import Fraga
from messages.skal import FEWEST, MOST, checked_reason
from messages.values import TEXT_PATTERN


def _a_reason(text: str) -> str:
    return checked_reason(text, "Skriv med några ord varför de skyddade uppgifterna behövs i ärendet.")


SkalForSkyddade = Annotated[
    str,
    StringConstraints(pattern=TEXT_PATTERN, min_length=FEWEST, max_length=MOST),
    AfterValidator(_a_reason),
]
"""Why it is needed: a sentence for whoever reviews it, never with a personal number."""


class SkyddadeUppgifter(Fraga):
    """Lifts the suppression for this one answer. It takes a permission of its own and is always reviewed."""

    skal: SkalForSkyddade
