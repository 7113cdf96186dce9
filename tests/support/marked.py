"""Sections in which every value is one of a kind, so that it can be looked for wherever it might turn up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from hub.elements.groups import Place, places_of
from hub.elements.hide import is_at
from hub.model.registry import Registry
from messages.base import Sektion
from messages.delar import KodText
from messages.narstaende import Narstaende
from messages.values import Personidentitet
from tests.support.policy import STRANGER

_FIRST_DAY = date(1950, 1, 1)


@dataclass(slots=True)
class Marks:
    """What has been put into sections, as the wire writes it."""

    secret: set[str] = field(default_factory=set)
    """At places that could tell where somebody is."""
    amounts: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    """Benefits, decisions and the like."""
    _numbers: count[int] = field(default_factory=lambda: count(100))

    @classmethod
    def after(cls, first: int) -> Marks:
        """Marks that are made of numbers from the first one on."""
        return cls(_numbers=count(first))

    def next_id(self) -> str:
        return f"u{next(self._numbers)}"

    def text(self, *, secret: bool, of: set[str] | None = None) -> str:
        made = f"{'DOLD' if secret else 'SYNLIG'}{next(self._numbers)}X"
        if secret:
            self.secret.add(made)
        elif of is not None:
            of.add(made)
        return made

    def amount(self, *, secret: bool) -> Decimal:
        made = f"{next(self._numbers)}31.{71 if secret else 17}"
        (self.secret if secret else self.amounts).add(made)
        return Decimal(made)

    def number(self, *, secret: bool) -> int:
        made = 913_700_000 + next(self._numbers)
        if secret:
            self.secret.add(str(made))
        return made

    def day(self, *, secret: bool) -> date:
        made = _FIRST_DAY + timedelta(days=next(self._numbers))
        (self.secret if secret else self.dates).add(made.isoformat())
        return made

    def moment(self, *, secret: bool) -> datetime:
        return datetime.combine(self.day(secret=secret), time(9), UTC)


def marked(registry: Registry, name: str, marks: Marks) -> Sektion:
    """A section with one of everything that it can have; of relatives the number of a stranger."""
    model = registry.sections[name].model
    made: Sektion = _filled(model, places_of(model), registry.whereabouts.get(name, frozenset()), marks)
    return made


def _filled(model: type[Any], places: tuple[Place, ...], hidden: frozenset[str], marks: Marks) -> Any:
    values = {}
    for place in places:
        secret = any(is_at(place.path, path) for path in hidden)
        # What stands in no group is never handed out, so nobody could miss it; nor is it any secret.
        shown = marks if secret or place.some else Marks()
        hint = model.model_fields[place.name].annotation
        below = frozenset({place.path}) if secret else hidden
        values[place.name] = _value(hint, place, below, shown, secret=secret)
    return model.of(values)


def _value(hint: Any, place: Place, hidden: frozenset[str], marks: Marks, *, secret: bool) -> Any:
    if get_origin(hint) is list:
        return [_value(get_args(hint)[0], place, hidden, marks, secret=secret)]
    kind = _plain(hint)
    if get_origin(kind) is list:
        return [_value(get_args(kind)[0], place, hidden, marks, secret=secret)]
    if issubclass(kind, KodText):
        return kind(kod=marks.text(secret=secret, of=marks.codes), text=marks.text(secret=secret))
    if issubclass(kind, Narstaende):
        told = KodText(kod=marks.text(secret=False), text="Närstående")
        return Narstaende(relation=told, fodelsear=2008, personidentitet=STRANGER)
    if issubclass(kind, BaseModel):
        return _filled(kind, place.below, hidden, marks)
    if kind is str:
        return marks.next_id() if place.name == "id" else marks.text(secret=secret)
    if kind is bool:
        return True
    makes: dict[type, Any] = {
        Decimal: marks.amount,
        date: marks.day,
        datetime: marks.moment,
        int: marks.number,
    }
    return STRANGER if kind is Personidentitet else makes[kind](secret=secret)


def _plain(hint: Any) -> Any:
    """A type without what may be said beside it, and without None."""
    while get_args(hint) and get_origin(hint) is not list:
        hint = next(part for part in get_args(hint) if part is not type(None))
    return hint
