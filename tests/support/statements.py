"""A desk for caseworkers' own statements before real stores, and what a question on one is decided on."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from sqlite3 import connect
from typing import Any

from hub.agreements import Contracts
from hub.audit import Search
from hub.facts import FactGatherer, Kept
from hub.model.decision import Decision
from hub.model.query import Caller, Query
from hub.policy import decide, five_gates
from hub.ports import CaseOrigin
from hub.statements import OwnStatements, StatementDesk
from messages.intyg import Intyg, Intygsbekraftelse, Intygssvar
from messages.koder import VisadAv
from tests.support import policy
from tests.support.audit import OpenLog, opened
from tests.support.policy import AN, APPLICANT, NOW, SN

REASON = "Ärendesystemet har driftstopp sedan i morse."
BY_HAND = {VisadAv.REGISTER: 35 * 86_400, VisadAv.EGET_INTYG: 86_400}
TAKES_OURS = (VisadAv.REGISTER, VisadAv.EGET_INTYG)
AGREEMENTS = {
    "CSN": (policy.agreement("CSN", evidence=BY_HAND),),
    "FK": (policy.agreement("FK", evidence=BY_HAND, confirmed_afterwards=True, direct_access=False),),
    "AF": (policy.agreement("AF"),),
}


@dataclass(slots=True)
class Scene:
    """The stores of a folder with a desk before them, and what a question would be decided on."""

    here: OpenLog
    desk: StatementDesk
    gatherer: FactGatherer

    async def decided(self, statement: str | None, *persons: Any, case: str = "EB-1") -> Decision:
        asked = ask(statement, *persons, case=case)
        return decide(five_gates(), *await self.gatherer.gather(asked))

    async def logged(self) -> list[Mapping[str, Any]]:
        """Every record of the board but those of reading, oldest first."""
        found = await self.here.log.search(Caller("granskare", SN, frozenset()), Search(first=NOW), "Prov")
        kept = [
            it.content for it in found.records if it.content and it.event not in {"LOGG_SOKT", "EPOK_OPPNAD"}
        ]
        return kept[::-1]

    def rows(self, table: str) -> int:
        with closing(connect(self.here.folder / "data" / "register.db")) as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@contextmanager
def staged(folder: Path) -> Iterator[Scene]:
    """CSN wants a confirmation first, FK takes one afterwards, AF takes no such word."""
    route = policy.board().routes["CSN"]
    board = policy.board(evidence=TAKES_OURS, routes=dict.fromkeys(AGREEMENTS, route))
    boards = {SN: board, AN: replace(board, id=AN)}
    with opened(folder) as here:
        store, clock = here.stores.statements, here.clock
        desk = StatementDesk(store, here.log, boards, AGREEMENTS, clock, lambda: str(uuid.uuid4()))
        origins: dict[VisadAv, CaseOrigin] = {
            VisadAv.REGISTER: Kept(here.stores.register),
            VisadAv.EGET_INTYG: OwnStatements(store, clock),
        }
        sources, unused = frozenset(AGREEMENTS), here.log.unused
        facts = FactGatherer(
            lambda: Contracts(AGREEMENTS, boards),
            sources,
            {},
            origins,
            five_gates(),
            clock,
            policy.no_notices,
            unused,
            policy.NeverByPerson(),
        )
        yield Scene(here, desk, facts)


def said(**changes: Any) -> Intyg:
    made = {
        "ingivare": policy.question().ingivare.model_dump(by_alias=True, exclude_none=True),
        "arende": {"system": "demo", "id": "EB-1"},
        "arendetyp": "EKONOMISKT_BISTAND",
        "oppnat": "2026-11-20",
        "personer": [{"personidentitet": APPLICANT.value, "roll": "SOKANDE"}],
        "skal": REASON,
    }
    return Intyg.model_validate(made | changes)


def ask(statement: str | None, *persons: Any, case: str = "EB-1") -> Query:
    named = {"system": "demo", "id": case} | ({} if statement is None else {"intygId": statement})
    people = [{"personidentitet": it.value} for it in persons or (APPLICANT,)]
    rows = [{"kalla": "CSN"}, {"kalla": "FK"}]
    return policy.query(arende=named, personer=people, urval=rows, aktor={"id": "hl000999"})


def confirming(actor: str = "hl000456", **changes: Any) -> Intygsbekraftelse:
    asker = policy.question(aktor={"id": actor} | changes).ingivare
    return Intygsbekraftelse(ingivare=asker)


async def made(scene: Scene, **changes: Any) -> Intygssvar:
    return await scene.desk.make(policy.caller(), said(**changes))
