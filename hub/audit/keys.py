"""The master keys, from where the setting `keys` says: a folder, or `env:` for the environment.

Three uses (decision 0018 tells what the loss of each costs), each in versions. What is made takes the version
in use, what is there is opened and found by the one it was made with: all are needed as long as it is kept.
"""

from __future__ import annotations

import os
from pathlib import Path

from hub.audit.key_environment import EnvironmentKeys
from hub.audit.key_folder import FolderKeys
from hub.audit.key_ring import (
    COST_OF_LOSS,
    MOST_VERSIONS,
    KeyProvider,
    KeyRing,
    KeyUse,
    MasterKey,
    StartRefused,
    key_id,
    ring_of,
)

__all__ = [
    "COST_OF_LOSS",
    "ENVIRONMENT",
    "MOST_VERSIONS",
    "KeyProvider",
    "KeyRing",
    "KeyUse",
    "MasterKey",
    "StartRefused",
    "key_id",
    "open_keys",
    "provider_of",
    "ring_of",
]

ENVIRONMENT = Path("env:")
"""The setting `keys` that means no folder."""


def provider_of(keys: Path) -> KeyProvider:
    """What the setting names."""
    return EnvironmentKeys(os.environ) if keys == ENVIRONMENT else FolderKeys(keys)


def open_keys(keys: Path, *, may_create: bool) -> KeyRing:
    """Every master key there is, the highest versions in use; makes those missing only when `may_create` (no
    data exists that needs them).

    Which of them the data was made with, and so is in use, the data itself tells: see `KeyRing.in_use`.
    Raises StartRefused for a missing, damaged or openly readable key.
    """
    provider = provider_of(keys)
    provider.ready(may_create=may_create)
    found: list[MasterKey] = []
    for use in KeyUse:
        versions = provider.versions(use)
        if not versions and may_create:
            provider.make(use, 1)
        found.extend(provider.key(use, version) for version in versions or (1,))
    return ring_of(found)
