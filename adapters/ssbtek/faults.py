"""Everything that can be wrong on this route, as the SDK's errors. One place for codes and sentences.

Sentences reach caseworkers. They never repeat what the service wrote in its own words (`felmeddelande`,
`faultstring`): it is free text and may hold a name or a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from hub.adapter import SourceError, SourceMalformed, SourceRefused, SourceUnavailable, WrongPerson
from messages.koder import Led
from messages.values import holds_personal_number
from messages.wire.ssbtek import Delfel, Fault

RETRY_S = 60.0
"""How long to wait after a timeout: the service's own window towards an agency is about half a minute."""

_TIMEOUT = re.compile(r"time.?out|timed out|tidsgräns|tidsgrans|tidsöverskrid|inte i tid", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,30}", re.ASCII)

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
        text = f"SSBTEK kunde inte hämta uppgifter från källan{_named(error.felkod)}."
        return SourceUnavailable("FORMEDLARE_FEL", text, led=Led.FORMEDLARE)
    refusal = _REFUSALS.get((source, error.felkod))
    if refusal is not None:
        return SourceRefused(*refusal, led=Led.KALLA)
    return SourceUnavailable("KALLA_FEL", f"Källan svarade med ett fel{_named(error.felkod)}.", led=Led.KALLA)


def _named(felkod: str) -> str:
    """The source's code, where it looks like a code and cannot be a personal number."""
    shown = _CODE.fullmatch(felkod) and not holds_personal_number(felkod)
    return f" (felkod {felkod})" if shown else ""


def of_fault(fault: Fault) -> SourceError:
    """A SOAP fault: no agency has answered. The one sentence `Internal error` covers many causes."""
    if fault.code.partition(".")[0] in {"Client", "VersionMismatch", "MustUnderstand"}:
        text = "SSBTEK tog inte emot frågan. Förvaltaren behöver se över vägens version och inställningar."
        return SourceRefused("FORMEDLARE_NEKADE", text, led=Led.FORMEDLARE)
    text = f"SSBTEK svarade med ett fel för hela frågan{_named((fault.felkod or '').strip())}."
    return SourceUnavailable("FORMEDLARE_FEL", text, led=Led.FORMEDLARE)


def of_status(status: int, headers: Mapping[str, str]) -> SourceError:
    """An HTTP status that is no answer, with nothing readable beside it."""
    if 300 <= status < 400:
        text = "SSBTEK hänvisade till en annan adress. Navet följer inte hänvisningar."
        return SourceMalformed("FORMEDLARE_HANVISNING", text, led=Led.FORMEDLARE)
    if status in {401, 403}:
        text = "SSBTEK godtog inte kommunens certifikat för den här frågan."
        return SourceRefused("FORMEDLARE_BEHORIGHET", text, led=Led.FORMEDLARE)
    if status == 429 or status >= 500:
        text = f"SSBTEK kan inte svara just nu (HTTP {status})."
        after = _retry_after(headers)
        return SourceUnavailable("FORMEDLARE_DRIFTSTORNING", text, led=Led.FORMEDLARE, retry_after_s=after)
    if status >= 400:
        text = f"SSBTEK tog inte emot frågan (HTTP {status}). Förvaltaren behöver se över vägens adress."
        return SourceRefused("FORMEDLARE_NEKADE", text, led=Led.FORMEDLARE)
    return unreadable(f"HTTP {status} i stället för ett svar")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Whole seconds, at most a day; the other form, a date, would need a clock."""
    given = headers.get("retry-after", "").strip()
    return min(float(given), 86_400.0) if re.fullmatch(r"[0-9]{1,9}", given, re.ASCII) else None


def unreadable(why: str) -> SourceMalformed:
    """The whole answer is not SSBTEK's; `why` is a Swedish clause of ours."""
    text = f"SSBTEK:s svar kan inte läsas: {why}."
    return SourceMalformed("SVAR_EJ_LASBART", text, led=Led.FORMEDLARE)


def broken_part(why: str) -> SourceMalformed:
    """One agency's part is damaged; `why` is a Swedish sentence of ours."""
    return SourceMalformed("SVAR_EJ_LASBART", f"Källans del av svaret kan inte läsas. {why}", led=Led.KALLA)


def absent() -> SourceMalformed:
    text = "SSBTEK:s svar saknar den del som efterfrågades."
    return SourceMalformed("SVAR_SAKNAS", text, led=Led.FORMEDLARE)


def other_correlation() -> SourceMalformed:
    text = "SSBTEK:s svar hör till en annan fråga än den som ställdes. Det har kastats."
    return SourceMalformed("FEL_KORRELATION", text, led=Led.FORMEDLARE)


def other_person() -> WrongPerson:
    text = "SSBTEK:s svar gällde en annan person än frågan. Det har kastats."
    return WrongPerson(text, led=Led.FORMEDLARE)


def at_intermediary(error: SourceError) -> SourceError:
    """The transport's other end is SSBTEK here, not a source."""
    if error.led is not Led.KALLA:
        return error
    kind = SourceMalformed if isinstance(error, SourceMalformed) else SourceUnavailable
    return kind(error.code, error.text, led=Led.FORMEDLARE, retry_after_s=error.retry_after_s)


def not_carried() -> SourceRefused:
    text = "Källan kan inte nås genom SSBTEK i den version som är inställd. Ingenting frågades."
    return SourceRefused("VAG_SAKNAR_KALLAN", text, led=Led.NYTTONAV)


def question_missing() -> SourceRefused:
    text = "Navet kunde inte göra källans egen fråga, så den frågades inte. Förvaltaren behöver se på det."
    return SourceRefused("FRAGA_SAKNAS", text, led=Led.NYTTONAV)


def setting_missing(name: str) -> SourceUnavailable:
    text = f"Inställningen {name} saknas eller är fel för SSBTEK, så ingenting frågades."
    return SourceUnavailable("NYTTONAV_INSTALLNING", text, led=Led.NYTTONAV)


def unwritable(why: str) -> SourceRefused:
    return SourceRefused("FRAGA_EJ_SKRIVBAR", f"Frågan kunde inte skrivas. {why}", led=Led.NYTTONAV)
