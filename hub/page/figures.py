"""Numbers, days and moments as they are written in Swedish. Nothing is rounded and nothing reckoned."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from hub.model.calendar import SWEDEN

_NUMBER = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,18})(?:\.(?P<decimals>[0-9]{1,6}))?", re.ASCII)
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}(?:Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII)
_HARD_SPACE = "\u00a0"  # so that a line never breaks within a number


def amount(text: str) -> str:
    """A number with a space between thousands and a comma before decimals; its scale is kept."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    whole = f"{int(match['whole']):,}".replace(",", _HARD_SPACE)
    decimals = f",{match['decimals']}" if match["decimals"] else ""
    return f"{'−' if match['sign'] else ''}{whole}{decimals}"


def is_moment(text: str) -> bool:
    return _MOMENT.fullmatch(text) is not None


def moment(text: str) -> str:
    """A moment of the wire in Swedish time; what is no moment stands as it is."""
    try:
        swedish = datetime.fromisoformat(text).astimezone(SWEDEN)
    except (ValueError, OverflowError):
        return text
    return swedish.strftime("%Y-%m-%d kl. %H:%M:%S")


def period(value: Mapping[str, Any]) -> str:
    """Days from and to, either of which may be missing."""
    first, last = value.get("from"), value.get("tom")
    if first and last:
        return f"{first} – {last}"
    return f"från och med {first}" if first else f"till och med {last}"


def month(value: Mapping[str, Any]) -> str:
    """A period that is a whole month by its number, any other from day to day."""
    if value.get("from") and value.get("tom"):
        first, last = date.fromisoformat(value["from"]), date.fromisoformat(value["tom"])
        if (first, last) == (first.replace(day=1), first.replace(day=monthrange(first.year, first.month)[1])):
            return f"{first:%Y-%m}"
    return period(value)
