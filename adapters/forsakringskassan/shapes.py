"""Försäkringskassan's ways of writing a value: amounts with a currency, codes with `id`, shares and times.

A small object comes as it is, with anything at all under its keys; a value that stands alone comes as text.
Each gives None for what says nothing, and raises Odd or Unreadable, nothing else. These are most of the work
of a translation: what is ordinary is read in few steps, and what is not goes a longer way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from adapters.forsakringskassan.pension_shapes import number
from hub.elements import CodeList, Odd, Unreadable, coded
from hub.elements import convert as to
from hub.elements.deviations import TEXTS, UNKNOWN_CODE, UNREADABLE
from messages.delar import KodText, Period
from messages.forsakringsarende import Omfattning

Given = Mapping[str, Any]
Coded = KodText | dict[str, str]
"""A code with its text; the latter form becomes the former with all else of the section."""

AMOUNT = ("summa", "valuta")
CODE = ("id", "beskrivning")
LAND = ("kod", "namn")
SHARE = ("taljare", "namnare")
TIME = ("fran", "till")

CURRENCY, NO_CURRENCY = "VALUTA", "VALUTA_SAKNAS"
UNNAMED = "KOD_SAKNAS"
SOLE_TRADER = "ORGANISATIONSNUMMER_UTELAMNAT"

_OTHER_CURRENCY = "Beloppet är i en annan valuta än svenska kronor och återges inte."
_NO_CURRENCY = "Beloppet anges utan valuta. Det är läst som svenska kronor."
_UNNAMED = "Källan har skickat en beskrivning utan kod. Beskrivningen står i kodens ställe."
_SOLE_TRADER = (
    "Organisationsnumret kan inte återges och är utelämnat; en enskild firma har sin ägares personnummer."
)
_SWEDEN = ZoneInfo("Europe/Stockholm")
_TIME_OF_DAY = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.,]{2,20}(Z|[+-][0-9]{2}:?[0-9]{2})?", re.ASCII
)
_COMPANY = re.compile(r"(?:16)?([0-9]{2}[2-9][0-9]{3})-?([0-9]{4})", re.ASCII)
_LARGEST, _LARGEST_SHARE = 10**12, 10**9
_PLAIN = 200
"""Characters of a text that is ordinary; longer ones are looked at more closely."""


def amount(given: Given) -> Decimal | None:
    """SEK, in the scale it was written. Raises Odd, with nothing to carry, for another currency."""
    total = given.get("summa")
    if given.get("valuta") == "SEK":
        if type(total) is Decimal:
            written = str(total)
            # Eight characters have at most six decimals.
            if len(written) <= 8 and written[0] != "-" and "E" not in written:
                return total
        elif type(total) is int and 0 <= total < _LARGEST:
            return Decimal(total)
    return _other_amount(total, given.get("valuta"))


def _other_amount(total: Any, currency: Any) -> Decimal | None:
    if total is None:
        return None
    if currency is not None and not (type(currency) is str and currency.strip().upper() in ("SEK", "")):
        raise Odd(None, CURRENCY, _OTHER_CURRENCY)
    found = number(written_as(total))
    if found is not None and not currency:
        raise Odd(found, NO_CURRENCY, _NO_CURRENCY)
    return found


def written_as(value: Any) -> str:
    """A number, or a text that may hold one, as text. Raises Unreadable."""
    if type(value) is str:
        return value
    if isinstance(value, Decimal) or (type(value) is int and -_LARGEST < value < _LARGEST):
        return str(value)
    raise Unreadable


def code(listed: CodeList, keys: tuple[str, str] = CODE) -> Callable[[Given], Coded | None]:
    """Reads `{id, beskrivning}`, or what `keys` call them. The answer's own description goes before the
    list's text.

    Raises Odd for a code that a list which is not open lacks, and for a description without a code; both are
    carried.
    """
    code_key, text_key = keys
    known: dict[Any, KodText] = {**listed.known}
    known.update((int(each), meant) for each, meant in listed.known.items() if each.isdecimal())
    unlisted = listed.open and not known

    def read(given: Given) -> Coded | None:
        named, said = given.get(code_key), given.get(text_key)
        kind = type(named)
        if kind is int or kind is str:
            found = known.get(named)
            if found is not None and (said is None or said == found.text):
                return found
            if type(said) is str and said.isprintable() and said.strip() == said and 0 < len(said) <= _PLAIN:
                if found is not None:
                    return coded(found.kod, said)
                if unlisted and type(named) is str and named.isalnum() and len(named) <= _PLAIN:
                    return coded(named, said)
        return _other_code(listed, named, said)

    return read


def _described(found: KodText, said: Any) -> Coded:
    described, odd = _words(said)
    told = found if described in (None, found.text) else {"kod": found.kod, "text": str(described)}
    if odd is not None:
        raise Odd(told, odd.code, odd.text)
    return told


def _other_code(listed: CodeList, named: Any, said: Any) -> Coded | None:
    """A code of an open list, an unknown one, or none at all."""
    (plain, odd_code), (described, odd_text) = _words(named), _words(said)
    if plain is None:
        if described is None:
            return None
        raise Odd({"kod": described, "text": described}, UNNAMED, _UNNAMED)
    found = listed.known.get(plain.upper())
    if found is not None:
        return _described(found, said)
    told = {"kod": plain, "text": described or (plain if listed.open else "Okänd kod")}
    if not listed.open:
        raise Odd(told, UNKNOWN_CODE, TEXTS[UNKNOWN_CODE])
    odd = odd_code or odd_text
    if odd is not None:
        raise Odd(told, odd.code, odd.text)
    return told


def _words(given: Any) -> tuple[str | None, Odd | None]:
    """A value as text, and what of it could not be carried. Raises Unreadable for an object or a list."""
    if given is None:
        return None, None
    try:
        return to.text(written_as(given)), None
    except Odd as odd:
        return str(odd.value), odd


def words(given: str) -> Coded | None:
    """A code that the source tells in free text: the code and its text are the same."""
    if given.isalnum() and len(given) <= _PLAIN:
        return {"kod": given, "text": given}
    plain, odd = _words(given)
    if plain is None:
        return None
    if odd is not None:
        raise Odd({"kod": plain, "text": plain}, odd.code, odd.text)
    return {"kod": plain, "text": plain}


def share(given: Given) -> Omfattning | None:
    """`{taljare, namnare}`, as told. Half of it unreadable is all of it: it would say something else."""
    upper, lower = given.get("taljare"), given.get("namnare")
    if type(upper) is not int or type(lower) is not int:
        upper, lower = _whole(upper), _whole(lower)
    if upper is None and lower is None:
        return None
    if not (0 <= (upper or 0) < _LARGEST_SHARE and 0 <= (lower or 0) < _LARGEST_SHARE):
        raise Unreadable
    return _share(upper, lower)


@lru_cache(maxsize=1024)
def _share(upper: int | None, lower: int | None) -> Omfattning:
    """Half, a quarter, all: there are few."""
    return Omfattning(taljare=upper, namnare=lower)


def _whole(given: Any) -> int | None:
    if given is None or type(given) is int:
        return given
    if isinstance(given, Decimal) and 0 <= given < _LARGEST_SHARE and given == int(given):
        return int(given)
    if type(given) is str:
        return to.integer(given)
    raise Unreadable


@lru_cache(maxsize=4096)
def _days(first: str, last: str) -> Period:
    """A decision, its payment and the payment's rows tell the same days."""
    return Period(from_=date.fromisoformat(first), tom=date.fromisoformat(last))


def period(given: Given) -> Period | dict[str, date] | None:
    """`{fran, till}`. Raises Odd where one end cannot be read; the other one is carried."""
    first, last = given.get("fran"), given.get("till")
    if type(first) is str and type(last) is str and len(first) == len(last) == 10:
        try:
            return _days(first, last)
        except ValueError:
            pass  # told apart below
    return _other_period(first, last)


def _other_period(first: Any, last: Any) -> dict[str, date] | None:
    told: dict[str, date] = {}
    unread = False
    for name, given in (("from", first), ("tom", last)):
        try:
            found = None if given is None else day(_text(given))
        except Unreadable:
            unread = True
            continue
        if found is not None:
            told[name] = found
    if not unread:
        return told or None
    if not told:
        raise Unreadable
    raise Odd(told, UNREADABLE, TEXTS[UNREADABLE])


def _text(given: Any) -> str:
    if type(given) is not str:
        raise Unreadable
    return given


def day(given: str) -> date | None:
    """yyyy-MM-dd; also with an offset, which is read past, or with a time of day.

    A time with a zone is the Swedish day that it falls on; one without is of the day that it names.
    """
    if len(given) == 10:
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise Unreadable from None
    timed = _TIME_OF_DAY.fullmatch(given.strip())
    if timed is None:
        return to.day(given)
    try:
        if timed[2] is None:
            return date.fromisoformat(timed[1])
        return datetime.fromisoformat(timed[0]).astimezone(_SWEDEN).date()
    except (ValueError, OverflowError):
        raise Unreadable from None


def company(given: str) -> str | None:
    """An organisation number. Raises Odd, with nothing to carry, for a number that may be a person's."""
    plain = given.strip()
    if not plain:
        return None
    found = _COMPANY.fullmatch(plain)
    if found is None:
        raise Odd(None, SOLE_TRADER, _SOLE_TRADER)
    return found[1] + found[2]
