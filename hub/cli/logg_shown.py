"""What a search of the log found, as text for a reviewer: one block for each record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from messages.logg import Loggpost, Loggtraffar, Rakning

EVENTS: Mapping[str, str] = {
    "UPPSLAG_AVSETT": "Uppslag",
    "UPPSLAG_AVSLUTAT": "Ett uppslag slutade",
    "UPPSLAG_NEKAT": "Nekat, ingenting frågades",
    "UPPSLAG_EJ_STALLT": "Ej ställt, ingenting frågades",
    "DRIFTUPPEHALL_MEDDELAT": "Driftuppehåll meddelat",
    "KALLA_TYST": "Källan har tystnat",
    "KALLA_HORS": "Källan svarar igen",
    "AVTAL_GALLER": "Nya avtal gäller",
    "SAKERHETSHANDELSE": "Säkerhetshändelse",
    "ARENDE_REGISTRERAT": "Ärende registrerat",
    "ARENDEHANDELSE_REGISTRERAD": "Händelse i ett ärende",
    "ARENDELISTA_INFORD": "Ärendelista införd",
    "ARENDEN_GALLRADE": "Ärenden gallrade",
    "ARENDEFRAGA_AVSEDD": "Fråga till ett ärendesystem",
    "ARENDEFRAGA_AVSLUTAD": "En fråga till ett ärendesystem slutade",
    "INTYG_LAMNAT": "Handläggarens eget intyg",
    "INTYG_BEKRAFTAT": "Intyg bekräftat av någon annan",
    "AKTUALITET_KONTROLLERAD": "En annan nämnd frågade om ärende pågår",
    "FRAGA_KONTROLLERAD": "En källa frågade om frågan var vår",
    "NAMND_UTLAMNAD": "Nämnden lämnad ut",
    "NAMND_MOTTAGEN": "Nämnden mottagen",
    "KLOCKAN_BACKADE": "Klockan hade backat",
    "NYCKEL_SAKNADES": "En nyckel saknades",
    "NYCKEL_BYTT": "Nyckel bytt",
    "LOGG_SOKT": "Sökning i loggen",
    "LOGG_LAST": "En loggpost lästes",
    "EPOK_OPPNAD": "Loggen började",
}
"""By the event's name: every one of the catalogue."""

_HERE = ZoneInfo("Europe/Stockholm")
_WIDE = 12


def page(found: Loggtraffar) -> str:
    """All of a page, ending with how many there are and how to go on."""
    blocks = ["\n".join(_block(record)) for record in found.loggposter]
    return "\n\n".join([*blocks, _summary(found)]) + "\n"


def _summary(found: Loggtraffar) -> str:
    if not found.loggposter:
        return "Inga poster. Sökningen är loggad."
    about = "" if found.rakning is Rakning.EXAKT else "minst "
    there = f"{len(found.loggposter)} poster visade av {about}{found.traffar}. Sökningen är loggad."
    return there if found.markor is None else f"{there} Nästa sida: --markor {found.markor}"


def _block(record: Loggpost) -> Iterator[str]:
    what = EVENTS.get(record.handelse, record.handelse)
    source = f" hos {record.kalla}" if record.kalla else ""
    yield f"{_when(record.tidpunkt)}  {what}{source}{_outcome(record)}"
    for name, value in _lines(record):
        if value:
            yield f"    {name:{_WIDE}}{value}"


def _outcome(record: Loggpost) -> str:
    ended = record.avslutning
    if ended is not None and ended.utfall:
        return f": {ended.utfall}"
    return f": {record.utfall}" if record.utfall else ""


def _lines(record: Loggpost) -> Iterator[tuple[str, str]]:
    if record.gallrad:
        yield "gallrad", "innehållet är borta; att posten fanns bevisas av loggen"
    if record.personidentitet is not None:
        yield "om", " ".join(filter(None, (record.personidentitet.value, record.roll)))
    yield "om", ", ".join(it.value for it in record.personer)
    yield "av", _by(record)
    yield "ärende", _case(record)
    yield "varför", "; ".join(filter(None, (record.andamal, record.skal)))
    yield "stöd", "; ".join([*record.forfattningsstod, *_agreement(record)])
    yield "period", f"{record.period.from_} till {record.period.tom}" if record.period else ""
    yield "sökt efter", "; ".join(filter(None, (record.handlaggare, *record.villkor)))
    yield "nekat", _refused(record)
    ended = record.avslutning
    if ended is not None:
        yield "lämnat", ", ".join(ended.lamnade)
        yield "undanhållet", ", ".join(ended.undanhallna)
        yield "fel", f"{ended.fel.led} {ended.fel.kod}" if ended.fel else ""
        yield "skydd", ended.skydd or ""
    yield "fel", f"{record.fel.led} {record.fel.kod}" if record.fel else ""
    if record.skyddLyft is not None:
        yield "skydd lyft", "; ".join(filter(None, (record.skyddLyft.grund, record.skyddLyft.skal)))
    yield "nyckel", " blev ".join(filter(None, (record.tidigareNyckelId, record.nyckelId)))
    yield "loggpost", f"{record.loggpostId} (nr {record.index})"


def _by(record: Loggpost) -> str:
    actor = record.aktor
    who = None if actor is None else ", ".join(filter(None, (actor.id, actor.enhet, actor.funktion)))
    if actor is not None and actor.urFil:
        who = f"{who} (insatt av navet: klienten angav ingen)"
    client = f"klient {record.klient}" if record.klient else None
    return "; ".join(filter(None, (who, record.granskare, record.utfordAv, client)))


def _case(record: Loggpost) -> str:
    case = record.arende
    if case is None:
        return ""
    shown = record.aktualitet
    by = f"; pågående enligt {shown.visadAv} {_when(shown.tidpunkt)}" if shown else ""
    if shown and shown.harlettUr:
        by += f" ur {shown.harlettUr}, i stället för {shown.skickatId}"
    return f"{case.system} {case.id}{f' ({case.typ})' if case.typ else ''}{by}"


def _agreement(record: Loggpost) -> Iterator[str]:
    if record.avtal is not None:
        yield f"avtal {record.avtal.id} version {record.avtal.version}"


def _refused(record: Loggpost) -> str:
    gate = f"grind {record.grind}" if record.grind else ""
    return "; ".join(filter(None, (gate, record.regel, record.lag, record.problem)))


def _when(moment: datetime) -> str:
    """Swedish time, as the clock on the wall showed."""
    return f"{moment.astimezone(_HERE):%Y-%m-%d %H:%M:%S}"
