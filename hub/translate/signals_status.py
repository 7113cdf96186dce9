"""Signals about where a person stands: suspended, permit running out, activity report, sources unread."""

from __future__ import annotations

from collections.abc import Iterator

from hub.translate.signals_basis import Basis, Source, Told, has_group
from hub.translate.signals_text import day_or
from messages.arbetsloshetsersattning import Arbetsloshetsersattning
from messages.arbetssokande import Arbetssokande
from messages.koder import Utfall
from messages.uppehallstillstand import Tillstandsarende, Uppehallstillstand
from messages.uppgifter import Signal

_SOON = 60
"""Days after the period within which a permit that ends is worth knowing of."""

_NOT_HANDED_IN = "501"
"""Arbetsförmedlingen's code (arbetssokande-aktivitetsrapport). 500 is that there is nothing to tell of."""


def suspended(basis: Basis) -> Iterator[Signal]:
    """AVSTANGD: some day of the suspension is within the period."""
    for source, _, section in basis.sections(Arbetsloshetsersattning):
        for fund in section.akassor:
            for one in fund.avstangningar:
                time = one.period
                if time is None or (time.from_ is None and time.tom is None):
                    continue
                begins, ends = time.from_ or basis.period.first, time.tom or basis.period.last
                if begins <= basis.period.last and ends >= basis.period.first:
                    yield source.signal(
                        "AVSTANGD",
                        f"Avstängd från ersättning hos {fund.namn or source.name}: från "
                        f"{day_or(time.from_, 'okänd dag')} till {day_or(time.tom, 'okänd dag')}.",
                        [source.element(one.id)],
                    )


def permit_ends(basis: Basis) -> Iterator[Signal]:
    """TILLSTAND_LOPER_UT: the last day is within the period or soon after, and no other permit goes on."""
    for source, told, section in basis.sections(Uppehallstillstand):
        for case in section.arenden:
            last = case.period.tom if case.period else None
            if (
                last is None
                or last < basis.period.first
                or (last - basis.period.last).days > _SOON
                or any(_goes_on(other, case) for other in section.arenden)
            ):
                continue
            verb = "gick ut" if last < basis.today else "går ut"
            yield source.signal(
                "TILLSTAND_LOPER_UT",
                f"Uppehållstillståndet {verb} {last}.{_applied(told, section)}",
                [source.element(case.id)],
            )


def _goes_on(other: Tillstandsarende, ending: Tillstandsarende) -> bool:
    """Another permit that ends later, or does not end."""
    if other is ending:
        return False
    if other.giltighetstid is not None and other.giltighetstid.kod == "PERMANENT":
        return True
    if other.period is None or other.period.from_ is None:
        return False
    ends = ending.period.tom if ending.period else None
    return other.period.tom is None or (ends is not None and other.period.tom > ends)


def _applied(told: Told, section: Uppehallstillstand) -> str:
    """What waits for a decision: one who has applied in time is treated otherwise."""
    if not all(has_group(told, f"{section.namn}.{name}") for name in ("ansokningar", "beslut")):
        return ""
    days = [
        case.ansokningsdatum
        for case in section.arenden
        if case.ansokningsdatum and case.beslut is None and case.beslutsdatum is None
    ]
    return f" En ansökan från {max(days)} är inte avgjord." if days else ""


def report_missing(basis: Basis) -> Iterator[Signal]:
    """AKTIVITETSRAPPORT_SAKNAS: only where Arbetsförmedlingen says that it has not been handed in."""
    for source, _, section in basis.sections(Arbetssokande):
        report = section.aktivitetsrapport
        if report is not None and report.svar is not None and report.svar.kod == _NOT_HANDED_IN:
            yield source.signal(
                "AKTIVITETSRAPPORT_SAKNAS",
                f"{source.name} har inte fått någon aktivitetsrapport. Rapporten lämnas månadsvis i "
                "efterhand: kontrollera om tiden för att lämna den har gått ut.",
                [source.element("aktivitetsrapport")],
            )


def unread(basis: Basis) -> Iterator[Signal]:
    """KAN_INTE_AVGORAS: one for each source of which something is not known."""
    for source in basis.sources:
        parts = [told.part for told in source.parts]
        failed = [part for part in parts if _failed(part.utfall, asked=part.fragad)]
        partly = [part for part in parts if part.utfall is Utfall.DELVIS_BESVARAD]
        if failed and len(failed) == len(parts):
            said = f"Uppgifter från {source.name} kunde inte hämtas."
        elif failed or partly:
            said = f"Uppgifterna från {source.name} är inte fullständiga."
        else:
            continue
        yield source.signal("KAN_INTE_AVGORAS", f"{said}{_reasons(source)} {_NO_CONCLUSION}", ())


_NO_CONCLUSION = "Dra ingen slutsats av att uppgifter därifrån saknas."


def _failed(outcome: Utfall, *, asked: bool) -> bool:
    """A question that was allowed and not sent leaves as much unknown; one that is not allowed is none."""
    return outcome in {Utfall.EJ_TILLGANGLIG, Utfall.EJ_STALLD} or (outcome is Utfall.NEKAD and asked)


def _reasons(source: Source) -> str:
    """Each sentence of why, once."""
    faults = [told.part.fel.text for told in source.parts if told.part.fel]
    missing = [one.text for told in source.parts for one in told.part.saknas]
    return "".join(f" {text}" for text in dict.fromkeys((*faults, *missing)))
