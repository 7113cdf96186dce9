"""What Försäkringskassan has registered beside the cases: programmes, SGI, tax, study support, debts."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.forsakringskassan import codes, shapes
from adapters.forsakringskassan.case_rows import amount, coded, items, period, share, value
from adapters.forsakringskassan.cases import FK
from adapters.forsakringskassan.earnings import year
from adapters.forsakringskassan.pension_shapes import number, truth
from hub.elements import Alternative
from hub.elements import convert as to

SENT = f"{FK}/programanvisning"
DAYS = f"{FK}/programjobdagar"
SGI = f"{FK}/sjukpenninggrundandeInkomstuppgift"
TAX = f"{FK}/skatteuppgift"
STUDIES = f"{FK}/studiemedelsavisering"
DEBT = f"{FK}/underhallsskuld"
COUNTED = f"{FK}/<avrakning>"

CHOICES: Mapping[str, tuple[Alternative, ...]] = {
    "avrakning": (
        Alternative("sjukOchAktivitetsersattningSteglosAvrakningNulage", "", None, "steglosAvrakning"),
        Alternative(
            "sjukOchAktivitetsersattningSteglosAvrakningHistorik", "", None, "steglosAvrakningHistorik"
        ),
    )
}

ROWS = (
    items(SENT, "programanvisningar", numbered=True),
    coded(f"{SENT}/program", "programanvisningar[].program", codes.PROGRAMME),
    period(f"{SENT}/period", "programanvisningar[].period"),
    share(f"{SENT}/omfattning", "programanvisningar[].omfattning"),
    items(DAYS, "programdagar", numbered=True),
    value(f"{DAYS}/antalForbrukade", "programdagar[].forbrukade", number),
    value(f"{DAYS}/harForbrukatMaxAntal", "programdagar[].allaForbrukade", truth),
    items(SGI, "sjukpenninggrundandeInkomst", numbered=True),
    value(f"{SGI}/faststalldes", "sjukpenninggrundandeInkomst[].faststalld", shapes.day),
    coded(f"{SGI}/typ", "sjukpenninggrundandeInkomst[].typ", codes.SGI_KIND),
    amount(f"{SGI}/anstallning", "sjukpenninggrundandeInkomst[].anstallning"),
    amount(f"{SGI}/verksamhet", "sjukpenninggrundandeInkomst[].verksamhet"),
    value(f"{SGI}/karens", "sjukpenninggrundandeInkomst[].karensdagar", number),
    value(f"{SGI}/dagar", "sjukpenninggrundandeInkomst[].dagar", number),
    value(f"{SGI}/timmar", "sjukpenninggrundandeInkomst[].timmar", number),
    items(TAX, "skatteuppgifter", numbered=True),
    value(f"{TAX}/skatteredovisningsnummer", "skatteuppgifter[].skatteredovisningsnummer", to.text),
    items(STUDIES, "studiemedelsaviseringar", numbered=True),
    coded(f"{STUDIES}/typ", "studiemedelsaviseringar[].typ", codes.STUDY_NOTICE),
    period(f"{STUDIES}/period", "studiemedelsaviseringar[].period"),
    items(DEBT, "underhallsskulder", numbered=True),
    amount(f"{DEBT}/belopp", "underhallsskulder[].belopp"),
    items(COUNTED, "<avrakning>", numbered=True),
    value(f"{COUNTED}/artal", "<avrakning>[].ar", year),
    *(
        amount(f"{COUNTED}/{name}", f"<avrakning>[].{name}[]")
        for name in (
            "arsinkomstISverige",
            "arsinkomstIAnnatLand",
            "fribelopp",
            "mellanskillnad",
            "tillagg",
            "avgift",
            "utbetalning",
            "aterkrav",
        )
    ),
)
