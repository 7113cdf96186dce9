"""contracts/kallor/<source>.yaml: one version of one source's agreement, read and checked."""

from __future__ import annotations

from hashlib import sha256

from hub.agreements import windows
from hub.agreements.ages import seconds
from hub.agreements.source_faults import source_faults
from hub.agreements.source_file import Handover, Longer, SourceFile
from hub.model.agreement import AgencyClient, Ages, Agreement, Contact, PeriodDays, Suspension
from hub.model.document import FaultyDocuments, read_document
from hub.model.registry import Registry


def read_agreement(content: bytes, file: str, registry: Registry) -> Agreement:
    """One agreement, checked against what is loaded. Raises FaultyDocuments with every fault of the file."""
    written = read_document(SourceFile, content, file)
    faults = [f"{file}: {sentence}" for sentence in source_faults(written, registry)]
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
        group_days={
            group: PeriodDays(days.from_, days.tom) for group, days in sorted(written.uppgiftsdagar.items())
        },
        role_basis=dict(written.rollstod),
        longest_silence_s=seconds(written.langstaTystnad) if written.langstaTystnad else None,
        windows=windows.windows(written.servicefonster, written.driftuppehall),
        traffic=written.trafik.noun() if written.trafik else None,
        promises=written.utlovat.noun() if written.utlovat else None,
        suspensions=tuple(
            Suspension(days.from_, days.tom, days.orsak)
            for days in sorted(written.vilande, key=lambda days: days.from_)
        ),
    )
