"""What follows from what LEFI says of its own answer, for either authority.

An authority that is down is no empty answer, and neither is a list that was asked for and did not come.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from adapters.forsakringskassan import codes, pension_codes, states
from adapters.forsakringskassan.faults import NAMES
from adapters.forsakringskassan.groups import CARRIES
from hub.adapter import SourceMalformed, SourceRefused, SourceUnavailable
from hub.elements import Deviations
from messages.uppgifter import Saknas

STATE_MISSING, SILENT = "TILLSTAND_SAKNAS", "GRUPP_UTELAMNAD"
SHOWN = 12
"""Codes of a group that are named one by one."""

_NO_STATE = "Svaret anger inget tillstånd för uppgiftslämnaren. Uppgifterna är lästa ändå."
_TEXTS = {
    **codes.BENEFIT_GROUP.texts,
    **pension_codes.BENEFIT_GROUP.texts,
    **pension_codes.INFORMATION.texts,
}


def insist(said: states.Said, has_data: bool, deviations: Deviations) -> None:
    """Raises SourceError where the authority gave no answer. Data without a state is read and told.

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
    if _wholly(said, states.REFUSED):
        text = f"{name} gav inte nämnden rätt att se något av det som efterfrågades."
        raise SourceRefused("KALLA_BEHORIGHET", text)
    if _wholly(said, states.FAILED):
        raise SourceUnavailable("KALLA_FELANDE", f"{name} kunde inte hämta något av det som efterfrågades.")
    if said.state is None:
        text = f"Svaret säger inte om {name} har svarat och innehåller inga uppgifter därifrån (utlamnare)."
        raise SourceMalformed(STATE_MISSING, text)


def _wholly(said: states.Said, reason: str) -> bool:
    """Whether everything that was asked for was left out for this reason."""
    return bool(said.asked) and all(
        _needed(said, group) <= set(said.reasons.get(group, {}).get(reason, ())) for group in said.asked or ()
    )


def _needed(said: states.Said, group: str) -> set[str]:
    """The codes of a group that were asked for; all of them where the question is not known."""
    return {
        wanted.code
        for wanted in CARRIES[group]
        if states.concerns(said.source, wanted.code) and (said.codes is None or wanted in said.codes)
    }


def missing(said: states.Said, came: Collection[str]) -> tuple[Saknas, ...]:
    """What was asked for and did not come; `came` are the groups whose lists are in the answer, empty or not.

    Without the question nothing is known to have been left out but what LEFI says itself.
    """
    rows = [
        _left_out(said, group, reason, named)
        for group, reasons in sorted(said.reasons.items())
        for reason, named in sorted(reasons.items())
        if said.asked is None or group in said.asked or group not in CARRIES
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


def _left_out(said: states.Said, group: str, reason: str, named: Sequence[str]) -> Saknas:
    texts = {
        states.REFUSED: "lämnade inte ut uppgifterna eftersom nämnden saknar behörighet",
        states.FAILED: "kunde inte hämta uppgifterna på grund av ett internt fel. Försök igen senare",
        states.UNKNOWN: "lämnade inte ut uppgifterna, av en anledning som navet inte känner till",
    }
    text = f"{NAMES[said.source]} {texts[reason]}.{_which(said, group, set(named))}"
    return Saknas(grupp=group, kod=reason, text=text)


def _which(said: states.Said, group: str, named: set[str]) -> str:
    """Which part of the group, where it is not all of it."""
    if group not in CARRIES or _needed(said, group) <= named:
        return ""
    shown = sorted({_TEXTS.get(each, "annat") for each in named})
    more = f" och {len(shown) - SHOWN} till" if len(shown) > SHOWN else ""
    return f" Det gäller: {', '.join(shown[:SHOWN])}{more}."
