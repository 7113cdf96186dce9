"""Are the ids that we make up ever taken for a personal number, by us or by whoever reads a header?"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator

import pytest

from hub.api import trace
from messages.values import holds_personal_number

UNLUCKY = "6672a527-b770-4054-a604-ab0306062381"
"""A version 4 UUID that by chance holds a person of the test series."""
READS_AS_A_PERSON = f"00-ab0306062381{'a' * 20}-{'c' * 16}-01"
CLEAN = "0b8f5c8e-6a0e-4f7e-9a57-2f1e6f0d9b11"


def drawing(*texts: str) -> Iterator[str]:
    return iter(texts)


def test_the_unlucky_one_is_one() -> None:
    assert holds_personal_number(UNLUCKY)


def test_a_correlation_that_reads_as_a_personal_number_is_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draws = drawing(UNLUCKY, CLEAN)
    monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(next(draws)))
    assert trace.correlation() == CLEAN


def test_a_span_that_reads_as_a_personal_number_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = drawing("ab0306062381abcd", "a" * 16)
    monkeypatch.setattr(secrets, "token_hex", lambda _octets: next(draws))
    given = f"00-{'b' * 32}-{'c' * 16}-01"
    assert trace.traceparent(given) == f"00-{'b' * 32}-{'a' * 16}-01"


def test_a_callers_trace_is_kept_and_the_span_is_ours() -> None:
    given = f"00-{'b' * 32}-{'c' * 16}-00"
    ours = trace.traceparent(given)
    assert ours.startswith(f"00-{'b' * 32}-")
    assert ours.endswith("-00")
    assert ours != given


@pytest.mark.parametrize(
    "given",
    [None, "", "nonsense", f"00-{'0' * 32}-{'c' * 16}-01", READS_AS_A_PERSON],
)
def test_an_unusable_trace_is_replaced(given: str | None) -> None:
    ours = trace.traceparent(given)
    assert not holds_personal_number(ours)
    assert given is None or given[3:35] not in ours or not given[3:35]
