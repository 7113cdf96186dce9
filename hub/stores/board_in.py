"""A board's register received: message by message into the tables, in one transaction of one connection."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, update

from hub.lists import cases_of
from hub.model.board import BoardId
from hub.model.case import CasePerson
from hub.model.listed import ListedCase
from hub.model.maintenance import Notice, Span
from hub.model.statement import Statement
from hub.ports import PersonVault
from hub.stores.board_out import Held
from hub.stores.list_clearing import ACTIVE
from hub.stores.list_rows import rows_of
from hub.stores.moments import to_micros
from hub.stores.notices import keep as keep_notice
from hub.stores.register_rows import VOID, CaseRows, Name, named
from hub.stores.register_tables import cases, listed_cases, listed_members, lists, notices
from hub.stores.register_told import ToldRows
from hub.stores.statements import keep as keep_statement
from messages.arendelistor import Arendelistdel
from messages.utlamning import (
    Registerarende,
    Registerdriftmeddelande,
    Registerintyg,
    Registerlista,
    Registerlistarende,
    Registerpost,
)

_LISTED_AT_A_TIME = 500


class BadPost(ValueError):
    """A line of the register cannot be taken; the text is a sentence without personal data."""


@dataclass(slots=True)
class BoardWriter:
    """Takes one board's register, which must be empty before. `finish` when all has been taken."""

    here: Connection
    vault: PersonVault
    board: BoardId
    _list: str | None = None
    _listed: list[ListedCase] = field(default_factory=list)
    _taken: dict[str, int] = field(default_factory=dict)

    def take(self, post: Registerpost) -> None:
        """Raises BadPost for one that does not tell exactly one thing, or that stands out of order."""
        match [(name, told) for name, told in post if told is not None]:
            case [(name, told)]:
                if not isinstance(told, Registerlistarende):
                    self._flush()
                self._take(told)
                self._taken[name] = self._taken.get(name, 0) + 1
            case _:
                raise BadPost("a line tells exactly one thing: a case, a list, a listed case, and so on")

    def finish(self) -> Held:
        """Write what waits; how much has been taken."""
        self._flush()
        names = ("arende", "lista", "listatArende", "intyg", "driftmeddelande")
        return Held(*(self._taken.get(name, 0) for name in names))

    def _take(self, told: object) -> None:
        match told:
            case Registerarende():
                self._case(told)
            case Registerlista():
                self._begin(told)
            case Registerlistarende():
                self._listed_case(told)
            case Registerintyg():
                keep_statement(self.here, self.vault, _statement(self.board, told))
            case Registerdriftmeddelande():
                self._notice(told)
            case _:
                raise BadPost(f"a line tells of {type(told).__name__}, which this hub does not know")

    def _case(self, told: Registerarende) -> None:
        name = (self.board.origin, told.system, told.id)
        states = CaseRows(self.vault)
        events = ToldRows(self.vault, states)
        if (told.arende is None) == (told.felregistrerat is None):
            raise BadPost("a case either stands as it is told, or is registered by mistake")
        if told.arende is not None:
            states.write(self.here, self.board, name, None, told.arende)
        else:
            self._void(name, told)
        if told.senasteLage is not None:
            events.keep_whole(self.here, self.board, name, told.senasteLage)
        if told.handelser:
            events.keep(self.here, self.board, name, told.handelser)

    def _void(self, name: Name, told: Registerarende) -> None:
        void = told.felregistrerat
        assert void is not None, "the caller has seen that it is"
        row = named(name) | {
            "kind": void.arendetyp.value,
            "status": VOID,
            "as_of": to_micros(void.tidpunkt),
            "opened": None,
            "closed": void.dag,
            "digest": b"",
        }
        self.here.execute(insert(cases).values(row))

    def _begin(self, told: Registerlista) -> None:
        self._list = told.listaId
        row = {
            "id": told.listaId,
            "board": self.board.origin,
            "system": told.system,
            "state": ACTIVE,
            "digest": told.digest,
            "as_of": to_micros(told.avser),
            "parts": told.delar,
            "cases": told.arenden,
            "persons": told.personer,
            "made": to_micros(told.anmald),
        }
        self.here.execute(insert(lists).values(row))

    def _listed_case(self, told: Registerlistarende) -> None:
        if told.listaId != self._list:
            raise BadPost("a listed case stands after its own list")
        self._listed += cases_of(Arendelistdel(arenden=[told.arende]))
        if len(self._listed) >= _LISTED_AT_A_TIME:
            self._flush()

    def _flush(self) -> None:
        if not self._listed:
            return
        assert self._list is not None, "listed cases wait under the list that they are of"
        rows, members = rows_of(self.vault, self.board, self._list, self._listed)
        self.here.execute(insert(listed_cases), rows)
        self.here.execute(insert(listed_members), members)
        self._listed = []

    def _notice(self, told: Registerdriftmeddelande) -> None:
        notice = Notice(
            id=told.driftmeddelandeId,
            source=told.kalla,
            board=self.board,
            span=Span(told.fran, told.till),
            text=told.text,
            client=told.klient,
            told=told.meddelat,
        )
        keep_notice(self.here, notice, None)
        if told.ersattAv is not None:
            row = update(notices).where(notices.c.id == notice.id).values(replaced_by=told.ersattAv)
            self.here.execute(row)


def _statement(board: BoardId, told: Registerintyg) -> Statement:
    return Statement(
        id=told.intygId,
        board=board,
        client=told.klient,
        caseworker=told.lamnatAv,
        system=told.arende.system,
        case_id=told.arende.id,
        kind=told.arendetyp,
        opened=told.oppnat,
        persons=tuple(CasePerson(it.personidentitet, it.roll, it.skydd) for it in told.personer),
        reason=told.skal,
        made=told.lamnat,
        until=told.gallerTill,
        confirmed_by=told.bekraftatAv,
        confirmed=told.bekraftat,
    )
