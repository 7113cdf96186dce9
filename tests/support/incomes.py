"""Sections as income items, just as the hub hands them out: the adapters' own reading, the table of kinds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from adapters.akassor.mapping import SECTIONS as UNEMPLOYMENT
from adapters.csn.mapping import SECTIONS as STUDIES
from adapters.forsakringskassan.mapping import SECTIONS as INSURANCE
from adapters.skatteverket.mapping import SECTIONS as TAX
from hub.adapter import Days, Payment
from hub.agreements.kinds import read_kinds
from hub.model.incomes import ToldPayment, item_of
from hub.translate.incomes import numbered
from messages.base import Sektion
from messages.inkomster import Inkomstpost
from messages.koder import Utfall
from messages.uppgifter import Kallsvar

_TABLE = Path(__file__).parents[2] / "contracts" / "inkomstslag.yaml"
KINDS = read_kinds(_TABLE.read_bytes(), _TABLE.name)
"""The table of all boards."""
SECTIONS = {kind.name: kind for kind in (*UNEMPLOYMENT, *STUDIES, *INSURANCE, *TAX)}
NAMES = {
    "CSN": "CSN",
    "FK": "Försäkringskassan",
    "PM": "Pensionsmyndigheten",
    "SKV": "Skatteverket",
    "SO": "A-kassorna",
}
MOMENT = datetime(2026, 11, 21, 9, tzinfo=UTC)


def part_of(source: str, *sections: Sektion, moment: datetime = MOMENT) -> Kallsvar:
    """A source's part of an answer; `moment` is when it came. Without sections it failed."""
    return Kallsvar(
        kalla=source,
        utfall=Utfall.BESVARAD if sections else Utfall.EJ_TILLGANGLIG,
        fragad=True,
        hamtad=moment,
        uppgifter={section.namn: section for section in sections},
    )


def items_of(*parts: Kallsvar, period: Days | None = None) -> list[Inkomstpost]:
    return numbered(parts, SECTIONS, KINDS, NAMES, period)


def as_items(source: str, payments: Iterable[Payment]) -> list[Inkomstpost]:
    """An adapter's own reading alone, as items that may stand in a message."""
    items = [
        item_of(ToldPayment(source, payment), f"i{place}", note=payment.anmarkning)
        for place, payment in enumerate(payments, start=1)
    ]
    return [Inkomstpost.model_validate(item.model_dump()) for item in items]
