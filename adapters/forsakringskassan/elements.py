"""The element tables of LEFI's answer: Försäkringskassan's part, and Pensionsmyndigheten's.

One document, read by two tables. What is the other authority's is opaque in each.
"""

from __future__ import annotations

from adapters.forsakringskassan import (
    case_details,
    case_facts,
    case_family,
    case_lasting,
    cases,
    earnings,
    payments,
    persons,
    states,
)
from adapters.forsakringskassan.law import STRUCTURE, THEIRS
from adapters.forsakringskassan.pension import PENSION
from hub.elements import Row, Table
from messages.socialforsakring import Socialforsakring

__all__ = ["FK", "FORMAT", "PENSION"]

FORMAT = "lefi/v9-fk"

ENVELOPE = (
    Row("fk.svar", ".", reason=STRUCTURE, record=True),
    Row("fk.formansinformation", cases.FK, reason=STRUCTURE),
    *(
        Row(f"fk.pm.{name}", name, reason=THEIRS, opaque=True)
        for name in ("ansprak", "beslut", "preliminaraUtbetalningar", "utbetalningar", "ovrigInformation")
    ),
)

FK = Table(
    format=FORMAT,
    section=Socialforsakring,
    root=None,
    namespaces={},
    rows=(
        *ENVELOPE,
        *states.ROWS,
        *persons.ROWS,
        *cases.ROWS,
        *case_details.ROWS,
        *case_family.ROWS,
        *case_lasting.ROWS,
        *case_facts.ROWS,
        *earnings.ROWS,
        *payments.ROWS,
    ),
    choices={
        **states.CHOICES,
        **cases.CHOICES,
        **case_details.CHOICES,
        **case_family.CHOICES,
        **case_lasting.CHOICES,
        **case_facts.CHOICES,
    },
)
