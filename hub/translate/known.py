"""The income items of an answer against those that the asker has: what is new, changed, gone, undecided.

Which are the same payment is known_pairs.py's. What is not in the answer is gone only where its source has
told all payments of that time (`Source.complete`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hub.adapter import Days
from hub.translate.known_pairs import pairs_of
from hub.translate.signals_basis import Source, Told
from hub.translate.signals_payments import is_mixed
from messages.inkomster import Andring, Inkomstpost, Jamforelse, KandInkomstpost, Motsvarighet, Oavgjord
from messages.koder import Utfall

_FAILED = {
    Utfall.EJ_TILLGANGLIG: "kunde inte läsas. Det är inget tecken på att utbetalningen är borta.",
    Utfall.EJ_STALLD: "frågades inte, så det går inte att säga om utbetalningen finns kvar.",
}
_NOT_ALLOWED = "fick inte frågas, så det går inte att säga om utbetalningen finns kvar."
_REFUSED = "lämnade inte ut sina uppgifter, så det går inte att säga om utbetalningen finns kvar."


def compared(
    known: Sequence[KandInkomstpost], items: Sequence[Inkomstpost], sources: Sequence[Source]
) -> Jamforelse:
    """What has become of the known items. `items` and `sources` are those of the same person's answer."""
    pairs = pairs_of(known, items, {source.id for source in sources if source.by_part})
    found = {pair.item.id: pair for pair in pairs}
    matched = {pair.known.id for pair in pairs}
    result = Jamforelse()
    for item in items:
        pair = found.get(item.id)
        if pair is None:
            result.nya.append(item.id)
        elif differing := pair.differing:
            result.andrade.append(Andring(inkomstpostId=item.id, kandId=pair.known.id, falt=differing))
        else:
            result.oforandrade.append(Motsvarighet(inkomstpostId=item.id, kandId=pair.known.id))
    by_source = {source.id: source for source in sources}
    by_day = _by_day(items)
    for one in known:
        if one.id not in matched:
            why = _may_be_another(one, by_day, by_source) or _undecided(one, by_source.get(one.kalla))
            if why is None:
                result.borta.append(one.id)
            else:
                result.ejAvgjorda.append(Oavgjord(kandId=one.id, text=why))
    return result


# ---------------------------------------------------------------- what is not there


_Days = Mapping[tuple[str, date], Sequence[Inkomstpost]]


def _by_day(items: Iterable[Inkomstpost]) -> _Days:
    """The answer's items by source and day."""
    found: dict[tuple[str, date], list[Inkomstpost]] = {}
    for item in items:
        if item.utbetalningsdag is not None:
            found.setdefault((item.kalla, item.utbetalningsdag), []).append(item)
    return found


def _may_be_another(payment: KandInkomstpost, told: _Days, sources: Mapping[str, Source]) -> str | None:
    """An item of its day that may be the payment: as its payer tells it, or without its benefit's name."""
    if payment.utbetalningsdag is None:
        return None
    if payment.utbetalare is not None:
        for own in told.get((payment.utbetalare, payment.utbetalningsdag), ()):
            payer = sources[payment.utbetalare].name
            return f"Utbetalningen görs av {payer}, som nu själv redovisar en samma dag ({own.id})."
    for item in told.get((payment.kalla, payment.utbetalningsdag), ()):
        if is_mixed(item):
            return f"Källan redovisar nu en utbetalning samma dag utan att säga av vilken förmån ({item.id})."
    return None


def _undecided(payment: KandInkomstpost, source: Source | None) -> str | None:
    """Why nothing can be concluded from the absence; None where the payment is gone."""
    if source is None:
        return f"{payment.kalla} {_FAILED[Utfall.EJ_STALLD]}"
    day = payment.utbetalningsdag
    days = None if day is None else Days(day, day)
    concerned = [told for told in source.parts if days is None or _touches(told, days)]
    for told in concerned or source.parts:
        failure = _failure(told)
        if failure is not None:
            return f"{source.name} {failure}"
    if days is None:
        return "Utbetalningen har ingen dag, så det går inte att säga om den är borta eller har flyttats."
    if not _asked(source, days.first):
        return f"Utbetalningen ligger utanför den tid som {source.name} frågades om."
    if source.complete(days):
        return None
    return _incomplete(source.name, concerned, days)


def _touches(told: Told, days: Days) -> bool:
    """Whether the part is of the days; one that could not be asked may have been."""
    period = told.period
    return period is None or (period.first <= days.last and days.first <= period.last)


def _asked(source: Source, day: date) -> bool:
    return any(told.period and told.period.first <= day <= told.period.last for told in source.parts)


def _failure(told: Told) -> str | None:
    if told.part.utfall is Utfall.NEKAD:
        return _REFUSED if told.part.fragad else _NOT_ALLOWED
    return _FAILED.get(told.part.utfall)


def _incomplete(name: str, concerned: Iterable[Told], days: Days) -> str:
    for told in concerned:
        until, period = told.part.fullstandigTom, told.period
        if until is None:
            return f"{name} säger inte till och med vilken dag uppgifterna är fullständiga."
        if period is not None and until < min(period.last, days.last):
            return (
                f"{name} har fullständiga uppgifter bara till och med {until}, och utbetalningen är senare."
            )
    return f"Alla utbetalningar från {name} är inte med i svaret, så det går inte att säga att den är borta."
