"""Gates and agreement for one person and seven sources, with the facts in the hub's own register.

with the register   FactGatherer.gather (the case read from SQLite by a thread, its three persons decrypted)
                    and then the verb; this is what the budget is about.
the verb alone      hub.policy.decide with the five gates, facts at hand.
The baseline of the first is the second. Alternating, one at a time.
"""

from __future__ import annotations

import uvloop

from hub.agreements import Contracts
from hub.audit import AccessLog
from hub.facts import FactGatherer, Kept
from hub.maintenance import MaintenanceDesk
from hub.model.decision import Allowed, Grant
from hub.model.query import Facts
from hub.policy import decide, five_gates
from hub.stores import Stores
from hub.stores.notices import SqliteNotices
from messages.arende import Arende
from messages.koder import VisadAv
from tests.bench.frame import Line, RowError, alternating, ms
from tests.bench.storage import StandingClock, scratch, storage
from tests.support import policy

SOURCES = ("AF", "CSN", "FK", "MIV", "SKV", "SO", "TNS")
ROUNDS = 1000
BUDGET_S = 0.000_3


def measure() -> list[Line]:
    with scratch() as folder, storage(folder) as stores:
        return uvloop.run(_compare(stores))


async def _compare(stores: Stores) -> list[Line]:
    query = policy.query(urval=[{"kalla": source} for source in SOURCES])
    case = policy.case()
    await stores.register.put(policy.SN, case.system, case.case_id, _registered())
    agreements = {source: (policy.agreement(source),) for source in SOURCES}
    groups = dict.fromkeys(SOURCES, policy.GROUPS)
    board = policy.board(routes=dict.fromkeys(SOURCES, policy.board().routes["CSN"]))
    gates = five_gates()
    origins = {VisadAv.REGISTER: Kept(stores.register)}
    clock = StandingClock()
    log = AccessLog(stores.log, stores.vault, clock, "bench")
    unused = log.unused
    notices = MaintenanceDesk(SqliteNotices(stores.register_file), log, SOURCES, clock, lambda: "").holding
    gatherer = FactGatherer(
        lambda: Contracts(agreements, {policy.SN: board}),
        frozenset(SOURCES),
        groups,
        origins,
        gates,
        clock,
        notices,
        unused,
    )
    at_hand: Facts = await gatherer.gather(query)
    _all_granted(decide(gates, query, at_hand))

    async def with_register() -> None:
        decide(gates, query, await gatherer.gather(query))

    async def alone() -> None:
        decide(gates, query, at_hand)

    whole, verb = await alternating((with_register, alone), ROUNDS, 100)
    return [
        Line(
            row="gates",
            what="register, five gates, agreements of seven sources; baseline: the verb alone",
            p50=ms(whole.p50),
            p99=ms(whole.p99),
            baseline=ms(verb.p50),
            ratio=f"{whole.p50 / verb.p50:.1f}",
            budget="p50 0.3 ms",
            ok=whole.p50 <= BUDGET_S,
        )
    ]


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


def _all_granted(decision: object) -> None:
    granted = (
        [row for person in decision.persons for row in person.sources if isinstance(row, Grant)]
        if isinstance(decision, Allowed)
        else []
    )
    if len(granted) != len(SOURCES):
        raise RowError(f"the gates granted {len(granted)} of {len(SOURCES)} sources: not what is measured")
