"""The element tables of skv/beskattningsuppgifter: the answer, and the fault that may come in its place.

Seen in published descriptions: the person with names and status, and the three figures on capital. Inferred:
the names within the tax account's payout, and the names and places of its status code and of capital's.
"""

from __future__ import annotations

from adapters.skatteverket import codes
from adapters.skatteverket.law import ARBETSGIVARE, ATERBARING, IDENTITET, KAPITAL, OUTCOME, STRUCTURE
from adapters.skatteverket.names import FAULT_NAMESPACES, FORMAT, NAMESPACES, ROOT
from hub.elements import AGREEMENT, Also, Alternative, Protects, Removed, Row, Table
from hub.elements import convert as to
from messages.beskattning import Beskattning

EMPTY, DROP = Removed.EMPTY, Removed.DROP
PERSON = "PersonuppgiftLista/Personuppgift"
CAPITAL = f"{PERSON}/Kapitaluppgift"
ACCOUNT = f"{PERSON}/Skattekontouppgift"

_ENVELOPE = (
    Row("skv.svar", ".", reason=STRUCTURE),
    Row("skv.lista", "PersonuppgiftLista", reason=STRUCTURE),
    Row("skv.person", PERSON, reason="en person med sina uppgifter", record=True),
    Row(
        "skv.person.identitet",
        f"{PERSON}/folko:IdentitetsbeteckningFysiskPerson",
        ":identitet",
        to.text,
        IDENTITET,
        reason=OUTCOME,
        required=True,
    ),
    Row("skv.person.fornamn", f"{PERSON}/folko:Fornamn", "fornamn", to.text, IDENTITET, removed=EMPTY),
    Row("skv.person.efternamn", f"{PERSON}/folko:Efternamn", "efternamn", to.text, IDENTITET, removed=EMPTY),
    Row(
        "skv.person.status",
        f"{PERSON}/StatusPersonuppgiftKod",
        "status",
        codes.told_status,
        AGREEMENT,
        removed=EMPTY,
        required=True,
        also=(Also(":status", str),),
    ),
)

_CAPITAL = (
    Row("skv.kapital", CAPITAL, "kapitaluppgifter[]", law=KAPITAL, removed=DROP, numbered=True),
    Row(
        "skv.kapital.ar",
        f"{CAPITAL}/besko:Taxeringsar",
        "kapitaluppgifter[].taxeringsar",
        codes.year,
        KAPITAL,
        removed=DROP,
        required=True,
    ),
    *(
        Row(
            f"skv.kapital.{place}",
            f"{CAPITAL}/besko:{name}",
            f"kapitaluppgifter[].{place}",
            codes.amount,
            KAPITAL,
            removed=DROP,
            required=True,
            also=(Also("kapitaluppgifter[].anmarkning", codes.zero_remark),),
        )
        for name, place in (("SummaIntakterPaKapital", "intakter"), ("OverskottPaKapital", "overskott"))
    ),
    Row(
        "skv.kapital.status",
        f"{CAPITAL}/StatusKapitaluppgiftKod",
        "kapitaluppgifter[].status",
        codes.CAPITAL_STATUS.read,
        AGREEMENT,
        removed=DROP,
    ),
)

_ACCOUNT = (
    Row("skv.konto", ACCOUNT, "skattekontoutbetalningar[]", law=ATERBARING, removed=DROP, numbered=True),
    Row(
        "skv.konto.belopp",
        f"{ACCOUNT}/besko:UtbetaltBelopp",
        "skattekontoutbetalningar[].belopp",
        codes.amount,
        ATERBARING,
        removed=DROP,
        required=True,
        also=(Also("skattekontoutbetalningar[].anmarkning", codes.zero_remark),),
    ),
    Row(
        "skv.konto.dag",
        f"{ACCOUNT}/besko:Bokforingsdag",
        "skattekontoutbetalningar[].bokforingsdag",
        to.day,
        ATERBARING,
        removed=DROP,
    ),
    Row(
        "skv.konto.status",
        f"{ACCOUNT}/StatusSkattekontouppgiftKod",
        "skattekontoutbetalningar[].status",
        codes.ACCOUNT_STATUS.read,
        AGREEMENT,
        removed=DROP,
    ),
)

# What stands in it is not published: unrecognised.py reads it. An employer's name tells where somebody works.
_RETURNS = (
    Row(
        "skv.individuppgifter",
        f"{PERSON}/<individ>",
        "individuppgifter",
        law=ARBETSGIVARE,
        protects=Protects.WHEREABOUTS,
        removed=DROP,
        many=True,
        opaque=True,
    ),
)
RETURNS = ("IndividuppgiftLista", "Individuppgift")
"""What may hold the monthly employer returns; both inferred from the block's own word in the question."""

TABLE = Table(
    format=FORMAT,
    section=Beskattning,
    root=f"svar:{ROOT}",
    namespaces=NAMESPACES,
    rows=(*_ENVELOPE, *_CAPITAL, *_ACCOUNT, *_RETURNS),
    choices={"individ": tuple(Alternative(name, "svar", None) for name in RETURNS)},
)

FAULT_TABLE = Table(
    format=f"{FORMAT}-fel",
    section=Beskattning,
    root="ws:Exception",
    namespaces=FAULT_NAMESPACES,
    rows=(
        Row("skv.fel", ".", reason=STRUCTURE),
        Row("skv.fel.kod", "none:MeddelandeKod", ":kod", to.text, reason=OUTCOME),
        Row("skv.fel.text", "none:MeddelandeText", reason="fri text som kan nämna en person", opaque=True),
        Row("skv.fel.version", "none:Systemversion", reason="säger inget om personen", opaque=True),
    ),
)
