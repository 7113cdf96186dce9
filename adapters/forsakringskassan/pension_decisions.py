"""The rows of Pensionsmyndigheten's decisions: what was granted or refused, and what it was reckoned from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.forsakringskassan import pension_codes as codes
from adapters.forsakringskassan import pension_shapes as shapes
from adapters.forsakringskassan.pension_rows import (
    FORMAN,
    OMFATTNING,
    coded,
    items,
    part,
    value,
    wrapping,
)
from hub.elements import AGREEMENT, Protects, Removed, Row
from hub.elements import convert as to
from messages.narstaende import Narstaende

BESLUT, BESLUTET = "beslut", "beslut[]"
GRANT, GRANTED = f"{BESLUT}/beslutadErsattning", f"{BESLUTET}.ersattningar[]"
BASIS, BASED = f"{GRANT}/underlag", f"{GRANTED}.underlag"
MORE, ADDED = f"{BESLUT}/tillagg", f"{BESLUTET}.tillagg"
HOUSING, HOUSED = f"{MORE}/bostadsInkomststod", f"{ADDED}.bostadsOchInkomststod"
SURVIVOR, SURVIVED = f"{MORE}/efterlevandeformaner", f"{ADDED}.efterlevandeformaner"


def _deceased(item: dict[str, Any]) -> None:
    """Who it is after is told of as somebody, also where nothing of them could be read.

    The year is that of the birthday, and of the number where no birthday could be read: in whichever order
    the two came.
    """
    them = item.setdefault("person", {})
    them["relation"] = codes.RELATION.known["AVLIDEN"]
    number = them.get("personidentitet")
    if number is not None:
        them.setdefault("fodelsear", number.birth_year)


def _survivor(given: Mapping[str, Any]) -> Narstaende:
    """Somebody else with a right to the benefit, also where no number came."""
    number = given.get("person")
    return shapes.relative(codes.RELATION.known["EFTERLEVANDE"], "" if number is None else str(number))


def _applicant(given: str) -> Narstaende | None:
    """Somebody who applied together with the person. Raises Odd where the number cannot be read."""
    return shapes.relative(codes.RELATION.known["MEDSOKANDE"], given) if given.strip() else None


DECISIONS = (
    items(BESLUT, BESLUT, FORMAN, numbered=True),
    value(f"{BESLUT}/beslutsid", f"{BESLUTET}.beslutsId", to.text),
    value(f"{BESLUT}/beslutsdatum", f"{BESLUTET}.beslutsdag", to.day),
    coded(f"{BESLUT}/formansgrupp", f"{BESLUTET}.formansgrupp", codes.BENEFIT_GROUP, FORMAN),
    coded(f"{BESLUT}/beslutsstatus", f"{BESLUTET}.status", codes.STATUS),
    coded(f"{BESLUT}/beslutsutfall", f"{BESLUTET}.utfall", codes.OUTCOME),
)

GRANTS = (
    items(GRANT, f"{BESLUTET}.ersattningar", FORMAN),
    coded(f"{GRANT}/ersattningstyp", f"{GRANTED}.ersattningstyp", codes.COMPENSATION, FORMAN),
    wrapping(f"{GRANT}/period"),
    value(f"{GRANT}/period/from", f"{GRANTED}.period.from", to.day, OMFATTNING),
    value(f"{GRANT}/period/tom", f"{GRANTED}.period.tom", to.day, OMFATTNING),
    value(f"{GRANT}/omfattning", f"{GRANTED}.omfattning", shapes.number, OMFATTNING),
    wrapping(f"{GRANT}/beslutatBelopp"),
    value(f"{GRANT}/beslutatBelopp/belopp", f"{GRANTED}.belopp", shapes.number),
    coded(f"{GRANT}/beslutatBelopp/beloppsfrekvens", f"{GRANTED}.beloppsfrekvens", codes.FREQUENCY),
)

# The source's name of a part, ours, and its numbers: the same name where it is plain enough.
_SAME = {
    ("bp", "barnpension"): ("efterlevandepensionsunderlag", "procent"),
    ("garp", "garantipension"): (
        "antal40delar",
        "garantitillaggForGarantipension",
        "ylAvdrag",
        "inkomstpensionForGarantipension",
        "tillaggspensionForGarantipension",
    ),
    ("garpEp", "garantipensionEfterlevande"): ("antal40delar",),
    ("garpAp37", "garantipension1937"): (
        "summaBerakningsunderlag",
        "antal40delar",
        "antal30delar",
        "pensionstillskott",
        "uttagsprocentFp",
    ),
    ("ip", "inkomstpension"): ("ylAvdrag",),
    # The source's own spelling.
    ("livaranta", "livranta"): ("livrantefaktor", "arsinkomstInnanSkada"),
    ("op", "omstallningspension"): ("efterlevandepensionsunderlag", "procent"),
    ("samordning", "samordning"): ("beloppForeSamordning",),
    ("tp", "tillaggspension"): (
        "sjoskattear",
        "uttagsprocent",
        "ylAvdrag",
        "garantitillagg",
        "medelpoang",
        "arMedPensionspoang",
        "erforderligaAr",
    ),
    ("ankep", "ankepension"): ("antal15delar", "medelpoang", "taljare", "namnare"),
}

REASONS = (
    part(BASIS, BASED),
    *(part(f"{BASIS}/{theirs}", f"{BASED}.{ours}") for theirs, ours in _SAME),
    *(
        value(f"{BASIS}/{theirs}/{name}", f"{BASED}.{ours}.{name}", shapes.number)
        for (theirs, ours), names in _SAME.items()
        for name in names
    ),
    value(f"{BASIS}/tp/folkpensiontillagg", f"{BASED}.tillaggspension.folkpensionstillagg", shapes.number),
    value(f"{BASIS}/livaranta/skadedatum", f"{BASED}.livranta.skadedag", to.day),
    value(
        f"{BASIS}/livaranta/arbetsgivarkod",
        f"{BASED}.livranta.arbetsgivarkod",
        to.text,
        # Where somebody has worked can lead to them.
        protects=Protects.WHEREABOUTS,
    ),
    coded(
        f"{BASIS}/samordning/samordningstyper", f"{BASED}.samordning.samordningstyper[]", codes.COORDINATION
    ),
)

ADDITIONS = (
    part(MORE, ADDED),
    part(f"{MORE}/allmanpension", f"{ADDED}.allmanPension"),
    value(
        f"{MORE}/allmanpension/samordningMedPensionFranAnnatLand",
        f"{ADDED}.allmanPension.samordningMedPensionFranAnnatLand",
        shapes.truth,
    ),
    coded(
        f"{MORE}/allmanpension/anvantCivilstand",
        f"{ADDED}.allmanPension.anvantCivilstand",
        codes.CIVIL_STATUS,
    ),
    part(HOUSING, HOUSED),
    wrapping(f"{HOUSING}/berakningsunderlag"),
    *(
        value(f"{HOUSING}/berakningsunderlag/{theirs}", f"{HOUSED}.{ours}", shapes.number)
        for theirs, ours in (
            ("bostadskostnadBrutto", "bostadskostnadBrutto"),
            ("bostadskostnadNettoBt", "bostadskostnadNettoBostadstillagg"),
            # The source's own spelling.
            ("bostadskostnaddNettoAfs", "bostadskostnadNettoAldreforsorjningsstod"),
        )
    ),
    value(
        f"{HOUSING}/berakningsunderlag/medsokande",
        f"{HOUSED}.medsokande",
        _applicant,
        protects=Protects.RELATIVE,
    ),
)


DEAD, OTHERS = f"{SURVIVOR}/avlidna", f"{SURVIVOR}/ovrigaBerattigadeEfterlevande"

SURVIVORS = (
    part(SURVIVOR, SURVIVED),
    items(DEAD, f"{SURVIVED}.avlidna", finish=_deceased),
    Row(
        "pm.beslut.tillagg.efterlevandeformaner.avlidna.person",
        f"{DEAD}/person",
        f"{SURVIVED}.avlidna[].person.personidentitet",
        to.person,
        AGREEMENT,
        Protects.RELATIVE,
        Removed.DROP,
    ),
    # Of somebody else's birthday the year is carried, also where no number came.
    value(
        f"{DEAD}/fodelsedatum",
        f"{SURVIVED}.avlidna[].person.fodelsear",
        shapes.year_of_day,
        protects=Protects.RELATIVE,
    ),
    value(f"{DEAD}/dodsfallsdatum", f"{SURVIVED}.avlidna[].dodsfallsdag", to.day),
    Row(
        "pm.beslut.tillagg.efterlevandeformaner.ovriga",
        OTHERS,
        f"{SURVIVED}.ovrigaBerattigade[]",
        _survivor,
        AGREEMENT,
        Protects.RELATIVE,
        Removed.DROP,
        of=("person",),
    ),
)

ROWS = (*DECISIONS, *GRANTS, *REASONS, *ADDITIONS, *SURVIVORS)
