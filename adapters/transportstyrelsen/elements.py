"""The element table of tns/hamtauppgifter: which vehicles are registered on a person.

No statute names the elements (Transportstyrelsen is not in 2008:975): an agreement carries them all.
"""

from __future__ import annotations

from adapters.transportstyrelsen import codes
from adapters.transportstyrelsen.names import ANSWER, ANSWER_FORMAT, RESPONDER, VEHICLE
from hub.elements import AGREEMENT, Protects, Removed, Row, Table
from hub.elements import convert as to
from messages.fordonsinnehav import Fordonsinnehav

OUTCOME = "avgör utfallet"
FAULT = "felresultat"
HOLDING = "fordonsinnehav"
VEHICLES = f"{HOLDING}/frdn:fordon"

ENVELOPE = (
    Row("tns.svar", ".", reason="omslag utan eget innehåll"),
    Row("tns.resultat", "resultat", ":resultat", codes.RESULT.read, reason=OUTCOME, required=True),
    Row("tns.fel", FAULT, reason="omslag utan eget innehåll", many=True),
    Row("tns.felkod", f"{FAULT}/felkod", ":felkod", to.text, reason=OUTCOME, required=True),
    Row("tns.feltext", f"{FAULT}/feltext", ":feltext", to.text, reason=OUTCOME, required=True),
    Row("tns.innehav", HOLDING, reason="omslag; tomt när inget fordon finns", record=True),
)

VEHICLE_ROWS = (
    Row("tns.fordon", VEHICLES, "fordon[]", law=AGREEMENT, removed=Removed.DROP, numbered=True),
    Row(
        "tns.regnr",
        f"{VEHICLES}/regnr",
        "fordon[].registreringsnummer",
        to.text,
        AGREEMENT,
        Protects.WHEREABOUTS,
        Removed.EMPTY,
        required=True,
    ),
    *(
        Row(
            f"tns.{name}",
            f"{VEHICLES}/{name}",
            f"fordon[].{name}",
            convert,
            AGREEMENT,
            removed=Removed.EMPTY,
            required=True,
        )
        for name, convert in (
            ("fabrikat", to.text),
            ("fordonsar", to.text),
            ("fordonsslag", codes.KIND.read),
            ("handelsbeteckning", to.text),
        )
    ),
)

TABLE = Table(
    format=ANSWER_FORMAT,
    section=Fordonsinnehav,
    root=f"tns:{ANSWER}",
    namespaces={"tns": (RESPONDER,), "frdn": (VEHICLE,)},
    rows=(*ENVELOPE, *VEHICLE_ROWS),
)
