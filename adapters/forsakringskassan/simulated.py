"""What LEFI has on the world's test persons, by `Persona.key`, all dates relative to the world's day."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from adapters.forsakringskassan import simulated_families as families
from adapters.forsakringskassan import simulated_labour as labour
from adapters.forsakringskassan import simulated_sick as sick
from adapters.forsakringskassan.simulated_known import Known, known
from adapters.forsakringskassan.simulated_many import many_of_everything
from adapters.forsakringskassan.simulated_many_pensions import pensions
from adapters.forsakringskassan.simulated_odd import rule_breaker
from adapters.forsakringskassan.simulated_pensioner import pensioner
from hub.simulators.world import Persona, World


def known_of(persona: Persona | None, world: World) -> Known:
    """Nothing at all for a person whom LEFI does not know: that is its answer, not an error."""
    tell = KNOWN.get(persona.key) if persona else None
    return Known() if tell is None else tell(world)


def _many(world: World) -> Known:
    return known(many_of_everything(world), pensions(world))


KNOWN: Mapping[str, Callable[[World], Known]] = {
    "student": labour.student,
    "gymnasist": families.pupil,
    "omstallare": labour.changing_trade,
    "skyddad": families.expecting,
    "startare": labour.starter,
    "samordnad": labour.waiting,
    "mangfald": _many,
    "foralder": families.mother,
    "foralder2": families.father,
    "barn1": families.seven_years,
    "barn2": families.one_year,
    "pensionar": pensioner,
    "arbetslos": labour.unemployed,
    "programdeltagare": labour.in_programme,
    "sjuk": sick.half_time,
    "nyanland": labour.newcomer,
    "bilagare": sick.injured,
    "anstalld": sick.employee,
    "folkbokford": families.alone_with_child,
    "regelbrytare": rule_breaker,
}
