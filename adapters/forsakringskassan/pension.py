"""The element table of lefi/v9-pm: Pensionsmyndigheten's part of LEFI's answer."""

from __future__ import annotations

from adapters.forsakringskassan import pension_codes as codes
from adapters.forsakringskassan import pension_decisions as decisions
from adapters.forsakringskassan import pension_shapes as shapes
from adapters.forsakringskassan import states
from adapters.forsakringskassan.pension_rows import (
    ANSOKAN,
    BELOPP,
    BETALDAG,
    FORMAN,
    OMFATTNING,
    STRUCTURE,
    coded,
    items,
    part,
    value,
    wrapping,
)
from hub.elements import AGREEMENT, Alternative, Protects, Removed, Row, Table
from hub.elements import convert as to
from messages.pension import Pension

FORMAT = "lefi/v9-pm"
THEIRS = "Försäkringskassans del; läses som FK"

CASES = (
    "aktivitetsstodsarende",
    "allmanpensionsarende",
    "arbetsskadeefterlevandearende",
    "arbetsskadeegenlivrantearende",
    "barnbidragsarende",
    "bostadsbidragsarende",
    "bostadstillaggsarende",
    "efterlevandepensionsarende",
    "mottagareavbarnbidrag",
    "foraldrapenningarende",
    "forebyggandeSjukpenningsarende",
    "handikappersattningsarende",
    "graviditetspenningsarende",
    "intjanandebehallning",
    "intjanandeuppgift",
    "levnadsintygsuppgift",
    "merkostnadsersattningsarende",
    "narstaendepenningarende",
    "omvardnadsbidragsarende",
    "preliminarautbetalningar",
    "programanvisning",
    "programersattningsarende",
    "programjobdagar",
    "rehabersattningsarende",
    "sjukOchAktivitetsersattningsarende",
    "sjukOchAktivitetsersattningSteglosAvrakningHistorik",
    "sjukOchAktivitetsersattningSteglosAvrakningNulage",
    "sjukpenningarende",
    "sjukpenninggrundandeInkomstuppgift",
    "skatteuppgift",
    "smittbararersattningsarende",
    "studiemedelsavisering",
    "tillfalligForaldrapenningarende",
    "totalforsvarspliktsarende",
    "underhallsskuld",
    "underhallsstodskrav",
    "underhallsstodsmottag",
    "utbetalningsuppgift",
    "vardbidragsarende",
    "yrkesskadeefterlevandearende",
    "yrkesskadeegenlivrantearende",
)
"""What stands beside the person in Försäkringskassan's part."""

PERSON = (
    "foddes",
    "namn",
    "skyddad",
    "avled",
    "adress",
    "arbetsstallen",
    "barn",
    "civilstand",
    "folkbokford",
    "medborgarskap",
    "samhorig",
)
"""What Försäkringskassan tells of the person, beside the number."""

FK = "formansinformation"
GENERAL = f"{FK}/generellPersoninformation"
ANSPRAK = "ansprak"
OTHER = "ovrigInformation"
ACCOUNT, ACCOUNTS = f"{OTHER}/pensionsbehallning/pensionskonton", "pensionskonton[]"
WORTH, VALUED = f"{ACCOUNT}/kontovarden", f"{ACCOUNTS}.varden[]"
EVENT, HAPPENED = f"{WORTH}/kontohandelse", f"{VALUED}.handelse"
YEAR = f"{OTHER}/pensionsunderlag/intjanandear"
PROOF = f"{OTHER}/levnadsintyg"

ENVELOPE = (
    Row("pm.svar", ".", reason=STRUCTURE, record=True),
    Row("pm.fk", FK, reason=STRUCTURE),
    Row("pm.fk.lista", f"{FK}/<fk>", reason=THEIRS, removed=Removed.DROP, opaque=True),
    # One document for both: whom it is about holds for this part too.
    Row("pm.fk.person", GENERAL, reason=STRUCTURE, record=True),
    Row("pm.fk.personnummer", f"{GENERAL}/personnummer", ":person", to.text, reason=states.OUTCOME),
    *(
        Row(f"pm.fk.person.{name}", f"{GENERAL}/{name}", reason=THEIRS, removed=Removed.DROP, opaque=True)
        for name in PERSON
    ),
)

CLAIMS = (
    items(ANSPRAK, ANSPRAK, ANSOKAN, numbered=True),
    value(f"{ANSPRAK}/ansprakid", "ansprak[].ansprakId", to.text),
    value(f"{ANSPRAK}/ankomstdatum", "ansprak[].ankomstdag", to.day, ANSOKAN),
    coded(f"{ANSPRAK}/formansgrupp", "ansprak[].formansgrupp", codes.BENEFIT_GROUP, ANSOKAN),
    wrapping(f"{ANSPRAK}/yrkadPeriod"),
    value(f"{ANSPRAK}/yrkadPeriod/from", "ansprak[].yrkadPeriod.from", to.day),
    value(f"{ANSPRAK}/yrkadPeriod/tom", "ansprak[].yrkadPeriod.tom", to.day),
)


def _payments(kind: str, amount: str, day: str, benefit: str, period: str) -> tuple[Row, ...]:
    """A list of payments, with the law that carries the amount, the day, the benefit and the period."""
    rows, lines = f"{kind}/utbetalningsrader", f"{kind}[].rader[]"
    return (
        items(kind, kind, amount, numbered=True),
        value(f"{kind}/utbetalningsdatum", f"{kind}[].utbetalningsdag", to.day, day),
        wrapping(f"{kind}/utbetalningsperiod"),
        value(f"{kind}/utbetalningsperiod/from", f"{kind}[].period.from", to.day, period),
        value(f"{kind}/utbetalningsperiod/tom", f"{kind}[].period.tom", to.day, period),
        value(f"{kind}/bruttobelopp", f"{kind}[].brutto", shapes.number, amount),
        value(f"{kind}/nettobelopp", f"{kind}[].netto", shapes.number, amount),
        items(f"{kind}/avdrag", f"{kind}[].avdrag"),
        coded(f"{kind}/avdrag/avdragstyp", f"{kind}[].avdrag[].avdragstyp", codes.DEDUCTION),
        value(f"{kind}/avdrag/belopp", f"{kind}[].avdrag[].belopp", shapes.number),
        items(rows, f"{kind}[].rader", benefit),
        coded(f"{rows}/formansgrupp", f"{lines}.formansgrupp", codes.BENEFIT_GROUP, benefit),
        coded(f"{rows}/utbetalningsforman", f"{lines}.utbetalningsforman", codes.PAID_BENEFIT, benefit),
        coded(f"{rows}/beloppstyp", f"{lines}.beloppstyp", codes.AMOUNT_TYPE, benefit),
        value(f"{rows}/belopp", f"{lines}.belopp", shapes.number, amount),
    )


PAYMENTS = (
    *_payments("utbetalningar", BELOPP, BETALDAG, FORMAN, OMFATTNING),
    # What is not paid yet is no "belopp som betalats ut".
    *_payments("preliminaraUtbetalningar", AGREEMENT, AGREEMENT, FORMAN, OMFATTNING),
)

PROOFS = (
    wrapping(OTHER, many=True),
    Row(
        f"pm.{OTHER}.informationstyp",
        f"{OTHER}/informationstyp",
        ":informationstyp",
        shapes.code(codes.INFORMATION),
        reason="säger vilken av de tre uppgifterna som följer, vilket framgår av uppgiften",
        of=("kod", "beskrivning"),
    ),
    items(PROOF, "levnadsintyg", numbered=True, single=True),
    value(f"{PROOF}/senastUppdaterad", "levnadsintyg[].senastUppdaterat", to.day),
    coded(
        f"{PROOF}/levnadsintygsstatus",
        "levnadsintyg[].status",
        codes.LIFE_CERTIFICATE,
        # It tells whether somebody lives abroad, and whether the address is known.
        protects=Protects.WHEREABOUTS,
    ),
)

ACCOUNTING = (
    wrapping(f"{OTHER}/pensionsbehallning"),
    items(ACCOUNT, "pensionskonton", numbered=True),
    coded(f"{ACCOUNT}/kontotyp", f"{ACCOUNTS}.kontotyp", codes.ACCOUNT),
    items(WORTH, f"{ACCOUNTS}.varden"),
    value(f"{WORTH}/varde", f"{VALUED}.varde", shapes.number),
    value(f"{WORTH}/gallerFrom", f"{VALUED}.gallerFran", shapes.first_day),
    value(f"{WORTH}/faststallelsear", f"{VALUED}.faststallelsear", shapes.year),
    part(EVENT, HAPPENED),
    coded(f"{EVENT}/kontohandelsetyp", f"{HAPPENED}.handelsetyp", codes.ACCOUNT_EVENT),
    value(f"{EVENT}/kontohandelsetidpunkt", f"{HAPPENED}.tidpunkt", shapes.moment),
    items(f"{EVENT}/kontotransaktioner", f"{HAPPENED}.transaktioner"),
    coded(
        f"{EVENT}/kontotransaktioner/kontotransaktionstyp",
        f"{HAPPENED}.transaktioner[].transaktionstyp",
        codes.TRANSACTION,
    ),
    value(f"{EVENT}/kontotransaktioner/belopp", f"{HAPPENED}.transaktioner[].belopp", shapes.number),
)

EARNED = (
    wrapping(f"{OTHER}/pensionsunderlag"),
    items(YEAR, "pensionsunderlag", numbered=True),
    value(f"{YEAR}/artal", "pensionsunderlag[].ar", shapes.year),
    *(
        value(f"{YEAR}/{theirs}", f"pensionsunderlag[].{ours}", shapes.number)
        for theirs, ours in (
            ("pensionsgrundandeInkomst", "pensionsgrundandeInkomst"),
            ("pensionsgrundandeBeloppForStudier", "studier"),
            ("pensionsgrundandeBeloppForSjukOchAktivitetsersattning", "sjukOchAktivitetsersattning"),
            ("pensionsgrundandeBeloppForArMedSmaBarn", "arMedSmaBarn"),
            ("pensionsgrundandeBeloppForPlikttjanst", "plikttjanst"),
            ("pensionsgrundandeBeloppForFortidspension", "fortidspension"),
        )
    ),
)

PENSION = Table(
    format=FORMAT,
    section=Pension,
    root=None,
    namespaces={},
    rows=(
        *ENVELOPE,
        *states.ROWS,
        *CLAIMS,
        *decisions.ROWS,
        *PAYMENTS,
        *PROOFS,
        *ACCOUNTING,
        *EARNED,
    ),
    choices={
        **states.CHOICES,
        "fk": tuple(Alternative(name, "", None) for name in CASES),
    },
)
