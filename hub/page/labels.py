"""Names of fields as people read them: the wire writes them in camelCase and without å, ä and ö."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-ZÅÄÖ]?[a-zåäö]+|[A-ZÅÄÖ]+(?![a-zåäö])|[0-9]+|[^A-Za-zÅÄÖåäö0-9]+")

_WHOLE = {
    "from": "Från och med",
    "fran": "Från och med",
    "tom": "Till och med",
    "id": "Post",
    "vag": "Väg",
    "kod": "Kod",
    "avser": "Avser",
    "uppgiftId": "Post i källans uppgifter",
    "loggpostId": "Loggpost",
    "fodelsear": "Födelseår",
    "fodelsedag": "Födelsedag",
    "niva": "Nivå",
    "pgiBedomd": "PGI bedömd",
    "halvaMedelPgi": "Halva medel-PGI",
    "trefjardedelsMedelPgi": "Tre fjärdedels medel-PGI",
    "pisa": "PISA",
    "pisaAnhorig": "PISA, anhörig",
    "antal15delar": "Antal femtondelar",
    "antal30delar": "Antal trettiondelar",
    "antal40delar": "Antal fyrtiondelar",
    "uttagsprocentFp": "Uttagsprocent, förtidspension",
    "forsakringstidGsaAr": "Försäkringstid för garantiersättning, år",
    "forsakringstidGsaManad": "Försäkringstid för garantiersättning, månader",
    "forsakringstidGsaDag": "Försäkringstid för garantiersättning, dagar",
    "garantipension1937": "Garantipension (födda 1937 eller tidigare)",
    "ylAvdrag": "Avdrag för yrkesskadelivränta",
    "soktLan": "Lån sökt",
    "epost": "E-post",
    "akassa": "A-kassa",
    "akassor": "A-kassor",
    "ansprakId": "Anspråkets id",
    "arsinkomstISverige": "Årsinkomst i Sverige",
    "svenskaNordiskaForsakringsmanader": "Svenska och nordiska försäkringsmånader",
    "tvaBidragsmottagare": "Två bidragsmottagare",
    "forsorjningsstodsarskostnadNetto": "Försörjningsstödets årskostnad, netto",
    "beslutsId": "Beslutets id",
    "anspraksdagar": "Anspråksdagar",
    "arskostnadBrutto": "Årskostnad, brutto",
    "beslutatBrutto": "Beslutat, brutto",
    "samordnatBrutto": "Samordnat, brutto",
    "arbetssokande": "Arbetssökande",
    "arbetsloshetsersattning": "Arbetslöshetsersättning",
    "socialforsakring": "Socialförsäkring",
    "studiestod": "Studiestöd",
    "uppehallstillstand": "Uppehållstillstånd",
    "fordonsinnehav": "Fordonsinnehav",
    "person": "Person",
    "personidentitet": "Personnummer eller samordningsnummer",
    "arbetsskadeEfterlevande": "Arbetsskada, efterlevande",
    "yrkesskadeEfterlevande": "Yrkesskada, efterlevande",
    "bostadsOchInkomststod": "Bostads- och inkomststöd",
    "sjukOchAktivitetsersattning": "Sjuk- och aktivitetsersättning",
}

# Parts of words, longest first where one holds another. Only what the messages' field names need.
_LETTERS = tuple(
    (re.compile(plain), right)
    for plain, right in (
        ("forsakring", "försäkring"),
        ("foraldra", "föräldra"),
        ("foralder", "förälder"),
        ("forsorjning", "försörjning"),
        ("forman", "förmån"),
        ("forandring", "förändring"),
        ("forebyggande", "förebyggande"),
        ("foretag", "företag"),
        ("forvarv", "förvärv"),
        ("forhojning", "förhöjning"),
        ("fortids", "förtids"),
        ("jamforelse", "jämförelse"),
        ("forbrukade", "förbrukade"),
        ("totalforsvar", "totalförsvar"),
        ("bokforing", "bokföring"),
        ("avstangning", "avstängning"),
        ("^for$", "för"),
        ("^fore$", "före"),
        ("fornamn", "förnamn"),
        ("ersattning", "ersättning"),
        ("utbetalningsansokan", "utbetalningsansökan"),
        ("ansokning", "ansökning"),
        ("ansokt", "ansökt"),
        ("anmarkning", "anmärkning"),
        ("anstallning", "anställning"),
        ("civilstand", "civilstånd"),
        ("niva$", "nivå"),
        ("inlamnad", "inlämnad"),
        ("ansprak", "anspråk"),
        ("arende", "ärende"),
        ("ankepension", "änkepension"),
        ("andrings", "ändrings"),
        ("aldre", "äldre"),
        ("anvant", "använt"),
        ("allman", "allmän"),
        ("atgard", "åtgärd"),
        ("^ater", "åter"),
        ("avrakning", "avräkning"),
        ("behallning", "behållning"),
        ("bedomd", "bedömd"),
        ("berakning", "beräkning"),
        ("satt$", "sätt"),
        ("berattigad", "berättigad"),
        ("basta", "bästa"),
        ("dodsfall", "dödsfall"),
        ("faststall", "fastställ"),
        ("galler", "gäller"),
        ("handelse", "händelse"),
        ("intjanande", "intjänande"),
        ("intakt", "intäkt"),
        ("overskott", "överskott"),
        ("ovriga", "övriga"),
        ("omstallning", "omställning"),
        ("omvardnad", "omvårdnad"),
        ("lopnummer", "löpnummer"),
        ("manad", "månad"),
        ("medlantagare", "medlåntagare"),
        ("medsokande", "medsökande"),
        ("narstaende", "närstående"),
        ("namnare", "nämnare"),
        ("taljare", "täljare"),
        ("poang", "poäng"),
        ("preliminara", "preliminära"),
        ("pensionsratter", "pensionsrätter"),
        ("samhoriga", "samhöriga"),
        ("skolgang", "skolgång"),
        ("sjoskatte", "sjöskatte"),
        ("smittbarar", "smittbärar"),
        ("^sma$", "små"),
        ("steglos", "steglös"),
        ("sysselsattning", "sysselsättning"),
        ("studiehjalp", "studiehjälp"),
        ("stod", "stöd"),
        ("arbetsstalle", "arbetsställe"),
        ("skadetillfalle", "skadetillfälle"),
        ("tillfallig", "tillfällig"),
        ("tillagg", "tillägg"),
        ("underhall", "underhåll"),
        ("vardar", "vårdår"),
        ("vardbidrag", "vårdbidrag"),
        ("varde", "värde"),
        ("vaxelvis", "växelvis"),
        ("livranta", "livränta"),
        ("livrante", "livränte"),
        ("hemutrustningslan", "hemutrustningslån"),
        ("^lan$", "lån"),
        ("^ar$", "år"),
        ("^fran$", "från"),
        ("plikttjanst", "plikttjänst"),
        ("upphor", "upphör"),
    )
)
_YEARS = {"fordonsar", "intjanandear", "taxeringsar", "faststallelsear", "forvarvsvillkorsar", "sjoskattear"}


def label(name: str) -> str:
    """`utbetalningsdag` as Utbetalningsdag, `nettoEfterSkatt` as Netto efter skatt."""
    if name in _WHOLE:
        return _WHOLE[name]
    if name in _YEARS:
        return _first_upper(_spelt(name.removesuffix("ar")) + "år")
    words = [word if word.isupper() and len(word) > 1 else word.lower() for word in _WORD.findall(name)]
    return _first_upper(" ".join(" ".join(_spelt(word) for word in words).split()))


def _spelt(word: str) -> str:
    if word.startswith("arsinkomst"):
        return "års" + word.removeprefix("ars")
    for plain, right in _LETTERS:
        word = plain.sub(right, word)
    return word


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
