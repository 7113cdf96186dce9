"""Where checkpoints are kept, and whose signatures count: an installation's settings, checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hub.audit import StartRefused
from hub.audit.checkpoint import CheckpointError
from hub.audit.cosignature import Cosigner
from hub.audit.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """`shelf` None: nothing is kept elsewhere. `required_within` None: no signature is demanded."""

    shelf: Shelf | None = None
    witnesses: tuple[Cosigner, ...] = ()
    required_within: timedelta | None = None


def elsewhere(folder: Path | None, witnesses: Iterable[str], required_within_s: float | None) -> Elsewhere:
    """From the settings checkpoint_folder, witnesses and witness_required_within_s. Raises StartRefused."""
    try:
        known = tuple(map(Cosigner.parse, witnesses))
    except CheckpointError as error:
        raise StartRefused(f"The setting witnesses: {error}.") from None
    if folder is None and (known or required_within_s):
        raise StartRefused("Witnesses sign what lies in checkpoint_folder: name that folder in the settings.")
    if required_within_s and not known:
        raise StartRefused("witness_required_within_s demands a signature: name a key in witnesses.")
    within = None if required_within_s is None else timedelta(seconds=required_within_s)
    return Elsewhere(None if folder is None else Shelf(folder), known, within)
