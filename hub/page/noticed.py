"""What is said where there are no signals: that there is nothing to notice, and on what that is based."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from hub.page.blocks import Paragraph, clean
from hub.page.words import source, was_refused
from messages.koder import Utfall

NOTICED = "Att uppmärksamma"
"""The heading of the signals, and of this."""

WITHOUT_SIGNALS = frozenset({"fordonsinnehav", "person"})
"""Sections of which nothing is concluded: that some of them is withheld leaves no signal unsaid."""

NOT_REPORTED = "EJ_RAPPORTERAT_AN"
"""The deviation that says that what belongs to the last days may be lacking."""

_TOLD = frozenset({Utfall.BESVARAD, Utfall.DELVIS_BESVARAD, Utfall.INGA_UPPGIFTER})

_ALL = "Inget att uppmärksamma. Alla källor som navet har frågat har svarat på det som de frågades om."
_SOME = "Navet har inte hittat något att uppmärksamma i det som har kommit. Det kan finnas mer."
_NONE = "Det går inte att säga om det finns något att uppmärksamma: ingen källa har svarat om personen."


def none_noticed(parts: Sequence[Mapping[str, Any]]) -> tuple[Paragraph, ...]:
    """Sentences for a person who has no signals; `parts` are all of that person's sources."""
    return tuple(Paragraph(clean(text)) for text in _said(parts))


def _said(parts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    told = [part for part in parts if part["utfall"] in _TOLD]
    lacking = [part["kalla"] for part in parts if _lacks(part)]
    if not told:
        yield _NONE
    else:
        yield _SOME if lacking else _ALL
        if lacking:
            yield f"Allt har inte kommit, gått att läsa eller fått visas från {_named(lacking)}."
        yield f"Det bygger på {_until(told)}. Om tiden därefter är inget sagt."
    unasked = [part["kalla"] for part in parts if part["utfall"] == Utfall.NEKAD and not was_refused(part)]
    if unasked:
        yield f"Navet fick inte fråga {_named(unasked)}."


def _lacks(part: Mapping[str, Any]) -> bool:
    """Whether something that a signal rests on did not come, or could not be read, or is not handed out.

    That days are not reported yet is no such thing: until when an answer is complete is always told.
    """
    if part["utfall"] not in _TOLD:
        return part["utfall"] != Utfall.NEKAD or was_refused(part)
    withheld = (one["grupp"].partition(".")[0] for one in part.get("undanhallna", []))
    return (
        part["utfall"] == Utfall.DELVIS_BESVARAD
        or bool(part.get("saknas"))
        or any(section not in WITHOUT_SIGNALS for section in withheld)
        or any(one["kod"] != NOT_REPORTED for one in part.get("avvikelser", []))
    )


def _until(parts: Sequence[Mapping[str, Any]]) -> str:
    """Whose answers it is based on, by the day until which they are complete: of portions, the last one's."""
    last: dict[str, str] = {}
    for part in parts:
        last[part["kalla"]] = max(last.get(part["kalla"], ""), part.get("fullstandigTom", ""))
    by_day: dict[str, list[str]] = {}
    for code, day in last.items():
        by_day.setdefault(day, []).append(code)
    return "; ".join(
        f"uppgifter {f'till och med {day}' if day else 'utan sagd sista dag'} från {_named(some)}"
        for day, some in sorted(by_day.items(), reverse=True)
    )


def _named(codes: Iterable[str]) -> str:
    """`CSN, Försäkringskassan och Skatteverket`, each once."""
    *first, last = dict.fromkeys(map(source, codes))
    return f"{', '.join(first)} och {last}" if first else last
