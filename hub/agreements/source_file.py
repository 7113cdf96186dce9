"""The keys of contracts/kallor/<source>.yaml, as they are written; source_faults.py checks them together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from hub.agreements.ages import Age
from hub.agreements.described import Described
from hub.agreements.places import CasePlace
from hub.agreements.windows import OnceFile, WeeklyFile
from hub.model.agreement import LegalBasis
from hub.model.document import Filled, OrganisationNumber
from hub.model.promise import AnswerTime, Promises
from hub.model.traffic import TrafficLimits
from messages.koder import AktorTyp, Andamal, Roll
from messages.values import Code, Identifier

AgreementId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{2,59}$")]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$")]


class Handover(StrEnum):
    """The form of hand-over; the ongoing-case rule is law for the first, agreement for the second."""

    DIREKTATKOMST = "DIREKTATKOMST"
    ANNAT_ELEKTRONISKT_UTLAMNANDE = "ANNAT_ELEKTRONISKT_UTLAMNANDE"


class Days(Described):
    """Days of the Swedish calendar, both included."""

    from_: date = Field(alias="from")
    """The first day, YYYY-MM-DD."""
    tom: date | None = None
    """The last day, YYYY-MM-DD, itself included. Left out: until further notice."""


class Dormant(Days):
    """Days on which the agreement stands but the source is not asked."""

    orsak: Filled
    """Why, in one sentence, for those who keep the agreement. It is not shown to whoever asks."""


class Basis(Described):
    """What is cited when a question is asked on one of its days."""

    from_: date | None = Field(default=None, alias="from")
    """The first day of asking that it is cited, YYYY-MM-DD. Left out: it has no beginning."""
    tom: date | None = None
    """The last day of asking that it is cited, YYYY-MM-DD, itself included. Left out: it has no end."""
    texter: Annotated[list[Filled], Field(min_length=1)]
    """The texts cited, one for each statute, as a lawyer writes them: `2 § förordningen (2008:975)`."""
    sekretess: Filled | None = None
    """What breaks the source's secrecy, where there is a duty to tell; it is cited to the source."""

    def noun(self) -> LegalBasis:
        return LegalBasis(tuple(self.texter), self.from_, self.tom, self.sekretess)


class Longer(StrEnum):
    """What becomes of a question about a longer period than the source takes."""

    NEKAS = "NEKAS"
    DELAS = "DELAS"
    """It is asked in portions, each within the limit and answered by itself."""


class AskedPeriod(Described):
    """Which periods may be asked about."""

    langstDagar: Annotated[int, Field(ge=1, le=3660)]
    """The longest period of one question to the source, in days."""
    langre: Longer = Longer.NEKAS
    """What becomes of a longer period: NEKAS, it is refused; DELAS, it is asked in portions."""
    horisontManader: Annotated[int, Field(ge=0, le=24)] = 1
    """How far ahead the period may end, in calendar months: 0 the end of this month, 1 of the next."""
    bakatManader: Annotated[int, Field(ge=1, le=240)] | None = None
    """How far back the period may begin, in calendar months. Left out: no limit of its own."""


Years = Annotated[int, Field(ge=0, le=150)]


class RoleAges(Described):
    """Between which ages persons of a role may be asked about; at least one of the ends is given."""

    fran: Years | None = None
    """The youngest, in years turned in the calendar year of asking, itself included. Left out: none."""
    till: Years | None = None
    """The oldest, in years turned in the calendar year of asking, itself included. Left out: none."""


class GroupDays(Described):
    """For which days of the period asked about a group is carried; at least one of the ends is given."""

    from_: date | None = Field(default=None, alias="from")
    """The first day of the period, YYYY-MM-DD. Left out: it has no beginning."""
    tom: date | None = None
    """The last day of the period, YYYY-MM-DD, itself included. Left out: it has no end."""


Calls = Annotated[int, Field(ge=1, le=100_000_000)]


class TrafficFile(Described):
    """How many questions the source takes, of all boards together; at least one of the limits is given."""

    perSekund: Calls | None = None
    """How many may be begun within any one second. Left out: no such limit."""
    samtidigt: Calls | None = None
    """How many may be on their way at once. Left out: no such limit."""
    perDygn: Calls | None = None
    """How many may be begun on one Swedish calendar day. Left out: no such limit."""

    def noun(self) -> TrafficLimits:
        return TrafficLimits(self.perSekund, self.samtidigt, self.perDygn)


Percent = Annotated[float, Field(gt=0, le=100)]


class AnswerTimeFile(Described):
    """How soon the source answers."""

    andelProcent: Percent
    """How many percent of the answers of a Swedish calendar month come within the time: 95."""
    inomMs: Annotated[int, Field(ge=1)]
    """Within how many milliseconds, seen from the hub. One of those that are measured: 50, 100, 200, 300,
    500, 750, 1000, 1500, 2000, 3000, 5000, 7500, 10000, 15000, 20000, 30000."""


class PromisesFile(Described):
    """What the source promises, to be compared with what is measured; at least one of them is given."""

    tillganglighetProcent: Percent | None = None
    """How many percent of the questions of a Swedish calendar month are answered: 99.5. What was not sent
    does not count: maintenance that has been told of, limits, the hub's own faults. Left out: no promise."""
    svarstid: AnswerTimeFile | None = None
    """How soon the answers come. Left out: no promise."""

    def noun(self) -> Promises:
        soon = self.svarstid
        return Promises(
            None if self.tillganglighetProcent is None else _decimal(self.tillganglighetProcent),
            None if soon is None else AnswerTime(_decimal(soon.andelProcent), soon.inomMs),
        )


def _decimal(percent: float) -> Decimal:
    """As it is written: 99.5, and not what is nearest to it in halves. 95.0 is 95."""
    return Decimal(str(percent).removesuffix(".0"))


class ContactAt(Described):
    """Where those who keep the agreement turn."""

    namn: Filled
    """Who answers: a unit or a function of the source, rather than a person."""
    epost: Filled | None = None
    """An e-mail address."""
    telefon: Filled | None = None
    """A telephone number, as people write it."""


class SourceClient(Described):
    """A system of the source's own; its tokens name its organisation and no board."""

    id: Identifier
    """The id that its tokens name (`client_id`). Of one source only, and of no board."""
    namn: Filled
    """What the system is called, for the log's readers."""
    organisationsnummer: OrganisationNumber
    """The source's organisation number: ten digits, no hyphen, within quotation marks."""


class SourceFile(Described):
    """One version of the agreement with one source: what may be asked, about whom, when and on what basis."""

    id: AgreementId
    """The agreement's id, the same in all its versions: small letters, digits and hyphens, 3 to 60."""
    version: Version
    """This version, named in answers and in the log: at most 20 letters, digits, points and hyphens."""
    kalla: Code
    """The source's id, as its adapter's manifest has it: CSN, FK, ..."""
    namn: Filled
    """What the source is called in sentences to caseworkers."""
    galler: Days
    """The days on which this version is in force. Two versions of one agreement share no day."""
    vilande: list[Dormant] = Field(default_factory=list)
    """Days within `galler` on which the source is not asked all the same; none of them overlap."""
    overlamnande: Handover
    """The form of hand-over. By DIREKTATKOMST the ongoing case is a condition in law, not only here."""
    andamal: Annotated[list[Andamal], Field(min_length=1)]
    """For which purposes the source may be asked."""
    aktorer: Annotated[list[AktorTyp], Field(min_length=1)]
    """Which kinds of askers may ask."""
    fragarForeOppnande: list[AktorTyp] = Field(default_factory=list)
    """Which of `aktorer` may ask while the case is AKTUALISERAT, not yet opened; never a function."""
    funktioner: Annotated[list[Filled], Field(min_length=1)] | None = None
    """The automated functions that may ask, by name. Left out: any that names itself."""
    roller: Annotated[list[Roll], Field(min_length=1)]
    """The roles in the case that persons asked about may have."""
    rollstod: dict[Roll, Filled] = Field(default_factory=dict)
    """Role to the text of what carries it: for roles that open no source of themselves. Cited for them."""
    aldrar: dict[Roll, RoleAges] = Field(default_factory=dict)
    """Role to the ages that may be asked about; a role left out is asked about at any age."""
    uppgifter: Annotated[list[Identifier], Field(min_length=1)]
    """The element groups that may be asked for, `<section>.<group>`. What is not here is not handed out."""
    uppgiftsdagar: dict[Identifier, GroupDays] = Field(default_factory=dict)
    """Group to the days of the period that it may be asked for about; one left out, about any day. A period
    over such a day is asked about in portions."""
    forfattningsstod: Annotated[list[Basis], Field(min_length=1)]
    """The legal basis by the day of asking: exactly one for every day of `galler`."""
    period: AskedPeriod
    """How long, how far ahead and how far back the period asked about may be."""
    aktualitet: Annotated[dict[CasePlace, Age], Field(min_length=1)]
    """How the ongoing case may be shown, each way with how old it may be at most: `35d`, `1h`."""
    intygBekraftasEfterat: bool = False
    """Whether a caseworker's own statement may be confirmed afterwards. Never by DIREKTATKOMST."""
    klienter: list[SourceClient] = Field(default_factory=list)
    """The source's own systems: they may ask whether this hub put a question that they received, and tell
    when the source is not to be asked."""
    servicefonster: list[WeeklyFile] = Field(default_factory=list)
    """When the source is not asked, each week."""
    driftuppehall: list[OnceFile] = Field(default_factory=list)
    """When the source is not asked, one time only; within the days of `galler`."""
    trafik: TrafficFile | None = None
    """How many questions the source takes: what is beyond waits for its turn, boards taking turns, and is
    not asked when its time runs out first. Left out: any number."""
    utlovat: PromisesFile | None = None
    """What the source promises: availability and answer times, followed up by month. Left out: nothing."""
    langstaTystnad: Age | None = None
    """How long the source may fail to answer before the hub tells of it: `4h`. Left out: it never does."""
    kontakt: ContactAt
    """Whom to turn to about the agreement; shown to caseworkers when the source does not answer."""
