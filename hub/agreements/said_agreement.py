"""What one version of an agreement says, heading by heading, to be compared with another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hub.agreements.said import ITSELF, Said, Side, named, one
from hub.agreements.source_file import Handover
from hub.model.agreement import Ages, Agreement, LegalBasis

OPEN = "until further notice"
_UNITS = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def side_of(agreement: Agreement) -> Side:
    """Everything that it says but its id, its version and the file's digest."""
    return {
        "name": one(agreement.source_name),
        "valid": one(valid(agreement)),
        "suspended": {
            days(it.first, it.last): Said(it.reason, f"because: {it.reason}") for it in agreement.suspensions
        },
        "hand-over": one(_handover(agreement)),
        "purposes": named(agreement.purposes),
        "actors": named(agreement.actors),
        "before opening": named(agreement.before_opening),
        "functions": one(_functions(agreement)),
        "roles": named(agreement.roles),
        "role basis": {role: Said(text, text) for role, text in sorted(agreement.role_basis.items())},
        "ages": {role: Said(ages, _ages(ages)) for role, ages in sorted(agreement.ages.items())},
        "groups": named(agreement.groups),
        "group days": {group: Said(it, str(it)) for group, it in agreement.group_days.items()},
        "law": {_from(basis): Said(basis, _cited(basis)) for basis in agreement.legal_basis},
        **_period(agreement),
        "evidence": {
            origin: Said(age, f"at most {_age(age)} old") for origin, age in agreement.evidence.items()
        },
        "own statement": one(
            "confirmed afterwards" if agreement.confirmed_afterwards else "confirmed before"
        ),
        "windows": {str(it): Said(it.text, it.text) for it in agreement.windows},
        "traffic": one(str(agreement.traffic or "without limit")),
        "promised": one(str(agreement.promises or "nothing")),
        "longest silence": one(_age(agreement.longest_silence_s) if agreement.longest_silence_s else "any"),
        "clients": {
            it.id: Said(it, f"{it.name} of {it.organisation_number}")
            for it in sorted(agreement.clients, key=lambda it: it.id)
        },
        "contact": {ITSELF: Said(agreement.contact, str(agreement.contact))},
    }


def valid(agreement: Agreement) -> str:
    return days(agreement.valid_from, agreement.valid_to)


def days(first: date, last: date | None) -> str:
    """Both included: `2026-01-01 - 2026-12-31`, or until further notice."""
    return f"{first} - {last or OPEN}"


def counted(number: int, unit: str) -> str:
    """`1 month`, `2 months`."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _period(agreement: Agreement) -> Mapping[str, Mapping[str, Said]]:
    longer = "asked in portions" if agreement.longer_in_portions else "refused"
    back = agreement.reach_back_months
    return {
        "longest period": one(
            f"{counted(agreement.longest_period_days, 'day')}, and what is longer {longer}"
        ),
        "ahead": one(counted(agreement.horizon_months, "month")),
        "back": one("without limit" if back is None else counted(back, "month")),
    }


def _handover(agreement: Agreement) -> str:
    return Handover.DIREKTATKOMST if agreement.direct_access else Handover.ANNAT_ELEKTRONISKT_UTLAMNANDE


def _functions(agreement: Agreement) -> str:
    functions = agreement.functions
    return "any that names itself" if functions is None else ", ".join(sorted(functions))


def _ages(ages: Ages) -> str:
    youngest = "" if ages.youngest is None else f"from {ages.youngest} "
    oldest = "" if ages.oldest is None else f"to {ages.oldest} "
    return f"{youngest}{oldest}years"


def _from(basis: LegalBasis) -> str:
    return f"from {basis.valid_from}" if basis.valid_from else "from the beginning"


def _cited(basis: LegalBasis) -> str:
    until = f"until {basis.valid_to}" if basis.valid_to else OPEN
    secrecy = f"; secrecy: {basis.secrecy}" if basis.secrecy else ""
    return f"{until}: {'; '.join(basis.texts)}{secrecy}"


def _age(seconds: int) -> str:
    """In the greatest unit that holds it in whole numbers."""
    size, unit = next(it for it in _UNITS if seconds % it[0] == 0)
    return counted(seconds // size, unit)
