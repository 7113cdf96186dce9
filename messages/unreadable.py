"""Why a message cannot be read: every fault with its place, in Swedish, and never a value from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from messages.values import TEXT_PATTERN, holds_personal_number

MOST_FAULTS = 50
LONGEST_NAME = 60
_LONGEST_NUMBER = 24  # a personal number with a separator after each digit, so that none is cut in two


class Fault(NamedTuple):
    """A JSON pointer (RFC 6901, used for XML too; empty is the whole message) and a Swedish sentence."""

    plats: str
    text: str


class Unreadable(Exception):
    """The bytes are not the message they should be. `faults` has at least one and at most 51 entries."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        every = tuple(faults)
        if len(every) > MOST_FAULTS:
            every = (*every[:MOST_FAULTS], Fault("", "Det finns fler fel. De visas när de här är rättade."))
        self.faults = every
        super().__init__(" ".join(f"{plats or '/'}: {text}" for plats, text in every))


def whole(text: str) -> Unreadable:
    """A fault of the whole message."""
    return Unreadable([Fault("", text)])


def shown(name: str) -> str:
    """A name from the input, fit to be shown: cut, and without digits where they could be a person's."""
    whole_length, name = len(name), name[: LONGEST_NAME + _LONGEST_NUMBER]
    if holds_personal_number(name) or sum(char.isdigit() for char in name) >= 10:
        name = "".join("*" if char.isdigit() else char for char in name)
    name = "".join(char if char.isprintable() else "?" for char in name)
    return name if whole_length <= LONGEST_NAME else name[:LONGEST_NAME] + "…"


def pointer(place: Iterable[str | int]) -> str:
    """A JSON pointer whose names are fit to be shown."""
    return "".join("/" + shown(str(step)).replace("~", "~0").replace("/", "~1") for step in place)


def faults_of(error: ValidationError) -> list[Fault]:
    """pydantic's findings as faults of ours."""
    found = error.errors(include_url=False, include_input=False)
    return [Fault(pointer(one["loc"]), _sentence(one["type"], one.get("ctx", {}))) for one in found]


_SENTENCES: Mapping[str, str] = {
    "missing": "Uppgiften saknas. Den måste finnas.",
    "extra_forbidden": "Fältet finns inte i meddelandet. Ta bort det, eller rätta stavningen.",
    "section_unknown": "Sektionen är okänd här. Navets källor och sektioner finns beskrivna under kallor.",
    "json_invalid": "JSON-texten kan inte läsas.",
    "string_type": "Värdet ska vara en text.",
    "string_unicode": "Texten är inte giltig Unicode.",
    "string_pattern_mismatch": "Texten har inte rätt form. Den ska följa mönstret {pattern}",
    "string_too_long": "Texten är för lång. Den får ha högst {max_length} tecken.",
    "string_too_short": "Texten är för kort. Den ska ha minst {min_length} tecken.",
    "enum": "Värdet är inte tillåtet. Det ska vara {expected}.",
    "literal_error": "Värdet är inte tillåtet. Det ska vara {expected}.",
    "bool_type": "Värdet ska vara true eller false.",
    "int_type": "Värdet ska vara ett heltal.",
    "greater_than_equal": "Talet är för litet. Det ska vara minst {ge}.",
    "greater_than": "Talet är för litet. Det ska vara större än {gt}.",
    "less_than_equal": "Talet är för stort. Det får vara högst {le}.",
    "less_than": "Talet är för stort. Det ska vara mindre än {lt}.",
    "date_type": "Värdet ska vara ett datum som text: ÅÅÅÅ-MM-DD.",
    "date_from_datetime_parsing": "Värdet är inget datum. Skriv ÅÅÅÅ-MM-DD.",
    "date_parsing": "Värdet är inget datum som finns. Skriv ÅÅÅÅ-MM-DD.",
    "datetime_type": "Värdet ska vara en tid som text: 2026-11-21T09:00:00Z.",
    "datetime_parsing": "Värdet är ingen tid som finns. Skriv till exempel 2026-11-21T09:00:00Z.",
    "datetime_from_date_parsing": "Värdet är ingen tid som finns. Skriv till exempel 2026-11-21T09:00:00Z.",
    "decimal_type": "Värdet ska vara ett tal skrivet som text, till exempel 3968.00.",
    "decimal_parsing": "Värdet är inget tal. Skriv det som text, till exempel 3968.00.",
    "finite_number": "Värdet är inget tal. Skriv det som text, till exempel 3968.00.",
    "list_type": "Värdet ska vara en lista.",
    "too_short": "Listan är för kort. Den ska ha minst {min_length} poster.",
    "too_long": "Listan är för lång. Den får ha högst {max_length} poster.",
    "dict_type": "Värdet ska vara ett objekt.",
    "model_type": "Värdet ska vara ett objekt.",
}
_OTHERWISE = "Värdet har inte den form som meddelandets schema anger."


def _sentence(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "value_error":
        # Only validators of ours raise ValueError here, with sentences of ours that repeat no value.
        return str(context["error"])
    if context.get("pattern") == TEXT_PATTERN:
        return "Texten innehåller styrtecken som XML inte kan bära. Ta bort dem."
    facts = {name: str(value).replace(" or ", " eller ") for name, value in context.items()}
    return _SENTENCES.get(kind, _OTHERWISE).format(**facts)
