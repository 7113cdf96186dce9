"""How rules are put together."""

from __future__ import annotations

from dataclasses import dataclass

from hub.model.decision import Refused
from hub.model.query import Facts, Query
from hub.policy.rule import Rule


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every rule must let the question through; the first refusal stands.

    Raises ValueError without rules: a set of gates that is empty by mistake would let everything through.
    """

    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        if not self.rules:
            raise ValueError("AllOf needs at least one rule; without rules everything would be allowed")

    def refusal(self, query: Query, facts: Facts) -> Refused | None:
        for rule in self.rules:
            refused = rule.refusal(query, facts)
            if refused is not None:
                return refused
        return None


@dataclass(frozen=True, slots=True)
class UnsafeAllowAll:
    """Lets every question past the gates, for trying out adapters. `profile` must be "development".

    Agreements still bind, and no board, case or person is invented. Raises ValueError in any other profile.
    """

    profile: str

    def __post_init__(self) -> None:
        if self.profile != "development":
            raise ValueError(
                f"UnsafeAllowAll can only be built in the development profile, not in {self.profile!r}; "
                "use the five gates"
            )

    def refusal(self, query: Query, facts: Facts) -> Refused | None:  # noqa: ARG002 - that is the point
        return None
