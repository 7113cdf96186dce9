"""The element table of af/svarmeddelande: Arbetsförmedlingen's answer, `ersattningsstod` version 2."""

from __future__ import annotations

from adapters.arbetsformedlingen import codes
from adapters.arbetsformedlingen.law import (
    ECHO,
    IDENTITET,
    KASSA,
    KATEGORI,
    OUTCOME,
    PROGRAM,
    RAPPORT,
    REGISTRERAD,
    STRUCTURE,
)
from adapters.arbetsformedlingen.names import FORMAT, NAMESPACE
from hub.elements import AGREEMENT, Also, Removed, Row, Table
from hub.elements import convert as to
from messages.arbetssokande import Arbetssokande

EMPTY, DROP = Removed.EMPTY, Removed.DROP
INFO = "Svar/ArbetssokandeInfo"
RAPPORTEN = f"{INFO}/AktivetetsRapportDatum"
RAPPORTEN_ANDRA = f"{INFO}/AktivitetsRapportDatum"
STOOD = Also(":upplysning", codes.stood)
BESLUT = "Svar/BeslutInfo/EkonomiskaBeslut/Beslut"

QUESTION = (
    Row("af.fraga", "Fraga", reason=ECHO, required=True),
    Row(
        "af.fraga.person",
        "Fraga/IdentitetsbeteckningFysiskPerson",
        ":fragadPerson",
        to.text,
        IDENTITET,
        reason=OUTCOME,
        required=True,
    ),
    *(
        Row(f"af.fraga.{name}", f"Fraga/{name}", f":fraga.{name}", to.text, reason=ECHO, required=required)
        for name, required in (
            ("Test", False),
            ("OrganisationsnummerForIngivare", True),
            ("NamnPaIngivare", True),
            ("KontonamnForHandlaggare", True),
            ("Referensnummer", True),
            ("From", True),
            ("Tom", True),
            ("SyfteMedFraga", True),
            ("LagParagraf", True),
            ("OrganisationsnummerForPersonuppgiftsbitrade", False),
            ("NamnPaPersonuppgiftsbitrade", False),
        )
    ),
)

ANSWER = (
    Row("af.svar", "Svar", reason="svaret om en person", record=True),
    *(
        Row(f"af.svar.{name}", f"Svar/{name}", f":{name}", to.text, reason=reason, required=True)
        for name, reason in (
            ("Schemaversion", "formatets version"),
            ("Referensnummer", ECHO),
            ("LagParagraf", ECHO),
        )
    ),
    Row(
        "af.svar.person",
        "Svar/IdentitetsbeteckningFysiskPerson",
        ":person",
        to.text,
        IDENTITET,
        reason=OUTCOME,
        required=True,
    ),
    Row("af.svar.fornamn", "Svar/Fornamn", "fornamn", to.text, IDENTITET, removed=DROP),
    Row("af.svar.efternamn", "Svar/Efternamn", "efternamn", to.text, IDENTITET, removed=DROP),
    Row("af.svar.sekretess", "Svar/Sekretessmarkering", ":sekretess", codes.flag, reason="skyddsflagga"),
    Row(
        "af.svar.akassa",
        "Svar/Akassetillhorighet",
        "akassa",
        to.text,
        KASSA,
        removed=EMPTY,
        also=(STOOD,),
    ),
    Row(
        "af.svar.status",
        "Svar/StatusSokandeinformationKod",
        ":status",
        to.text,
        reason=OUTCOME,
        required=True,
    ),
    Row(
        "af.svar.statustext",
        "Svar/StatusSokandeinformationKodText",
        ":statustext",
        to.text,
        reason=OUTCOME,
        required=True,
    ),
)

REGISTRATION = (
    Row("af.info", INFO, reason=STRUCTURE),
    Row(
        "af.info.Arbetssokande",
        f"{INFO}/Arbetssokande",
        "arbetssokande",
        codes.boolean,
        REGISTRERAD,
        removed=EMPTY,
        also=(STOOD,),
    ),
    *(
        Row(f"af.info.{name}", f"{INFO}/{name}", place, convert, law, removed=DROP)
        for name, place, convert, law in (
            ("ArbetssokandeSKAT", "kategori", codes.CATEGORY.read, KATEGORI),
            ("ArbetssokandeRegistrerad", "registrerad", to.day, REGISTRERAD),
            ("ArbetssokandeOmfattning", "omfattning", codes.extent, AGREEMENT),
            ("ArbetssokandeAvaktualiserad", "avaktualiserad", to.day, REGISTRERAD),
        )
    ),
)

REPORT = (
    # AktivetetsRapportDatum is the element's real name. The name it ought to have is read too, and told.
    Row("af.rapport", RAPPORTEN, reason=STRUCTURE, required=True),
    Row("af.rapport.andra", RAPPORTEN_ANDRA, reason="elementets namn rätt stavat"),
    *(
        Row(
            f"af.rapport.{name}{suffix}",
            f"{parent}/{name}",
            f"aktivitetsrapport.{place}",
            convert,
            RAPPORT,
            removed=EMPTY if required else DROP,
            required=required,
            also=also,
        )
        for parent, suffix, also in (
            (RAPPORTEN, "", ()),
            (RAPPORTEN_ANDRA, ".andra", (Also(":andraStavningen", str),)),
        )
        for name, place, convert, required in (
            ("AktivitetsRapportMeddelande", "svar", codes.report, True),
            ("SenasteAktivitetsRapportDatum", "senasteDatum", to.day, False),
        )
    ),
)

DECISIONS = (
    Row("af.beslutinfo", "Svar/BeslutInfo", reason=STRUCTURE),
    Row("af.ekonomiska", "Svar/BeslutInfo/EkonomiskaBeslut", reason=STRUCTURE, required=True),
    Row("af.beslut", BESLUT, "beslut[]", law=PROGRAM, removed=DROP, numbered=True),
    *(
        Row(
            f"af.beslut.{name}",
            f"{BESLUT}/{name}",
            f"beslut[].{place}",
            convert,
            law,
            removed=DROP,
            required=True,
        )
        for name, place, convert, law in (
            ("ErsattningTyp", "ersattning", codes.COMPENSATION.read, PROGRAM),
            ("Omfattning", "omfattning", codes.extent, AGREEMENT),
            ("BeslutFrom", "period.from", to.day, PROGRAM),
            ("BeslutTom", "period.tom", to.day, PROGRAM),
        )
    ),
)

TABLE = Table(
    format=FORMAT,
    section=Arbetssokande,
    root="af:SvarMeddelande",
    namespaces={"af": (NAMESPACE,)},
    rows=(
        Row("af.svarmeddelande", ".", reason=STRUCTURE),
        *QUESTION,
        *ANSWER,
        *REGISTRATION,
        *REPORT,
        *DECISIONS,
    ),
)
