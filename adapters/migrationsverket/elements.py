"""The element table of miv/findbypersonnummer: a person's cases and permits at Migrationsverket.

No statute names the elements (Migrationsverket is not in 2008:975): an agreement carries them all.
"""

from __future__ import annotations

from adapters.migrationsverket import codes
from adapters.migrationsverket.names import ANSWER, ANSWER_FORMAT, SERVICE
from hub.elements import AGREEMENT, Removed, Row, Table
from hub.elements import convert as to
from messages.uppehallstillstand import Uppehallstillstand

STRUCTURE = "omslag utan eget innehåll"
RESPONSE = "utan:response"
CASES = f"{RESPONSE}/svarCollection"
CASE = f"{CASES}/svar"

ENVELOPE = (
    Row("miv.svar", ".", reason=STRUCTURE),
    Row("miv.response", RESPONSE, reason="svaret om en person", record=True),
    Row(
        "miv.korrelationsid",
        f"{RESPONSE}/korrelationsid",
        ":korrelationsid",
        to.text,
        reason="frågans id, upprepat; jämförs när svaret tas emot",
    ),
    Row(
        "miv.correlationid",
        f"{RESPONSE}/correlationid",
        ":correlationid",
        to.text,
        reason="Migrationsverkets eget id för svaret; säger att frågan är behandlad",
        required=True,
    ),
    Row(
        "miv.personnummer",
        f"{RESPONSE}/personnummer",
        ":personnummer",
        to.text,
        AGREEMENT,
        reason="vem svaret gäller; jämförs med frågan",
    ),
    Row("miv.arenden", CASES, reason=STRUCTURE),
)

PERSON = tuple(
    Row(f"miv.{name}", f"{RESPONSE}/{name}", name, convert, AGREEMENT, removed=Removed.DROP)
    for name, convert in (
        ("fornamn", to.text),
        ("efternamn", to.text),
        ("hemland", to.text),
        ("inresedatum", to.day),
    )
)

CASE_ROWS = (
    Row(
        "miv.arende",
        CASE,
        "arenden[]",
        law=AGREEMENT,
        removed=Removed.DROP,
        numbered=True,
        finish=codes.complete_case,
    ),
    *(
        Row(f"miv.{name}", f"{CASE}/{name}", f"arenden[].{place}", convert, AGREEMENT, removed=Removed.DROP)
        for name, place, convert in (
            ("anledning", "anledning.kod", to.text),
            ("anledningNamn", "anledning.text", to.text),
            ("ansokningsdatum", "ansokningsdatum", to.day),
            ("arendeTyp", "arendetyp.kod", to.text),
            ("arendeTypNamn", "arendetyp.text", to.text),
            ("beslutsKod", "beslut.kod", to.text),
            ("beslutsKodNamn", "beslut.text", to.text),
            ("beslutsTyp", "beslutstyp.kod", to.text),
            ("beslutsTypNamn", "beslutstyp.text", to.text),
            ("beslutsdatum", "beslutsdatum", to.day),
            ("fromDatum", "period.from", to.day),
            ("giltighetstid", "giltighetstid", codes.VALIDITY.read),
            ("tomDatum", "period.tom", to.day),
        )
    ),
)

TABLE = Table(
    format=ANSWER_FORMAT,
    section=Uppehallstillstand,
    root=f"miv:{ANSWER}",
    namespaces={"miv": (SERVICE,), "utan": ("",)},
    rows=(*ENVELOPE, *PERSON, *CASE_ROWS),
)
