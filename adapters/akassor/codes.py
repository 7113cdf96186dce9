"""The a-kassor's codes, and the converters that only their format needs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hub.elements import Unreadable, load_codes
from hub.elements import convert as to
from messages.delar import KodText

STATUS = load_codes("arbetsloshetsersattning-status")
BENEFIT = load_codes("arbetsloshetsersattning-forman")

_TRUTH = {"true": True, "1": True, "false": False, "0": False}
UNEMPLOYMENT_BENEFIT = KodText(kod="ARBETSLOSHETSERSATTNING", text=BENEFIT.texts["ARBETSLOSHETSERSATTNING"])


def number(given: str) -> Decimal | None:
    """xs:decimal in the scale it was written; also `.5` and `5.`, which the type allows."""
    try:
        return to.decimal(given)
    except Unreadable:
        return to.decimal(_with_digits_around(given.strip()))


def _with_digits_around(plain: str) -> str:
    """`.5` as `0.5`, `-.5` as `-0.5`, `5.` as `5`; anything else as it is."""
    sign, digits = (plain[0], plain[1:]) if plain[:1] in ("+", "-") else ("", plain)
    if digits.startswith("."):
        digits = f"0{digits}" if len(digits) > 1 else digits
    elif digits.endswith("."):
        digits = digits[:-1]
    return f"{sign}{digits}"


def truth(given: str) -> bool | None:
    """xs:boolean, also in capitals."""
    plain = given.strip().lower()
    if not plain:
        return None
    if plain not in _TRUTH:
        raise Unreadable
    return _TRUTH[plain]


def list_came(section: dict[str, Any]) -> None:
    """Tells a list that came empty from one that did not come."""
    section.setdefault("akassor", [])
