"""Is a copy with other values what pydantic's own copy would be, for every message?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from messages.inkomster import Inkomstpost
from messages.uppgifter import Uppgiftssvar
from tests.support.messages import messages


@given(messages(Inkomstpost), st.text(max_size=5))
def test_a_copy_is_pydantics(item: Inkomstpost, name: str) -> None:
    before = item.model_dump()
    changes = {"id": name, "anmarkning": None}
    made, wanted = item.like(changes), item.model_copy(update=changes)
    assert made == wanted
    assert made.model_fields_set == wanted.model_fields_set
    assert made.model_dump_json() == wanted.model_dump_json()
    assert item.model_dump() == before


@pytest.mark.parametrize("examples", [10, pytest.param(250, marks=pytest.mark.soak)])
def test_a_copy_of_nothing_changed_is_equal_and_still_frozen(examples: int) -> None:
    @settings(max_examples=examples)
    @given(messages(Uppgiftssvar))
    def equal(answer: Uppgiftssvar) -> None:
        copied = answer.like({})
        assert copied == answer
        with pytest.raises(ValidationError, match="frozen"):
            copied.svarId = "x"  # type: ignore[misc]

    equal()
