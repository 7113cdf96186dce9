"""Events in the register: with whole states between them, told again, told wrongly, and over a restart."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from hub.model.told import state_of
from hub.problems import MalformedQuestion, NotFound, Problem, StaleCase
from hub.stores import Where, register_changes
from hub.stores.register import StoredRegister
from messages.arende import Arendestatus
from messages.handelser import Handelse
from tests.e2e.test_log_secrecy import assert_untold
from tests.support.audit import opened
from tests.support.case_events import START, crowd, event, person, whole
from tests.support.policy import AN, APPLICANT, CHILD, NOW, PARTNER, SN

CASE = (SN, "demo", "EB-1")
OPENED = event(1, "OPPNAT", 0)
CLOSED = event(2, "AVSLUTAT", 10, dag="2026-11-20")
CAME = event(3, "PERSON_TILLKOM", 5, person=person(PARTNER, "MEDSOKANDE"))


@pytest.fixture
def register(tmp_path: Path, where: Where) -> Iterator[StoredRegister]:
    with opened(tmp_path, where=where) as here:
        yield here.stores.register


async def status(register: StoredRegister) -> Arendestatus | None:
    found = await register.get(*CASE)
    return None if found is None else found.status


async def test_events_in_any_batches_end_as_the_fold_says(register: StoredRegister) -> None:
    """The register is asked after every batch, so that what it keeps in memory is put to the test too."""
    left = event(4, "PERSON_LAMNADE", 7, dag="2026-11-20", person=person(PARTNER, "MEDSOKANDE"))
    wrong = event(5, "ROLL_ANDRAD", 8, person=person(role="HUSHALLSMEDLEM"))
    mended = event(6, "RATTELSE", 9, rattarHandelseId=wrong.handelseId)
    told: list[Handelse] = [OPENED, CLOSED, CAME, left, wrong, mended]
    chance = random.Random(1)
    for turn in range(20):
        name = (SN, "demo", f"EB-{turn}")
        events = [it.like({"handelseId": f"{turn:08}" + it.handelseId[8:]}) for it in told]
        events[-1] = events[-1].like({"rattarHandelseId": events[-2].handelseId})
        rest = events[1:]
        chance.shuffle(rest)
        cuts = [0, *sorted(chance.sample(range(1, len(rest)), 2)), len(rest)]
        sent = [events[0]]
        await register.tell(*name, sent)
        for first, last in pairwise(cuts):
            batch = [*rest[first:last], chance.choice(sent)]
            taken = await register.tell(*name, batch)
            sent += rest[first:last]
            assert taken.case == state_of(None, sent) == await register.get(*name)
            assert taken.new == {it.handelseId for it in rest[first:last]}


async def test_a_repeated_event_makes_nothing_fresher(register: StoredRegister) -> None:
    await register.tell(*CASE, [OPENED, CAME])
    for _ in range(2):
        taken = await register.tell(*CASE, [OPENED])
        assert taken.new == frozenset()
        fact = await register.case(*CASE)
        assert fact is not None
        assert fact.as_of == CAME.tidpunkt


async def test_an_id_stands_for_one_event(register: StoredRegister) -> None:
    await register.tell(*CASE, [OPENED])
    other = event(1, "OPPNAT", 0, dag="2026-11-02")
    for batch in ([CAME, other], [OPENED, CAME, CAME.like({"lopnummer": 7})]):
        with pytest.raises(MalformedQuestion) as refused:
            await register.tell(*CASE, batch)
        (fault,) = refused.value.fel
        assert fault.plats == f"/handelser/{len(batch) - 1}/handelseId"
    found = await register.get(*CASE)
    assert found is not None
    assert len(found.personer) == 1, "all or nothing"


async def test_an_id_used_in_another_case_is_used(register: StoredRegister) -> None:
    await register.tell(*CASE, [OPENED])
    with pytest.raises(MalformedQuestion):
        await register.tell(SN, "demo", "EB-2", [OPENED])
    # Other boards and systems give ids of their own.
    await register.tell(AN, "demo", "EB-2", [OPENED])
    await register.tell(SN, "annat", "EB-2", [OPENED])


async def test_an_unknown_case_is_begun_or_refused(register: StoredRegister) -> None:
    with pytest.raises(NotFound, match="Sänd först händelsen AKTUALISERAT eller OPPNAT"):
        await register.tell(*CASE, [CAME, CLOSED])
    assert await register.get(*CASE) is None
    taken = await register.tell(*CASE, [CLOSED, OPENED])
    assert taken.case is not None
    assert taken.case.status is Arendestatus.AVSLUTAT
    with pytest.raises(NotFound):
        await register.tell(AN, "demo", "EB-1", [CAME])


async def test_a_correction_stays_in_its_case_and_is_not_corrected(register: StoredRegister) -> None:
    await register.tell(*CASE, [OPENED, CLOSED])
    await register.tell(SN, "demo", "EB-2", [event(20, "OPPNAT", 0)])
    mended = event(4, "RATTELSE", 11, rattarHandelseId=CLOSED.handelseId)
    with pytest.raises(MalformedQuestion, match="samma ärende"):
        await register.tell(SN, "demo", "EB-2", [mended])
    undone = event(5, "RATTELSE", 12, rattarHandelseId=mended.handelseId)
    with pytest.raises(MalformedQuestion):
        await register.tell(*CASE, [mended, undone])
    await register.tell(*CASE, [mended])
    with pytest.raises(MalformedQuestion):
        await register.tell(*CASE, [undone])
    assert await status(register) is Arendestatus.PAGAENDE


async def test_events_lie_on_top_of_a_whole_state(register: StoredRegister) -> None:
    await register.put(*CASE, whole(0))
    await register.tell(*CASE, [CLOSED, event(9, "AVSLUTAT", -5, dag="2026-11-01")])
    assert await status(register) is Arendestatus.AVSLUTAT
    stored = await register.put(*CASE, whole(5, personer=[person(CHILD, "BARN")]))
    assert stored.case == await register.get(*CASE)
    assert (stored.created, stored.changed, stored.case.status) == (False, True, Arendestatus.AVSLUTAT)
    assert [it.personidentitet for it in stored.case.personer] == [CHILD]
    newer = await register.put(*CASE, whole(11))
    assert newer.case == whole(11)


async def test_a_whole_state_older_than_events_is_not_lost(register: StoredRegister) -> None:
    await register.tell(*CASE, [OPENED, CLOSED])
    stored = await register.put(*CASE, whole(5, personer=[person(CHILD, "BARN")]))
    assert (stored.created, stored.changed) == (False, True)
    assert [it.personidentitet for it in stored.case.personer] == [CHILD]
    assert (stored.case.status, stored.case.tidpunkt) == (Arendestatus.AVSLUTAT, CLOSED.tidpunkt)
    again = await register.put(*CASE, whole(5, personer=[person(CHILD, "BARN")]))
    assert (again.created, again.changed) == (False, False)
    with pytest.raises(StaleCase, match="2026-11-20T09:05:00Z"):
        await register.put(*CASE, whole(4))


async def test_registered_by_mistake_is_not_there_until_corrected(register: StoredRegister) -> None:
    await register.put(*CASE, whole(0))
    mistake = event(7, "FELREGISTRERAT", 20)
    assert (await register.tell(*CASE, [mistake])).case is None
    assert await register.get(*CASE) is None
    fact = await register.case(*CASE)
    assert fact is not None
    assert (fact.void, fact.persons, fact.as_of) == (True, (), mistake.tidpunkt)
    for moment in (-1, 30):
        with pytest.raises(Problem):
            await register.put(*CASE, whole(moment))
    with pytest.raises(StaleCase, match="rätta först händelsen FELREGISTRERAT"):
        await register.put(*CASE, whole(30))
    await register.tell(*CASE, [CAME])
    assert await register.get(*CASE) is None
    mended = event(8, "RATTELSE", 21, rattarHandelseId=mistake.handelseId)
    taken = await register.tell(*CASE, [mended])
    assert taken.case is not None
    assert taken.case == await register.get(*CASE)
    assert [it.personidentitet for it in taken.case.personer] == [APPLICANT, PARTNER]


async def test_a_mistake_of_old_is_as_fresh_as_the_state_it_takes_away(register: StoredRegister) -> None:
    """Else a list older than that state would overrule it."""
    await register.put(*CASE, whole(30))
    await register.tell(*CASE, [event(7, "FELREGISTRERAT", 10)])
    fact = await register.case(*CASE)
    assert fact is not None
    assert (fact.void, fact.as_of) == (True, whole(30).tidpunkt)


async def test_begun_and_taken_back_at_once(register: StoredRegister) -> None:
    taken = await register.tell(*CASE, [OPENED, event(7, "FELREGISTRERAT", 1)])
    assert taken.case is None
    assert await register.get(*CASE) is None
    assert (await register.tell(*CASE, [OPENED])).new == frozenset()


async def test_a_moment_to_come_is_refused(register: StoredRegister) -> None:
    minutes = int((NOW - START) / timedelta(minutes=1))
    await register.tell(*CASE, [event(1, "OPPNAT", minutes + 5)])
    with pytest.raises(MalformedQuestion) as refused:
        await register.tell(*CASE, [CAME, event(2, "AVSLUTAT", minutes + 6, dag="2026-11-20")])
    assert [it.plats for it in refused.value.fel] == ["/handelser/1/tidpunkt"]


async def test_too_many_persons_are_refused_before_anything_is_kept(register: StoredRegister) -> None:
    await register.put(*CASE, whole(0))
    came = [event(100 + place, "PERSON_TILLKOM", 1, person=one) for place, one in enumerate(crowd(50))]
    with pytest.raises(MalformedQuestion, match="fler än 50 personer"):
        await register.tell(*CASE, came)
    assert (await register.tell(*CASE, came[1:])).case is not None


async def test_a_case_that_is_told_of_without_end_is_told_so_and_may_be_put_whole(
    register: StoredRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_changes, "MOST_OF_A_CASE", 5)
    await register.tell(*CASE, [OPENED])
    came = [event(10 + it, "PERSON_TILLKOM", it, person=person(PARTNER, "MEDSOKANDE")) for it in range(1, 5)]
    await register.tell(*CASE, came)
    one_more = event(30, "PERSON_TILLKOM", 6, person=person(CHILD, "BARN"))
    with pytest.raises(MalformedQuestion, match="hela läge"):
        await register.tell(*CASE, [one_more])
    assert (await register.tell(*CASE, came)).new == frozenset(), "what is told again is no more of it"
    stored = await register.put(*CASE, whole(7, personer=[person(APPLICANT), person(CHILD, "BARN")]))
    assert [it.personidentitet for it in stored.case.personer] == [APPLICANT, CHILD]


async def test_many_at_once_lose_nothing(register: StoredRegister) -> None:
    await register.tell(*CASE, [OPENED])
    others = [
        event(10 + it, "PERSON_TILLKOM", it, person=person(PARTNER, "MEDSOKANDE")) for it in range(1, 9)
    ]
    await asyncio.gather(*(register.tell(*CASE, [it]) for it in others), register.put(*CASE, whole(0)))
    found = await register.get(*CASE)
    assert found is not None
    assert (len(found.personer), found.tidpunkt) == (2, others[-1].tidpunkt)


def test_events_are_kept_over_a_restart_and_name_nobody(tmp_path: Path) -> None:
    async def told(register: StoredRegister) -> None:
        await register.put(*CASE, whole(0, personer=[person(CHILD, "BARN")]))
        await register.tell(*CASE, [CAME])

    with opened(tmp_path) as here:
        asyncio.run(told(here.stores.register))
    assert_untold((tmp_path / "data" / "register.db").read_bytes(), "register.db")
    with opened(tmp_path) as here:
        taken = asyncio.run(here.stores.register.tell(*CASE, [CAME, CLOSED]))
        assert taken.new == {CLOSED.handelseId}
        assert taken.case == state_of(whole(0, personer=[person(CHILD, "BARN")]), [CAME, CLOSED])
