"""Has every code of the answers a Swedish text?"""

from __future__ import annotations

from enum import StrEnum

import pytest

from hub.codes import kodverk
from hub.elements import every_list, load_codes
from messages import koder


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("svar-utfall", koder.Utfall),
        ("svar-led", koder.Led),
        ("svar-atgard", koder.Atgard),
        ("svar-skydd", koder.Skydd),
        ("svar-skydd-lyft", koder.SkyddLyft),
        ("svar-roll", koder.Roll),
        ("svar-tillstand", koder.Tillstand),
        ("svar-undanhallen-orsak", koder.UndanhallenOrsak),
    ],
)
def test_every_code_of_the_answer_has_a_text_and_no_other(name: str, codes: type[StrEnum]) -> None:
    assert set(load_codes(name).texts) == {one.value for one in codes}


def test_all_lists_are_served_in_order_with_their_explanations() -> None:
    lists = every_list()
    served = kodverk(lists).kodlistor
    assert [one.id for one in served] == sorted(one.id for one in lists)
    (outcomes,) = [one for one in served if one.id == "svar-utfall"]
    assert all(one.forklaring for one in outcomes.koder)
