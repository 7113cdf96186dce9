"""The element table of so/int014: the a-kassor's answer, collected by their joint organisation."""

from __future__ import annotations

from adapters.akassor import codes
from adapters.akassor.law import (
    ANSOKAN,
    AVSTANGNING,
    BELOPP,
    BESLUT,
    BETALDAG,
    DAGAR,
    ECHO,
    IDENTITET,
    MANAD,
    OUTCOME,
    STRUCTURE,
)
from adapters.akassor.names import ANSWER_ROOT, FORMAT, NAMESPACE
from hub.elements import AGREEMENT, Protects, Removed, Row, Table
from hub.elements import convert as to
from messages.arbetsloshetsersattning import Arbetsloshetsersattning

EMPTY, DROP = Removed.EMPTY, Removed.DROP
LISTA = "ArbetsloshetsersattningLista"
KASSA = f"{LISTA}/Arbetsloshetsersattning"
UTBETALNING = f"{KASSA}/Utbetalningar"
AVSTANGD = f"{KASSA}/Avstangningar"
ANSOKT = f"{KASSA}/AnsoktOmErsattning"

ENVELOPE = (
    Row("so.svar", ".", reason=STRUCTURE, record=True),
    *(
        Row(f"so.fraga.{name}", name, reason=ECHO, opaque=True, required=True)
        for name in (
            "OrganisationsnummerIngivare",
            "NamnIngivare",
            "KontonamnHandlaggare",
            "Referensnummer",
            "From",
            "Tom",
            "Syfte",
            "Paragraf",
        )
    ),
    *(
        Row(f"so.fraga.{name}", name, reason=ECHO, opaque=True, many=True)
        for name in ("OrganisationsnummerPersonuppgiftsbitrade", "NamnPersonuppgiftsbitrade")
    ),
    Row(
        "so.person",
        "IdentificationNumber",
        ":person",
        to.text,
        IDENTITET,
        reason=OUTCOME,
        required=True,
    ),
    Row("so.lista", LISTA, reason=STRUCTURE, required=True, finish=codes.list_came),
)

FUND = (
    Row(
        "so.kassa",
        KASSA,
        "akassor[]",
        law=BESLUT,
        removed=DROP,
        numbered=True,
    ),
    Row(
        "so.kassa.namn",
        f"{KASSA}/SvarandeOrganisation",
        "akassor[].namn",
        to.text,
        AGREEMENT,
        removed=EMPTY,
        required=True,
    ),
    Row(
        "so.kassa.status",
        f"{KASSA}/StatusSvarandeOrganisation",
        "akassor[].status",
        codes.STATUS.read,
        AGREEMENT,
        # Free text can hold anything, an office among it.
        Protects.WHEREABOUTS,
        EMPTY,
        required=True,
    ),
)

PAYMENTS = (
    Row(
        "so.utbetalning",
        UTBETALNING,
        "akassor[].utbetalningar[]",
        law=BELOPP,
        removed=DROP,
        numbered=True,
    ),
    *(
        Row(
            f"so.utbetalning.{name}",
            f"{UTBETALNING}/{name}",
            f"akassor[].utbetalningar[].{place}",
            convert,
            law,
            removed=DROP,
            required=True,
        )
        for name, place, convert, law in (
            ("Utbetalningsdatum", "utbetalningsdag", to.day, BETALDAG),
            ("NettoEfterSkatt", "nettoEfterSkatt", codes.number, BELOPP),
            ("NettoEfterAvdrag", "nettoEfterAvdrag", codes.number, BELOPP),
            ("Ersattningsdagar", "ersattningsdagar", codes.number, DAGAR),
            ("AvserFrom", "avser.from", to.day, MANAD),
            ("AvserTom", "avser.tom", to.day, MANAD),
        )
    ),
)

SUSPENSIONS = (
    Row(
        "so.avstangning",
        AVSTANGD,
        "akassor[].avstangningar[]",
        law=AVSTANGNING,
        removed=DROP,
        numbered=True,
    ),
    *(
        Row(
            f"so.avstangning.{name}",
            f"{AVSTANGD}/{name}",
            f"akassor[].avstangningar[].period.{bound}",
            to.day,
            AVSTANGNING,
            removed=DROP,
            required=True,
        )
        for name, bound in (("AvstangdFrom", "from"), ("AvstangdTom", "tom"))
    ),
)

APPLICATION = (
    Row("so.ansokan", ANSOKT, "akassor[].ansokningar[]", law=ANSOKAN, removed=DROP, numbered=True),
    Row(
        "so.ansokan.beslut",
        # xsi:nil is no day, and to.day reads an empty text as none.
        f"{ANSOKT}/BeslutOmRattTillErsattning",
        "akassor[].ansokningar[].beslutsdag",
        to.day,
        BESLUT,
        removed=EMPTY,
        required=True,
    ),
    Row(
        "so.ansokan.inlamnad",
        f"{ANSOKT}/AnsokanOmUtbetalningInlamnad",
        "akassor[].ansokningar[].utbetalningsansokanInlamnad",
        codes.truth,
        ANSOKAN,
        removed=DROP,
        required=True,
    ),
)

TABLE = Table(
    format=FORMAT,
    section=Arbetsloshetsersattning,
    root=f"so:{ANSWER_ROOT}",
    namespaces={"so": (NAMESPACE,)},
    rows=(*ENVELOPE, *FUND, *PAYMENTS, *SUSPENSIONS, *APPLICATION),
)
