"""How rules are put together, and that the bypass bypasses nothing it should not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hub.model.decision import Allowed, Refused
from hub.policy import AllOf, Gate, Rule, UnsafeAllowAll, decide, five_gates
from hub.policy.case import CASE_KNOWN
from tests.support.policy import LODGER, STRANGER, agreement, facts, query


def each_gate(rule: Rule) -> Iterator[Gate]:
    """Every gate, however they are put together."""
    if isinstance(rule, Gate):
        yield rule
    elif isinstance(rule, AllOf):
        for part in rule.rules:
            yield from each_gate(part)


def test_no_rules_is_an_error_and_not_a_yes() -> None:
    with pytest.raises(ValueError, match="at least one rule"):
        AllOf(())


def test_the_first_refusal_stands() -> None:
    everything_wrong = query(aktor={"id": "system"}, period={"from": "2027-01-01", "tom": "2027-01-02"})
    refused = five_gates().refusal(everything_wrong, facts(case=None))
    assert refused is not None
    assert refused.gate == 2


def test_the_gates_stand_in_order() -> None:
    numbers = [gate.number for gate in each_gate(five_gates())]
    assert numbers == sorted(numbers)
    assert set(numbers) == {1, 2, 3, 4, 5}


def test_rule_ids_are_unique() -> None:
    ids = [gate.id for gate in each_gate(five_gates())]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("profile", ["production", "", "Development", "test"])
def test_the_bypass_cannot_be_built_outside_development(profile: str) -> None:
    with pytest.raises(ValueError, match="development"):
        UnsafeAllowAll(profile)


def test_the_bypass_lets_a_question_past_the_gates_but_not_past_the_agreement() -> None:
    bypass = UnsafeAllowAll("development")
    left = query(personer=[{"personidentitet": LODGER.value}], aktor={"id": "system"})
    open_to = agreement(roles=frozenset(agreement().roles | {"HUSHALLSMEDLEM"}))
    assert isinstance(decide(bypass, left, facts(agreements={"CSN": (open_to,)})), Allowed)
    assert isinstance(decide(bypass, left, facts(agreements={})), Refused)


@pytest.mark.parametrize(
    ("known", "gate"),
    [
        (facts(board=None), 1),
        (facts(case=None), 3),
        (facts(), 4),
    ],
)
def test_the_bypass_invents_no_board_case_or_person(known: object, gate: int) -> None:
    stranger = query(personer=[{"personidentitet": STRANGER.value}])
    refused = decide(UnsafeAllowAll("development"), stranger, known)  # type: ignore[arg-type]
    assert isinstance(refused, Refused)
    assert refused.gate == gate


def test_one_gate_alone_is_a_rule_too() -> None:
    assert AllOf((CASE_KNOWN,)).refusal(query(), facts()) is None
