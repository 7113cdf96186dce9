"""Reading the log: only one's own board, always a record, and provable to anyone with the public key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from hub.audit import Search
from hub.audit.checkpoint import Verifier
from hub.audit.tree import ProofError, leaf_hash, verify_consistency, verify_inclusion
from hub.model.decision import Refused, Subject
from hub.model.query import Caller
from hub.problems import CaseRefused, MalformedQuestion, NotFound
from hub.stores import Where
from tests.support.audit import ORIGIN, OpenLog, grounds, look_up, new_query, opened, plan, results, several
from tests.support.policy import AN, APPLICANT, CHILD, PARTNER, SN

AUDITOR = Caller("granskare-1", SN, frozenset({"logg:las"}))


@pytest.fixture
def here(tmp_path: Path, where: Where) -> Iterator[OpenLog]:
    with opened(tmp_path, where=where) as log:
        yield log


async def test_who_looked_at_this_person(here: OpenLog) -> None:
    """Newest first: a refusal, then a look-up whose intentions carry their conclusions."""
    await look_up(here.log, PARTNER)
    here.clock.move(60)
    done = await look_up(here.log, APPLICANT)
    here.clock.move(60)
    refusal = Refused(CaseRefused, 4, "member-of-case", "law", "Nej.")
    (refused,) = await here.log.refused(new_query(), refusal)
    found = (await here.log.search(AUDITOR, Search(persons=(APPLICANT,)), "Stickprov vecka 47")).records
    told = [(it.event, it.person) for it in found]
    # The search itself names the person, and so is the newest.
    assert told == [
        ("LOGG_SOKT", APPLICANT),
        ("UPPSLAG_NEKAT", APPLICANT),
        ("UPPSLAG_AVSETT", APPLICANT),
        ("UPPSLAG_AVSETT", APPLICANT),
    ]
    assert found[1].entry_id == refused
    assert {it.entry_id for it in found[2:]} == set(done.entries.values())
    for record in found[2:]:
        assert record.content is not None
        assert record.conclusion is not None
        assert record.conclusion.content is not None
        assert record.conclusion.content["avsiktId"] == record.entry_id
        assert record.conclusion.content["kalla"] == record.content["kalla"]


async def test_criteria_hold_together(here: OpenLog) -> None:
    first = here.clock.moment
    await look_up(here.log, APPLICANT)
    here.clock.move(3600)
    other = new_query(PARTNER, aktor={"id": "hl000999"})
    intended = await here.log.intend(other, grounds(PARTNER), plan(PARTNER))
    await here.log.conclude(intended, results(intended))

    async def found(wanted: Search) -> list[str]:
        records = (await here.log.search(AUDITOR, wanted, "prov")).records
        return [it.content["fraga"]["aktor"]["id"] for it in records if it.content and "fraga" in it.content]

    assert await found(Search(caseworkers=("hl000999",))) == ["hl000999"] * 2
    assert await found(Search(caseworkers=("hl000123",))) == ["hl000123"] * 2
    assert await found(Search(caseworkers=("hl000999",), persons=(APPLICANT,))) == []
    assert await found(Search(caseworkers=("hl000999",), persons=(PARTNER,))) == ["hl000999"] * 2
    assert await found(Search(cases=(("demo", "EB-2026-001234"),))) == ["hl000999"] * 2 + ["hl000123"] * 2
    assert await found(Search(cases=(("demo", "EB-2026-001234"),), last=first)) == ["hl000123"] * 2
    assert await found(Search(cases=(("demo", "EB-2026-001234"),), first=first + timedelta(1))) == []
    assert await found(Search(cases=(("annat", "EB-2026-001234"),))) == []
    assert await found(Search(cases=(("demo", "EB-2026-001234"),), limit=3)) == ["hl000999"] * 2 + [
        "hl000123"
    ]


async def test_a_search_is_a_record_with_its_reason_and_needs_one(here: OpenLog) -> None:
    with pytest.raises(MalformedQuestion, match="skäl"):
        await here.log.search(AUDITOR, Search(persons=(APPLICANT,)), "  ")
    await here.log.search(AUDITOR, Search(persons=(CHILD,)), f"Anmälan om {CHILD.value}")
    newest = (await here.log.search(AUDITOR, Search(persons=(CHILD,)), "prov")).records[1]
    assert newest.content is not None
    assert (newest.content["klient"], newest.person) == ("granskare-1", CHILD)
    assert newest.content["skal"] == "(struket: innehöll ett personnummer)"


async def test_one_record_read_is_a_record(here: OpenLog) -> None:
    done = await look_up(here.log)
    wanted = done.entries[Subject(APPLICANT, "CSN")]
    record = await here.log.read_entry(AUDITOR, wanted, SN)
    assert (record.entry_id, record.person, record.event) == (wanted, APPLICANT, "UPPSLAG_AVSETT")
    assert record.conclusion is not None
    newest = (await here.log.search(AUDITOR, Search(limit=2), "prov")).records[1]
    assert (newest.event, newest.content and newest.content["last"]) == ("LOGG_LAST", wanted)


async def test_another_boards_log_is_not_there(here: OpenLog) -> None:
    done = await look_up(here.log)
    wanted = done.entries[Subject(APPLICANT, "CSN")]
    stranger = replace(AUDITOR, board=AN)
    for board in (SN, AN):
        with pytest.raises(NotFound):
            await here.log.read_entry(stranger, wanted, board)
    theirs = await here.log.search(stranger, Search(persons=(APPLICANT,)), "prov")
    assert [it.event for it in theirs.records] == ["LOGG_SOKT"]
    with pytest.raises(NotFound):
        await here.log.inclusion_proof(AN, wanted)
    with pytest.raises(NotFound):
        await here.log.read_entry(AUDITOR, "0b8f5c8e-6a0e-4f7e-9a57-2f1e6f0d9b11", SN)


async def test_a_board_without_log_has_no_checkpoint(here: OpenLog) -> None:
    with pytest.raises(NotFound):
        await here.log.latest_checkpoint(AN)


async def test_every_record_can_be_proved_to_a_third_party(here: OpenLog) -> None:
    """With a log over several tiles; all it takes is the proof, the payload and the public key."""
    await several(here.log, 70)
    verifier = Verifier.parse(here.stores.vault.verifier(ORIGIN))
    head = await here.stores.log.head(ORIGIN)
    assert head is not None
    found = (await here.log.search(AUDITOR, Search(limit=1000), "prov")).records
    assert len(found) == 70 * 8 + 2
    for record in (
        found[0],
        found[1],
        found[200],
        found[-1],
        *(it for it in found if it.index in {255, 256, 511}),
    ):
        proof = await here.log.inclusion_proof(SN, record.entry_id)
        checkpoint = verifier.open(proof.checkpoint)
        assert (checkpoint.origin, checkpoint.size) == (ORIGIN, proof.size) == (ORIGIN, head.size + 1)
        entry = await here.stores.log.entry(ORIGIN, record.entry_id)
        assert entry is not None
        assert entry.payload is not None
        assert proof.salt is not None
        inner = sha256(entry.payload + proof.salt + proof.index.to_bytes(8, "big")).digest()
        assert (proof.commitment, proof.leaf) == (inner, leaf_hash(inner))
        verify_inclusion(proof.leaf, proof.index, proof.size, proof.hashes, checkpoint.root)
        with pytest.raises(ProofError):
            verify_inclusion(proof.leaf, proof.index + 1, proof.size, proof.hashes, checkpoint.root)


async def test_a_later_tree_extends_every_earlier_one(here: OpenLog) -> None:
    heads = []
    for _ in range(40):
        await several(here.log, 1)
        heads.append(await here.stores.log.head(ORIGIN))
    for old in heads:
        assert old is not None
        found = await here.stores.log.consistency(ORIGIN, old.size)
        assert found is not None
        newest, proof = found
        verify_consistency(old.size, newest.size, old.root, newest.root, proof)
    assert await here.stores.log.consistency("nyttonav/finns/inte", 1) is None


async def test_reading_an_erased_record_says_only_that_it_was_there(here: OpenLog) -> None:
    done = await look_up(here.log)
    wanted = done.entries[Subject(APPLICANT, "CSN")]
    writer = here.stores.log._writer._connected()
    writer.exec_driver_sql("UPDATE entries SET payload = NULL, salt = NULL WHERE idx = 1")
    record = await here.log.read_entry(AUDITOR, wanted, SN)
    assert (record.entry_id, record.content, record.person) == (wanted, None, None)
    proof = await here.log.inclusion_proof(SN, wanted)
    assert (proof.salt, proof.commitment) == (None, None)
    root = Verifier.parse(proof.verifier).open(proof.checkpoint).root
    verify_inclusion(proof.leaf, proof.index, proof.size, proof.hashes, root)
