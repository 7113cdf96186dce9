"""What Försäkringskassan tells of pension that is earned, year by year; and proofs of being alive."""

from __future__ import annotations

from adapters.forsakringskassan import codes, shapes
from adapters.forsakringskassan.case_rows import WHEREABOUTS, amount, coded, items, relative, value, wrapping
from adapters.forsakringskassan.cases import FK
from adapters.forsakringskassan.pension_shapes import number, truth
from hub.elements import Row, Unreadable
from hub.elements import convert as to

EARNED = f"{FK}/intjanandebehallning"
YEAR, YEARS = f"{FK}/intjanandeuppgift", "intjanandear[]"
ACCOUNT, ACCOUNTS = f"{YEAR}/underlag/behallningsunderlag", f"{YEARS}.behallningsunderlag[]"
CHANGE, CHANGES = f"{ACCOUNT}/pensionsbehallningsforandringar", f"{ACCOUNTS}.forandringar[]"
RIGHT, RIGHTS = f"{YEAR}/underlag/pensionsunderlag", f"{YEARS}.pensionsunderlag[]"
POINT, POINTS = f"{YEAR}/underlag/poangunderlag", f"{YEARS}.poangunderlag[]"
MONTH, MONTHS = f"{RIGHT}/underlagPgbForSa/manadsunderlag", f"{RIGHTS}.forSjukersattning[].manader[]"
CHILD, CHILDS = f"{YEAR}/barnbeslut", f"{YEARS}.barnbeslut[]"
PROOF = f"{FK}/levnadsintygsuppgift"

_YEARS = range(1900, 3000)


def year(given: str) -> int | None:
    """A calendar year, 1900 to 2999."""
    found = to.integer(given)
    if found is not None and found not in _YEARS:
        raise Unreadable
    return found


def _updated(path: str, place: str) -> tuple[Row, ...]:
    """The day of an up-date, and in the source's own words why it was made."""
    return (
        value(f"{path}/uppdaterades", f"{place}.uppdaterat", shapes.day),
        value(f"{path}/andringsanledning", f"{place}.andringsanledning", to.text),
    )


def _amounts(path: str, place: str, *names: tuple[str, str]) -> tuple[Row, ...]:
    return tuple(amount(f"{path}/{theirs}", f"{place}.{ours}") for theirs, ours in names)


def _kinds(path: str, place: str) -> tuple[Row, ...]:
    """A list of amounts, each of a kind."""
    return (
        items(path, place),
        coded(f"{path}/typ", f"{place}[].typ", codes.EARNED_AMOUNT),
        amount(f"{path}/belopp", f"{place}[].belopp"),
    )


ACCOUNT_ROWS = (
    items(ACCOUNT, ACCOUNTS.removesuffix("[]")),
    *_updated(ACCOUNT, ACCOUNTS),
    items(CHANGE, CHANGES.removesuffix("[]")),
    coded(f"{CHANGE}/typ", f"{CHANGES}.typ", codes.BALANCE_CHANGE),
    *_amounts(
        CHANGE,
        CHANGES,
        ("arvsvinst", "arvsvinst"),
        ("indexforanding", "indexforandring"),  # their spelling
        ("administrationskostnad", "administrationskostnad"),
        ("uttaget", "uttaget"),
        ("aterlagt", "aterlagt"),
    ),
)

RIGHT_ROWS = (
    items(RIGHT, RIGHTS.removesuffix("[]")),
    *_updated(RIGHT, RIGHTS),
    amount(f"{RIGHT}/intjanandetak", f"{RIGHTS}.intjanandetak[]"),
    value(f"{RIGHT}/forvarvsvillkorsar", f"{RIGHTS}.forvarvsvillkorsar", to.text),
    *_kinds(f"{RIGHT}/belopp", f"{RIGHTS}.belopp"),
    items(f"{RIGHT}/underlagPgbForPlikt", f"{RIGHTS}.forPlikt"),
    *_amounts(
        f"{RIGHT}/underlagPgbForPlikt",
        f"{RIGHTS}.forPlikt[]",
        ("belopp", "belopp"),
        ("halvaMedelPGI", "halvaMedelPgi"),
    ),
    value(f"{RIGHT}/underlagPgbForPlikt/dagar", f"{RIGHTS}.forPlikt[].dagar", number),
    items(f"{RIGHT}/underlagPgbForStudier", f"{RIGHTS}.forStudier"),
    *_amounts(
        f"{RIGHT}/underlagPgbForStudier",
        f"{RIGHTS}.forStudier[]",
        ("belopp", "belopp"),
        ("studiebidrag", "studiebidrag"),
        ("beloppForeAvrundningTakbegransning", "beloppForeAvrundning"),
    ),
    items(f"{RIGHT}/underlagPgbForBarn", f"{RIGHTS}.forBarn"),
    *_amounts(
        f"{RIGHT}/underlagPgbForBarn",
        f"{RIGHTS}.forBarn[]",
        ("belopp", "belopp"),
        ("jamfarelseinkomst", "jamforelseinkomst"),  # their spelling
        ("utfyllnadsinkomst", "utfyllnadsinkomst"),
        ("beloppAlternativ1", "beloppAlternativ1"),
        ("trefjardedelsMedelPGI", "trefjardedelsMedelPgi"),
        ("beloppAlternativ2", "beloppAlternativ2"),
        ("basbelopp", "basbelopp"),
        ("beloppForeAvrundningTakbegransning", "beloppForeAvrundning"),
    ),
    value(f"{RIGHT}/underlagPgbForBarn/bastaAlternativ", f"{RIGHTS}.forBarn[].bastaAlternativ", to.integer),
)

MONTH_ROWS = (
    items(f"{RIGHT}/underlagPgbForSa", f"{RIGHTS}.forSjukersattning"),
    amount(f"{RIGHT}/underlagPgbForSa/belopp", f"{RIGHTS}.forSjukersattning[].belopp"),
    items(MONTH, MONTHS.removesuffix("[]")),
    value(f"{MONTH}/manad", f"{MONTHS}.manad", to.text),
    value(f"{MONTH}/andel", f"{MONTHS}.andel", to.text),
    value(f"{MONTH}/samordningsprocentAL", f"{MONTHS}.samordningsprocent[]", to.integer),
    *_amounts(
        MONTH,
        MONTHS,
        ("antagandeinkomst", "antagandeinkomst"),
        ("reduceringsbelopp", "reduceringsbelopp"),
        ("pisa", "pisa[]"),
        ("pisaAnhorig", "pisaAnhorig[]"),
        ("arbetsskadelivranta", "arbetsskadelivranta[]"),
        ("beloppForeAvrundningTakbegransning", "beloppForeAvrundning"),
    ),
    items(f"{RIGHT}/underlagPgbForAntagandepoang", f"{RIGHTS}.forAntagandepoang"),
    amount(f"{RIGHT}/underlagPgbForAntagandepoang/belopp", f"{RIGHTS}.forAntagandepoang[].belopp"),
    *(
        value(f"{RIGHT}/underlagPgbForAntagandepoang/{name}", f"{RIGHTS}.forAntagandepoang[].{name}", convert)
        for name, convert in (
            ("antagandepoang", number),
            ("jamforelsepoang", number),
            ("bastaPoangPlusEtt", number),
            ("svenskaNordiskaForsakringsmanader", to.text),
        )
    ),
)

POINT_ROWS = (
    items(POINT, POINTS.removesuffix("[]")),
    *_updated(POINT, POINTS),
    value(f"{POINT}/vardar", f"{POINTS}.vardar", truth),
    value(f"{POINT}/pgiBedomd", f"{POINTS}.pgiBedomd", truth),
    items(f"{POINT}/poang", f"{POINTS}.poang"),
    coded(f"{POINT}/poang/typ", f"{POINTS}.poang[].typ", codes.PENSION_POINT),
    value(f"{POINT}/poang/summa", f"{POINTS}.poang[].summa", number),
    amount(f"{POINT}/basbelopp", f"{POINTS}.basbelopp[]"),
    *_kinds(f"{POINT}/inkomster", f"{POINTS}.inkomster"),
)

ROWS = (
    items(EARNED, "intjanandebehallningar", numbered=True),
    amount(f"{EARNED}/belopp", "intjanandebehallningar[].belopp"),
    amount(f"{EARNED}/premiepensionBelopp", "intjanandebehallningar[].premiepension"),
    items(YEAR, "intjanandear", numbered=True),
    value(f"{YEAR}/ar", f"{YEARS}.ar", year),
    wrapping(f"{YEAR}/underlag"),
    *ACCOUNT_ROWS,
    *RIGHT_ROWS,
    *MONTH_ROWS,
    *POINT_ROWS,
    *_kinds(f"{YEAR}/pensionsbehallningar", f"{YEARS}.pensionsbehallningar"),
    *_kinds(f"{YEAR}/pensionsratter", f"{YEARS}.pensionsratter"),
    *_kinds(f"{YEAR}/faktiskaPensionsratter", f"{YEARS}.faktiskaPensionsratter"),
    value(f"{YEAR}/poang", f"{YEARS}.poang[]", number),
    items(CHILD, CHILDS.removesuffix("[]")),
    relative(f"{CHILD}/foralder", f"{CHILDS}.foralder", "FORALDER"),
    coded(f"{CHILD}/foraldertyp", f"{CHILDS}.foraldertyp", codes.PARENT_KIND),
    value(f"{CHILD}/berattigad", f"{CHILDS}.berattigad", truth),
    # Free text: it can hold anything.
    value(f"{CHILD}/upplysning", f"{CHILDS}.upplysning", to.text, protects=WHEREABOUTS),
    items(PROOF, "levnadsintyg", numbered=True),
    value(f"{PROOF}/uppdaterades", "levnadsintyg[].uppdaterat", shapes.day),
    # It tells whether somebody lives abroad, and whether the address is known.
    coded(f"{PROOF}/status", "levnadsintyg[].status", codes.LIFE_CERTIFICATE, protects=WHEREABOUTS),
)
