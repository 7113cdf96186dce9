"""What LEFI says of its own answer: how each authority is, whom it is about, and what it left out.

The same for both authorities' parts. What follows from it is in `left_out`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from adapters.forsakringskassan import codes
from adapters.forsakringskassan.groups import KINDS, Wanted, groups_in, groups_of
from adapters.forsakringskassan.question import codes_asked
from hub.adapter import (
    Payload,
    SourceMalformed,
    TenDigits,
    WrongPerson,
)
from hub.elements import Alternative, Odd, Record, Row, Unreadable
from hub.elements.deviations import OTHER_FORM, REPEATED, UNKNOWN_CODE, UNREADABLE
from hub.elements.json_document import utf_8
from messages.uppgifter import Avvikelse
from messages.values import Personidentitet

GENERAL = "generellPersoninformation"
OUTCOME = "avgör utfallet"
STRUCTURE = "omslag utan eget innehåll"

REFUSED, FAILED, UNKNOWN = "OBEHORIG", "INTERNT_FEL", "OKAND_AVVIKELSE"

SECTIONS: Mapping[str, tuple[str, ...]] = {"FK": ("socialforsakring", "person"), "PM": ("pension",)}
"""The sections of each authority; what concerns a group that nobody knows is told of the first."""

_TOP = msgspec.json.Decoder(dict[str, msgspec.Raw])
_NULL = msgspec.Raw(b"null")
_OTHER_STATE = "Svaret anger ett tillstånd för uppgiftslämnaren som navet inte känner till."


# ---------------------------------------------------------------- the rows


def code(given: Mapping[str, Any]) -> str | None:
    """The `kod` of an object that says what it is by one, in capitals. Raises Unreadable for another kind."""
    named = given.get("kod")
    if named is None:
        return None
    if not isinstance(named, str):
        raise Unreadable
    return named.strip().upper() or None


def state(given: Mapping[str, Any]) -> str | None:
    """OK, FELANDE or OTILLGANGLIG. Raises Odd for another word: nothing can be concluded from it."""
    named = code(given)
    if named is None or named in codes.STATE.texts:
        return named
    raise Odd(None, UNKNOWN_CODE, _OTHER_STATE)


CHOICES: Mapping[str, tuple[Alternative, ...]] = {
    "kind": tuple(Alternative(kind, "", kind, kind) for kind in KINDS[:-1]),
    "rest": (Alternative(KINDS[-1], "", KINDS[-1], KINDS[-1]),),
}
"""The lists of `avvikelser`. The last one names what it concerns in a key of its own."""

ROWS = (
    Row("lefi.utlamnare", "utlamnare", reason=STRUCTURE, record=True),
    Row("lefi.utlamnare.vem", "utlamnare/utlamnare", ":utlamnare", code, reason=OUTCOME, of=("kod", "namn")),
    Row(
        "lefi.utlamnare.tillstand",
        "utlamnare/tillstand",
        ":tillstand",
        state,
        reason=OUTCOME,
        of=("kod", "beskrivning"),
    ),
    Row("lefi.avvikelser", "avvikelser", reason=STRUCTURE),
    *(
        row
        for label, name in (("kind", "formansgrupp"), ("rest", "ovrigInformationstyp"))
        for row in (
            Row(f"lefi.avvikelser.{label}", f"avvikelser/<{label}>", reason=STRUCTURE, record=True),
            Row(
                f"lefi.avvikelser.{label}.varfor",
                f"avvikelser/<{label}>/avvikelse",
                ":avvikelse",
                code,
                reason=OUTCOME,
                of=("kod", "beskrivning"),
            ),
            Row(
                f"lefi.avvikelser.{label}.vad",
                f"avvikelser/<{label}>/{name}",
                f":<{label}>",
                code,
                reason=OUTCOME,
                of=("kod", "beskrivning"),
            ),
        )
    ),
)
"""Of `utlamnare` and `avvikelser`, for either table: each of their objects is a record with an outcome."""


# ---------------------------------------------------------------- what they say


class LeftOut(NamedTuple):
    """What LEFI says that it left out, and its word for why: ("ansprak", "PM:AP") and OBEHORIG."""

    wanted: Wanted
    reason: str


@dataclass(frozen=True, slots=True)
class Said:
    """What LEFI said of one authority's part of its answer."""

    source: str
    state: str | None
    """OK, FELANDE, OTILLGANGLIG, or None where it did not say, or used another word."""
    left_out: tuple[LeftOut, ...] = ()
    asked: frozenset[str] | None = None
    """The authority's element groups that the question asked for, wholly or in part; None where the question
    is not known."""
    codes: frozenset[Wanted] | None = None
    """The codes that it asked for them by."""
    reasons: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)
    """Element group to reason to the codes that were left out for it."""


def said_of(source: str, records: Iterable[Record], payload: Payload) -> Said:
    """What the records that `ROWS` opened say of `source`; records of other rows are passed by."""
    how, left_out = None, []
    for record in records:
        outcome = record.outcome
        if outcome.get("utlamnare") == source and "tillstand" in outcome:
            # Told twice, the worse one counts.
            how = outcome["tillstand"] if how in (None, "OK") else how
        if "avvikelse" in outcome or any(kind in outcome for kind in KINDS):
            # One that does not say what it concerns may concern anything.
            kind, named = next(((kind, outcome[kind]) for kind in KINDS if kind in outcome), ("", ""))
            if concerns(source, named):
                left_out.append(LeftOut(Wanted(kind, named), outcome.get("avvikelse", UNKNOWN)))
    codes = None if payload.question is None else codes_asked(payload.question.content)
    asked = None if codes is None else _asked(source, codes)
    return Said(source, how, tuple(left_out), asked, codes, _by_group(source, left_out))


def concerns(source: str, named: str) -> bool:
    """Whether a code is of this authority: FK:AP of FK. One without a known prefix concerns both."""
    prefix = named.partition(":")[0]
    return prefix == source or prefix not in SECTIONS


def _asked(source: str, codes: frozenset[Wanted]) -> frozenset[str]:
    return frozenset(group for group in groups_in(codes) if group.partition(".")[0] in SECTIONS[source])


def _by_group(source: str, left_out: Sequence[LeftOut]) -> Mapping[str, Mapping[str, list[str]]]:
    reasons: dict[str, dict[str, list[str]]] = {}
    for wanted, reason in left_out:
        groups = [
            group for group in groups_of(*wanted) if group.partition(".")[0] in SECTIONS[source]
        ] or SECTIONS[source][:1]
        for group in groups:
            known = reason if reason in (REFUSED, FAILED) else UNKNOWN
            reasons.setdefault(group, {}).setdefault(known, []).append(wanted.code)
    return reasons


def about(records: Iterable[Record]) -> Personidentitet | TenDigits | None:
    """Whom LEFI's answer says that it is about: `:person` of its general person information, where it came.

    Raises WrongPerson where it tells of several, SourceMalformed where the number cannot be read.
    """
    told = [record.outcome["person"] for record in records if "person" in record.outcome]
    if len(told) > 1:
        raise WrongPerson("LEFI:s svar innehåller uppgifter om fler personer än den efterfrågade.")
    if not told:
        return None
    try:
        return TenDigits(told[0]) if len(told[0]) == 10 else Personidentitet(told[0])
    except ValueError:
        raise SourceMalformed(
            "PERSON_OLASBAR",
            "Personnumret i LEFI:s svar kan inte läsas (formansinformation/generellPersoninformation).",
        ) from None


def insist_on_one_person(deviations: Iterable[Avvikelse]) -> None:
    """Raises SourceMalformed where whom it is about is told more than once, or was not understood."""
    for row in deviations:
        *above, last = row.plats.split("/")
        block = last == GENERAL and row.kod in (REPEATED, UNREADABLE)
        number = last == "personnummer" and row.kod in (REPEATED, UNREADABLE, OTHER_FORM)
        if block or (number and (not above or above[-1] == GENERAL)):
            raise SourceMalformed(
                "PERSON_OLASBAR", f"LEFI:s svar säger inte entydigt vem det gäller ({row.plats})."
            )


def insist_on_nothing_lost(deviations: Iterable[Avvikelse]) -> None:
    """Before "nothing" is said: raises SourceMalformed where something was told that is not known."""
    for row in deviations:
        # An unknown code is carried, and its group told as missing: nothing of it is lost.
        unread = row.kod != UNKNOWN_CODE and row.plats.partition("/")[0] == "avvikelser"
        if row.kod == REPEATED or unread:
            raise SourceMalformed("LISTA_OLASBAR", f"LEFI:s svar kan inte läsas säkert ({row.plats}).")


def lists_in(payload: Payload, under: str | None = None) -> frozenset[str]:
    """The keys that the answer has a value for, at its top or in the object `under`: also an empty list's.

    The document is looked through anew, without being read: ask only where the reading left it open, and only
    of a payload that could be read.
    """
    told = _values_of(utf_8(payload.content))
    if under is not None:
        told = _values_of(told.get(under, _NULL))
    return frozenset(key for key, value in told.items() if value != _NULL)


def _values_of(content: msgspec.Raw | bytes) -> Mapping[str, msgspec.Raw]:
    """Each value of an object as it was written; nothing of what is no object."""
    try:
        return _TOP.decode(content)
    except msgspec.ValidationError:
        return {}
