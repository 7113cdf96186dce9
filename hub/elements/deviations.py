"""What was not as the format says: what and where, never a value. Bounded, counted, in the order met."""

from __future__ import annotations

from messages.uppgifter import Avvikelse
from messages.values import holds_personal_number

LIMIT = 200
"""Different deviations that are named; a payload with more is told to have more."""

UNKNOWN_ELEMENT = "OKANT_ELEMENT"
UNKNOWN_ATTRIBUTE = "OKANT_ATTRIBUT"
UNKNOWN_CODE = "OKAND_KOD"
UNREADABLE = "OLASBART_VARDE"
REPEATED = "UPPREPAT_ELEMENT"
MISSING = "SAKNAT_ELEMENT"
NAMESPACE = "FEL_NAMNRYMD"
STRAY_TEXT = "OVANTAD_TEXT"
CHARACTERS = "OTILLATNA_TECKEN"
TOO_LONG = "FOR_LANG_TEXT"
OTHER_FORM = "ANNAN_FORM"

TEXTS = {
    UNKNOWN_ELEMENT: "Källan har skickat ett element som navet inte känner till. Innehållet återges inte.",
    UNKNOWN_ATTRIBUTE: "Källan har skickat ett attribut som navet inte känner till. Innehållet återges inte.",
    UNKNOWN_CODE: "Källan har skickat en kod som navet inte känner till. Koden återges som den kom.",
    UNREADABLE: "Värdet kunde inte tolkas och återges inte.",
    REPEATED: "Elementet ska stå en gång men förekommer flera. Det första enkla värdet återges.",
    MISSING: "Elementet ska finnas men saknas.",
    NAMESPACE: "Elementet står i fel namnrymd. Innehållet är läst ändå.",
    STRAY_TEXT: "Källan har skickat text där det bara ska stå element. Texten återges inte.",
    CHARACTERS: "Texten innehöll tecken som inte kan återges; de är ersatta.",
    OTHER_FORM: "Ett värde står där det ska vara flera, eller tvärtom. Det är läst ändå.",
    TOO_LONG: "Texten är längre än vad som kan återges och är avkortad.",
}


class Deviations:
    """A list that is being made. The same thing at the same place is told once, with its number."""

    __slots__ = ("_counts", "_more", "_texts")

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], int] = {}
        self._texts: dict[tuple[str, str], str] = {}
        self._more = False

    def note(self, code: str, place: str, text: str | None = None) -> None:
        """`text` is a Swedish sentence without values; left out, it is the code's own."""
        key = (code, place)
        if key in self._counts:
            self._counts[key] += 1
        elif len(self._counts) < LIMIT:
            self._counts[key] = 1
            self._texts[key] = text or TEXTS[code]
        else:
            self._more = True

    def told(self) -> tuple[Avvikelse, ...]:
        rows = [
            Avvikelse(kod=code, text=self._text(code, place, count), plats=place)
            for (code, place), count in self._counts.items()
        ]
        if self._more:
            more = f"Svaret avviker på fler än {LIMIT} sätt. Resten är inte uppräknade."
            rows.append(Avvikelse(kod="FLER_AVVIKELSER", text=more, plats="/"))
        return tuple(rows)

    def _text(self, code: str, place: str, count: int) -> str:
        text = self._texts[(code, place)]
        return text if count == 1 else f"{text} ({count} gånger.)"


def shown(name: str) -> str:
    """A name from a payload, fit to be told: short, printable, and hidden where it could hold a number."""
    plain = name[:60] if name.isprintable() else "(otryckbart namn)"
    return "(dolt namn)" if holds_personal_number(plain) or plain.isdigit() else plain
