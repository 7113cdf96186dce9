"""Does a search find exactly what reading every record finds, in its order, while the log grows?"""

from __future__ import annotations

import asyncio
import random
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Connection

from hub.audit import LogPage, LogRecord, Search
from hub.audit.payload import from_payload
from hub.model.decision import Denial, Refused
from hub.model.ledger import Wanted
from hub.model.plan import Plan
from hub.model.query import Caller
from hub.problems import CaseRefused, GateRefused, MalformedQuestion, SearchCrowded, SearchTooWide
from hub.stores import log_search
from messages.koder import Skydd, Utfall
from tests.support import audit
from tests.support.audit import ORIGIN, OpenLog, grant, grounds, look_up, new_query, opened, plan, results
from tests.support.policy import AN, APPLICANT, CHILD, NOW, PARTNER, SN

AUDITOR = Caller("granskare-1", SN, frozenset({"logg:las"}))
PERSONS = (APPLICANT, PARTNER, CHILD)
LOOK_UPS = 25
SEARCHES = 120


@pytest.fixture
def here(tmp_path: Path) -> Iterator[OpenLog]:
    with opened(tmp_path) as log:
        yield log


async def something(here: OpenLog, chance: random.Random) -> None:
    """A look-up of some kind, ended somehow or not at all, or one that is refused; time goes on for days."""
    here.clock.move(chance.choice((0, 0, 30, 3600, 86_400 * 5)))
    persons = chance.sample(PERSONS, chance.randint(1, 2))
    query = new_query(*persons, aktor={"id": chance.choice(("hl1", "hl2"))})
    case = query.question.arende.model_copy(update={"id": chance.choice(("EB-1", "EB-2"))})
    query = replace(query, question=query.question.model_copy(update={"arende": case}))
    query = replace(query, caller=replace(query.caller, client_id=chance.choice(("klient-1", "klient-2"))))
    kind = chance.random()
    if kind < 0.2:
        problem = chance.choice((CaseRefused, GateRefused))
        await here.log.refused(query, Refused(problem, chance.randint(1, 5), "rule", "law", "Nej."))
        return
    if kind < 0.35:
        denial = Denial("TNS", "AVTAL_SAKNAS", "Nämnden har inget avtal.")
        allowed = grounds(APPLICANT, sources=[grant("CSN"), grant("AF"), denial])
        unsent = replace(query, question=new_query(APPLICANT).question)
        await here.log.intend(unsent, allowed, Plan((), (audit.unsent("AF"),)))
        return
    intended = await here.log.intend(query, grounds(*persons), plan(*persons))
    if kind < 0.9:
        ended = [
            replace(it, outcome=chance.choice(list(Utfall)), protected=chance.choice(list(Skydd)))
            for it in results(intended)
        ]
        here.clock.move(chance.choice((0, 2)))
        await here.log.conclude(intended, ended)


POOL: Mapping[str, tuple[Any, ...]] = {
    "persons": PERSONS,
    "caseworkers": ("hl1", "hl2", "hl3"),
    "cases": (("demo", "EB-1"), ("demo", "EB-2")),
    "clients": ("klient-1", "klient-2", "granskare-1"),
    "sources": ("CSN", "FK", "AF", "TNS"),
    "outcomes": (*(it.value for it in Utfall), "UNDANHALLEN"),
    "gates": (1, 2, 3, 4, 5),
    "agreements": ("csn-ekonomiskt-bistand", "fk-ekonomiskt-bistand"),
    "protections": ("SEKRETESSMARKERING", "SKYDDAD_FOLKBOKFORING", "OKANT"),
}


def a_search(chance: random.Random, number: int) -> Search:
    """Each criterion alone first, then some of them together."""
    names = list(POOL)
    chosen = [names[number]] if number < len(names) else chance.sample(names, chance.randint(0, 3))
    values: dict[str, Any] = {it: tuple(chance.sample(POOL[it], chance.randint(1, 2))) for it in chosen}
    days = sorted(NOW + timedelta(days=chance.randint(-5, 120)) for _ in range(2))
    first, last = (days[0] if chance.random() < 0.4 else None), (days[1] if chance.random() < 0.4 else None)
    return Search(
        **values,
        first=first,
        last=last,
        limit=chance.choice((1, 7, 40)) if len(chosen) > 1 else 40,
        oldest_first=chance.random() < 0.5,
    )


async def every(here: OpenLog, wanted: Search, within: int) -> list[str]:
    """Ids of what is wanted, found by reading all records and their conclusions."""
    entries = await here.stores.log.find(ORIGIN, Wanted(limit=100_000))
    contents = {it.index: from_payload(it.payload or b"") for it in entries}
    ended = {it["avsiktId"]: it for it in contents.values() if it["handelse"] == "UPPSLAG_AVSLUTAT"}
    found = [
        (it.time, it.index, it.entry_id)
        for it in entries
        if it.index < within
        and (wanted.first is None or it.time >= wanted.first)
        and (wanted.last is None or it.time <= wanted.last)
        and fits(here, wanted, contents[it.index], ended.get(it.entry_id, {}))
    ]
    return [entry_id for *_, entry_id in sorted(found, reverse=not wanted.oldest_first)]


def fits(here: OpenLog, wanted: Search, said: Mapping[str, Any], ended: Mapping[str, Any]) -> bool:
    asked, event = said.get("fraga", said), said["handelse"]
    search, conclusion = event == "LOGG_SOKT", event == "UPPSLAG_AVSLUTAT"
    sealed = [*([said["person"]] if "person" in said else []), *said.get("personer", [])]
    told: dict[str, set[Any]] = {
        "persons": {here.stores.vault.open(SN, b64decode(it["forseglad"])) for it in sealed},
        "caseworkers": set() if search else {asked.get("aktor", {}).get("id")},
        "cases": set()
        if search or "arende" not in asked
        else {(asked["arende"]["system"], asked["arende"]["id"])},
        "clients": {asked.get("klient")},
        "sources": set() if conclusion else {said.get("kalla")},
        "outcomes": {
            {"UPPSLAG_NEKAT": "NEKAD", "UPPSLAG_EJ_STALLT": "EJ_STALLD"}.get(event, ended.get("utfall"))
        },
        "gates": {said.get("grind")},
        "agreements": {said["avtal"]["id"]} if "avtal" in said else set(),
        "protections": {ended.get("skydd")},
    }
    return all(not getattr(wanted, name) or told[name] & set(getattr(wanted, name)) for name in told)


async def paged(here: OpenLog, wanted: Search, chance: random.Random) -> tuple[list[LogPage], int]:
    """All pages, with more written between them; and the log's size at the first."""
    pages = [await here.log.search(AUDITOR, wanted, "prov")]
    head = await here.stores.log.head(ORIGIN)
    assert head is not None
    while pages[-1].cursor is not None:
        if chance.random() < 0.2:
            await something(here, chance)
        pages.append(await here.log.search(AUDITOR, replace(wanted, cursor=pages[-1].cursor), "prov"))
    return pages, head.size


@pytest.mark.parametrize("seed", range(2))
async def test_a_search_finds_what_reading_everything_finds(here: OpenLog, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(LOOK_UPS):
        await something(here, chance)
    several = nothing = 0
    for number in range(SEARCHES // 2):
        wanted = a_search(chance, number)
        pages, size = await paged(here, wanted, chance)
        found = [record.entry_id for page in pages for record in page.records]
        assert found == await every(here, wanted, size), wanted
        assert all(page.exact and page.count == len(found) for page in pages), wanted
        assert all(len(page.records) == wanted.limit for page in pages[:-1])
        several += len(pages) > 1
        nothing += not found
    assert several > 5, "some searches have several pages"
    assert nothing < SEARCHES // 4, "most searches find something"


def test_every_criterion_is_tried() -> None:
    others = {"first", "last", "limit", "review", "oldest_first", "cursor"}
    assert {it.name for it in fields(Search)} == set(POOL) | others


async def test_a_refused_or_protected_look_up_is_found_by_person_and_source(here: OpenLog) -> None:
    """One record for each look-up, with how it ended, though only the conclusion knows."""
    intended = await here.log.intend(new_query(), grounds(), plan())
    csn, fk = results(intended)
    await here.log.conclude(
        intended, [replace(csn, outcome=Utfall.NEKAD), replace(fk, protected=Skydd.SEKRETESSMARKERING)]
    )

    async def found(wanted: Search) -> list[LogRecord]:
        return list((await here.log.search(AUDITOR, wanted, "prov")).records)

    (refused,) = await found(Search(persons=(APPLICANT,), sources=("CSN",), outcomes=("NEKAD",)))
    assert refused.event == "UPPSLAG_AVSETT"
    assert refused.conclusion is not None
    assert refused.conclusion.content is not None
    assert refused.conclusion.content["utfall"] == "NEKAD"
    (protected,) = await found(Search(persons=(APPLICANT,), protections=("SEKRETESSMARKERING",)))
    assert protected.content is not None
    assert protected.content["kalla"] == "FK"
    assert await found(Search(persons=(PARTNER,), outcomes=("NEKAD",))) == []


async def test_a_cursor_is_good_for_its_own_search_only(here: OpenLog) -> None:
    await audit.several(here.log, 2)
    wanted = Search(persons=(APPLICANT,), limit=2)
    page = await here.log.search(AUDITOR, wanted, "prov")
    assert page.cursor is not None
    turned = page.cursor[:5] + ("A" if page.cursor[5] != "A" else "B") + page.cursor[6:]
    neighbour = replace(AUDITOR, board=AN)
    for caller, other in (
        (AUDITOR, replace(wanted, cursor=turned)),
        (AUDITOR, replace(wanted, cursor="A")),
        (AUDITOR, replace(wanted, cursor=page.cursor[:-8])),
        (AUDITOR, replace(wanted, persons=(PARTNER,), cursor=page.cursor)),
        (AUDITOR, replace(wanted, oldest_first=True, cursor=page.cursor)),
        (neighbour, replace(wanted, cursor=page.cursor)),
    ):
        with pytest.raises(MalformedQuestion, match="Markören hör inte till"):
            await here.log.search(caller, other, "prov")
    longer = await here.log.search(AUDITOR, replace(wanted, limit=50, cursor=page.cursor), "prov")
    assert len(longer.records) == page.count - 2, "the size of a page may change on the way"


async def test_every_page_is_a_record_and_says_what_was_sought(here: OpenLog) -> None:
    await audit.several(here.log, 1)
    wanted = Search(persons=(APPLICANT, CHILD), sources=("CSN", "FK"), caseworkers=("hl000123",), limit=1)
    page = await here.log.search(AUDITOR, wanted, "Anmälan 12")
    await here.log.search(AUDITOR, replace(wanted, cursor=page.cursor), "Anmälan 12, forts.")
    told = (await here.log.search(AUDITOR, Search(persons=(CHILD,)), "prov")).records
    assert [it.event for it in told] == ["LOGG_SOKT"] * 3, "found by each person that was searched for"
    second, first = [it.content or {} for it in told[1:]]
    assert (first["skal"], first.get("fortsattning")) == ("Anmälan 12", None)
    assert (second["skal"], second["fortsattning"]) == ("Anmälan 12, forts.", True)
    assert (first["handlaggare"], first["villkor"]) == ("hl000123", {"kallor": ["CSN", "FK"]})
    assert len(first["personer"]) == 2


async def test_searches_under_way_hold_up_nothing_else(here: OpenLog) -> None:
    """Ten are let in, two of them at a time; meanwhile look-ups go on, and the eleventh is refused."""
    await audit.several(here.log, 1)
    gate = Event()
    read = here.stores.log.searches.read
    waiting = [asyncio.ensure_future(read(lambda _: gate.wait(60))) for _ in range(10)]
    await asyncio.sleep(0.05)
    done = await look_up(here.log)
    assert await here.log.read_entry(AUDITOR, next(iter(done.entries.values())), SN)
    with pytest.raises(SearchCrowded) as told:
        await here.log.search(AUDITOR, Search(sources=("CSN",)), "prov")
    assert told.value.retry_after_s == 5
    assert not any(it.done() for it in waiting)
    gate.set()
    assert await asyncio.gather(*waiting) == [True] * 10
    assert (await here.log.search(AUDITOR, Search(sources=("CSN",)), "prov")).count == 3


async def test_a_search_that_reads_too_much_ends(here: OpenLog, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(connection: Connection, **_: object) -> None:
        count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        connection.exec_driver_sql(count).close()

    await audit.several(here.log, 1)
    searches = here.stores.log.searches
    with monkeypatch.context() as for_now:
        for_now.setattr(log_search, "search", endless)
        searches.seconds = 0.05
        with pytest.raises(SearchTooWide, match="Gör den snävare: ange en kortare tid"):
            await here.log.search(AUDITOR, Search(sources=("CSN",)), "prov")
    searches.seconds = 60
    assert (await here.log.search(AUDITOR, Search(sources=("CSN",)), "prov")).count == 2
