"""What a record is found by, read from its own payload: so the index can be checked against the log."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from hub.audit.case_events import StatementConfirmed, StatementMade
from hub.audit.events import LogSearched, LookupIntended
from hub.model.ledger import Ref, RefKind


def person_ref(key: bytes) -> Ref:
    """Half of the keyed hash is plenty to find by, and keeps the index small."""
    return Ref(RefKind.PERSON, key[:16])


def caseworker_ref(caseworker: str) -> Ref:
    return Ref(RefKind.CASEWORKER, caseworker.encode())


def case_ref(system: str, case_id: str) -> Ref:
    return Ref(RefKind.CASE, f"{system}\0{case_id}".encode())


def put_to_ref(source: str, correlation: str) -> Ref:
    """A question as the source knows it: by the id that went out with it, together with whom it went to.

    One key of both, so that another source's id is looked up as one that was never given out is, and is not
    found in the same way.
    """
    return Ref(RefKind.PUT_TO, sha256(f"{source}\0{correlation}".encode()).digest()[:16])


def review_ref() -> Ref:
    """What somebody must look at: a caseworker's own word, what rests on one, or on a case found by the
    person, what nobody is known to have asked, and answers of which nothing was suppressed though somebody
    was protected, or might have been."""
    return Ref(RefKind.REVIEW, b"1")


def confirmation_ref(statement: str) -> Ref:
    """The confirmation of a statement, by the statement's id."""
    return Ref(RefKind.CONFIRMATION, statement.encode())


def refs_of(content: Mapping[str, Any]) -> tuple[Ref, ...]:
    """By person, caseworker and case, wherever one is named: in the record itself or in its question. What
    is put to a source is found by that too, what is to be reviewed by that.

    A search of the log names them too, and is found by the persons only.
    """
    found = [_person(member.get("person", member)) for member in content.get("personer", ())]
    if "person" in content:
        found.append(_person(content["person"]))
    if content["handelse"] == LogSearched.name:
        return tuple(found)
    said = content.get("fraga", content)
    if "aktor" in said:
        found.append(caseworker_ref(said["aktor"]["id"]))
    if "arende" in said:
        found.append(case_ref(said["arende"]["system"], said["arende"]["id"]))
    if content["handelse"] == LookupIntended.name:
        found.append(put_to_ref(content["kalla"], said["korrelation"]))
    return (*found, *_of_statements(content))


def _of_statements(content: Mapping[str, Any]) -> tuple[Ref, ...]:
    if content["handelse"] == StatementConfirmed.name:
        return (confirmation_ref(content["intygId"]),)
    return (review_ref(),) if _to_review(content) else ()


def _to_review(content: Mapping[str, Any]) -> bool:
    lifted = content.get("skyddLyft", {}).get("granskas", False)
    if content["handelse"] == LookupIntended.name:
        on_a_word = content["aktualitet"].get("granskas", False)
        return bool(on_a_word or content["fraga"]["aktor"].get("urFil", False) or lifted)
    return bool(lifted) or content["handelse"] == StatementMade.name


def _person(sealed: Mapping[str, str]) -> Ref:
    return person_ref(b64decode(sealed["nyckel"]))
