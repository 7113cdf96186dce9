"""Do the signals hold through the whole hub, on any day? Each person's own are in the golden table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from hub.translate.signals_payments import month_before, month_of
from tests.support import wire
from tests.support.hub import RunningHub, running_hub

PERSONAS = ("arbetslos", "pensionar", "foralder2", "anstalld")
"""With incomes every month, and with incomes that come and go."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with running_hub(tmp_path_factory.mktemp("signals")) as running:
        yield running


def asked(hub: RunningHub, persona: str, last: date | None = None) -> dict[str, Any]:
    month = month_of(last or hub.world.today)
    first = month_before(month_before(month_before(month))).first
    period = {"from": first.isoformat(), "tom": month.last.isoformat()}
    case = wire.registered(hub, persona)
    answer = wire.answered(wire.ask(hub, wire.in_case(hub, case, persona, urval=[], period=period)))
    person: dict[str, Any] = answer["personer"][0]
    return person


def test_nothing_is_gone_from_a_month_that_is_not_over(hub: RunningHub) -> None:
    today = hub.world.today
    if (today + timedelta(days=1)).day == 1:
        pytest.skip("the month ends today")
    for persona in PERSONAS:
        assert "BORTFALLEN" not in {one["kod"] for one in asked(hub, persona)["signaler"]}


def test_what_is_gone_has_no_item_in_the_month(hub: RunningHub) -> None:
    month = month_before(month_of(hub.world.today))
    for persona in PERSONAS:
        person = asked(hub, persona, month.last)
        by_id = {one["id"]: one for one in person["inkomstposter"]}
        for signal in person["signaler"]:
            if signal["kod"] == "BORTFALLEN":
                benefits = {(by_id[i]["kalla"], by_id[i]["forman"]["text"]) for i in signal["underlag"]}
                still = {
                    (one["kalla"], one["forman"]["text"])
                    for one in by_id.values()
                    if one.get("utbetalningsdag", "").startswith(f"{month.first:%Y-%m}")
                }
                assert not benefits & still


def test_of_a_source_that_fails_nothing_is_concluded(hub: RunningHub) -> None:
    with wire.fault(hub, "AVBRUTEN"):
        person = asked(hub, "pensionar")
    unread = {one["kalla"] for one in person["signaler"] if one["kod"] == "KAN_INTE_AVGORAS"}
    failed = {part["kalla"] for part in person["kallor"] if part["utfall"] == "EJ_TILLGANGLIG"}
    assert failed
    assert unread == failed
    assert {one["kalla"] for one in person["signaler"] if one["kod"] != "KAN_INTE_AVGORAS"}.isdisjoint(failed)


@pytest.mark.parametrize("persona", ["mangfald", "regelbrytare", "skyddad"])
def test_whatever_the_sources_say_there_is_an_answer_with_what_is_behind_each_signal(
    hub: RunningHub, persona: str
) -> None:
    person = asked(hub, persona)
    items = {one["id"] for one in person["inkomstposter"]}
    sources = {part["kalla"] for part in person["kallor"]}
    for signal in person["signaler"]:
        assert signal["underlag"] or signal["kod"] == "KAN_INTE_AVGORAS"
        assert all(one in items or one.partition(":")[0] in sources for one in signal["underlag"])
