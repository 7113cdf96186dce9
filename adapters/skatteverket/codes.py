"""Skatteverket's codes, and the converters that only Skatteverket needs."""

from __future__ import annotations

import re
from decimal import Decimal

from hub.elements import Odd, Unreadable, load_codes
from hub.elements.convert import decimal, integer
from messages.delar import KodText

PERSON_STATUS = load_codes("beskattning-status-personuppgift")
CAPITAL_STATUS = load_codes("beskattning-status-kapital")
ACCOUNT_STATUS = load_codes("beskattning-status-skattekonto")
BENEFIT = load_codes("beskattning-forman")
KIND = load_codes("beskattning-slag")

ZERO = "Skatteverket skriver 0 också när ett belopp saknas eller är negativt."
NEGATIVE = "Beloppet är negativt, fast Skatteverket säger sig skriva 0 då. Det återges som det kom."

_NOUGHT = re.compile(r"[+-]?0+", re.ASCII)


def year(given: str) -> int | None:
    """A calendar year of four digits."""
    found = integer(given)
    if found is not None and not 1900 <= found <= 2999:
        raise Unreadable
    return found


def amount(given: str) -> Decimal | None:
    """A decimal number in its own scale. A negative one is carried, and told."""
    found = decimal(given)
    if found is not None and found < 0:
        raise Odd(found, "NEGATIVT_BELOPP", NEGATIVE)
    return found


def zero_remark(given: str) -> str | None:
    """What 0 may stand for, beside an amount of 0."""
    found = decimal(given)
    return ZERO if found is not None and found.is_zero() else None


def told_status(given: str) -> KodText | None:
    """The status of the whole answer where it says anything: 0 does not."""
    return None if says_answered(given) else PERSON_STATUS.read(given)


def says_answered(status: str | None) -> bool:
    """A status of 0, or blank, is that the question was answered (inferred: so it is at other agencies)."""
    return status is not None and (not status.strip() or _NOUGHT.fullmatch(status.strip()) is not None)
