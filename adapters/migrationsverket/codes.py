"""Migrationsverket's codes. Those that it makes itself come with their text beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.elements import CodeList, load_codes

VALIDITY = load_codes("uppehallstillstand-giltighetstid")

OWN: Mapping[str, CodeList] = {
    "arendetyp": load_codes("uppehallstillstand-arendetyp"),
    "beslut": load_codes("uppehallstillstand-beslut"),
    "beslutstyp": load_codes("uppehallstillstand-beslutstyp"),
    "anledning": load_codes("uppehallstillstand-anledning"),
}
"""Field of a case to its list."""


def complete_case(case: dict[str, Any]) -> None:
    """A code or a text that came alone gets the other: the list's text or the code itself; the code OKAND."""
    for field, codes in OWN.items():
        came = case.get(field)
        if came is None or len(came) == 2:
            continue  # both are there: they stand as they came
        known = codes.read(came.get("kod", "OKAND"))
        assert known is not None
        case[field] = {"kod": known.kod, "text": came.get("text", known.text)}
