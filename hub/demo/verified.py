"""The demo proves its own log: each record by its inclusion proof, and the whole log from the stored data."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from typing import Any

from hub.audit.checkpoint import Verifier
from hub.audit.tree import leaf_hash, verify_inclusion
from hub.audit.verify import State
from hub.demo.story import BOARD, Told
from hub.main import where
from hub.settings import Settings
from hub.stores.log_file import verify_stored


@dataclass(frozen=True, slots=True)
class Verified:
    """How many records were proved one by one, and what verifying the whole log said."""

    proved: int
    entries: int
    verdict: State
    checkpoint: str
    verifier: str

    def as_json(self) -> dict[str, Any]:
        return {
            "bevisadePoster": self.proved,
            "poster": self.entries,
            "utfall": self.verdict.value,
            "kontrollpunkt": self.checkpoint,
            "nyckel": self.verifier,
        }


def proves(proof: dict[str, Any]) -> None:
    """Raises ProofError or CheckpointError unless the proof shows its record in the signed tree."""
    checkpoint = Verifier.parse(proof["nyckel"]).open(proof["kontrollpunkt"])
    leaf = leaf_hash(b64decode(proof["atagande"]))
    hashes = [b64decode(one) for one in proof["hashar"]]
    verify_inclusion(leaf, proof["index"], checkpoint.size, hashes, checkpoint.root)


def verified(settings: Settings, told: Told) -> Verified:
    """Prove each record of the story, then verify the whole stored log beside the serving hub.

    Raises ProofError or CheckpointError when a proof does not hold.
    """
    for proof in told.proofs:
        proves(proof)
    key = Verifier.parse(told.proofs[-1]["nyckel"])
    verdict = verify_stored(where(settings), BOARD.origin, key, lambda _count: None)
    note = told.proofs[-1]["kontrollpunkt"]
    return Verified(len(told.proofs), verdict.entries, verdict.state, note, key.vkey())
