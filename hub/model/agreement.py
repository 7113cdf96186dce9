"""An agreement: what may be asked of a source, for whom, when and how. Data, from contracts/kallor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from hub.model.maintenance import Window
from hub.model.promise import Promises
from hub.model.traffic import TrafficLimits
from messages.koder import AktorTyp, Andamal, Roll, VisadAv


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """Texts cited when the question is asked on a day within [valid_from, valid_to]; None is open."""

    texts: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    secrecy: str | None = None
    """What breaks the source's secrecy (OSL 10:28 where there is a duty to tell); cited to the source."""

    def holds(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Ages:
    """Years that a person turns in the calendar year of the day of asking, both included; None is open."""

    youngest: int | None
    oldest: int | None

    def hold(self, years: int) -> bool:
        return (self.youngest is None or self.youngest <= years) and (
            self.oldest is None or years <= self.oldest
        )


@dataclass(frozen=True, slots=True)
class PeriodDays:
    """Days of the period asked about, both included; None is open, and one of them is not."""

    first: date | None
    last: date | None

    def hold(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def __str__(self) -> str:
        """`2025-12-01 -`, `- 2025-09-30`"""
        return f"{self.first or ''} - {self.last or ''}".strip()


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days on which the agreement stands but the source is not asked, both included; None is open."""

    first: date
    last: date | None
    reason: str

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    email: str | None = None
    telephone: str | None = None

    def __str__(self) -> str:
        """`Kundcenter, 0771-00 00 00, kontakt@example.se`"""
        return ", ".join(part for part in (self.name, self.telephone, self.email) if part)


@dataclass(frozen=True, slots=True)
class AgencyClient:
    """A system of the source's own that may ask whether a question that it received was put by the hub."""

    id: str
    name: str
    organisation_number: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """One version of one source's agreement. Dates are days, both ends included; None is open."""

    id: str
    version: str
    digest: str
    """SHA-256 of the file, in hex: what was in force can be proved."""
    source: str
    source_name: str
    valid_from: date
    valid_to: date | None
    direct_access: bool
    """DIREKTATKOMST: the ongoing-case rule is law; else ANNAT_ELEKTRONISKT_UTLAMNANDE."""
    purposes: frozenset[Andamal]
    actors: frozenset[AktorTyp]
    roles: frozenset[Roll]
    groups: frozenset[str]
    legal_basis: tuple[LegalBasis, ...]
    longest_period_days: int
    horizon_months: int
    """How far ahead: 1 means to the end of next month."""
    evidence: Mapping[VisadAv, int]
    """Origins that suffice to show the ongoing case, each with its greatest age in seconds."""
    contact: Contact
    before_opening: frozenset[AktorTyp] = frozenset()
    """Actors who may ask while the case is AKTUALISERAT, not yet opened."""
    confirmed_afterwards: bool = False
    """A caseworker's own statement holds before a second person has confirmed it. Never by direktåtkomst."""
    functions: frozenset[str] | None = None
    """The automated functions that may ask, by name; None is any that is named."""
    longer_in_portions: bool = False
    """A longer period is asked about in portions; else it is refused."""
    reach_back_months: int | None = None
    """How far back the period may begin; None is no limit of its own."""
    ages: Mapping[Roll, Ages] = field(default_factory=dict)
    """Between which ages the source has anything to tell of a role; a role left out is of any age."""
    group_days: Mapping[str, PeriodDays] = field(default_factory=dict)
    """Groups that are carried only for some days of the period asked about; the others are for any."""
    role_basis: Mapping[Roll, str] = field(default_factory=dict)
    """What carries the roles that open no source of themselves; cited besides for persons of that role."""
    suspensions: tuple[Suspension, ...] = ()
    """When the source is not asked although the agreement stands, oldest first; none overlap."""

    longest_silence_s: int | None = None
    """How long the source may fail to answer before somebody is told; None is that nobody is."""
    windows: tuple[Window, ...] = ()
    """When the source is not asked."""
    traffic: TrafficLimits | None = None
    """How many calls it takes, of all boards together; None is any number."""
    promises: Promises | None = None
    """What the source promises of its answers; None is nothing."""
    clients: tuple[AgencyClient, ...] = ()
    """The source's own systems that may have its questions vouched for."""

    def names(self, client_id: str, organisation_number: str) -> bool:
        """Whether the client is one of the source's."""
        return any(
            (one.id, one.organisation_number) == (client_id, organisation_number) for one in self.clients
        )

    def groups_on(self, day: date) -> frozenset[str]:
        """What may be asked for about that day of the period."""
        if not self.group_days:
            return self.groups
        return frozenset(
            group for group in self.groups if group not in self.group_days or self.group_days[group].hold(day)
        )

    def turns(self) -> tuple[date, ...]:
        """The days on which what may be asked for about them becomes another than about the day before."""
        firsts = {days.first for days in self.group_days.values()}
        afters = {days.last + timedelta(days=1) for days in self.group_days.values() if days.last is not None}
        return tuple(sorted(day for day in firsts | afters if day is not None))

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def suspended(self, day: date) -> bool:
        """Whether the source is not asked on `day` although the agreement stands."""
        return any(suspension.holds(day) for suspension in self.suspensions)

    @property
    def takes_unconfirmed(self) -> bool:
        """Whether a caseworker's own statement may be confirmed afterwards.

        By direktåtkomst the ongoing case is law, and nothing that is to be confirmed later shows it.
        """
        return self.confirmed_afterwards and not self.direct_access

    def basis(self, day: date) -> LegalBasis | None:
        """The legal basis of asking on `day`; None when none holds, and then nothing may be asked."""
        return next((basis for basis in self.legal_basis if basis.holds(day)), None)

    def legal_texts(self, day: date) -> tuple[str, ...]:
        """What to cite when asking on `day`; empty when no basis holds."""
        basis = self.basis(day)
        return basis.texts if basis else ()
