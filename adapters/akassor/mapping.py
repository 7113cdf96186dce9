"""so/int014 to the section arbetsloshetsersattning, and its payments to income items. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from adapters.akassor.elements import LISTA, TABLE
from adapters.akassor.incomes import incomes
from hub.adapter import Found, NoRecord, Payload, SectionType, SourceMalformed, TenDigits
from hub.elements import compile_table, read_xml
from messages.arbetsloshetsersattning import Akassa, Arbetsloshetsersattning
from messages.uppgifter import Avvikelse, Saknas
from messages.values import Personidentitet, holds_personal_number

SECTIONS = (
    SectionType(
        Arbetsloshetsersattning.namn,
        Arbetsloshetsersattning.namnrymd,
        Arbetsloshetsersattning,
        incomes,
        state_by_day=True,
    ),
)

NAMED = 30
"""A-kassor without data that are named one by one; there are fewer of them in the country."""

_DATA = ("utbetalningar", "avstangningar", "ansokningar")
"""Who hands out any of it has evidently answered. That who does not has nothing, no status tells."""

_TABLE = compile_table(TABLE)
_ONE_WORD = re.compile(r"[A-Za-zÅÄÖåäö0-9_.-]{1,30}")


def to_section(payload: Payload) -> Found | NoRecord:
    """What the a-kassor said of one person. Each that gave no data is in `missing`, whatever its status.

    That nobody knows the person is said by an empty list alone. Raises SourceMalformed for what is no answer
    about anyone.
    """
    reading = read_xml(_TABLE, payload.content, payload.groups)
    record = reading.records[0]
    deviations = reading.deviations.told()
    person = _number(record.outcome.get("person", ""), deviations)
    if not record.section.get("akassor"):
        _insist_on_an_empty_list("akassor" in record.section, deviations)
        return NoRecord(person, deviations=deviations)
    gave_data = [any(fund.get(name) for name in _DATA) for fund in record.section["akassor"]]
    section = reading.made(Arbetsloshetsersattning, record.section)
    silent = [fund for fund, gave in zip(section.akassor, gave_data, strict=False) if not gave]
    return Found(
        (section,), person, missing=_missing(silent), deviations=deviations, withheld=reading.withheld
    )


def _number(given: str, deviations: Sequence[Avvikelse]) -> Personidentitet | TenDigits:
    if any((row.kod, row.plats) == ("UPPREPAT_ELEMENT", "IdentificationNumber") for row in deviations):
        raise SourceMalformed("PERSON_OLASBAR", "A-kassornas svar säger mer än en gång vem det gäller.")
    try:
        return TenDigits(given) if len(given) == 10 else Personidentitet(given)
    except ValueError:
        raise SourceMalformed(
            "PERSON_OLASBAR", "Personnumret i a-kassornas svar kan inte läsas (IdentificationNumber)."
        ) from None


def _insist_on_an_empty_list(came: bool, deviations: Sequence[Avvikelse]) -> None:
    """An empty list says that nobody knows the person. One that is missing, or not understood, does not."""
    if not came:
        raise SourceMalformed("LISTA_SAKNAS", f"A-kassornas svar saknar listan med svar ({LISTA}).")
    if any(row.plats.startswith(LISTA) for row in deviations):
        raise SourceMalformed("LISTA_OLASBAR", f"A-kassornas svar kan inte läsas ({LISTA}).")


def _missing(funds: Sequence[Akassa]) -> tuple[Saknas, ...]:
    """Everything that could have come from each of `funds`."""
    told = [
        _lacking("AKASSA_UTAN_BESKED", f"{_name(fund)}{_status(fund)} lämnade inga uppgifter.")
        for fund in funds
    ]
    if len(told) > NAMED:
        rest = f"Ytterligare {len(told) - NAMED} a-kassor lämnade inga uppgifter."
        return (*told[:NAMED], _lacking("FLER_AKASSOR_UTAN_BESKED", rest))
    return tuple(told)


def _lacking(code: str, who: str) -> Saknas:
    text = f"{who} Det går inte att avgöra om det saknas ersättning eller om något gick fel; fråga a-kassan."
    return Saknas(grupp=Arbetsloshetsersattning.namn, kod=code, text=text)


def _name(fund: Akassa) -> str:
    """The a-kassa's name as it gave it, where it can be nobody's number."""
    if fund.namn is None or holds_personal_number(fund.namn):
        return "En a-kassa"
    return fund.namn[:100]


def _status(fund: Akassa) -> str:
    """A status of one word. Longer ones stand in the section only: free text can name a person or a place."""
    word = fund.status.kod if fund.status else ""
    return f" (status {word})" if _ONE_WORD.fullmatch(word) and not holds_personal_number(word) else ""
