"""The element table of csn/kommunfraga: CSN's answer to a municipality, schema versions 3.0 and 4.0.

The two versions differ in their namespaces and, as far as is known, in nothing else.
"""

from __future__ import annotations

from adapters.csn import codes
from adapters.csn.law import (
    ANSOKAN,
    BELOPP,
    BETALDAG,
    FORM,
    GRUNDSKOLA,
    IDENTITET,
    OMFATTNING,
    OUTCOME,
    STRUCTURE,
    TIDSPERIOD,
)
from adapters.csn.names import FORMAT, LOAN, NAMESPACES, STUDIES
from adapters.csn.times import time_rows
from hub.elements import AGREEMENT, Also, Protects, Removed, Row, Table
from hub.elements import convert as to
from messages.studiestod import Studiestod

EMPTY, DROP = Removed.EMPTY, Removed.DROP
ARENDE = "Personer/Person/pers:<stod>/Arenden/Arende"
STUDIER = "Personer/Person/pers:<studier>/Arenden/Arende"
SOKTA = f"{STUDIER}/<studier>:soktaTider"
SOKT = f"{SOKTA}/soktTid"
BEVILJADE = f"{STUDIER}/<studier>:BeviljadeTider"
BEVILJAD = f"{BEVILJADE}/BeviljadTid"
PLAN = f"{ARENDE}/<stod>:UtbetalningsPlan"
UTBETALNING = f"{PLAN}/Utbetalning"
TIDER = f"{UTBETALNING}/csn:Utbetaldatider"
TID = f"{TIDER}/Utbetaldtid"

ENVELOPE = (
    Row("csn.svar", ".", reason=STRUCTURE),
    Row("csn.svar.schemaVersion", "@schemaVersion", ":schemaVersion", codes.schema_version, required=True),
    Row("csn.svar.gemensamt", "GemensamtSvarEkbistand", reason=STRUCTURE),
    Row("csn.svar.resultat", "GemensamtSvarEkbistand/Resultat", reason=STRUCTURE),
    Row(
        "csn.svar.resultatkod",
        "GemensamtSvarEkbistand/Resultat/ResultatKod",
        ":resultatKod",
        to.text,
        reason=OUTCOME,
        required=True,
    ),
    Row(
        "csn.svar.resultattext",
        "GemensamtSvarEkbistand/Resultat/ResultatText",
        ":resultatText",
        to.text,
        reason=OUTCOME,
    ),
    Row(
        "csn.svar.fraga",
        "GemensamtFragaEkbistand",
        reason="ekot av frågan, i Sambruks egen meddelandetyp; kan komma tomt",
        opaque=True,
    ),
    Row("csn.personer", "Personer", reason=STRUCTURE),
)

PERSON = (
    Row("csn.person", "Personer/Person", reason="en person med sina stöd", record=True),
    Row(
        "csn.person.personnummer",
        "Personer/Person/@personnummer",
        ":personnummer",
        to.text,
        IDENTITET,
        reason=OUTCOME,
        required=True,
    ),
    Row("csn.person.sekel", "Personer/Person/@sekel", ":sekel", to.text, IDENTITET, reason=OUTCOME),
    Row("csn.person.status", "Personer/Person/@Status", ":status", to.text, reason=OUTCOME),
    Row("csn.person.sekretess", "Personer/Person/@sekretess", ":sekretess", str, reason="skyddsflagga"),
    Row("csn.typer", "Personer/Person/pers:Studiestodstypforteckning", reason=STRUCTURE),
    *(
        Row(
            f"csn.typer.{name}",
            f"Personer/Person/pers:Studiestodstypforteckning/csn:{name}",
            f"stodtyper.{name}",
            to.text,
            FORM,
            removed=EMPTY,
        )
        for name in (
            "studiemedel",
            "studiehjalp",
            "hemutrustningslan",
            "studiestartsstod",
            "omstallningsstudiestod",
        )
    ),
    Row("csn.stod", "Personer/Person/pers:<stod>", reason="vilket av stöden; står på varje ärende"),
    Row("csn.arenden", "Personer/Person/pers:<stod>/Arenden", reason=STRUCTURE),
)

CASE = (
    Row(
        "csn.arende",
        ARENDE,
        "arenden[]",
        law=FORM,
        removed=DROP,
        mark="stod",
        numbered=True,
        finish=codes.complete_case,
    ),
    Row(
        "csn.arende.lopnummer",
        f"{ARENDE}/@lopnummer",
        "arenden[].lopnummer",
        to.text,
        AGREEMENT,
        removed=EMPTY,
        required=True,
    ),
    Row(
        "csn.arende.stodform",
        f"{ARENDE}/<stod>:stodform",
        "arenden[].stodform.kod",
        to.text,
        FORM,
        removed=EMPTY,
        required=True,
    ),
    Row(
        "csn.arende.klartext",
        f"{ARENDE}/<stod>:klartext",
        "arenden[].stodform.text",
        to.text,
        FORM,
        removed=EMPTY,
        required=True,
    ),
    Row(
        "csn.arende.status",
        f"{ARENDE}/<stod>:status",
        "arenden[].status",
        codes.CASE_STATUS.read,
        ANSOKAN,
        removed=EMPTY,
        required=True,
    ),
    Row(
        "csn.arende.relarende",
        "Personer/Person/pers:<relaterat>/Arenden/Arende/<relaterat>:relarende",
        "arenden[].relateratArende",
        to.text,
        AGREEMENT,
        removed=DROP,
    ),
    Row(
        "csn.arende.medlanare",
        "Personer/Person/pers:HemutrustningsLan/Arenden/Arende/@medlanare",
        "arenden[].medlantagare.personidentitet",
        to.person,
        AGREEMENT,
        Protects.RELATIVE,
        DROP,
        also=(Also("arenden[].medlantagare.fodelsear", to.birth_year),),
    ),
)

APPLICATIONS = (
    Row("csn.sokta", SOKTA, reason=STRUCTURE),
    Row("csn.sokt", SOKT, "arenden[].ansokningar[]", law=ANSOKAN, removed=DROP, numbered=True),
    *(
        Row(
            f"csn.sokt.{name}",
            f"{SOKT}/csn:{name}",
            f"arenden[].ansokningar[].{place}",
            convert,
            law,
            removed=DROP,
            required=name != "soktlan",
        )
        for name, place, convert, law in (
            ("soktfrom", "period.from", to.compact_day, TIDSPERIOD),
            ("sokttom", "period.tom", to.compact_day, TIDSPERIOD),
            ("soktomfattning", "omfattning", codes.pace, OMFATTNING),
            ("soktlan", "soktLan", codes.loan, FORM),
        )
    ),
)


GRANTS = (
    Row("csn.beviljade", BEVILJADE, reason=STRUCTURE),
    Row("csn.beviljad", BEVILJAD, "arenden[].beviljade[]", law=FORM, removed=DROP, numbered=True),
    *time_rows("csn.beviljad", BEVILJAD, "arenden[].beviljade[]", "starttid", "sluttid", required=True),
    Row(
        "csn.beviljad.takt",
        f"{BEVILJAD}/csn:takt",
        "arenden[].beviljade[].takt",
        codes.pace,
        OMFATTNING,
        removed=DROP,
    ),
    Row(
        "csn.beviljad.gr_takt",
        f"{BEVILJAD}/csn:gr_takt",
        "arenden[].beviljade[].grundskoletakt",
        codes.share,
        GRUNDSKOLA,
        removed=DROP,
    ),
)

PAYMENTS = (
    Row("csn.plan", PLAN, reason=STRUCTURE),
    Row("csn.utbetalning", UTBETALNING, "arenden[].utbetalningar[]", law=BELOPP, removed=DROP, numbered=True),
    *(
        Row(
            f"csn.utbetalning.{name}",
            f"{UTBETALNING}/csn:{name}",
            f"arenden[].utbetalningar[].{place}",
            convert,
            law,
            removed=DROP,
            required=True,
        )
        for name, place, convert, law in (
            ("utbetdatum", "utbetalningsdag", to.compact_day, BETALDAG),
            ("utbetstatus", "status", codes.PAYMENT_STATUS.read, BETALDAG),
            ("totbelopp", "totalbelopp", to.whole_amount, BELOPP),
        )
    ),
    Row("csn.tider", TIDER, reason=STRUCTURE),
    Row("csn.tid", TID, "arenden[].utbetalningar[].tider[]", law=TIDSPERIOD, removed=DROP),
    *time_rows(
        "csn.tid", TID, "arenden[].utbetalningar[].tider[]", "startvecka", "slutvecka", required=False
    ),
)

TABLE = Table(
    format=FORMAT,
    section=Studiestod,
    root="kf:CSNSvar",
    namespaces=NAMESPACES,
    rows=(*ENVELOPE, *PERSON, *CASE, *APPLICATIONS, *GRANTS, *PAYMENTS),
    choices={"stod": (*STUDIES, LOAN), "studier": STUDIES, "relaterat": STUDIES[:3]},
)
