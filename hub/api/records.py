"""The log's records as messages: each payload's fields under the names reviewers know."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from hub.audit import LogRecord, Proof
from hub.audit.checkpoint import checkpoint_of
from hub.audit.exchange import Continuation
from hub.checkpoints import Witnessed
from messages.logg import Loggavslut, Loggpost
from messages.loggbevis import Bevis, Fortsattning, Kontrollpunkt, VittnadKontrollpunkt

_SAME_NAME = (
    "klient",
    "kalla",
    "roll",
    "vag",
    "svarId",
    "utfall",
    "uppgifter",
    "undanhallna",
    "skydd",
    "grind",
    "regel",
    "lag",
    "problem",
    "skal",
    "avsiktId",
    "aktualitet",
    "intygId",
    "slag",
    "forfattningsstod",
    "period",
    "fragandeNamnd",
    "tillfragadNamnd",
    "aktuell",
    "korrelation",
    "stalld",
    "skyddLyft",
    "driftmeddelandeId",
    "ersatter",
    "fran",
    "till",
    "text",
    "sedan",
    "orsak",
    "resurs",
    "andringar",
    "utlamningId",
    "utfordAv",
    "mottagare",
    "antalArenden",
    "tidigareKontrollpunkt",
    "handlaggare",
    "fortsattning",
    "epok",
    "anvandning",
    "granskare",
    "tidigareNyckelId",
    "nyckelId",
)
_FROM_QUESTION = ("klient", "aktor", "arende", "andamal", "forfraganId", "tidigareForfraganId")


def loggpost(record: LogRecord) -> Loggpost:
    """One record; an erased one says only that it was there."""
    told: dict[str, Any] = {
        "loggpostId": record.entry_id,
        "index": record.index,
        "tidpunkt": record.time,
        "handelse": record.event,
    }
    if record.content is None:
        return Loggpost.model_validate(told | {"gallrad": True})
    content = record.content
    told |= {name: content[name] for name in _SAME_NAME if name in content}
    told |= _parts(content)
    question: Mapping[str, Any] = content.get("fraga", {})
    told |= {name: question[name] for name in _FROM_QUESTION if name in question}
    if record.person is not None:
        told["personidentitet"] = record.person
    if record.persons:
        told["personer"] = list(record.persons)
    if record.conclusion is not None:
        told["avslut"] = record.conclusion.entry_id
        told["avslutning"] = _ended(record.conclusion)
    if "villkor" in content:
        told["villkor"] = [f"{name}: {', '.join(values)}" for name, values in content["villkor"].items()]
    return Loggpost.model_validate(told)


def _ended(conclusion: LogRecord) -> Loggavslut:
    content = conclusion.content
    told: dict[str, Any] = {"loggpostId": conclusion.entry_id, "tidpunkt": conclusion.time}
    if content is None:
        return Loggavslut.model_validate(told | {"gallrad": True})
    told |= {name: content[name] for name in ("utfall", "fel", "undanhallna", "skydd") if name in content}
    return Loggavslut.model_validate(told | {"lamnade": content.get("uppgifter", [])})


def _parts(content: Mapping[str, Any]) -> dict[str, Any]:
    parts = {name: content[name] for name in ("avtal", "fel", "arende", "aktor", "forra") if name in content}
    return {name: value for name, value in parts.items() if isinstance(value, Mapping)}


def bevis(proof: Proof) -> Bevis:
    return Bevis(
        logg=proof.log,
        loggpostId=proof.entry_id,
        index=proof.index,
        storlek=proof.size,
        lov=_base64(proof.leaf),
        salt=_base64(proof.salt) if proof.salt is not None else None,
        atagande=_base64(proof.commitment) if proof.commitment is not None else None,
        hashar=[_base64(one) for one in proof.hashes],
        kontrollpunkt=proof.checkpoint,
        nyckel=proof.verifier,
    )


def kontrollpunkt(note: str, witnessed: Witnessed | None = None) -> Kontrollpunkt:
    """A signed note, and the newest that a witness has signed."""
    at = checkpoint_of(note)
    vittnad = None
    if witnessed is not None:
        vittnad = VittnadKontrollpunkt(
            logg=witnessed.checkpoint.origin,
            storlek=witnessed.checkpoint.size,
            tidpunkt=witnessed.time,
            kontrollpunkt=witnessed.note,
        )
    return Kontrollpunkt(logg=at.origin, storlek=at.size, kontrollpunkt=note, vittnad=vittnad)


def fortsattning(found: Continuation) -> Fortsattning:
    at = checkpoint_of(found.note)
    return Fortsattning(
        logg=at.origin,
        fran=found.old,
        storlek=at.size,
        hashar=[_base64(one) for one in found.hashes],
        kontrollpunkt=found.note,
    )


def _base64(octets: bytes) -> str:
    return b64encode(octets).decode("ascii")
