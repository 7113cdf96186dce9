"""Text to values, for all formats. Each gives None for what says nothing, and raises Unreadable or Odd."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from hub.elements.deviations import CHARACTERS, TEXTS, TOO_LONG
from hub.elements.table import Odd, Unreadable
from messages.values import Personidentitet

MAX_TEXT = 10_000
_DECIMAL = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text(given: str) -> str | None:
    """Any text, without surrounding white space. What XML cannot carry becomes U+FFFD and is told."""
    plain = given.strip()
    if plain.isprintable() and len(plain) <= MAX_TEXT:
        return plain or None
    if len(plain) > MAX_TEXT:
        raise Odd(_FORBIDDEN.sub("\ufffd", plain[:MAX_TEXT]), TOO_LONG, TEXTS[TOO_LONG])
    if _FORBIDDEN.search(plain):
        raise Odd(_FORBIDDEN.sub("\ufffd", plain), CHARACTERS, TEXTS[CHARACTERS])
    return plain or None


def whole_amount(given: str) -> Decimal | None:
    """Digits with an optional minus, at most fifteen characters: whole kronor. `-0` is 0."""
    plain = given.strip()
    if plain.isdigit() and plain.isascii() and len(plain) <= 15:
        return Decimal(plain)
    if not plain:
        return None
    if not (plain.isascii() and plain.removeprefix("-").isdigit() and len(plain) <= 15):
        raise Unreadable
    return Decimal(int(plain))


def decimal(given: str) -> Decimal | None:
    """A decimal number in the scale it was written, at most twelve digits and six decimals."""
    plain = given.strip()
    if not plain:
        return None
    if not _DECIMAL.fullmatch(plain):
        raise Unreadable
    number = Decimal(plain)
    return abs(number) if number.is_zero() else number


def integer(given: str) -> int | None:
    """A number of at most nine digits, not negative."""
    plain = given.strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 9):
        raise Unreadable
    return int(plain)


def compact_day(given: str) -> date | None:
    """yyyyMMdd; `0`, also repeated, means no date yet."""
    plain = given.strip()
    try:
        if len(plain) == 8 and plain.isdigit() and plain.isascii():
            return date.fromisoformat(plain)
    except ValueError:
        pass  # a zero date, or no date at all: told apart below
    if plain.strip("0"):
        raise Unreadable
    return None


def day(given: str) -> date | None:
    """xsd:date. An offset (`2016-11-18+01:00`) is read past: it is the same calendar day."""
    plain = given.strip()
    if not plain:
        return None
    if len(plain) != 10 or plain[4] != "-" or plain[7] != "-":
        found = _DAY.fullmatch(plain)
        if found is None:
            raise Unreadable
        plain = found[1]
    try:
        return date.fromisoformat(plain)
    except ValueError:
        raise Unreadable from None


def week(given: str) -> str | None:
    """yyyyWW, an ISO week, as text; `0`, also repeated, means none."""
    found = _week(given)
    return None if found is None else found[0]


def week_first_day(given: str) -> date | None:
    """The Monday of yyyyWW."""
    found = _week(given)
    return None if found is None else found[1]


def week_last_day(given: str) -> date | None:
    """The Sunday of yyyyWW."""
    found = _week(given)
    return None if found is None else found[2]


def _week(given: str) -> tuple[str, date, date] | None:
    if len(given) == 6:
        return _days_of(given)
    plain = given.strip()
    if not plain.strip("0"):
        return None
    if len(plain) != 6:
        raise Unreadable
    return _days_of(plain)


@lru_cache(maxsize=1024)
def _days_of(six: str) -> tuple[str, date, date] | None:
    if not six.strip(" 0"):
        return None
    if not (six.isascii() and six.isdigit()):
        raise Unreadable
    year, number = int(six[:4]), int(six[4:])
    try:
        return six, date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 7)
    except (ValueError, OverflowError):
        raise Unreadable from None


def person(given: str) -> Personidentitet | None:
    """Twelve digits with century."""
    plain = given.strip()
    if not plain:
        return None
    try:
        return Personidentitet(plain)
    except ValueError:
        raise Unreadable from None


def birth_year(given: str) -> int | None:
    """The year of birth in a personal number of twelve digits."""
    them = person(given)
    return None if them is None else them.birth_year
