"""What is SSBTEK's own to be wrong: an agency's part of its answer, as the SDK's errors.

What any SOAP call can fail with stands in `hub.soap`. Sentences reach caseworkers and never repeat what the
service wrote in its own words (`felmeddelande`): it is free text and may hold a name or a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from hub.adapter import SourceError, SourceMalformed, SourceRefused, SourceUnavailable, WrongPerson
from hub.soap import OtherSide, named
from messages.koder import Led
from messages.wire.ssbtek import Delfel

SIDE = OtherSide("SSBTEK", Led.FORMEDLARE)

RETRY_S = 60.0
"""How long to wait after a timeout: the service's own window towards an agency is about half a minute."""

_TIMEOUT = re.compile(r"time.?out|timed out|tidsgräns|tidsgrans|tidsöverskrid|inte i tid", re.IGNORECASE)

# What an agency is known to refuse with: source and felkod to our code and sentence.
_REFUSALS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("CSN", "-1005"): (
        "ARENDE_ID_FOR_LANGT",
        "CSN tar inte emot en ärendeidentitet på 32 tecken eller fler.",
    ),
}


def of_part(source: str, error: Delfel) -> SourceError:
    """One agency's `error`: SSBT is the composite service, BT the agency itself."""
    if error.kalla == "SSBT":
        if _TIMEOUT.search(" ".join((error.felkod, *error.felmeddelande))):
            text = "Källan svarade inte SSBTEK i tid."
            return SourceUnavailable("KALLA_TIDSGRANS", text, led=Led.FORMEDLARE, retry_after_s=RETRY_S)
        text = f"SSBTEK kunde inte hämta uppgifter från källan{named(error.felkod)}."
        return SourceUnavailable("FORMEDLARE_FEL", text, led=Led.FORMEDLARE)
    refusal = _REFUSALS.get((source, error.felkod))
    if refusal is not None:
        return SourceRefused(*refusal, led=Led.KALLA)
    return SourceUnavailable("KALLA_FEL", f"Källan svarade med ett fel{named(error.felkod)}.", led=Led.KALLA)


def broken_part(why: str) -> SourceMalformed:
    """One agency's part is damaged; `why` is a Swedish sentence of ours."""
    return SourceMalformed("SVAR_EJ_LASBART", f"Källans del av svaret kan inte läsas. {why}", led=Led.KALLA)


def absent() -> SourceMalformed:
    text = "SSBTEK:s svar saknar den del som efterfrågades."
    return SourceMalformed("SVAR_SAKNAS", text, led=Led.FORMEDLARE)


def other_person() -> WrongPerson:
    text = "SSBTEK:s svar gällde en annan person än frågan. Det har kastats."
    return WrongPerson(text, led=Led.FORMEDLARE)
