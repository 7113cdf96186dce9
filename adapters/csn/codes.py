"""CSN's codes, and the converters that only CSN needs."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from hub.elements import CodeList, Odd, Unreadable, load_codes
from hub.elements.convert import integer

SUPPORT = load_codes("studiestod-stod")
CASE_STATUS = load_codes("studiestod-arendestatus")
PAYMENT_STATUS = load_codes("studiestod-utbetalningsstatus")
SUPPORT_FORM = load_codes("studiestod-stodform")
AMOUNT_TYPE = load_codes("studiestod-beloppstyp")
RELATION = load_codes("studiestod-relation")
RESULT = load_codes("studiestod-resultatkod")

PACES = {str(per_cent): per_cent for per_cent in (0, 20, 40, 50, 60, 75, 100)}


def pace(given: str) -> int | None:
    """Per cent of full time, one of CSN's seven; another one is carried, and told."""
    if given in PACES:
        return PACES[given]
    per_cent = share(given)
    if per_cent is not None and str(per_cent) not in PACES:
        raise Odd(per_cent, "OKAND_KOD", "Takten är ingen av dem som CSN beskriver. Den återges som den kom.")
    return per_cent


def share(given: str) -> int | None:
    """Per cent, at most three digits."""
    per_cent = integer(given)
    if per_cent is not None and per_cent > 999:
        raise Unreadable
    return per_cent


def loan(given: str) -> bool:
    """`J` is yes, blank is no."""
    plain = given.strip().upper()
    if plain not in ("", "J"):
        raise Unreadable
    return plain == "J"


def schema_version(given: str) -> str | None:
    """`3.0` or `4.0`, also written `3` or `4.00`."""
    try:
        version = Decimal(given.strip())
    except InvalidOperation:
        raise Unreadable from None
    if version not in (3, 4):
        text = "Svaret anger en version av CSN:s format som navet inte känner till. Det är läst ändå."
        raise Odd(given.strip()[:20], "OKAND_VERSION", text)
    return f"{version:.1f}"


def complete_case(case: dict[str, Any]) -> None:
    """`stodform`: code and CSN's own words. A co-borrower who is named at all has the relation of one."""
    _complete(case, "stodform", SUPPORT_FORM)
    if "medlantagare" in case:
        case["medlantagare"]["relation"] = RELATION.read("MEDLANTAGARE")


def complete_amount(amount: dict[str, Any]) -> None:
    """`beloppstyp`: code and CSN's own words."""
    _complete(amount, "beloppstyp", AMOUNT_TYPE)


def _complete(part: dict[str, Any], key: str, codes: CodeList) -> None:
    """A code and its text that came apart: CSN's own words stand, else the list's, else the code itself."""
    code = part.get(key)
    if code is None:
        return
    known = codes.read(code.get("kod", "OKAND"))
    assert known is not None
    part[key] = {"kod": known.kod, "text": code.get("text", known.text)}
