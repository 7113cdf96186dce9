"""Försäkringskassan's general information on the person asked about: a section of its own."""

from __future__ import annotations

from adapters.forsakringskassan import codes, shapes
from adapters.forsakringskassan.case_rows import (
    WHEREABOUTS,
    address,
    coded,
    items,
    land,
    part,
    relative,
    share,
    value,
)
from adapters.forsakringskassan.cases import FK
from adapters.forsakringskassan.law import FLAG, IDENTITET, OUTCOME
from hub.elements import Row
from hub.elements import convert as to
from messages.person import Person

GENERAL = f"{FK}/generellPersoninformation"
HOME = f"{GENERAL}/adress"
REGISTERED = f"{GENERAL}/folkbokford"
CITIZEN = f"{GENERAL}/medborgarskap"
WORK, WORKS = f"{GENERAL}/arbetsstallen", "arbetsstallen[]"
EMPLOYER, EMPLOYERS = f"{WORK}/arbetsgivare", f"{WORKS}.arbetsgivare"
CONTACT, CONTACTS = f"{WORK}/kontakt", f"{WORKS}.kontakt"

ABOUT = (
    Row("fk.person", GENERAL, reason="en egen sektion", record=True, section=Person),
    Row("fk.person.personnummer", f"{GENERAL}/personnummer", ":person", to.text, IDENTITET, reason=OUTCOME),
    Row("fk.person.skyddad", f"{GENERAL}/skyddad", ":skyddad", to.text, reason=FLAG),
    value(f"{GENERAL}/foddes", "fodelsedag", shapes.day, IDENTITET),
    value(f"{GENERAL}/namn", "namn", to.text, IDENTITET),
    value(f"{GENERAL}/avled", "avliden[]", shapes.day),
    coded(f"{GENERAL}/civilstand", "civilstand", codes.CIVIL_STATUS),
    items(CITIZEN, "medborgarskap"),
    value(f"{CITIZEN}/datum", "medborgarskap[].datum", shapes.day),
    land(f"{CITIZEN}/land", "medborgarskap[].land"),
    relative(f"{GENERAL}/barn", "barn[]", "BARN"),
    relative(f"{GENERAL}/samhorig", "samhoriga[]", "SAMHORIG"),
)

LIVING = (
    items(HOME, "adresser", protects=WHEREABOUTS),
    *address(HOME, "adresser[]"),
    items(REGISTERED, "folkbokforing", protects=WHEREABOUTS),
    value(f"{REGISTERED}/lan", "folkbokforing[].lan", to.text, protects=WHEREABOUTS),
    value(f"{REGISTERED}/kommun", "folkbokforing[].kommun", to.text, protects=WHEREABOUTS),
)

WORKING = (
    items(WORK, "arbetsstallen", protects=WHEREABOUTS),
    value(f"{WORK}/nummer", f"{WORKS}.nummer", to.text, protects=WHEREABOUTS),
    value(f"{WORK}/namn", f"{WORKS}.namn", to.text, protects=WHEREABOUTS),
    value(f"{WORK}/sysselsattning", f"{WORKS}.sysselsattning", to.text, protects=WHEREABOUTS),
    share(f"{WORK}/arbetstid", f"{WORKS}.arbetstid", protects=WHEREABOUTS),
    value(f"{WORK}/telefon", f"{WORKS}.telefon", to.text, protects=WHEREABOUTS),
    part(f"{WORK}/adress", f"{WORKS}.adress", protects=WHEREABOUTS),
    *address(f"{WORK}/adress", f"{WORKS}.adress"),
    part(EMPLOYER, EMPLOYERS, protects=WHEREABOUTS),
    value(f"{EMPLOYER}/namn", f"{EMPLOYERS}.namn", to.text, protects=WHEREABOUTS),
    value(
        f"{EMPLOYER}/organisationsnummer",
        f"{EMPLOYERS}.organisationsnummer",
        shapes.company,
        protects=WHEREABOUTS,
    ),
    part(f"{EMPLOYER}/adress", f"{EMPLOYERS}.adress", protects=WHEREABOUTS),
    *address(f"{EMPLOYER}/adress", f"{EMPLOYERS}.adress"),
    part(CONTACT, CONTACTS, protects=WHEREABOUTS),
    value(f"{CONTACT}/namn", f"{CONTACTS}.namn", to.text, protects=WHEREABOUTS),
    value(f"{CONTACT}/telefon", f"{CONTACTS}.telefon[]", to.text, protects=WHEREABOUTS),
    value(f"{CONTACT}/epost", f"{CONTACTS}.epost[]", to.text, protects=WHEREABOUTS),
)

ROWS = (*ABOUT, *LIVING, *WORKING)
