"""Events about the hub's own standing: what kept it from asking, or might have made a record's time wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from hub.audit.payload import Word


@dataclass(frozen=True, slots=True)
class ClockStepped:
    """The machine's clock stood before the newest record. In the operator's log, once it is right again.

    Records keep their order, which is that of their numbers; their times may go back by as much as this.
    """

    name: ClassVar[str] = "KLOCKAN_BACKADE"
    newest: Annotated[datetime, Word("senaste", "time of the newest record, which the clock stood before")]
    behind_ms: Annotated[int, Word("efterMs", "by how much at most, milliseconds")]
    stopped: Annotated[bool, Word("stoppade", "whether so much that nothing was asked or shown meanwhile")]
    forgiven: Annotated[
        bool | None, Word("godkand", "true: the operator says that the clock had stood ahead until then")
    ] = None


@dataclass(frozen=True, slots=True)
class KeysMissed:
    """A key file was gone, or not the one that the hub had started with; nothing was asked or shown.

    In the operator's log, once it is back.
    """

    name: ClassVar[str] = "NYCKEL_SAKNADES"
    since: Annotated[datetime, Word("sedan", "when it was noticed, UTC")]
    until: Annotated[datetime, Word("till", "when it was back, UTC")]
