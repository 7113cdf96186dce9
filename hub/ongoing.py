"""The narrow question between boards of one municipality: a person in, true or false out.

Both boards' logs have it, with the answer, before it is given. How often it is asked is not limited here:
each time stands in two logs under a caseworker's name, and both boards review theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hub.audit import AccessLog
from hub.audit.case_events import OngoingChecked
from hub.audit.parts import ActorRef
from hub.audit.scribe import without_numbers
from hub.model.board import Board, BoardId
from hub.model.decision import Refused
from hub.model.query import Caller
from hub.policy.neighbour import neighbour, nothing_known_lately, refused_to_neighbour
from hub.ports import Clock, OngoingCases
from hub.problems import Problem
from messages.aktualitetskontroller import Aktualitetskontroll, Aktualitetssvar


@dataclass(frozen=True, slots=True)
class OngoingDesk:
    """Answers for boards whose file says that they do.

    A person of a kind of case that the board does not tell of is answered as one of no case: false, by the
    same statements and the same records. A refusal in its place would tell what it is to protect. A case
    that is AKTUALISERAT is not ongoing: somebody has turned to the board and nothing has been opened; a
    duty to tell, which breaks secrecy, is read no wider than its words. Where nothing is known lately of one
    of the case systems told of, everybody is refused alike: not known is never told as no.
    """

    cases: OngoingCases
    log: AccessLog
    boards: Mapping[BoardId, Board]
    clock: Clock

    async def check(self, caller: Caller, question: Aktualitetskontroll) -> Aktualitetssvar:
        """Raises NotAuthorised and GateRefused, RegisterUnavailable, and LogUnavailable when either board's
        log cannot be written: a record that stands in one of them only is of an answer never given.
        """
        now = self.clock.now()
        asked = self.boards.get(neighbour(caller.board, question.namnd))
        refusal = refused_to_neighbour(caller, question.ingivare, asked, now)
        if refusal is not None:
            raise await self._refused(caller, question, refusal)
        assert asked is not None  # the last gate
        assert asked.told_to_neighbours is not None
        found = await self.cases.ongoing(asked.id, question.personidentitet, asked.told_to_neighbours, now)
        if found is None:
            # The other board has it too: it was asked, and what it has was looked at.
            await self.log.record(asked.id.origin, self._event(caller, question, asked.id, None))
            raise await self._refused(caller, question, nothing_known_lately(now))
        await self.log.record_in_each(
            {board.origin: self._event(caller, question, board, found) for board in (caller.board, asked.id)}
        )
        return Aktualitetssvar(aktuell=found)

    async def _refused(self, caller: Caller, question: Aktualitetskontroll, refusal: Refused) -> Problem:
        """In the asker's log; a board that was not asked anything has nothing of it."""
        event = self._event(caller, question, caller.board, None)
        entries = await self.log.record(caller.board.origin, event)
        return refusal.problem(
            refusal.detail,
            fel=refusal.pointers,
            grind=refusal.gate,
            lag=refusal.law,
            log_entries=entries,
        )

    def _event(
        self, caller: Caller, question: Aktualitetskontroll, log_of: BoardId, answer: bool | None
    ) -> OngoingChecked:
        """As that board's log has it: the person sealed with its own key."""
        actor = question.ingivare.aktor
        return OngoingChecked(
            client=caller.client_id,
            organisation=caller.board.organisation_number,
            asking=caller.board.board,
            asked=question.namnd,
            actor=ActorRef(actor.typ.value, actor.id, without_numbers(actor.enhet)),
            reason=without_numbers(question.skal),
            person=self.log.sealed(log_of, question.personidentitet),
            answer=answer,
        )
