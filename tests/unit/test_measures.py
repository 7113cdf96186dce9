"""Is the same counted, in however many rounds and processes, and is a promise judged as it is worded?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from hub.follow_up import asked_months, followed_up
from hub.measures import MeasureDesk, Measures
from hub.model.measured import (
    OTHER,
    Batch,
    Count,
    Counts,
    Kind,
    MeasureKey,
    added,
    months_before,
    of_fault,
    within,
)
from hub.model.outcome import (
    Answered,
    Attempt,
    Denied,
    NotAsked,
    NothingFound,
    Outcome,
    Protection,
    Unavailable,
)
from hub.model.promise import LIMITS_MS, AnswerTime, Promises, enough, kept, percent
from hub.problems import MalformedQuestion, RegisterUnavailable
from hub.stores import Where
from hub.stores import measures as stored
from hub.stores.register_tables import metadata
from messages.koder import Atgard, Led
from messages.uppfoljning import Kalluppfoljning, Manadsuppfoljning
from messages.uppgifter import Fel
from tests.support import audit, policy
from tests.support.audit import SetClock, opened
from tests.support.policy import APPLICANT, NOW, SN

MONTH = "2026-11"
KEY = MeasureKey(SN, "CSN", "bro", "csn-ekonomiskt-bistand", "2026-1", MONTH)


def fault(led: Led = Led.KALLA, kod: str = "KALLA_FEL") -> Fel:
    return Fel(led=led, kod=kod, text="Gick inte.", atgard=Atgard.FORSOK_IGEN)


def attempt(outcome: Outcome, elapsed_ms: int = 100) -> Attempt:
    return Attempt(outcome, NOW, elapsed_ms)


OUTCOMES: Sequence[Outcome] = (
    Answered((), Protection.NONE, (), (), None),
    NothingFound(Protection.SILENT, (), None),
    Denied(fault(kod="KALLA_BEHORIGHET"), asked=True),
    Unavailable(fault()),
    Unavailable(fault(Led.FORMEDLARE, "FORMEDLARE_FEL")),
    Unavailable(fault(Led.NYTTONAV, "ADAPTERFEL")),
    NotAsked(fault(Led.NYTTONAV, "TRAFIKGRANS")),
)
OBSERVED = st.builds(attempt, st.sampled_from(OUTCOMES), st.integers(0, 40_000))


def report(counts: Counts, promises: Promises | None = None) -> Kalluppfoljning:
    agreements = {"CSN": (policy.agreement(promises=promises),)}
    return followed_up("CSN", MONTH, MONTH, counts, agreements, NOW)


def only(counts: Counts, promises: Promises | None = None) -> Manadsuppfoljning:
    (row,) = report(counts, promises).manader
    return row


def counting(attempts: Sequence[Attempt], clock: SetClock | None = None) -> Measures:
    made = Measures(clock or SetClock())
    for one in attempts:
        made.became(audit.call(APPLICANT), {"CSN": one})
    return made


# ------------------------------------------------------------ counts are added, and nothing twice


@settings(max_examples=25)
@given(
    st.lists(st.tuples(OBSERVED, st.integers(0, 2), st.booleans(), st.booleans())),
)
def test_however_it_is_split_over_rounds_and_processes_the_report_is_the_same(
    observed: list[tuple[Attempt, int, bool, bool]],
) -> None:
    """Each is seen by one of three processes, which may then have a round; a round may be tried twice."""
    whole = counting([one for one, *_ in observed]).unkept()
    processes = [Measures(SetClock()) for _ in range(3)]
    numbers = [0, 0, 0]
    engine = create_engine("sqlite://", poolclass=StaticPool)
    metadata.create_all(engine)
    with closing(engine.raw_connection()), engine.connect() as connection:

        def round_of(who: int, again: bool) -> None:
            numbers[who] += 1
            batch = Batch(f"p{who}", numbers[who], processes[who].take())
            for _ in range(1 + again):
                stored.add(connection, batch, NOW)

        for one, who, then, again in observed:
            processes[who].became(audit.call(APPLICANT), {"CSN": one})
            if then:
                round_of(who, again)
        for who in range(3):
            round_of(who, again=False)
        found = stored.months_in(connection, MONTH, MONTH)
    engine.dispose()
    assert report(found) == report(whole)
    assert sum(row.fragor for row in report(found).manader) == len(observed)


@dataclass
class Shaky:
    """A store that adds what it is given, and then may say that it could not."""

    fails: int = 0
    after: bool = False
    kept: dict[MeasureKey, Counter[Count]] = field(default_factory=dict)
    newest: int = 0

    async def add(self, batch: Batch) -> None:
        self.fails -= 1
        if self.fails >= 0 and not self.after:
            raise RegisterUnavailable("Nej.")
        if batch.number > self.newest:
            self.kept, self.newest = added(self.kept, batch.counts), batch.number
        if self.fails >= 0:
            raise RegisterUnavailable("Kanske.")

    async def months(self, *_: object) -> tuple[Counts, int]:
        return self.kept, self.newest

    async def erase(self, _before: str, _now: datetime) -> int:
        return 0


@pytest.mark.parametrize("after", [False, True])
async def test_a_round_that_fails_loses_nothing_and_counts_nothing_twice(after: bool) -> None:
    """Whether it failed before it was written, or it was written and nobody was told."""
    store, measures = Shaky(fails=2, after=after), counting([attempt(OUTCOMES[0])] * 3)
    desk = MeasureDesk(measures, store, SetClock())
    for _ in range(2):
        with pytest.raises(RegisterUnavailable):
            await desk.keep()
        measures.became(audit.call(APPLICANT), {"CSN": attempt(OUTCOMES[3])})
        row = only(await desk.months(SN, "CSN", MONTH, MONTH))
        assert row.besvarade == 3
    assert await desk.keep() > 0
    assert await desk.keep() == 0
    row = only(store.kept)
    assert (row.besvarade, row.fragor) == (3, 5)


async def test_what_is_kept_outlives_the_process_and_is_erased_in_time(tmp_path: Path, where: Where) -> None:
    clock = SetClock()
    for _ in range(2):
        with opened(tmp_path, clock, where=where) as here:
            measures = counting([attempt(OUTCOMES[0])] * 2, clock)
            await MeasureDesk(measures, here.stores.measures, clock).keep()
    with opened(tmp_path, clock, where=where) as here:
        desk = MeasureDesk(Measures(clock), here.stores.measures, clock)
        assert only(await desk.months(SN, "CSN", MONTH, MONTH)).fragor == 4
        assert await desk.months(policy.AN, "CSN", MONTH, MONTH) == {}
        assert await desk.months(SN, "FK", MONTH, MONTH) == {}
        clock.moment = datetime(2029, 11, 30, 12, tzinfo=UTC)
        assert await desk.erase() == 0, "thirty-six months after its own it is still there"
        clock.moment = datetime(2029, 11, 30, 23, tzinfo=UTC)
        assert await desk.erase() == 2, "in Sweden it is December"
        assert await desk.months(SN, "CSN", MONTH, MONTH) == {}


# ------------------------------------------------------------ what counts as what


def test_answers_refusals_failures_and_what_was_not_sent_are_told_apart() -> None:
    row = only(counting([attempt(one) for one in OUTCOMES]).unkept())
    assert (row.fragor, row.besvarade, row.nekade) == (7, 3, 1)
    assert {(it.led, it.kod, it.antal) for it in row.obesvarade} == {
        ("KALLA", "KALLA_FEL", 1),
        ("FORMEDLARE", "FORMEDLARE_FEL", 1),
        ("NYTTONAV", "ADAPTERFEL", 1),
    }
    assert [(it.kod, it.antal) for it in row.ejStallda] == [("TRAFIKGRANS", 1)]
    assert row.tillganglighet.raknade == 5, "neither our own fault nor what was not sent"
    assert row.tillganglighet.mattProcent == Decimal(60)
    assert row.svarstid.raknade == 3


def test_what_is_planned_to_be_left_out_is_counted_by_its_code_and_against_nobody() -> None:
    measures = Measures(SetClock())
    shut = audit.unsent("CSN")
    measures.not_sent(policy.board(), [replace(shut, outcome=NotAsked(fault(kod="KALLA_STANGD")))])
    row = only(measures.unkept(), Promises(Decimal(100)))
    assert (row.fragor, row.tillganglighet.raknade) == (1, 0)
    assert row.tillganglighet.mattProcent is None
    assert row.tillganglighet.uppfyllt is None
    assert [(it.led, it.kod) for it in row.ejStallda] == [("KALLA", "KALLA_STANGD")]


@pytest.mark.parametrize("kod", ["FEL_198401032399", "198401032399", "gemener", "ETT TVÅ", "X" * 61, ""])
def test_what_is_no_code_or_tells_a_number_is_not_kept(kod: str) -> None:
    odd = Fel.model_construct(led=Led.KALLA, kod=kod, text="Nej.", atgard=Atgard.FORSOK_IGEN)
    assert of_fault(Kind.UNANSWERED, odd) == Count(Kind.UNANSWERED, "KALLA", OTHER)


def test_the_month_is_swedish() -> None:
    clock = SetClock(datetime(2026, 10, 31, 22, 59, tzinfo=UTC))
    measures = counting([attempt(OUTCOMES[0])], clock)
    clock.move(60)
    measures.became(audit.call(APPLICANT), {"CSN": attempt(OUTCOMES[0])})
    assert [key.month for key in measures.unkept()] == ["2026-10", "2026-11"]


@pytest.mark.parametrize(
    ("ms", "limit"), [(0, "50"), (50, "50"), (51, "100"), (30_000, "30000"), (30_001, "")]
)
def test_a_time_belongs_to_the_limit_that_it_keeps_within(ms: int, limit: str) -> None:
    assert within(ms) == limit


def test_months_are_counted_back_over_the_year() -> None:
    assert [months_before("2026-02", back) for back in (0, 1, 2, 36)] == [
        "2026-02",
        "2026-01",
        "2025-12",
        "2023-02",
    ]


# ------------------------------------------------------------ against what is promised


@pytest.mark.parametrize(
    ("share", "number"),
    [("50", 100), ("99", 100), ("99.5", 200), ("99.7", 334), ("99.9", 1000), ("100", 100)],
)
def test_so_many_are_enough_that_one_alone_does_not_decide(share: str, number: int) -> None:
    assert enough(Decimal(share)) == number


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(1, 1000))
def test_a_promise_is_kept_exactly_where_the_share_is_reached(good: int, bad: int, permille: int) -> None:
    share, counted = Decimal(permille) / 10, good + bad
    found = kept(good, counted, share)
    if counted < enough(share):
        assert found is None
    else:
        assert found is (good * 1000 >= permille * counted)
    shown = percent(good, counted)
    assert (shown is None) is (counted == 0)
    if shown is not None and shown >= share:
        assert good * 1000 >= permille * counted, "what is shown is never better than what was"


def judged(good: int, bad: int, promises: Promises, ms: int = 100) -> Manadsuppfoljning:
    counts = Counter({Count(Kind.ANSWERED): good, Count(Kind.TIME, code=str(ms)): good})
    counts[of_fault(Kind.UNANSWERED, fault())] = bad
    return only({KEY: +counts}, promises)


def test_availability_is_judged_once_there_are_enough_questions() -> None:
    promises = Promises(Decimal("99.5"))
    assert judged(199, 0, promises).tillganglighet.uppfyllt is None
    assert judged(199, 1, promises).tillganglighet.uppfyllt is True
    assert judged(198, 2, promises).tillganglighet.uppfyllt is False
    assert judged(198, 2, promises).tillganglighet.mattProcent == Decimal("99.00")
    assert judged(198, 2, Promises()).tillganglighet.uppfyllt is None
    assert judged(198, 2, Promises()).tillganglighet.utlovadProcent is None


def test_answer_times_are_judged_by_the_limit_that_is_promised() -> None:
    promises = Promises(answer_time=AnswerTime(Decimal(95), 2000))
    counts = Counter({Count(Kind.ANSWERED): 100, Count(Kind.TIME, code="2000"): 95, Count(Kind.TIME): 5})
    row = only({KEY: counts}, promises)
    assert (row.svarstid.uppfyllt, row.svarstid.mattProcent) == (True, Decimal(95))
    assert (row.svarstid.p50HogstMs, row.svarstid.p95HogstMs, row.svarstid.p99HogstMs) == (2000, 2000, None)
    late = Counter(
        {Count(Kind.ANSWERED): 100, Count(Kind.TIME, code="2000"): 94, Count(Kind.TIME, code="3000"): 6}
    )
    row = only({KEY: late}, promises)
    assert (row.svarstid.uppfyllt, row.svarstid.p95HogstMs) == (False, 3000)
    assert [(it.hogstMs, it.antal) for it in row.svarstid.fordelning] == [(2000, 94), (3000, 6)]


@given(st.lists(st.integers(0, 40_000), min_size=1), st.sampled_from([50, 95, 99]))
def test_at_most_so_long_is_true_and_the_limit_below_it_would_not_be(times: list[int], share: int) -> None:
    row = only(counting([attempt(OUTCOMES[0], ms) for ms in times]).unkept())
    told = {50: row.svarstid.p50HogstMs, 95: row.svarstid.p95HogstMs, 99: row.svarstid.p99HogstMs}[share]
    keeping = [limit for limit in LIMITS_MS if sum(ms <= limit for ms in times) * 100 >= share * len(times)]
    assert told == (keeping[0] if keeping else None)


def test_each_version_of_the_agreement_is_judged_by_its_own_promise() -> None:
    counts = Counter({Count(Kind.ANSWERED): 100})
    newer = replace(KEY, version="2026-2")
    agreements = {
        "CSN": (
            policy.agreement(promises=Promises(Decimal(90))),
            policy.agreement(version="2026-2", promises=Promises(Decimal(99))),
        )
    }
    gone = replace(KEY, version="2025-1")
    counted = {newer: counts, KEY: counts, gone: counts}
    found = followed_up("CSN", MONTH, MONTH, counted, agreements, NOW).manader
    assert [(row.avtal.version, row.tillganglighet.utlovadProcent) for row in found] == [
        ("2025-1", None),
        ("2026-1", Decimal(90)),
        ("2026-2", Decimal(99)),
    ]


# ------------------------------------------------------------ which months


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ((None, None), ("2026-09", "2026-11")),
        (("2026-02", None), ("2026-02", "2026-11")),
        ((None, "2026-01"), ("2025-11", "2026-01")),
        (("2027-03", None), ("2027-03", "2027-03")),
    ],
)
def test_months_left_out_are_the_latest(asked: tuple[str | None, str | None], meant: tuple[str, str]) -> None:
    assert asked_months(*asked, NOW) == meant


@pytest.mark.parametrize(
    "asked", [("2026-13", None), ("198401032399", None), (None, ""), ("2026-11", "2026-10")]
)
def test_what_is_no_period_is_refused_and_not_repeated(asked: tuple[str | None, str | None]) -> None:
    with pytest.raises(MalformedQuestion) as refusal:
        asked_months(*asked, NOW)
    assert [pointer.plats for pointer in refusal.value.fel] in (["fran"], ["tom"])
    assert "1984" not in f"{refusal.value.detail} {refusal.value.fel}"
