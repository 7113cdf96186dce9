"""Pensionsmyndigheten's ways of writing a value: codes with `kod`, plain numbers, dates of several lengths.

Numbers and truth values come as text, as they were written; a code comes as the object it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from hub.elements import CodeList, Odd, Unreadable, coded
from hub.elements import convert as to
from hub.elements.deviations import TEXTS, UNKNOWN_CODE, UNREADABLE
from messages.delar import KodText
from messages.narstaende import Narstaende
from messages.values import to_utc

Read = Callable[[Mapping[str, Any]], KodText | None]

ROUNDED = "AVRUNDAT_TAL"
NO_ZONE = "TID_UTAN_ZON"
UNNAMED = "KOD_SAKNAS"

_TEXTS = {
    ROUNDED: "Talet har fler än sex decimaler och är avrundat.",
    NO_ZONE: "Tiden anges utan tidszon. Den är läst som svensk tid.",
    UNNAMED: "Källan har skickat en beskrivning utan kod. Beskrivningen står i kodens ställe.",
}
_PLAIN = 200
"""Characters of a description that is one; longer ones are looked at more closely."""
_YEARS = range(1800, 3000)
_SWEDEN = ZoneInfo("Europe/Stockholm")
_SIX = Decimal("0.000001")
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?", re.ASCII)
_WHOLE = 12
_LARGEST = Decimal(10) ** _WHOLE
_MONTH = re.compile(r"([0-9]{4})(?:-?([0-9]{2}))?", re.ASCII)


def code(codes: CodeList) -> Read:
    """Reads `{kod, beskrivning}`. The answer's own description goes before the list's text.

    Raises Odd for a code that the list lacks, and for a description without a code; both are carried.
    """

    listed = codes.known

    def read(given: Mapping[str, Any]) -> KodText | None:
        named, said = given.get("kod"), given.get("beskrivning")
        # Nearly every code: of the list, and plainly described.
        if type(said) is str and type(named) is str and named in listed and said.isprintable():
            known = listed[named]
            if said == known.text:
                return known
            if len(said) <= _PLAIN and said.strip() == said != "":
                return coded(known.kod, said)
        return _carefully(codes, _words(named), _words(said))

    return read


def _carefully(codes: CodeList, named: str | None, said: str | None) -> KodText | None:
    if named is None and said is None:
        return None
    if named is None or said is None:
        return _half(codes, named, said)
    known = codes.known.get(named) or codes.known.get(named.upper())
    if known is None:
        raise _odd(codes, named, said)
    return KodText(kod=known.kod, text=said)


def _half(codes: CodeList, named: str | None, said: str | None) -> KodText | None:
    if named is not None:
        return codes.read(named)
    assert said is not None, "one of the two is there"
    raise Odd(KodText(kod=said, text=said), UNNAMED, _TEXTS[UNNAMED])


def _odd(codes: CodeList, named: str, said: str) -> Odd:
    """The code as the list takes unknown ones, with the answer's description for its text."""
    try:
        carried = codes.read(named)
    except Odd as odd:
        return Odd(KodText(kod=odd.value.kod, text=said), odd.code, odd.text)
    return Odd(carried, UNKNOWN_CODE, TEXTS[UNKNOWN_CODE])


def _words(given: Any) -> str | None:
    """A scalar as text, without what cannot be carried; an object or a list is no word."""
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, str | int | Decimal):
        raise Unreadable
    try:
        return to.text(str(given))
    except Odd as odd:
        return str(odd.value)


def number(given: str) -> Decimal | None:
    """A number of at most twelve digits in the scale it was written, with more than six decimals rounded."""
    if given.isdigit() and given.isascii() and len(given) <= _WHOLE:
        return Decimal(given)  # nearly every amount
    try:
        return to.decimal(given)
    except Unreadable:
        return _long_number(given.strip())


def _long_number(plain: str) -> Decimal:
    if not _NUMBER.fullmatch(plain):
        raise Unreadable
    try:
        value = Decimal(plain)
        if abs(value) >= _LARGEST:
            raise Unreadable
        written = value.quantize(_SIX, ROUND_HALF_UP)
    except InvalidOperation:
        raise Unreadable from None
    if written != value:
        raise Odd(abs(written) if written.is_zero() else written, ROUNDED, _TEXTS[ROUNDED])
    exact = written.normalize()
    return Decimal(format(abs(exact) if exact.is_zero() else exact, "f"))


def truth(given: str) -> bool | None:
    """A JSON truth value, also one that was sent as a string."""
    plain = given.strip().lower()
    if not plain:
        return None
    if plain not in ("true", "false"):
        raise Unreadable
    return plain == "true"


def year(given: str) -> int | None:
    """A calendar year of four digits, 1800 to 2999."""
    found = to.integer(given)
    if found is not None and found not in _YEARS:
        raise Unreadable
    return found


def year_of_day(given: str) -> int | None:
    """The year of a date: what is carried of somebody else's birthday."""
    found = to.day(given)
    if found is not None and found.year not in _YEARS:
        raise Unreadable
    return None if found is None else found.year


def first_day(given: str) -> date | None:
    """A date that something holds from. A month or a year alone holds from its first day."""
    found = _MONTH.fullmatch(given.strip())
    if found is None:
        return to.day(given)
    try:
        return date(int(found[1]), int(found[2] or 1), 1)
    except ValueError:
        raise Unreadable from None


def moment(given: str) -> datetime | None:
    """A point in time in UTC. Raises Odd where no zone is named: it is taken for Swedish time then."""
    plain = given.strip()
    if not plain:
        return None
    try:
        told = datetime.fromisoformat(plain)
        if "T" not in plain.upper():
            raise Unreadable
        if told.tzinfo is not None:
            return to_utc(told)
        raise Odd(to_utc(told.replace(tzinfo=_SWEDEN)), NO_ZONE, _TEXTS[NO_ZONE])
    except Odd:
        raise
    except ValueError:
        raise Unreadable from None


def relative(relation: KodText, given: str) -> Narstaende:
    """Somebody else by their number. Raises Odd where it cannot be read: that there is somebody stands."""
    try:
        them = to.person(given)
    except Unreadable:
        raise Odd(Narstaende(relation=relation), UNREADABLE, TEXTS[UNREADABLE]) from None
    return Narstaende(relation=relation, fodelsear=them.birth_year if them else None, personidentitet=them)
