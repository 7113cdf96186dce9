"""Codes and names of the answer's frame in Swedish. The code lists svar-* are the source for most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.elements import CodeList, load_codes
from hub.elements.codes import FOLDER
from messages.koder import Skydd, SkyddLyft, Utfall, VisadAv

LISTS = {
    "utfall": "svar-utfall",
    "roll": "svar-roll",
    "tillstand": "svar-tillstand",
    "led": "svar-led",
    "atgard": "svar-atgard",
    "orsak": "svar-undanhallen-orsak",
}
"""Field of the answer to the code list that explains its codes."""

_PROTECTED = (
    "Svaret omfattas som helhet av skyddet. Visa och lämna det bara till den som har rätt att ta del av det, "
    "och skicka det inte vidare utan att först pröva sekretessen."
)
PROTECTION: Mapping[Skydd, tuple[str, str]] = {
    Skydd.INGET: ("Inget skydd", "Ingen källa har sagt att någon i svaret har skyddade personuppgifter."),
    Skydd.SEKRETESSMARKERING: (
        "Skyddade personuppgifter: sekretessmarkering",
        f"Någon i svaret har sekretessmarkering. {_PROTECTED}",
    ),
    Skydd.SKYDDAD_FOLKBOKFORING: (
        "Skyddade personuppgifter: skyddad folkbokföring",
        f"Någon i svaret har skyddad folkbokföring. {_PROTECTED}",
    ),
    Skydd.SKYDDAD: (
        "Skyddade personuppgifter",
        f"En källa säger att någon i svaret är skyddad, men inte hur. {_PROTECTED}",
    ),
    Skydd.OKANT: (
        "Skydd okänt: behandla svaret som skyddat",
        f"Ingen har kunnat säga om någon i svaret har skyddade personuppgifter. {_PROTECTED}",
    ),
}
"""Title and text of the notice that stands first."""

LIFTED = "skyddade uppgifter visas"
"""Stands on every sheet of an answer of which nothing is suppressed though it is protected."""
_LIFTED = (
    "Sådant som kan röja var någon i svaret finns är inte borttaget: adresser, arbetsgivare, skola, fordon. "
    "Visa inte svaret för någon annan, lämna det inte framme och skicka det inte vidare. Uppslaget granskas."
)
LIFTED_BY: Mapping[str, str] = {
    SkyddLyft.BEHORIGHET_MED_SKAL: f"Den som frågade har begärt det och angett ett skäl. {_LIFTED}",
    SkyddLyft.UTSEDD_HANDLAGGARE: f"Den som frågade är utsedd att handlägga skyddade ärenden. {_LIFTED}",
}


def lifted_by(code: str) -> str:
    """The text under that title, also for a ground of a later version."""
    return LIFTED_BY.get(code, f"{code}. {_LIFTED}")


SHOWN_BY: Mapping[VisadAv, str] = {
    VisadAv.REGISTER: "navets register över nämndens pågående ärenden",
    VisadAv.ARENDESYSTEM: "ärendesystemet, som tillfrågades samtidigt",
    VisadAv.LISTA: "en lista som ärendesystemet har lämnat",
    VisadAv.SIGNERAT_INTYG: "ett intyg som ärendesystemet har undertecknat",
    VisadAv.EGET_INTYG: "handläggarens eget intyg, som ska granskas",
    VisadAv.HARLETT: "att personen är i ett enda pågående ärende hos nämnden, eftersom frågan inte angav "
    "något känt ärende, och uppslaget ska granskas",
}
SOURCES: Mapping[str, str] = {
    "AF": "Arbetsförmedlingen",
    "CSN": "CSN",
    "FK": "Försäkringskassan",
    "MIV": "Migrationsverket",
    "PM": "Pensionsmyndigheten",
    "SKV": "Skatteverket",
    "SO": "A-kassorna",
    "TNS": "Transportstyrelsen",
}
"""A source that an adapter from outside brings goes by its code."""


NOT_NOTHING = "Det betyder inte att personen saknar inkomster."
REFUSED: Mapping[bool, tuple[str, str]] = {
    True: ("Källan sade nej", f"Navet frågade, men källan lämnar inte ut uppgifterna. {NOT_NOTHING}"),
    False: (
        "Navet fick inte fråga",
        f"Avtalen medger inte frågan, så källan är inte frågad. {NOT_NOTHING}",
    ),
}
"""NEKAD in words, by whether the source was asked: the code does not tell who said no."""


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of the frame's codes."""

    lists: Mapping[str, CodeList]

    @classmethod
    def read(cls, folder: Path = FOLDER) -> Words:
        """From the code lists. Raises ValueError with file, place and remedy."""
        return cls({field: load_codes(name, folder) for field, name in LISTS.items()})

    def text(self, field: str, code: str) -> str:
        """A code in a few words; the code itself where a later version has one that the list lacks."""
        return self.lists[field].texts.get(code, code)

    def sentence(self, field: str, code: str) -> str:
        """A code in a few words and what it means."""
        explained = self.lists[field].explanations.get(code, "").strip()
        return f"{self.text(field, code)}. {explained}".rstrip()

    def outcome(self, part: Mapping[str, Any]) -> str:
        """What became of a source, in a few words that say who did what."""
        if part["utfall"] == Utfall.NEKAD:
            return REFUSED[part["fragad"]][0]
        return self.text("utfall", part["utfall"])

    def outcome_told(self, part: Mapping[str, Any]) -> str:
        """The same, and what it means."""
        if part["utfall"] == Utfall.NEKAD:
            return ". ".join(REFUSED[part["fragad"]])
        return self.sentence("utfall", part["utfall"])


def was_refused(part: Mapping[str, Any]) -> bool:
    """Asked, and the source said no: what no agreement opens was never to be told."""
    return part["utfall"] == Utfall.NEKAD and bool(part["fragad"])


def source(code: str) -> str:
    return SOURCES.get(code, code)
