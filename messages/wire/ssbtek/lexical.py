"""The simple types of the contract: text to value, exactly as the schema allows, ASCII digits only.

Each raises WireError naming the element, never the value.
"""

from __future__ import annotations

import re
from binascii import a2b_base64
from collections.abc import Callable
from datetime import date

from messages.wire.xml import WireError

_SPACE = " \t\r\n"
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?", re.ASCII)
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
    r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?",
    re.ASCII,
)
_INTEGER = re.compile(r"[+-]?[0-9]+", re.ASCII)
_ORGANISATION = re.compile(r"[0-9]{4}[2-9][0-9]{7}", re.ASCII)
_PERSON = re.compile(r"[0-9]{12}", re.ASCII)
_BASE64_SPACE = str.maketrans("", "", _SPACE)


def any_text(text: str, _where: str) -> str:
    return text


def filled_text(text: str, where: str) -> str:
    if not text:
        raise WireError(f"{where} är tomt.")
    return text


def boolean(text: str, where: str) -> bool:
    match text.strip(_SPACE):
        case "true" | "1":
            return True
        case "false" | "0":
            return False
        case _:
            raise WireError(f"{where} är varken true eller false.")


def boolean_or_false(text: str, where: str) -> bool:
    """An element with the default 0: empty means false."""
    return boolean(text, where) if text else False


def day(text: str, where: str) -> date:
    """xsd:date; an offset is allowed and means nothing for a calendar day."""
    found = _DATE.fullmatch(text.strip(_SPACE))
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise WireError(f"{where} är inget datum.") from None


def moment(text: str, where: str) -> str:
    """xsd:dateTime, kept as it stood, so that it can be echoed."""
    stripped = text.strip(_SPACE)
    found = _MOMENT.fullmatch(stripped)
    try:
        date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise WireError(f"{where} är ingen tidpunkt.") from None
    return stripped


def integer(low: int, high: int) -> Callable[[str, str], int]:
    """xsd:short, xsd:int."""

    def read(text: str, where: str) -> int:
        stripped = text.strip(_SPACE)
        if len(stripped) > 40 or not _INTEGER.fullmatch(stripped) or not low <= int(stripped) <= high:
            raise WireError(f"{where} är inget heltal inom gränserna.")
        return int(stripped)

    return read


short = integer(-(2**15), 2**15 - 1)
int32 = integer(-(2**31), 2**31 - 1)


def organisation_number(text: str, where: str) -> str:
    return _matching(_ORGANISATION, text, f"{where} är inget organisationsnummer med tolv siffror.")


def person_number(text: str, where: str) -> str:
    return _matching(_PERSON, text, f"{where} har inte tolv siffror.")


def base64(text: str, where: str) -> bytes:
    """xsd:base64Binary: white space may stand anywhere, nothing else that is not base64."""
    try:
        return a2b_base64(text, strict_mode=True)
    except ValueError:
        pass  # usual for text broken into lines: once more without the white space
    try:
        return a2b_base64(text.translate(_BASE64_SPACE), strict_mode=True)
    except ValueError:
        raise WireError(f"{where} är inte base64.") from None


def _matching(pattern: re.Pattern[str], text: str, otherwise: str) -> str:
    stripped = text.strip(_SPACE)
    if not pattern.fullmatch(stripped):
        raise WireError(otherwise)
    return stripped
