"""Arbetsförmedlingen's codes, and the converters that only it needs."""

from __future__ import annotations

import re

from hub.elements import Odd, Unreadable, load_codes
from hub.elements.convert import integer, text
from messages.uppgifter import KodText

REPORT = load_codes("arbetssokande-aktivitetsrapport")
STATUS = load_codes("arbetssokande-status")
COMPENSATION = load_codes("arbetssokande-ersattning")
CATEGORY = load_codes("arbetssokande-kategori")

TECHNICAL_FAULT = "502"

_CODE_AND_WORDS = re.compile(r"([0-9]{3})\b[\s:.,–-]*(.*)", re.ASCII | re.DOTALL)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def boolean(given: str) -> bool | None:
    """xs:boolean; blank says nothing."""
    plain = given.strip()
    if not plain:
        return None
    if plain not in _BOOLEANS:
        raise Unreadable
    return _BOOLEANS[plain]


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
    if given in REPORT.known:
        return REPORT.known[given]
    plain = text(given) or ""
    found = _CODE_AND_WORDS.fullmatch(plain)
    if found is None or not found[2]:
        return REPORT.read(given)
    known = REPORT.read(found[1])
    assert known is not None
    return KodText(kod=known.kod, text=found[2])
