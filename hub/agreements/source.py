"""contracts/kallor/<source>.yaml: one version of one source's agreement, as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Annotated

from pydantic import Field, StringConstraints

from hub.agreements import windows
from hub.agreements.ages import Age, seconds
from hub.model.agreement import AgencyClient, Ages, Agreement, Contact, LegalBasis
from hub.model.document import FaultyDocuments, Filled, OrganisationNumber, Strict, nearest, read_document
from hub.model.registry import Registry
from messages.koder import AktorTyp, Andamal, Roll, VisadAv
from messages.values import Code, Identifier

AgreementId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{2,59}$")]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$")]


class Handover(StrEnum):
    """The form of hand-over; the ongoing-case rule is law for the first, agreement for the second."""

    DIREKTATKOMST = "DIREKTATKOMST"
    ANNAT_ELEKTRONISKT_UTLAMNANDE = "ANNAT_ELEKTRONISKT_UTLAMNANDE"


class _Days(Strict):
    from_: date = Field(alias="from")
    tom: date | None = None


class _Basis(Strict):
    from_: date | None = Field(default=None, alias="from")
    tom: date | None = None
    texter: Annotated[list[Filled], Field(min_length=1)]
    sekretess: Filled | None = None

    def noun(self) -> LegalBasis:
        return LegalBasis(tuple(self.texter), self.from_, self.tom, self.sekretess)


class Longer(StrEnum):
    """What becomes of a question about a longer period than the source takes."""

    NEKAS = "NEKAS"
    DELAS = "DELAS"
    """It is asked in portions, each within the limit and answered by itself."""


class _Period(Strict):
    langstDagar: Annotated[int, Field(ge=1, le=3660)]
    langre: Longer = Longer.NEKAS
    horisontManader: Annotated[int, Field(ge=0, le=24)] = 1
    bakatManader: Annotated[int, Field(ge=1, le=240)] | None = None


Years = Annotated[int, Field(ge=0, le=150)]


class _Ages(Strict):
    fran: Years | None = None
    till: Years | None = None


class _Contact(Strict):
    namn: Filled
    epost: Filled | None = None
    telefon: Filled | None = None


class _Client(Strict):
    """A system of the source's own; its tokens name its organisation and no board."""

    id: Identifier
    namn: Filled
    organisationsnummer: OrganisationNumber


class SourceFile(Strict):
    """The keys of contracts/kallor/<source>.yaml."""

    id: AgreementId
    version: Version
    kalla: Code
    namn: Filled
    galler: _Days
    overlamnande: Handover
    andamal: Annotated[list[Andamal], Field(min_length=1)]
    aktorer: Annotated[list[AktorTyp], Field(min_length=1)]
    fragarForeOppnande: list[AktorTyp] = Field(default_factory=list)
    funktioner: Annotated[list[Filled], Field(min_length=1)] | None = None
    roller: Annotated[list[Roll], Field(min_length=1)]
    aldrar: dict[Roll, _Ages] = Field(default_factory=dict)
    uppgifter: Annotated[list[Identifier], Field(min_length=1)]
    forfattningsstod: Annotated[list[_Basis], Field(min_length=1)]
    period: _Period
    aktualitet: Annotated[dict[VisadAv, Age], Field(min_length=1)]
    intygBekraftasEfterat: bool = False
    klienter: list[_Client] = Field(default_factory=list)
    servicefonster: list[windows.WeeklyFile] = Field(default_factory=list)
    driftuppehall: list[windows.OnceFile] = Field(default_factory=list)
    langstaTystnad: Age | None = None
    kontakt: _Contact


def read_agreement(content: bytes, file: str, registry: Registry) -> Agreement:
    """One agreement, checked against what is loaded. Raises FaultyDocuments with every fault of the file."""
    written = read_document(SourceFile, content, file)
    faults = [f"{file}: {sentence}" for sentence in _faults(written, registry)]
    if faults:
        raise FaultyDocuments(faults)
    return _noun(written, sha256(content).hexdigest())


def _noun(written: SourceFile, digest: str) -> Agreement:
    return Agreement(
        id=written.id,
        version=written.version,
        digest=digest,
        source=written.kalla,
        source_name=written.namn,
        valid_from=written.galler.from_,
        valid_to=written.galler.tom,
        direct_access=written.overlamnande is Handover.DIREKTATKOMST,
        purposes=frozenset(written.andamal),
        actors=frozenset(written.aktorer),
        roles=frozenset(written.roller),
        groups=frozenset(written.uppgifter),
        legal_basis=tuple(basis.noun() for basis in written.forfattningsstod),
        longest_period_days=written.period.langstDagar,
        horizon_months=written.period.horisontManader,
        evidence={origin: seconds(age) for origin, age in written.aktualitet.items()},
        contact=Contact(written.kontakt.namn, written.kontakt.epost, written.kontakt.telefon),
        before_opening=frozenset(written.fragarForeOppnande),
        confirmed_afterwards=written.intygBekraftasEfterat,
        functions=frozenset(written.funktioner) if written.funktioner else None,
        longer_in_portions=written.period.langre is Longer.DELAS,
        reach_back_months=written.period.bakatManader,
        clients=tuple(AgencyClient(one.id, one.namn, one.organisationsnummer) for one in written.klienter),
        ages={role: Ages(ages.fran, ages.till) for role, ages in written.aldrar.items()},
        longest_silence_s=seconds(written.langstaTystnad) if written.langstaTystnad else None,
        windows=windows.windows(written.servicefonster, written.driftuppehall),
    )


def _faults(written: SourceFile, registry: Registry) -> Iterator[str]:
    days = written.galler
    if days.tom is not None and days.tom < days.from_:
        yield "galler.tom lies before galler.from. Mend one of the days."
    yield from _unknown(written, registry)
    for n, actor in enumerate(written.fragarForeOppnande):
        if actor is AktorTyp.AUTOMATISERAD_FUNKTION:
            yield (
                f"fragarForeOppnande[{n}] names AUTOMATISERAD_FUNKTION, which has nothing to decide before "
                "a case is opened. Remove it."
            )
        elif actor not in written.aktorer:
            yield f"fragarForeOppnande[{n}] names {actor}, which aktorer does not. Add it there or remove it."
    yield from _of_evidence(written)
    yield from _ages(written)
    yield from windows.faults(written.servicefonster, written.driftuppehall, days.from_, days.tom)
    yield from _uncovered(written)


def _of_evidence(written: SourceFile) -> Iterator[str]:
    if written.funktioner and AktorTyp.AUTOMATISERAD_FUNKTION not in written.aktorer:
        yield "funktioner names functions, but aktorer lets none ask. Add AUTOMATISERAD_FUNKTION there."
    if written.intygBekraftasEfterat and written.overlamnande is Handover.DIREKTATKOMST:
        yield (
            "intygBekraftasEfterat is true, but by DIREKTATKOMST a caseworker's own statement must be "
            "confirmed before it is relied on. Remove it."
        )
    if written.intygBekraftasEfterat and VisadAv.EGET_INTYG not in written.aktualitet:
        yield "intygBekraftasEfterat is true, but aktualitet lacks EGET_INTYG. Add it or remove it."


def _ages(written: SourceFile) -> Iterator[str]:
    for role, ages in written.aldrar.items():
        where = f"aldrar.{role}"
        if role not in written.roller:
            yield f"{where} is of a role that roller does not name. Add the role there or remove its ages."
        if ages.fran is None and ages.till is None:
            yield f"{where} says no age. Give fran, till or both, or remove it if any age may be asked about."
        elif ages.fran is not None and ages.till is not None and ages.till < ages.fran:
            yield f"{where}.till lies before {where}.fran. Mend one of the ages."


def _unknown(written: SourceFile, registry: Registry) -> Iterator[str]:
    source = registry.sources.get(written.kalla)
    if source is None:
        near = nearest(written.kalla, registry.sources)
        yield f"kalla is {written.kalla}, which no loaded adapter answers for.{near}"
        return
    for n, group in enumerate(written.uppgifter):
        if group not in source.groups:
            section = group.partition(".")[0]
            known = registry.sections.get(section)
            owner = _written(known.namespace) if known else f"no section of {written.kalla}"
            missing = f"{owner} does not have" if known else f"{owner} has"
            yield f"uppgifter[{n}] names {group}, which {missing}.{nearest(group, source.groups)}"


def _written(namespace: str) -> str:
    """`urn:nyttonav:studiestod:1` as people say it: `studiestod/1`."""
    return "/".join(namespace.split(":")[-2:])


def _uncovered(written: SourceFile) -> Iterator[str]:
    """Every day of the agreement has one legal basis: none overlap, none is missing."""
    bases = sorted(written.forfattningsstod, key=lambda basis: basis.from_ or date.min)
    wanted = written.galler.from_
    for n, basis in enumerate(bases):
        first, last = basis.from_ or date.min, basis.tom or date.max
        if last < first:
            yield f"forfattningsstod from {first} ends before it begins. Mend one of the days."
            return
        if n and first <= (bases[n - 1].tom or date.max):
            yield f"forfattningsstod overlaps from {first}. Let each day have one legal basis."
            return
        if first > wanted:
            break
        if last == date.max:
            return
        wanted = max(wanted, last + timedelta(days=1))
    if written.galler.tom is None or wanted <= written.galler.tom:
        yield f"forfattningsstod has nothing for {wanted}, while galler holds that day. Add a legal basis."
