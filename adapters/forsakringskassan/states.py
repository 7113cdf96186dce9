"""What LEFI says of its own answer: how each authority is, whom it is about, and what was left out.

The same for both authorities' parts. An authority that is down is no empty answer, and neither is a list that
was asked for and did not come: both are told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from adapters.forsakringskassan import codes, pension_codes
from adapters.forsakringskassan.faults import NAMES
from adapters.forsakringskassan.groups import CARRIES, KINDS, Wanted, groups_of
from adapters.forsakringskassan.question import groups_asked
from hub.adapter import (
    Payload,
    SourceMalformed,
    SourceRefused,
    SourceUnavailable,
    TenDigits,
    WrongPerson,
)
from hub.elements import Alternative, Deviations, Odd, Record, Row, Unreadable
from hub.elements.deviations import UNKNOWN_CODE
from messages.uppgifter import Saknas
from messages.values import Personidentitet

OUTCOME = "avgör utfallet"
STRUCTURE = "omslag utan eget innehåll"

STATE_MISSING = "TILLSTAND_SAKNAS"
REFUSED, FAILED, SILENT = "OBEHORIG", "INTERNT_FEL", "GRUPP_UTELAMNAD"
UNKNOWN = "OKAND_AVVIKELSE"

SECTIONS: Mapping[str, tuple[str, ...]] = {"FK": ("socialforsakring", "person"), "PM": ("pension",)}
"""The sections of each authority; what concerns a group that nobody knows is told of the first."""

_NO_STATE = "Svaret säger inte hur uppgiftslämnaren mår. Uppgifterna är lästa ändå."
_OTHER_STATE = "Svaret anger ett tillstånd för uppgiftslämnaren som navet inte känner till."
_GROUPS = {
    **codes.BENEFIT_GROUP.texts,
    **pension_codes.BENEFIT_GROUP.texts,
    **pension_codes.INFORMATION.texts,
}
_SHOWN = 12
"""Codes that are named one by one."""


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
    """The authority's element groups that the question asked for; None where the question is not known."""
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
        for kind in KINDS:
            named = outcome.get(kind)
            if named is not None and _concerns(source, named):
                left_out.append(LeftOut(Wanted(kind, named), outcome.get("avvikelse") or UNKNOWN))
    return Said(source, how, tuple(left_out), _asked(source, payload.question), _by_group(source, left_out))


def _concerns(source: str, named: str) -> bool:
    prefix = named.partition(":")[0]
    return prefix == source or prefix not in SECTIONS


def _asked(source: str, question: Payload | None) -> frozenset[str] | None:
    if question is None:
        return None
    every = groups_asked(question.content)
    return frozenset(group for group in every if group.partition(".")[0] in SECTIONS[source])


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


# ---------------------------------------------------------------- what follows from it


def insist(said: Said, has_data: bool, deviations: Deviations) -> None:
    """Raises SourceError where the authority gave no answer. Data without a word of its state is read and told.

    SourceUnavailable: it is down, or failed at everything. SourceRefused: the board may see nothing of what
    it asked for. SourceMalformed: no state and no data.
    """
    name = NAMES[said.source]
    if said.state == "FELANDE":
        raise SourceUnavailable("KALLA_FELANDE", f"{name} kunde inte svara på grund av ett fel.")
    if said.state == "OTILLGANGLIG":
        raise SourceUnavailable("KALLA_EJ_TILLGANGLIG", f"{name} kunde inte nås.")
    if has_data:
        if said.state is None:
            deviations.note(STATE_MISSING, "utlamnare", _NO_STATE)
        return
    if _wholly(said, REFUSED):
        text = f"{name} gav inte nämnden rätt att se något av det som efterfrågades."
        raise SourceRefused("KALLA_BEHORIGHET", text)
    if _wholly(said, FAILED):
        raise SourceUnavailable("KALLA_FELANDE", f"{name} kunde inte hämta något av det som efterfrågades.")
    if said.state is None:
        text = f"Svaret säger inte om {name} har svarat och innehåller inga uppgifter därifrån (utlamnare)."
        raise SourceMalformed(STATE_MISSING, text)


def _wholly(said: Said, reason: str) -> bool:
    """Whether everything that was asked for was left out for this reason."""
    return bool(said.asked) and all(
        _needed(said, group) <= set(said.reasons.get(group, {}).get(reason, ())) for group in said.asked or ()
    )


def _needed(said: Said, group: str) -> set[str]:
    return {wanted.code for wanted in CARRIES[group] if _concerns(said.source, wanted.code)}


def missing(said: Said, came: Collection[str]) -> tuple[Saknas, ...]:
    """What was asked for and did not come; `came` are the groups whose lists are in the answer, empty or not.

    Without the question nothing is known to have been left out but what LEFI says itself.
    """
    rows = [
        _left_out(said, group, reason, named)
        for group, reasons in sorted(said.reasons.items())
        for reason, named in sorted(reasons.items())
    ]
    for group in sorted((said.asked or frozenset()) - set(came)):
        told = {each for named in said.reasons.get(group, {}).values() for each in named}
        if not _needed(said, group) <= told:
            text = (
                f"Svaret från {NAMES[said.source]} saknar uppgifterna utan att säga varför. "
                "Det går inte att avgöra om det finns något; nämnden kan sakna behörighet."
            )
            rows.append(Saknas(grupp=group, kod=SILENT, text=text))
    return tuple(rows)


def _left_out(said: Said, group: str, reason: str, named: Sequence[str]) -> Saknas:
    texts = {
        REFUSED: "lämnade inte ut uppgifterna eftersom nämnden saknar behörighet",
        FAILED: "kunde inte hämta uppgifterna på grund av ett internt fel. Försök igen senare",
        UNKNOWN: "lämnade inte ut uppgifterna, av en anledning som navet inte känner till",
    }
    text = f"{NAMES[said.source]} {texts[reason]}.{_which(said, group, set(named))}"
    return Saknas(grupp=group, kod=reason, text=text)


def _which(said: Said, group: str, named: set[str]) -> str:
    """Which part of the group, where it is not all of it."""
    if group not in CARRIES or _needed(said, group) <= named:
        return ""
    shown = sorted({_GROUPS.get(each, "annat") for each in named})
    more = f" och {len(shown) - _SHOWN} till" if len(shown) > _SHOWN else ""
    return f" Det gäller: {', '.join(shown[:_SHOWN])}{more}."


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
