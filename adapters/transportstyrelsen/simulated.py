"""What Transportstyrelsen knows of the world's test persons, by `Persona.key`, model years relative to today.

Registration numbers hold the letters I, Q and V, which no real one does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from adapters.transportstyrelsen.writing import Answer, Vehicle


def answer_of(key: str | None, today: date) -> Answer:
    """What is told of a person; of one whom nobody knows, or who owns nothing, that all is well."""
    tell = KNOWN.get(key or "")
    return Answer() if tell is None else tell(today)


def _car(regnr: str, make: str, model: str, age: int) -> Callable[[date], Answer]:
    return lambda today: Answer((Vehicle(regnr, make, str(today.year - age), "PERSONBIL", model),))


def _two(today: date) -> Answer:
    return Answer(
        (
            Vehicle("QIV12A", "VOLVO", str(today.year - 12), "PERSONBIL", "V70"),
            Vehicle("VQI987", "FOGELSTA", str(today.year - 20), "SLÄPVAGN", "1425"),
        )
    )


def _rider(today: date) -> Answer:
    return Answer((Vehicle("IVQ55C", "HONDA", str(today.year - 18), "MOTORCYKEL", "CB 500"),))


def _many(today: date) -> Answer:
    kinds = ("PERSONBIL", "LASTBIL", "SLÄPVAGN", "MOTORCYKEL", "TRAKTOR")
    return Answer(
        tuple(
            Vehicle(
                f"QVI{100 + count}", "BLANDAT", str(today.year - count % 30), kinds[count % 5], f"M{count}"
            )
            for count in range(40)
        )
    )


def _odd(today: date) -> Answer:
    """Required elements missing or blank, a kind that is in no list, an element of somebody else's."""
    foreign = {"{urn:ett-register:fordon}skatt": "betald"}
    return Answer(
        (
            Vehicle("VIQ001", "EGET BYGGE", None, "EPATRAKTOR", None, foreign),
            Vehicle("", "SAAB", str(today.year - 25), " personbil ", "9-5"),
        ),
        result="ok",
    )


KNOWN: Mapping[str, Callable[[date], Answer]] = {
    "bilagare": _two,
    "mangfald": _many,
    "regelbrytare": _odd,
    "omstallare": _rider,
    "foralder2": _car("QVI21B", "SKODA", "OCTAVIA", 7),
    "anstalld": _car("IQV33D", "KIA", "CEED", 3),
    "pensionar": _car("VIQ44E", "VOLVO", "240", 36),
    "samordnad": _car("QIV66F", "VOLKSWAGEN", "PASSAT", 15),
    "skyddad": _car("VQI77G", "TOYOTA", "YARIS", 11),
    "folkbokford": _car("IVQ88H", "RENAULT", "CLIO", 9),
}
