"""skv/beskattningsuppgifter to the section beskattning, and its payouts to income items. Pure."""

from __future__ import annotations

from typing import Any

from adapters.skatteverket import codes
from adapters.skatteverket.elements import FAULT_TABLE, TABLE
from adapters.skatteverket.incomes import incomes
from adapters.skatteverket.unrecognised import keep
from hub.adapter import Found, NoRecord, Payload, SectionType, SourceMalformed, SourceUnavailable, WrongPerson
from hub.elements import Reading, Record, compile_table, read_xml
from hub.elements.deviations import REPEATED, UNKNOWN_ATTRIBUTE, UNKNOWN_ELEMENT, UNREADABLE
from messages.beskattning import Beskattning
from messages.uppgifter import Avvikelse, Saknas
from messages.values import Personidentitet

SECTIONS = (SectionType(Beskattning.namn, Beskattning.namnrymd, Beskattning, incomes),)

_TABLE = compile_table(TABLE)
_FAULT = compile_table(FAULT_TABLE)
_LEFT_OUT = {UNKNOWN_ELEMENT, UNKNOWN_ATTRIBUTE, UNREADABLE, REPEATED}
IDENTITY = "PersonuppgiftLista/Personuppgift/IdentitetsbeteckningFysiskPerson"
_LISTS = ("kapitaluppgifter", "skattekontoutbetalningar")


def to_section(payload: Payload) -> Found | NoRecord:
    """What Skatteverket said of one person.

    Raises SourceUnavailable for its own fault message, WrongPerson where several persons are told of, and
    SourceMalformed for what is no answer about anyone, or says nothing of the one it names.
    """
    reading = _read(payload.content)
    person = _the_person(reading.records)
    section = _together(reading)
    deviations = reading.deviations.told()
    if any(row.kod == REPEATED and row.plats == IDENTITY for row in deviations):
        text = "Skatteverkets svar har flera personnummer för samma uppgifter."
        raise SourceMalformed("PERSON_OTYDLIG", text)
    if any(row.kod in _LEFT_OUT for row in deviations):
        deviations = _kept(payload.content, section, deviations)
    data = any(section.get(name) for name in (*_LISTS, "individuppgifter", "otolkade"))
    status = section["status"].kod if "status" in section else ""
    if not data and not status:
        text = "Skatteverkets svar nämner personen men har varken uppgifter eller status."
        raise SourceMalformed("TOMT_SVAR", text)
    if not data and codes.is_nought(status) and not {"fornamn", "efternamn"} & set(section):
        return NoRecord(person, deviations=deviations)
    missing = _missing(section, told=data or codes.is_nought(status))
    return Found(Beskattning.model_validate(section), person, missing=missing, deviations=deviations)


def _read(content: bytes) -> Reading:
    try:
        return read_xml(_TABLE, content)
    except SourceMalformed as error:
        try:
            fault = read_xml(_FAULT, content)
        except SourceMalformed:
            raise error from None
    raise _fault(fault.outcome.get("kod", ""))


def _fault(code: str) -> SourceUnavailable:
    """Its own fault codes are 9071000 to 9071999; what each means is not published."""
    known = len(code) == 7 and code.isascii() and code.isdigit() and code.startswith("9071")
    shown = f" med felkod {code}" if known else ""
    text = f"Skatteverket lämnade inga uppgifter utan svarade{shown} att ett fel hade uppstått."
    return SourceUnavailable(f"SKV_{code}" if known else "SKV_OKAND", text)


def _the_person(records: tuple[Record, ...]) -> Personidentitet:
    """The one person told of. Several parts may be about the same one: one for each year, say."""
    if not records:
        text = "Skatteverkets svar nämner ingen person, inte ens att ingen hittades."
        raise SourceMalformed("PERSON_SAKNAS", text)
    if len({record.outcome.get("identitet") for record in records}) > 1:
        raise WrongPerson("Skatteverkets svar innehåller uppgifter om fler personer än den efterfrågade.")
    try:
        return Personidentitet(records[0].outcome.get("identitet", ""))
    except ValueError:
        text = "Personnumret i Skatteverkets svar kan inte läsas (IdentitetsbeteckningFysiskPerson)."
        raise SourceMalformed("PERSON_OLASBAR", text) from None


def _together(reading: Reading) -> dict[str, Any]:
    """All parts about the person as one section. Of names and status the first stands, others beside it."""
    records = reading.records
    if len(records) == 1:
        return records[0].section
    section: dict[str, Any] = {}
    for record in records:
        for name, value in record.section.items():
            if name in _LISTS:
                section.setdefault(name, []).extend(value)
            elif section.setdefault(name, value) != value:
                section.setdefault("otolkade", []).append(_beside(name, value))
    items = [item for name in _LISTS for item in section.get(name, ())]
    for number, item in enumerate(items, start=1):
        item["id"] = f"u{number}"
    text = "Svaret har flera delar om personen. De återges tillsammans."
    reading.deviations.note(REPEATED, "PersonuppgiftLista/Personuppgift", text)
    return section


def _beside(name: str, value: Any) -> dict[str, Any]:
    """A name or status of a later part that is not as in the first."""
    said = value if isinstance(value, str) else value.kod
    return {
        "plats": f"PersonuppgiftLista/Personuppgift/{name}",
        "slag": codes.KIND.read("TEXT"),
        "varde": said,
    }


def _kept(content: bytes, section: dict[str, Any], told: tuple[Avvikelse, ...]) -> tuple[Avvikelse, ...]:
    """Puts what the reading left out into the section; gives the deviations with their words on it."""
    kept = keep(content, _TABLE)
    for name, values in (("individuppgifter", kept.returns), ("otolkade", kept.others)):
        if values:
            section[name] = [*section.get(name, ()), *values]
    renamed = {UNKNOWN_ELEMENT, UNKNOWN_ATTRIBUTE}
    return (*(row for row in told if row.kod not in renamed), *kept.deviations.told())


def _missing(section: dict[str, Any], *, told: bool) -> tuple[Saknas, ...]:
    missing = []
    if not told:
        text = "Skatteverket lämnade inga uppgifter utan bara en statuskod, vars innebörd inte är publicerad."
        missing += [
            Saknas(grupp=f"beskattning.{name}", kod="STATUS_UTAN_UPPGIFTER", text=text)
            for name in ("kapital", "skattekonto")
        ]
    text = "Skatteverket har skickat uppgifter som navet inte kan tolka. Inhämta dem på annat sätt vid behov."
    missing += [
        Saknas(grupp=f"beskattning.{name}", kod="EJ_TOLKAT", text=text)
        for name in ("individuppgifter", "otolkade")
        if any(value["slag"].kod != "TOM" for value in section.get(name, ()))
    ]
    return tuple(missing)
