"""Arbetsförmedlingen's codes, and the converters that only it needs."""

from __future__ import annotations

import re

from hub.elements import Odd, Unreadable, load_codes
from hub.elements.convert import MAX_TEXT, integer
from messages.delar import KodText

REPORT = load_codes("arbetssokande-aktivitetsrapport")
STATUS = load_codes("arbetssokande-status")
COMPENSATION = load_codes("arbetssokande-ersattning")
CATEGORY = load_codes("arbetssokande-kategori")

TECHNICAL_FAULT = "502"

_CODE_AND_WORDS = re.compile(r"\s*([0-9]{3})\b[\s:.,–-]*(\S.*?)\s*", re.ASCII)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def boolean(given: str) -> bool | None:
    """xs:boolean; blank says nothing."""
    plain = given.strip()
    if not plain:
        return None
    if plain not in _BOOLEANS:
        raise Unreadable
    return _BOOLEANS[plain]


def stood(_given: str) -> bool:
    """That the element stood there, whatever is left of it: a masked answer is no answer about nothing."""
    return True


def flag(given: str) -> str:
    """The flag for protected identity as the manifest lists its values: `true`, `1`, or whatever it is."""
    return given.strip().lower()


def extent(given: str) -> int | None:
    """Per cent of full time. More than 100 is carried, and told; more than three digits is no per cent."""
    per_cent = integer(given)
    if per_cent is not None and per_cent > 999:
        raise Unreadable
    if per_cent is not None and per_cent > 100:
        raise Odd(per_cent, "ORIMLIGT_VARDE", "Omfattningen är mer än heltid. Den återges som den kom.")
    return per_cent


def report(given: str) -> KodText | None:
    """What is said of the activity report: a code of three digits, alone or followed by words of AF's own."""
    found = _CODE_AND_WORDS.fullmatch(given)
    known = REPORT.known.get(found[1]) if found else None
    if found is None or known is None or len(found[2]) > MAX_TEXT or not found[2].isprintable():
        return REPORT.read(given)
    return KodText(kod=known.kod, text=found[2])
