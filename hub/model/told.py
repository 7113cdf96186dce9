"""What a case system has told of a case, folded into the state it makes. Pure: order and repetition of what
is told mean nothing, only its own moments do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from messages.arende import MOST_PERSONS, Arende, Arendeperson, Arendestatus, Arendetyp
from messages.handelser import COMES, Handelse, Handelsetyp
from messages.koder import Skydd
from messages.values import Personidentitet


class TooManyPersons(ValueError):
    """More persons than a case holds."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What registering a case did. `changed`: anything but its `tidpunkt` is other than before.

    `case` is its state afterwards: what was registered, with events after that moment on top.
    """

    created: bool
    changed: bool
    case: Arende


@dataclass(frozen=True, slots=True)
class EventsTaken:
    """What telling events did: the ids that were new, and the case's state afterwards.

    `case` is None where nothing can be looked up in it: registered by mistake, or its beginning corrected.
    """

    new: frozenset[str]
    case: Arende | None


@dataclass(frozen=True, slots=True)
class NamedCase:
    """The whole state of a case, and which one it is."""

    system: str
    case_id: str
    case: Arende


def state_of(whole: Arende | None, events: Iterable[Handelse]) -> Arende | None:
    """The newest whole state, with later events on top; its `tidpunkt` is the newest moment told of.

    A whole state is what holds at its moment: what happened up to then, that moment too, is in it. None where
    the case is registered by mistake (until that is corrected, whatever else is told), or where nothing that
    counts has begun it. Raises TooManyPersons.
    """
    counted = counting(events)
    if (whole is None and not counted) or misregistered(counted):
        return None
    course = _Course.of(whole)
    for event in counted:
        if whole is None or event.tidpunkt > whole.tidpunkt:
            course.take(event)
    moments = [event.tidpunkt for event in counted] + ([whole.tidpunkt] if whole is not None else [])
    return course.state(max(moments))


def counting(events: Iterable[Handelse]) -> tuple[Handelse, ...]:
    """Those that count, each once, in the order they happened: what a correction names does not.

    A correction is not itself corrected. It counts for its moment: the case system told of the case then.
    """
    told = {event.handelseId: event for event in events}
    wrong = {event.rattarHandelseId for event in told.values()}
    kept = [it for it in told.values() if it.typ is Handelsetyp.RATTELSE or it.handelseId not in wrong]
    return tuple(sorted(kept, key=lambda it: (it.tidpunkt, it.lopnummer, it.handelseId)))


def misregistered(counted: Iterable[Handelse]) -> bool:
    """Whether the whole case was registered by mistake."""
    return any(event.typ is Handelsetyp.FELREGISTRERAT for event in counted)


@dataclass(slots=True)
class _Course:
    """A case on its way through its events."""

    kind: Arendetyp | None = None
    status: Arendestatus | None = None
    opened: date | None = None
    closed: date | None = None
    persons: dict[Personidentitet, Arendeperson] = field(default_factory=dict)

    @classmethod
    def of(cls, whole: Arende | None) -> _Course:
        if whole is None:
            return cls()
        persons = {it.personidentitet: it for it in whole.personer}
        return cls(whole.typ, whole.status, whole.oppnat, whole.avslutat, persons)

    def take(self, event: Handelse) -> None:
        """One event, later than all before. What concerns a person who is not there changes nothing: that
        person's coming may be told yet."""
        match event.typ:
            case Handelsetyp.AKTUALISERAT if self.status is not Arendestatus.PAGAENDE:
                self.kind, self.status = event.arendetyp, Arendestatus.AKTUALISERAT
                self.opened = self.closed = None
            case Handelsetyp.OPPNAT:
                self.kind, self.status = event.arendetyp, Arendestatus.PAGAENDE
                self.opened, self.closed = event.dag, None
            case Handelsetyp.AVSLUTAT:
                self._close(event.dag)
            case _:
                pass  # It concerns a person, or has been seen to already.
        if event.person is not None:
            self._person(event, event.person)

    def state(self, as_of: datetime) -> Arende | None:
        if self.kind is None or self.status is None:
            return None
        if len(self.persons) > MOST_PERSONS:
            raise TooManyPersons
        return Arende(
            typ=self.kind,
            status=self.status,
            tidpunkt=as_of,
            oppnat=self.opened,
            avslutat=self.closed,
            personer=list(self.persons.values()),
        )

    def _close(self, day: date | None) -> None:
        self.status, self.closed = Arendestatus.AVSLUTAT, day
        if self.opened and day and self.opened > day:
            # The two contradict each other. That it is closed is the later word, and the careful one.
            self.opened = None

    def _person(self, event: Handelse, told: Arendeperson) -> None:
        if event.typ in COMES:
            self.persons[told.personidentitet] = told
            return
        known = self.persons.get(told.personidentitet)
        if known is None:
            return
        # Only an event about protection may say that it is no longer known.
        silent = told.skydd is Skydd.OKANT and event.typ is not Handelsetyp.SKYDD_ANDRAT
        changes: dict[str, object] = {"roll": told.roll, "skydd": known.skydd if silent else told.skydd}
        if event.typ is Handelsetyp.PERSON_LAMNADE and event.dag is not None:
            # The later word says that the person was there that day, for the last time.
            changes |= {"from_": min(known.from_, event.dag) if known.from_ else None, "tom": event.dag}
        self.persons[told.personidentitet] = known.like(changes)
