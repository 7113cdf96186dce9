"""What can be wrong with a question to LEFI, as the SDK's errors.

Sentences reach caseworkers. LEFI's own (`meddelande` in a LefiFelsvar) is never repeated: it is free text and
may hold a name or a number.
"""

from __future__ import annotations

from hub.adapter import Response, SourceError, SourceRefused
from hub.soap import OtherSide
from messages.koder import Led

SIDE = OtherSide("Försäkringskassans tjänst LEFI")
"""The same for both sources: it answers for Pensionsmyndigheten too."""

NAMES = {"FK": "Försäkringskassan", "PM": "Pensionsmyndigheten"}


def of_status(response: Response) -> SourceError:
    """A status other than 200. 400 and 403 are LEFI's own no; the rest is what it is of any service."""
    match response.status:
        case 400:
            text = (
                f"{SIDE.name} säger att frågan är fel ställd. "
                "Förvaltaren behöver se över avtalets uppgifter och längsta period."
            )
            return SourceRefused("LEFI_400", text)
        case 403:
            text = (
                f"{SIDE.name} gav inte nämnden rätt att fråga. "
                "Förvaltaren behöver se över certifikatet och aktörs-id:t."
            )
            return SourceRefused("KALLA_BEHORIGHET", text)
        case status:
            return SIDE.of_status(status, response.headers)


def nothing_to_ask(source: str) -> SourceRefused:
    """None of the granted groups has a code in LEFI, and a question without any is refused there."""
    text = (
        f"{NAMES[source]} kan inte frågas om enbart de här uppgifterna, så ingenting frågades. "
        "Förvaltaren behöver se över avtalet och frågans urval."
    )
    return SourceRefused("INGET_ATT_FRAGA_OM", text, led=Led.NYTTONAV)


def periods_differ() -> SourceRefused:
    """Two sources are to share one question, which has room for one period."""
    text = (
        "Källorna delar en fråga men har olika perioder, så ingenting frågades. "
        "Förvaltaren behöver se på det."
    )
    return SourceRefused("OLIKA_PERIODER", text, led=Led.NYTTONAV)
