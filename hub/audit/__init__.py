"""The access log: events, Merkle tree, checkpoints, permits, and verification by anyone."""

from __future__ import annotations

from hub.audit.keys import StartRefused
from hub.audit.log import OPERATOR, AccessLog
from hub.audit.nouns import Conclusion, Intended, LogPage, LogRecord, Proof, PutTo, Receipt, Search
from hub.audit.permit import LogPermit, Prober
from hub.audit.vault import KeyVault

__all__ = [
    "OPERATOR",
    "AccessLog",
    "Conclusion",
    "Intended",
    "KeyVault",
    "LogPage",
    "LogPermit",
    "LogRecord",
    "Prober",
    "Proof",
    "PutTo",
    "Receipt",
    "Search",
    "StartRefused",
]
