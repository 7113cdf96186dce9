"""What must hold of a log after any crash, held against what was really sent and really answered."""

from __future__ import annotations

import io
import json
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from hub.audit import KeyVault
from hub.audit.checkpoint import Checkpoint, Verifier
from hub.audit.keys import open_keys
from hub.audit.tree import Frontier, leaf_of
from hub.audit.verify import State, verify_export
from hub.model.board import BoardId
from hub.stores import Where
from hub.stores.data_keys import learn
from hub.stores.log_file import export_log, verify_stored
from hub.stores.migrate import Database
from hub.stores.where import reading
from tests.support.crash import Sent
from tests.support.load import LookUp

_FIELD = "<s:{0}>([^<]*)</s:{0}>"


@dataclass(frozen=True)
class Record:
    """One line of an export."""

    index: int
    salt: bytes
    payload: bytes

    @cached_property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.payload)
        return found


@dataclass(frozen=True)
class BoardLog:
    """A board's whole log, verified."""

    board: BoardId
    vault: KeyVault
    records: tuple[Record, ...]

    def named(self, event: str) -> list[dict[str, Any]]:
        return [it.content for it in self.records if it.content["handelse"] == event]

    @cached_property
    def intentions(self) -> dict[str, dict[str, Any]]:
        """By record id."""
        return {it["loggpostId"]: it for it in self.named("UPPSLAG_AVSETT")}

    @cached_property
    def conclusions(self) -> dict[str, dict[str, Any]]:
        """By the id of the intention concluded."""
        return {it["avsiktId"]: it for it in self.named("UPPSLAG_AVSLUTAT")}

    @cached_property
    def checkpoints(self) -> frozenset[str]:
        """Every state that the log has ever had, as receipts name it."""
        frontier, found = Frontier(), []
        for it in self.records:
            frontier.append(leaf_of(it.payload, it.salt, it.index))
            found.append(Checkpoint(self.board.origin, frontier.size, frontier.root()).short())
        return frozenset(found)


def verified_log(where: Where, keys: Path, board: BoardId) -> BoardLog:
    """The log as exported; AssertionError unless both the export and the stored log verify."""
    vault = KeyVault(open_keys(keys, may_create=False))
    with reading(where, Database.LOG) as connection:
        learn(vault, connection, "the log", board=board.origin)
    key = Verifier.parse(vault.verifier(board.origin))
    stored = verify_stored(where, board.origin, key)
    assert stored.state is State.VALID, stored.sentence()
    file = io.BytesIO()
    export_log(where, board.origin, file)
    file.seek(0)
    verdict = verify_export(file, key)
    assert verdict.state is State.VALID, verdict.sentence()
    return BoardLog(board, vault, tuple(_records(file.getvalue())))


def _records(export: bytes) -> Iterable[Record]:
    for line in export.split(b"\n\n")[0].splitlines()[1:]:
        if not line.startswith(b"tile "):
            index, salt, payload = line.split(b" ", 2)
            yield Record(int(index), bytes.fromhex(salt.decode()), payload)


def all_sent_was_intended(log: BoardLog, sent: Iterable[Sent]) -> None:
    """Each question that the agency received has an earlier intention of its own: same person, same case."""
    intended = {it["fraga"]["korrelation"]: it for it in log.intentions.values()}
    for one in sent:
        correlation = _said(one.body, "korrelationsid")
        intention = intended.pop(correlation, None)
        assert intention is not None, f"{correlation} was sent without an intention, or twice"
        assert _said(one.body, "arendeidentitet") == intention["fraga"]["arende"]["id"]
        person = log.vault.open(log.board, b64decode(intention["person"]["forseglad"]))
        assert _said(one.body, "personidentitet") == person.value
        assert datetime.fromisoformat(intention["tidpunkt"]) <= one.at


def every_intention_is_concluded_once(log: BoardLog) -> None:
    concluded = Counter(it["avsiktId"] for it in log.named("UPPSLAG_AVSLUTAT"))
    assert concluded == Counter(dict.fromkeys(log.intentions, 1))


def no_intention_is_concluded_twice(log: BoardLog) -> None:
    concluded = Counter(it["avsiktId"] for it in log.named("UPPSLAG_AVSLUTAT"))
    assert concluded == Counter(dict.fromkeys(concluded.keys() & log.intentions.keys(), 1))


def all_answered_was_concluded(log: BoardLog, asked: Iterable[LookUp]) -> None:
    """What a caller has got is logged as handed over, in a state of the log that still is part of it."""
    for one in asked:
        if one.status != 200:
            continue
        for part in (part for person in one.answer["personer"] for part in person["kallor"]):
            intention, conclusion = log.intentions[part["loggpostId"]], log.conclusions[part["loggpostId"]]
            assert intention["fraga"]["forfraganId"] == one.id
            assert part["utfall"] == conclusion["utfall"] == "BESVARAD", part.get("fel")
        assert one.answer["kvitto"]["kontrollpunkt"] in log.checkpoints


def only_the_lost_were_abandoned(log: BoardLog, asked: Iterable[LookUp]) -> int:
    """How many intentions a new process had to conclude for a dead one."""
    lost = {one.id for one in asked if one.status != 200}
    abandoned = [
        log.intentions[it["avsiktId"]]["fraga"]["forfraganId"]
        for it in log.conclusions.values()
        if it.get("fel", {}).get("kod") == "AVBRUTEN"
    ]
    assert set(abandoned) <= lost, "an answered question is logged as abandoned"
    return len(abandoned)


def _said(body: str, field: str) -> str:
    found = re.search(_FIELD.format(field), body)
    assert found is not None, f"the question lacks {field}"
    return found[1]
