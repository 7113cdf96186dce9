"""What a look-up costs before and after its calls: gates and agreement, what is withheld, protection.

subject   FactGatherer.gather (the case read from SQLite by a thread, its three persons decrypted), the verb
          `decide` with the example agreements of seven sources, and then, of an ordinary answer of each, what
          the agreement does not carry and what could tell where somebody is taken out.
baseline  lxml reading CSN's 4 KB and holding them against the adapter's schemas (decision 0005).
In short turns, a number of look-ups at a time: a loop that is started for each would be most of what is seen.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import uvloop

from hub.adapter import Found
from hub.agreements import Contracts, load
from hub.audit import AccessLog
from hub.conformance import folder_at, subject_at
from hub.elements import hide, keep_groups
from hub.facts import FactGatherer, Kept
from hub.maintenance import MaintenanceDesk
from hub.model.decision import Allowed, Grant
from hub.model.registry import Registry
from hub.policy import decide, five_gates
from hub.registry import discover
from hub.stores import Stores
from hub.stores.notices import StoredNotices
from messages.arende import Arende
from messages.base import Sektion
from messages.koder import VisadAv
from tests.bench.frame import Line, RowError, in_turns, ms
from tests.bench.reference import multiples, read_and_validate
from tests.bench.rows.translation import small_answer
from tests.bench.storage import StandingClock, scratch, storage
from tests.support import policy

SOURCES = ("AF", "CSN", "FK", "MIV", "SKV", "SO", "TNS")
TURNS, SECONDS, AT_A_TIME = 25, 0.08, 10
BUDGET_S = 0.000_3
CONTRACTS = Path(__file__).parents[3] / "contracts"


def measure() -> list[Line]:
    with scratch() as folder, storage(folder) as stores, closing(uvloop.new_event_loop()) as loop:
        registry = discover()
        gatherer = loop.run_until_complete(_gatherer(stores, registry))
        query = policy.query(urval=[{"kalla": source} for source in SOURCES])
        gates = five_gates()
        granted = _granted(decide(gates, *loop.run_until_complete(gatherer.gather(query))))
        answers = _answers(registry, granted)

        async def some() -> None:
            for _ in range(AT_A_TIME):
                decision = decide(gates, *await gatherer.gather(query))
                _handed_out(_granted(decision), answers, registry)

        validate = read_and_validate(small_answer())

        def baseline() -> None:
            for _ in range(AT_A_TIME):
                validate()

        def subject() -> None:
            loop.run_until_complete(some())

        return [_line(subject, baseline)]


def _line(subject: Callable[[], None], baseline: Callable[[], None]) -> Line:
    found = in_turns(subject, baseline, turns=TURNS, seconds=SECONDS, each=1)
    budget = multiples(BUDGET_S)
    return Line(
        row="gates",
        what="register, five gates, agreements and protection, seven sources; baseline: 4 KB validated",
        p50=ms(found.subject.p50 / AT_A_TIME),
        p99=ms(found.subject.p99 / AT_A_TIME),
        baseline=ms(found.baseline.p50 / AT_A_TIME),
        ratio=f"{found.ratio:.1f}",
        budget=f"p50 {budget:.1f} x",
        ok=found.ratio <= budget,
    )


async def _gatherer(stores: Stores, registry: Registry) -> FactGatherer:
    case = policy.case()
    await stores.register.put(policy.SN, case.system, case.case_id, _registered())
    board = policy.board(routes=dict.fromkeys(SOURCES, policy.board().routes["CSN"]))
    contracts = Contracts(load(CONTRACTS, registry).agreements, {policy.SN: board})
    clock = StandingClock()
    log = AccessLog(stores.log, stores.vault, clock, "bench")
    notices = MaintenanceDesk(StoredNotices(stores.register_file), log, SOURCES, clock, lambda: "").holding
    known = {VisadAv.REGISTER: Kept(stores.register)}
    return FactGatherer(
        lambda: contracts,
        frozenset(registry.sources),
        registry.groups,
        known,
        five_gates(),
        clock,
        notices,
        log.unused,
        policy.NeverByPerson(),
    )


def _answers(registry: Registry, grants: list[Grant]) -> dict[str, tuple[Sektion, ...]]:
    """The sections of each source's ordinary sample, read for what was asked for."""
    found: dict[str, tuple[Sektion, ...]] = {}
    for grant in grants:
        source = grant.source
        subject = subject_at(folder_at(f"adapters/{registry.source(source).adapter}"))
        samples = (it for it in subject.ordinary() if subject.formats[it.payload.format] == source)
        read = registry.source(source).to_section(replace(next(samples).payload, groups=grant.groups))
        if not isinstance(read, Found):
            raise RowError(f"{source}'s ordinary sample holds nothing")
        found[source] = read.sections
    return found


def _granted(decision: object) -> list[Grant]:
    granted = (
        [row for person in decision.persons for row in person.sources if isinstance(row, Grant)]
        if isinstance(decision, Allowed)
        else []
    )
    if len(granted) != len(SOURCES):
        raise RowError(f"the gates granted {len(granted)} of {len(SOURCES)} sources: not what is measured")
    return granted


def _handed_out(grants: list[Grant], answers: dict[str, tuple[Sektion, ...]], registry: Registry) -> None:
    """As hub/translate/compose.py does it for a household with somebody who is protected."""
    for grant in grants:
        for section in answers[grant.source]:
            kept, _ = keep_groups(section, grant.groups)
            hide(kept, registry.whereabouts[section.namn])


def _registered() -> Arende:
    people = [(policy.APPLICANT, "SOKANDE"), (policy.PARTNER, "MEDSOKANDE"), (policy.CHILD, "BARN")]
    return Arende.model_validate(
        {
            "typ": "EKONOMISKT_BISTAND",
            "status": "PAGAENDE",
            "tidpunkt": "2026-11-21T08:00:00Z",
            "oppnat": "2026-09-01",
            "personer": [{"personidentitet": number.value, "roll": role} for number, role in people],
        }
    )
