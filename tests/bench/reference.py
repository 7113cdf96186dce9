"""The reference that budgets in milliseconds are told by: work whose speed is known (decision 0005)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lxml import etree

from adapters import csn
from tests.bench.frame import RowError

BASELINE_S = 0.000_024
"""Reading and validating 4 KB on the machine that the budgets were set on."""

_SCHEMA = Path(csn.__file__).parent / "schemas" / "kommunfraga.xsd"


def multiples(budget_s: float) -> float:
    """A budget in seconds, told in multiples of the reference."""
    return budget_s / BASELINE_S


def read_and_validate(answer: bytes) -> Callable[[], None]:
    """lxml reading CSN's answer of 4 KB and holding it against the adapter's schemas."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    schema = etree.XMLSchema(etree.parse(str(_SCHEMA)))

    def work() -> None:
        if not schema.validate(etree.fromstring(answer, parser)):
            raise RowError("CSN's simulated answer is not what its schemas describe")

    return work
