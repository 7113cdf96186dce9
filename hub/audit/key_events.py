"""Events about the hub's keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from hub.audit.payload import Word


@dataclass(frozen=True, slots=True)
class KeyRotated:
    """A new version of a master key is taken into use. In every log, in the commit that takes it into use:
    this record and those before it name the old key, those after it the new."""

    name: ClassVar[str] = "NYCKEL_BYTT"
    use: Annotated[str, Word("anvandning", "person, sokning or signering")]
    former: Annotated[
        str, Word("tidigareNyckelId", "id of the key until now: it still opens or finds what is older")
    ]
    key: Annotated[str, Word("nyckelId", "id of the key that is in use from now on")]
    by: Annotated[str, Word("utfordAv", "who does it")]
    reason: Annotated[str, Word("skal", "why")]
