"""What is said where a limit of traffic left no room: whose limit it was, and when to ask again."""

from __future__ import annotations

from hub.model.agreement import Agreement
from hub.model.traffic import LimitKind, NoRoom
from messages.koder import Atgard, Led
from messages.uppgifter import Fel

CODE = "TRAFIKGRANS"


def crowded(source: str, agreement: Agreement, found: NoRoom) -> Fel:
    """Of the source asked about, by the agreement whose limit it was: a call for several sources needs room
    with each of them."""
    name = agreement.source_name
    most = f"{found.most} {found.kind.value}"
    limit = f"{name} tar enligt avtalet emot högst {most} från alla nämnder tillsammans"
    if found.kind is LimitKind.DAY:
        why, remedy = "och dygnets frågor är slut", "Fråga igen efter midnatt"
    else:
        why, remedy = "och tiden tog slut innan det fanns plats", "Fråga igen om en stund"
    together = "" if source == agreement.source else f" Frågan går i samma anrop som den till {name}."
    return Fel(
        led=Led.NYTTONAV,
        kod=CODE,
        text=f"Källan tillfrågades inte: {limit}, {why}.{together} {remedy}.",
        atgard=Atgard.FORSOK_IGEN,
        tidigast=found.earliest,
        kontakt=str(agreement.contact),
    )
