"""Text to values, for all formats. Each gives None for what says nothing, and raises Unreadable or Odd."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from hub.elements.deviations import CHARACTERS, TEXTS, TOO_LONG
from hub.elements.table import Odd, Unreadable
from messages.values import Personidentitet

MAX_TEXT = 10_000
_AMOUNT = re.compile(r"-?[0-9]{1,15}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text(given: str) -> str | None:
    """Any text, without surrounding white space. What XML cannot carry becomes U+FFFD and is told."""
    plain = given.strip()
    if len(plain) > MAX_TEXT:
        raise Odd(_FORBIDDEN.sub("\ufffd", plain[:MAX_TEXT]), TOO_LONG, TEXTS[TOO_LONG])
    if _FORBIDDEN.search(plain):
        raise Odd(_FORBIDDEN.sub("\ufffd", plain), CHARACTERS, TEXTS[CHARACTERS])
    return plain or None


def whole_amount(given: str) -> Decimal | None:
    """Digits with an optional minus, at most fifteen: whole kronor. `-0` is 0."""
    plain = given.strip()
    if not plain:
        return None
    if not _AMOUNT.fullmatch(plain):
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
    if not plain.strip("0"):
        return None
    if not (len(plain) == 8 and plain.isascii() and plain.isdigit()):
        raise Unreadable
    try:
        return date(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
    except ValueError:
        raise Unreadable from None


def day(given: str) -> date | None:
    """xsd:date. An offset (`2016-11-18+01:00`) is read past: it is the same calendar day."""
    plain = given.strip()
    if not plain:
        return None
    found = _DAY.fullmatch(plain)
    if found is None:
        raise Unreadable
    try:
        return date.fromisoformat(found[1])
    except ValueError:
        raise Unreadable from None


def week(given: str) -> str | None:
    """yyyyWW, an ISO week, as text; `0`, also repeated, means none."""
    return None if _monday(given) is None else given.strip()


def week_first_day(given: str) -> date | None:
    """The Monday of yyyyWW."""
    return _monday(given)


def week_last_day(given: str) -> date | None:
    """The Sunday of yyyyWW."""
    monday = _monday(given)
    return None if monday is None else date.fromordinal(monday.toordinal() + 6)


def _monday(given: str) -> date | None:
    plain = given.strip()
    if not plain.strip("0"):
        return None
    if not (len(plain) == 6 and plain.isascii() and plain.isdigit()):
        raise Unreadable
    try:
        monday = date.fromisocalendar(int(plain[:4]), int(plain[4:]), 1)
        date.fromordinal(monday.toordinal() + 6)
    except (ValueError, OverflowError):
        raise Unreadable from None
    return monday


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
