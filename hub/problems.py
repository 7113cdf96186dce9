"""The error catalogue: one class per problem, grouped by what the caller should do.

Every problem is rendered as RFC 9457 by one handler (`hub/api/errors.py`). The title is constant, the
detail is a sentence with the remedy, and neither ever holds a personal number or a technical detail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from messages.koder import Atgard, Led


@dataclass(frozen=True, slots=True)
class Pointer:
    """One place in the question (a JSON pointer, `/personer/0`) and what is wrong there."""

    plats: str
    text: str


class Problem(Exception):
    """Base of all problems. Never raised itself."""

    slug: ClassVar[str]
    title: ClassVar[str]
    status: ClassVar[int]
    atgard: ClassVar[Atgard]
    led: ClassVar[Led] = Led.KLIENT

    def __init__(
        self,
        detail: str,
        *,
        fel: Sequence[Pointer] = (),
        grind: int | None = None,
        lag: str | None = None,
        reply_id: str | None = None,
        log_entries: Sequence[str] = (),
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fel = tuple(fel)
        self.grind = grind
        self.lag = lag
        self.reply_id = reply_id
        self.log_entries = tuple(log_entries)
        self.retry_after_s = retry_after_s

    @classmethod
    def kod(cls) -> str:
        """The stable code a program tells problems apart by."""
        return cls.slug.upper().replace("-", "_")

    @classmethod
    def type_uri(cls) -> str:
        return f"urn:nyttonav:problem:{cls.slug}"


# ------------------------------------------------------------ mend the question


class MalformedQuestion(Problem):
    slug, title, status, atgard = "felaktig-fraga", "Frågan kan inte läsas", 422, Atgard.RATTA_FRAGAN


class BadPeriod(Problem):
    slug, title, status, atgard = (
        "felaktig-period",
        "Perioden går inte att fråga om",
        422,
        Atgard.RATTA_FRAGAN,
    )


class UnknownSource(Problem):
    slug, title, status, atgard = "okand-kalla", "Källan finns inte", 422, Atgard.RATTA_FRAGAN


class QuestionIdReused(Problem):
    slug, title = "forfragan-id-upptaget", "Samma forfraganId med annat innehåll"
    status, atgard = 422, Atgard.RATTA_FRAGAN


class QuestionRepeated(Problem):
    slug, title = "forfragan-redan-besvarad", "Frågan är redan ställd"
    status, atgard = 409, Atgard.RATTA_FRAGAN


class QuestionTooLarge(Problem):
    slug, title, status, atgard = "for-stor-fraga", "Frågan är för stor", 413, Atgard.RATTA_FRAGAN


class QuestionTooSlow(Problem):
    slug, title, status, atgard = "for-langsam-fraga", "Frågan kom för långsamt", 408, Atgard.FORSOK_IGEN


class UnsupportedMediaType(Problem):
    slug, title = "format-stods-inte", "Formatet i Content-Type stöds inte"
    status, atgard = 415, Atgard.RATTA_FRAGAN


class NotAcceptable(Problem):
    slug, title = "format-kan-inte-lamnas", "Formatet i Accept kan inte lämnas"
    status, atgard = 406, Atgard.RATTA_FRAGAN


class NotFound(Problem):
    slug, title, status, atgard = "finns-inte", "Det som efterfrågas finns inte", 404, Atgard.RATTA_FRAGAN


class SearchTooWide(Problem):
    slug, title, status, atgard = (
        "for-vid-sokning",
        "Loggsökningen är för vid",
        422,
        Atgard.RATTA_FRAGAN,
    )


class MethodNotAllowed(Problem):
    slug, title, status, atgard = "metod-stods-inte", "Metoden stöds inte här", 405, Atgard.RATTA_FRAGAN


# ------------------------------------------------------------ mend the case


class CaseRefused(Problem):
    slug, title = "inget-aktuellt-arende", "Personen är inte i ett aktuellt ärende"
    status, atgard = 403, Atgard.RATTA_ARENDET


class CaseNotShown(Problem):
    """Whoever knows could not be asked: never the same as no case."""

    slug, title = "arendet-ej-visat", "Det gick inte att visa att ärendet pågår"
    status, atgard = 403, Atgard.FORSOK_IGEN


class StaleCase(Problem):
    slug, title = "aldre-arendeuppgift", "En nyare uppgift om ärendet finns redan"
    status, atgard = 409, Atgard.RATTA_ARENDET


class ListUnfit(Problem):
    slug, title = "arendelistan-inte-hel", "Ärendelistan kan inte föras in som den är"
    status, atgard = 409, Atgard.RATTA_FRAGAN


class StatementRefused(Problem):
    """A caseworker's own statement that its time, or somebody else's confirmation, has settled."""

    slug, title = "intyget-kan-inte-bekraftas", "Intyget kan inte bekräftas"
    status, atgard = 409, Atgard.RATTA_ARENDET


# ------------------------------------------------------------ see to the right to ask


class NotAuthenticated(Problem):
    slug, title = "inte-inloggad", "Giltig åtkomstbiljett saknas"
    status, atgard = 401, Atgard.KONTROLLERA_BEHORIGHET


class CertificateRefused(Problem):
    """A client certificate that cannot be read, or that is not valid now."""

    slug, title = "klientcertifikatet-galler-inte", "Klientcertifikatet gäller inte"
    status, atgard = 401, Atgard.KONTROLLERA_BEHORIGHET


class NotAuthorised(Problem):
    slug, title = "inte-behorig", "Behörighet saknas"
    status, atgard = 403, Atgard.KONTROLLERA_BEHORIGHET


class GateRefused(Problem):
    """A gate other than the case itself: board, caseworker, purpose, agreement."""

    slug, title = "nekad", "Frågan får inte ställas"
    status, atgard = 403, Atgard.KONTROLLERA_BEHORIGHET


class ProtectedRefused(Problem):
    """To see what protection withholds takes a right of its own; without it nothing is asked at all."""

    slug, title = "skyddade-uppgifter-nekade", "Skyddade uppgifter får inte begäras"
    status, atgard = 403, Atgard.KONTROLLERA_BEHORIGHET


# ------------------------------------------------------------ try again, or call the operator


class LogUnavailable(Problem):
    slug, title = "loggen-otillganglig", "Loggen kan inte skrivas, därför är ingenting frågat"
    status, atgard, led = 503, Atgard.FORSOK_IGEN, Led.NYTTONAV


class SearchCrowded(Problem):
    slug, title = "for-manga-sokningar", "För många loggsökningar pågår"
    status, atgard, led = 503, Atgard.FORSOK_IGEN, Led.NYTTONAV


class RegisterUnavailable(Problem):
    slug, title = "registret-otillgangligt", "Ärenderegistret kan inte läsas, därför är ingenting frågat"
    status, atgard, led = 503, Atgard.FORSOK_IGEN, Led.NYTTONAV


class AnswerWithheld(Problem):
    slug, title = "svaret-undanhallet", "Svaret kunde inte loggas i tid och lämnas därför inte ut"
    status, atgard, led = 503, Atgard.FORSOK_IGEN, Led.NYTTONAV


class InternalFault(Problem):
    slug, title = "internt-fel", "Ett fel i navet"
    status, atgard, led = 500, Atgard.KONTAKTA_FORVALTAREN, Led.NYTTONAV


def catalogue() -> tuple[type[Problem], ...]:
    """Every problem, in the order of this page."""
    return tuple(Problem.__subclasses__())
