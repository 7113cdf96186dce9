"""A reason in a caseworker's own words: for whoever reviews afterwards, never with a personal number."""

from __future__ import annotations

from messages.values import holds_personal_number

FEWEST, MOST = 10, 1_000
"""Characters of a reason."""
_FEWEST_WORDS = 3


def checked_reason(text: str, what_to_write: str) -> str:
    """The text, if it says something. Raises ValueError with a Swedish sentence; `what_to_write` is one."""
    if holds_personal_number(text):
        raise ValueError("Skälet får inte innehålla ett personnummer; personerna anges i personer.")
    if sum(any(letter.isalpha() for letter in word) for word in text.split()) < _FEWEST_WORDS:
        raise ValueError(what_to_write)
    return text
