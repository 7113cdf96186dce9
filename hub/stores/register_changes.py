"""What may change a case, judged and done inside one piece of work on the register's file.

Each is judged twice: before it is logged, so that nothing refused is logged as told, and when it is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from hub.model.board import BoardId
from hub.model.calendar import swedish_day
from hub.model.told import EventsTaken, Stored, TooManyPersons, counting, misregistered, state_of
from hub.ports import Clock
from hub.problems import MalformedQuestion, NotFound, Pointer, StaleCase
from hub.stores.moments import from_micros, to_micros
from hub.stores.register_rows import CaseRows, Name
from hub.stores.register_told import Told, ToldRows
from messages.arende import MOST_PERSONS, Arende
from messages.handelser import BEGINS, MOST_OF_A_CASE, Handelse, Handelsetyp
from messages.values import with_z

_OTHER_CONTENT = "är redan använt för en annan händelse"


@dataclass(frozen=True, slots=True)
class CaseChanges:
    """Whole states and events of one case of a board at a time."""

    rows: CaseRows
    told: ToldRows
    clock: Clock

    def check_put(self, connection: Connection, board: BoardId, name: Name, case: Arende) -> Told:
        """Raises StaleCase where the whole state may not be taken, MalformedQuestion where what was told
        later leaves too many persons."""
        told = self.told.of(connection, name)
        if told.whole is not None:
            _refuse_stale(told.whole.as_of, told.whole.digest in self.rows.digests(board, case), case)
        events = self.told.events(board, told)
        if misregistered(counting(events)):
            raise StaleCase(
                "Ärendet är felregistrerat och tas därför inte emot. Finns det ändå, rätta först händelsen "
                "FELREGISTRERAT med en RATTELSE och sänd sedan läget."
            )
        _folded(case, events)
        return told

    def put(self, connection: Connection, board: BoardId, name: Name, case: Arende) -> Stored:
        """The whole state, with the events after its moment on top. Raises as `check_put`."""
        told = self.check_put(connection, board, name, case)
        state: Arende | None = case
        if told.stored:
            self.told.keep_whole(connection, board, name, case)
            state = _folded(case, self.told.events(board, told))
        assert state is not None, "a whole state that is not misregistered leaves one"
        changed = self.rows.write(connection, board, name, told.row, state)
        return Stored(told.row is None, changed, state)

    def check_tell(
        self, connection: Connection, board: BoardId, name: Name, events: Sequence[Handelse]
    ) -> EventsTaken:
        """What telling them would do. Raises MalformedQuestion and NotFound."""
        return self._judged(connection, board, name, events)[1]

    def tell(
        self, connection: Connection, board: BoardId, name: Name, events: Sequence[Handelse]
    ) -> EventsTaken:
        """All of them or none. Raises as `check_tell`."""
        told, taken = self._judged(connection, board, name, events)
        if not taken.new:
            return taken
        if not told.stored and (whole := self.told.whole(connection, board, name, told)) is not None:
            self.told.keep_whole(connection, board, name, whole)
        new = {event.handelseId: event for event in events if event.handelseId in taken.new}
        self.told.keep(connection, board, name, list(new.values()))
        if taken.case is not None:
            self.rows.write(connection, board, name, told.row, taken.case)
        else:
            self._clear(connection, board, name, told, list(new.values()))
        return taken

    def _clear(
        self, connection: Connection, board: BoardId, name: Name, told: Told, new: Sequence[Handelse]
    ) -> None:
        """It is as fresh as `state_of` would have it: a list older than what was known does not overrule it.
        Its term until it is erased begins when the hub is told, whatever moment the event has."""
        counted = counting([*self.told.events(board, told), *new])
        moments = [to_micros(event.tidpunkt) for event in counted]
        if told.whole is not None:
            moments.append(told.whole.as_of)
        kind = next((it.arendetyp for it in new if it.arendetyp), None)
        self.rows.clear(connection, name, told.row, max(moments), swedish_day(self.clock.now()), kind)

    def _judged(
        self, connection: Connection, board: BoardId, name: Name, events: Sequence[Handelse]
    ) -> tuple[Told, EventsTaken]:
        told = self.told.of(connection, name)
        if told.row is None and not any(event.typ in BEGINS for event in events):
            raise NotFound(
                "Ärendet finns inte i nämndens register, och inget av det som sänds börjar det. Sänd först "
                "händelsen AKTUALISERAT eller OPPNAT, eller ärendets hela läge. Ingenting är sparat."
            )
        ids = {event.handelseId for event in events} | {it.rattarHandelseId or "" for it in events}
        known = self.told.with_ids(connection, name, ids)
        new = self._new(board, name, events, known)
        _refuse_too_many(len(told.stored) + len(new) if new else 0)
        _refuse_corrections(name, events, known)
        before = self.told.whole(connection, board, name, told)
        case = _folded(before, [*self.told.events(board, told), *events])
        return told, EventsTaken(new, case)

    def _new(
        self, board: BoardId, name: Name, events: Sequence[Handelse], known: dict[str, Row[Any]]
    ) -> frozenset[str]:
        """Ids of events not told before. Raises MalformedQuestion where an id stands for two."""
        digests = {event_id: row.digest for event_id, row in known.items()}
        new: set[str] = set()
        faults: list[Pointer] = []
        for place, event in enumerate(events):
            same = self.told.digests(board, name[2], event)
            if event.handelseId not in digests:
                new.add(event.handelseId)
            if digests.setdefault(event.handelseId, same[0]) not in same:
                faults.append(Pointer(f"/handelser/{place}/handelseId", _OTHER_CONTENT))
        if faults:
            raise MalformedQuestion(
                "Samma handelseId står för händelser med olika innehåll. En händelse ändras inte i "
                "efterhand: rätta den med en RATTELSE och berätta den på nytt med ett nytt handelseId.",
                fel=faults,
            )
        return frozenset(new)


def _refuse_too_many(events: int) -> None:
    if events > MOST_OF_A_CASE:
        raise MalformedQuestion(
            f"Ärendet får fler än {MOST_OF_A_CASE} händelser. Så många har inget ärende: se efter varför "
            "systemet sänder dem, och sänd hädanefter ärendets hela läge (PUT), som alltid tas emot. "
            "Ingenting är sparat.",
            fel=[Pointer("/handelser", f"blir fler än {MOST_OF_A_CASE} i ärendet")],
        )


def _refuse_corrections(name: Name, events: Sequence[Handelse], known: dict[str, Row[Any]]) -> None:
    """One may come before what it corrects, but never be of another case's event or of a correction."""
    corrections = {it.handelseId for it in events if it.typ is Handelsetyp.RATTELSE}
    faults = []
    for place, event in enumerate(events):
        target = known.get(event.rattarHandelseId or "")
        where = f"/handelser/{place}/rattarHandelseId"
        if target is not None and target.case_id != name[2]:
            faults.append(Pointer(where, "är en händelse i ett annat ärende"))
        elif event.rattarHandelseId in corrections or (target is not None and target.kind == "RATTELSE"):
            faults.append(Pointer(where, "är själv en rättelse"))
    if faults:
        raise MalformedQuestion(
            "En RATTELSE gäller en händelse i samma ärende, och rättas inte själv: berätta händelsen på nytt "
            "med ett nytt handelseId.",
            fel=faults,
        )


def _folded(whole: Arende | None, events: Sequence[Handelse]) -> Arende | None:
    try:
        return state_of(whole, events)
    except TooManyPersons:
        raise MalformedQuestion(
            f"Ärendet får fler än {MOST_PERSONS} personer med det som har berättats om det. Berätta om dem "
            "som hör till det, och rätta övriga."
        ) from None


def _refuse_stale(as_of: int, same: bool, case: Arende) -> None:
    """A whole state is newer than the one before, or it is that one again."""
    moment = to_micros(case.tidpunkt)
    if moment > as_of or (moment == as_of and same):
        return
    raise StaleCase(
        f"En lika ny eller nyare uppgift om ärendet finns redan, från {with_z(from_micros(as_of))}. Sänd "
        "ärendets nuvarande tillstånd med en senare tidpunkt."
    )
