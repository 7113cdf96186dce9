"""The closed codes of questions and answers. A new code is a new major version of the message."""

from __future__ import annotations

from enum import StrEnum


class AktorTyp(StrEnum):
    """Who asks. KONTAKTCENTER may ask about an AKTUALISERAT case where the agreement says so."""

    HANDLAGGARE = "HANDLAGGARE"
    KONTAKTCENTER = "KONTAKTCENTER"
    AUTOMATISERAD_FUNKTION = "AUTOMATISERAD_FUNKTION"


class Andamal(StrEnum):
    """Why: handling an application, controlling, or claiming back."""

    HANDLAGGNING_EKONOMISKT_BISTAND = "HANDLAGGNING_EKONOMISKT_BISTAND"
    KONTROLL_EKONOMISKT_BISTAND = "KONTROLL_EKONOMISKT_BISTAND"
    ATERKRAV_EKONOMISKT_BISTAND = "ATERKRAV_EKONOMISKT_BISTAND"


class Roll(StrEnum):
    """A person's role in the case, told by the case, never by the asker."""

    SOKANDE = "SOKANDE"
    MEDSOKANDE = "MEDSOKANDE"
    BARN = "BARN"
    UMGANGESBARN = "UMGANGESBARN"
    HUSHALLSMEDLEM = "HUSHALLSMEDLEM"


class Utfall(StrEnum):
    """What became of one source. A failure is never an empty answer."""

    BESVARAD = "BESVARAD"
    DELVIS_BESVARAD = "DELVIS_BESVARAD"
    INGA_UPPGIFTER = "INGA_UPPGIFTER"
    EJ_TILLGANGLIG = "EJ_TILLGANGLIG"
    NEKAD = "NEKAD"
    EJ_STALLD = "EJ_STALLD"


class Led(StrEnum):
    """Where a fault lies: the caller, the hub, the network, the intermediary (SSBTEK) or the source."""

    KLIENT = "KLIENT"
    NYTTONAV = "NYTTONAV"
    NATVERK = "NATVERK"
    FORMEDLARE = "FORMEDLARE"
    KALLA = "KALLA"


class Atgard(StrEnum):
    """What to do about a fault."""

    RATTA_FRAGAN = "RATTA_FRAGAN"
    RATTA_ARENDET = "RATTA_ARENDET"
    KONTROLLERA_BEHORIGHET = "KONTROLLERA_BEHORIGHET"
    FORSOK_IGEN = "FORSOK_IGEN"
    KONTAKTA_KALLAN = "KONTAKTA_KALLAN"
    KONTAKTA_FORVALTAREN = "KONTAKTA_FORVALTAREN"
    INHAMTA_PA_ANNAT_SATT = "INHAMTA_PA_ANNAT_SATT"


class Skydd(StrEnum):
    """Effective protection of the whole answer. OKANT is treated as protected."""

    INGET = "INGET"
    SEKRETESSMARKERING = "SEKRETESSMARKERING"
    SKYDDAD_FOLKBOKFORING = "SKYDDAD_FOLKBOKFORING"
    SKYDDAD = "SKYDDAD"
    OKANT = "OKANT"


class SkyddLyft(StrEnum):
    """Why nothing is suppressed in an answer that is protected: a permission with a reason, or that who asks
    is one of those whom the board has named for its protected cases."""

    BEHORIGHET_MED_SKAL = "BEHORIGHET_MED_SKAL"
    UTSEDD_HANDLAGGARE = "UTSEDD_HANDLAGGARE"


class VisadAv(StrEnum):
    """How the ongoing case was shown.

    By the hub's register that the case system keeps up to date, by the case system asked just then, by a list
    from it, by a statement that it has signed, or by a caseworker's own word. HARLETT: the question named no
    case that is known, and the person is in one ongoing case only at the board, which was taken for it.
    """

    REGISTER = "REGISTER"
    ARENDESYSTEM = "ARENDESYSTEM"
    LISTA = "LISTA"
    SIGNERAT_INTYG = "SIGNERAT_INTYG"
    EGET_INTYG = "EGET_INTYG"
    HARLETT = "HARLETT"


class UndanhallenOrsak(StrEnum):
    """Why a group was withheld."""

    AVTAL = "AVTAL"
    SKYDD = "SKYDD"
    OKANT_ELEMENT = "OKANT_ELEMENT"
    SAKNAR_STOD = "SAKNAR_STOD"


class Tillstand(StrEnum):
    """State of a payment."""

    UTBETALD = "UTBETALD"
    PLANERAD = "PLANERAD"
    PRELIMINAR = "PRELIMINAR"
