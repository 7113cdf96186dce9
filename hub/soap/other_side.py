"""Who answers at the other end, and everything that can be wrong with the call, as the SDK's errors.

Sentences reach caseworkers. They never repeat what the other side wrote in its own words (`faultstring`): it
is free text and may hold a name or a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hub.adapter import SourceError, SourceMalformed, SourceRefused, SourceUnavailable
from messages.koder import Led
from messages.values import holds_personal_number
from messages.wire.soap import Fault

_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,30}", re.ASCII)
# SOAP 1.1's own codes that say no to the question; after them those that .NET services say it with.
_REFUSING = frozenset(
    {"Client", "VersionMismatch", "MustUnderstand", "ActionNotSupported", "DeserializationFailed"}
    | {"FailedAuthentication", "InvalidSecurity"}
)


@dataclass(frozen=True, slots=True)
class OtherSide:
    """`name` as in sentences; `led` KALLA for the source itself, FORMEDLARE for one that asks it for us.

    Codes begin with the led: KALLA_NEKADE, FORMEDLARE_NEKADE.
    """

    name: str
    led: Led = Led.KALLA

    def of_fault(self, fault: Fault) -> SourceError:
        """A SOAP fault: no source has answered. The one sentence `Internal error` covers many causes."""
        if fault.code.partition(".")[0] in _REFUSING:
            return self._refused("", "version och inställningar")
        text = f"{self.name} svarade med ett fel för hela frågan{named((fault.felkod or '').strip())}."
        return SourceUnavailable(f"{self.led}_FEL", text, led=self.led)

    def of_status(self, status: int, headers: Mapping[str, str]) -> SourceError:
        """An HTTP status that is no answer, with nothing readable beside it."""
        if 300 <= status < 400:
            text = f"{self.name} hänvisade till en annan adress. Navet följer inte hänvisningar."
            return SourceMalformed(f"{self.led}_HANVISNING", text, led=self.led)
        if status in {401, 403}:
            text = f"{self.name} godtog inte kommunens certifikat för den här frågan."
            return SourceRefused(f"{self.led}_BEHORIGHET", text, led=self.led)
        if status == 429 or status >= 500:
            text = f"{self.name} kan inte svara just nu (HTTP {status})."
            after = _retry_after(headers)
            return SourceUnavailable(f"{self.led}_DRIFTSTORNING", text, led=self.led, retry_after_s=after)
        if status >= 400:
            return self._refused(f" (HTTP {status})", "adress")
        return self.unreadable(f"HTTP {status} i stället för ett svar")

    def _refused(self, how: str, look_at: str) -> SourceRefused:
        text = f"{self.name} tog inte emot frågan{how}. Förvaltaren behöver se över vägens {look_at}."
        return SourceRefused(f"{self.led}_NEKADE", text, led=self.led)

    def of_transport(self, error: SourceError) -> SourceError:
        """The transport says KALLA of whoever is at the other end: an intermediary is named as one."""
        if error.led is not Led.KALLA or self.led is Led.KALLA:
            return error
        kind = SourceMalformed if isinstance(error, SourceMalformed) else SourceUnavailable
        return kind(error.code, error.text, led=self.led, retry_after_s=error.retry_after_s)

    def unreadable(self, why: str) -> SourceMalformed:
        """The whole answer is not what was agreed; `why` is a Swedish clause of ours."""
        text = f"Svaret från {self.name} kan inte läsas: {why}."
        return SourceMalformed("SVAR_EJ_LASBART", text, led=self.led)

    def other_correlation(self) -> SourceMalformed:
        """The answer is to a question that was not ours."""
        text = f"Svaret från {self.name} hör till en annan fråga än den som ställdes. Det har kastats."
        return SourceMalformed("FEL_KORRELATION", text, led=self.led)

    def not_carried(self) -> SourceRefused:
        """The question is for a source that this way does not lead to."""
        text = f"Källan kan inte nås genom {self.name} i den version som är inställd. Ingenting frågades."
        return SourceRefused("VAG_SAKNAR_KALLAN", text, led=Led.NYTTONAV)

    def setting_missing(self, setting: str) -> SourceUnavailable:
        """Nothing was sent: the municipality's settings lack what is needed."""
        text = f"Inställningen {setting} saknas eller är fel för {self.name}, så ingenting frågades."
        return SourceUnavailable("NYTTONAV_INSTALLNING", text, led=Led.NYTTONAV)


def question_missing() -> SourceRefused:
    """The source's folder made no question, so there is nothing to send."""
    text = "Navet kunde inte göra källans egen fråga, så den frågades inte. Förvaltaren behöver se på det."
    return SourceRefused("FRAGA_SAKNAS", text, led=Led.NYTTONAV)


def unwritable(why: str) -> SourceRefused:
    """The question has what XML cannot carry; `why` is a Swedish sentence of ours."""
    return SourceRefused("FRAGA_EJ_SKRIVBAR", f"Frågan kunde inte skrivas. {why}", led=Led.NYTTONAV)


def named(felkod: str) -> str:
    """` (felkod X)` where the other side's code looks like a code and cannot be a personal number."""
    shown = _CODE.fullmatch(felkod) and not holds_personal_number(felkod)
    return f" (felkod {felkod})" if shown else ""


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Whole seconds, at most a day; the other form, a date, would need a clock."""
    given = headers.get("retry-after", "").strip()
    return min(float(given), 86_400.0) if re.fullmatch(r"[0-9]{1,9}", given, re.ASCII) else None
