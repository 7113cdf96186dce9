"""LEFI's JSON as its service writes it: the small shapes that all else is built of. Nothing here reads.

Keys are the wire's. A value of None leaves its key out; how the service writes what it does not have is not
published. Codes of benefits (`forman`, `delforman`, `formansfamilj`) are inferred from the group codes.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from adapters.forsakringskassan.simulated_days import Time
from adapters.forsakringskassan.simulated_groups import TEXTS
from hub.simulators.world import Persona

Json = dict[str, Any]
Number = int | float | Decimal


def told(**fields: Any) -> Json:
    """The fields that have something to tell."""
    return {name: value for name, value in fields.items() if value is not None}


def amount(summa: Number, valuta: str = "SEK") -> Json:
    """Försäkringskassan's amounts; Pensionsmyndigheten's are whole numbers."""
    return {"summa": float(summa), "valuta": valuta}


def maybe(summa: Number | None) -> Json | None:
    """An amount where there is one."""
    return None if summa is None else amount(summa)


def number_code(code: int, text: str) -> Json:
    return {"id": code, "beskrivning": text}


def letter_code(code: str, text: str) -> Json:
    return {"id": code, "beskrivning": text}


def word_code(code: str | int, text: str) -> Json:
    """Pensionsmyndigheten's codes, and those of the envelope that both share."""
    return {"kod": code, "beskrivning": text}


def group(code: str) -> Json:
    """A group code with its text."""
    return word_code(code, TEXTS[code])


def benefit(code: str) -> Json:
    """A benefit of Försäkringskassan's, by its group code."""
    return letter_code(code[3:], TEXTS[code])


def span(time: Time) -> Json:
    """Försäkringskassan's periods."""
    first, last = time
    return told(fran=first.isoformat(), till=last and last.isoformat())


def from_to(time: Time) -> Json:
    """Pensionsmyndigheten's periods, and the question's."""
    first, last = time
    return {"from": first.isoformat(), **told(tom=last and last.isoformat())}


def extent(parts: int, whole: int = 1) -> Json:
    """So many parts of the whole: 1 of 2 is half."""
    return {"taljare": parts, "namnare": whole}


def person(whom: Persona, died: date | None = None) -> Json:
    """Somebody whom the answer names, in full."""
    return told(
        personnummer=whom.number.value,
        foddes=whom.born.isoformat(),
        namn=f"{whom.first_name} {whom.last_name}",
        skyddad=whom.protected,
        avled=[died.isoformat()] if died else None,
    )


MONTHLY = number_code(1, "Månadsvis")
YEARLY = number_code(4, "Årsvis")


def decision(forman: Json, decided: date, time: Time | None, *, final: bool = True, **own: Any) -> Json:
    """What every decision of Försäkringskassan's has. No time: a rejection."""
    return told(
        fattades=decided.isoformat(),
        definitivt=final,
        forman=forman,
        period=span(time) if time else None,
        **own,
    )


def monthly(
    forman: Json,
    decided: date,
    time: Time | None,
    gross: Number | None,
    *,
    part: Json | None = None,
    periodicity: Json = MONTHLY,
    **own: Any,
) -> Json:
    """A decision on so much money a month (or what `periodicity` says), in SEK before tax."""
    return decision(
        forman,
        decided,
        time,
        delforman=part,
        periodicitet=periodicity if time else None,
        beslutatBruttobelopp=maybe(gross),
        **own,
    )


def case(
    *decisions: Json,
    started: date | None = None,
    active: bool | None = True,
    rejected: bool | None = False,
    **own: Any,
) -> Json:
    """A case: `started` the day the claim came in, `active` open, `rejected` turned down."""
    return told(
        startades=started and started.isoformat(),
        aktivt=active,
        avslaget=rejected,
        **own,
        beslut=list(decisions),
    )
