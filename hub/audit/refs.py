"""What a record is found by, read from its own payload: so the index can be checked against the log."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from hub.audit.events import CaseRegistered, LookupIntended, LookupRefused, LookupUnsent
from hub.model.ledger import Ref, RefKind

_OF_A_QUESTION = frozenset({LookupIntended.name, LookupRefused.name, LookupUnsent.name})


def person_ref(key: bytes) -> Ref:
    """Half of the keyed hash is plenty to find by, and keeps the index small."""
    return Ref(RefKind.PERSON, key[:16])


def caseworker_ref(caseworker: str) -> Ref:
    return Ref(RefKind.CASEWORKER, caseworker.encode())


def case_ref(system: str, case_id: str) -> Ref:
    return Ref(RefKind.CASE, f"{system}\0{case_id}".encode())


def refs_of(content: Mapping[str, Any]) -> tuple[Ref, ...]:
    """By person wherever one is named; questions also by caseworker and case, registrations by case."""
    found: list[Ref] = []
    if "person" in content:
        found.append(_person(content["person"]))
    event = content["handelse"]
    if event in _OF_A_QUESTION:
        asked = content["fraga"]
        found.append(caseworker_ref(asked["aktor"]["id"]))
        found.append(case_ref(asked["arende"]["system"], asked["arende"]["id"]))
    elif event == CaseRegistered.name:
        found.append(case_ref(content["arende"]["system"], content["arende"]["id"]))
        found.extend(_person(member["person"]) for member in content["personer"])
    return tuple(found)


def _person(sealed: Mapping[str, str]) -> Ref:
    return person_ref(b64decode(sealed["nyckel"]))
