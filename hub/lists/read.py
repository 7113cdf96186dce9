"""A list's file to cases: checked line by line, every fault counted, nothing given where there is one."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from hub.lists import fields
from hub.lists.fields import BadField, as_written
from hub.lists.header import check_header
from hub.lists.layout import COLUMNS
from hub.model.calendar import CLOSED_AHEAD, closed_too_late
from hub.model.case import CasePerson
from hub.model.listed import ListedCase
from messages.arende import Arendestatus, Arendetyp, days_hold
from messages.arendelistor import MOST_IN_CASE, MOST_PERSONS
from messages.koder import Roll, Skydd

LONGEST_LINE = 2_000
"""Bytes. A line of the layout has a few hundred at most."""
SHOWN_FAULTS = 50

_NOT_UTF8 = (
    "raden är inte UTF-8; filen ser ut att vara sparad som latin-1 (Windows-1252). Spara om den som UTF-8"
)
_KINDS = {code.value: code for code in Arendetyp}
_STATES = {code.value: code for code in Arendestatus}
_ROLES = {code.value: code for code in Roll}
_PROTECTIONS = {code.value: code for code in Skydd}
_TOO_LATE = f"ligger mer än {CLOSED_AHEAD.days} dagar efter den tidpunkt som listan avser"
_OF_THE_CASE = ("arendetyp", "status", "oppnat", "avslutat")

Value = TypeVar("Value")


class BadList(Exception):
    """The file cannot be used: its first `faults` as `rad 17: kolumn: vad som är fel`; `count` is all."""

    def __init__(self, faults: Iterable[str], count: int) -> None:
        self.faults = tuple(faults)
        self.count = count
        super().__init__("; ".join(self.faults))


@dataclass(slots=True)
class _Faults:
    """The first are kept, all are counted."""

    first: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, text: str, column: str | None = None) -> None:
        self.count += 1
        if len(self.first) < SHOWN_FAULTS:
            self.first.append(f"rad {line}: {column}: {text}" if column else f"rad {line}: {text}")

    def stop(self) -> None:
        if self.count:
            raise BadList(self.first, self.count)


_State = tuple[Arendetyp, Arendestatus, date | None, date | None]


@dataclass(slots=True)
class _Case:
    """A case as its first line told it (None: wrongly), and the persons of all its lines."""

    line: int
    state: _State | None
    persons: list[CasePerson] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def read_cases(lines: Iterable[bytes], day: date) -> tuple[ListedCase, ...]:
    """The cases of a file, in the order of their first lines; `day` is the Swedish day that it tells of.

    `lines` are the file's, each with its line end. Raises BadList.
    """
    reading = _Reading(day)
    numbered = enumerate(lines, 1)
    _, first = next(numbered, (0, b""))
    check_header(first, lambda text: reading.faults.add(1, text))
    reading.faults.stop()
    for number, raw in numbered:
        if number > MOST_PERSONS + 1:
            reading.faults.add(
                number, f"filen har fler än {MOST_PERSONS} rader; dela upp den per ärendesystem"
            )
            break
        reading.line(number, raw)
    if not reading.cases and not reading.faults.count:
        reading.faults.add(1, "filen har inga ärenden; en tom lista förs inte in")
    reading.faults.stop()
    return tuple(reading.made())


@dataclass(slots=True)
class _Reading:
    day: date
    cases: dict[str, _Case] = field(default_factory=dict)
    faults: _Faults = field(default_factory=_Faults)

    def line(self, number: int, raw: bytes) -> None:
        """One line of the file: what is right is kept, what is wrong is noted."""
        try:
            found = _split(raw)
        except BadField as error:
            self.faults.add(number, str(error))
            return
        if not found:
            return
        name = found[0] if found[0] in self.cases else self._read(number, found, 0, fields.case_id)
        state, person = self._state(number, found), self._person(number, found)
        if name is None:
            return
        case = self.cases.get(name)
        if case is None:
            case = self.cases[name] = _Case(number, state)
        elif state and case.state:
            self._same(number, case, state)
        if person is not None:
            self._join(number, case, person)

    def made(self) -> Iterator[ListedCase]:
        for name, case in self.cases.items():
            assert case.state is not None, "a file with faults gives nothing"
            yield ListedCase(name, *case.state, tuple(case.persons))

    def _read(self, line: int, found: list[str], column: int, how: Callable[[str], Value]) -> Value | None:
        try:
            return how(found[column])
        except BadField as error:
            self.faults.add(line, str(error), COLUMNS[column].name)
            return None

    def _state(self, line: int, found: list[str]) -> _State | None:
        """What the line says of the case itself; None when that does not hold."""
        before = self.faults.count
        kind = self._read(line, found, 1, lambda text: fields.code(text, _KINDS))
        status = self._read(line, found, 2, lambda text: fields.code(text, _STATES))
        opened = self._read(line, found, 3, fields.day)
        closed = self._read(line, found, 4, fields.day)
        if opened and opened > self.day:
            self.faults.add(line, "ligger efter den tidpunkt som listan avser", "oppnat")
        if closed_too_late(closed, self.day):
            self.faults.add(line, _TOO_LATE, "avslutat")
        if self.faults.count > before or kind is None or status is None:
            return None
        try:
            days_hold(status, opened, closed)
        except ValueError as error:
            self.faults.add(line, as_written(str(error)), "status")
            return None
        return kind, status, opened, closed

    def _person(self, line: int, found: list[str]) -> CasePerson | None:
        before = self.faults.count
        number = self._read(line, found, 5, lambda text: fields.person(text, self.day))
        role = self._read(line, found, 6, lambda text: fields.code(text, _ROLES))
        protection = self._read(line, found, 7, lambda text: fields.code(text or Skydd.OKANT, _PROTECTIONS))
        first = self._read(line, found, 8, fields.day)
        last = self._read(line, found, 9, fields.day)
        if first and last and first > last:
            self.faults.add(line, "är senare än tom", "from")
        if self.faults.count > before or number is None or role is None or protection is None:
            return None
        return CasePerson(number, role, protection, first, last)

    def _same(self, line: int, case: _Case, state: _State) -> None:
        assert case.state is not None
        for column, now, before in zip(_OF_THE_CASE, state, case.state, strict=True):
            if now != before:
                self.faults.add(line, f"stämmer inte med rad {case.line} i samma ärende", column)

    def _join(self, line: int, case: _Case, person: CasePerson) -> None:
        for known, at in zip(case.persons, case.lines, strict=True):
            if known.person == person.person:
                self.faults.add(line, f"personen står redan i ärendet, på rad {at}", "personidentitet")
                return
        if len(case.persons) == MOST_IN_CASE:
            self.faults.add(line, f"ärendet har fler än {MOST_IN_CASE} personer", "arende_id")
            return
        case.persons.append(person)
        case.lines.append(line)


def _split(raw: bytes) -> list[str]:
    """A line's fields; none of an empty line. Raises BadField."""
    if len(raw) > LONGEST_LINE:
        raise BadField(f"raden är längre än {LONGEST_LINE} byte")
    try:
        text = raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise BadField(_NOT_UTF8) from None
    if not text:
        return []
    try:
        found = next(csv.reader((text,), delimiter=";", strict=True)) if '"' in text else text.split(";")
    except csv.Error:
        raise BadField("citattecknen på raden hör inte ihop") from None
    if len(found) != len(COLUMNS):
        raise BadField(f"raden har {len(found)} fält; det ska vara {len(COLUMNS)}")
    return [one.strip() for one in found]
