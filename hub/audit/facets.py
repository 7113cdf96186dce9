"""The few values that tell records apart by the thousand, read from a record's own payload."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hub.audit.case_events import CaseAnswered
from hub.audit.events import LookupConcluded, LookupRefused, LookupUnsent
from hub.model.ledger import NO_FACETS, Facets
from messages.koder import Skydd, Utfall

_CONCLUDING: Final = frozenset({LookupConcluded.name, CaseAnswered.name})
_OUTCOMES: Final = {
    LookupRefused.name: Utfall.NEKAD.value,
    LookupUnsent.name: Utfall.EJ_STALLD.value,
}
"""Of what never became a look-up, as the reply tells it."""


def facets_of(content: Mapping[str, Any]) -> Facets:
    """Those of a conclusion are for the record that it concludes: a look-up is found by how it ended."""
    event = content["handelse"]
    if event in _CONCLUDING:
        protection = content.get("skydd")
        return Facets(
            outcome=content["utfall"],
            protection=None if protection == Skydd.INGET.value else protection,
            concludes=content["avsiktId"],
        )
    agreement = content.get("avtal")
    found = Facets(
        client=content.get("fraga", content).get("klient"),
        source=content.get("kalla"),
        outcome=_OUTCOMES.get(event),
        gate=content.get("grind"),
        agreement=agreement["id"] if isinstance(agreement, Mapping) else None,
    )
    return NO_FACETS if found == NO_FACETS else found
