"""Events about a whole board: it is handed over from one hub, and received by another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from hub.audit.payload import Word


@dataclass(frozen=True, slots=True)
class BoardHandedOver:
    """All that is kept of the board is about to be handed over. Written before anything is read out, so that
    the log that is handed over ends with it."""

    name: ClassVar[str] = "NAMND_UTLAMNAD"
    handover: Annotated[str, Word("utlamningId", "the hand-over's id")]
    by: Annotated[str, Word("utfordAv", "who does it")]
    reason: Annotated[str, Word("skal", "why")]
    recipient: Annotated[str, Word("mottagare", "the public key it is encrypted to (age)")]
    cases: Annotated[int, Word("antalArenden", "how many cases")]
    lists: Annotated[int, Word("antalListor", "how many lists in use")]
    listed: Annotated[int, Word("antalListadeArenden", "how many cases the lists hold")]
    statements: Annotated[int, Word("antalIntyg", "how many own statements")]
    notices: Annotated[
        int, Word("antalDriftmeddelanden", "how many notices of maintenance of the board's own")
    ]


@dataclass(frozen=True, slots=True)
class BoardReceived:
    """The board's register was taken over from another hub, whose log of the board is closed and kept beside
    this one. Written before what is received is there for anybody."""

    name: ClassVar[str] = "NAMND_MOTTAGEN"
    handover: Annotated[str, Word("utlamningId", "the hand-over's id")]
    by: Annotated[str, Word("utfordAv", "who does it")]
    reason: Annotated[str, Word("skal", "why")]
    checkpoint: Annotated[
        str, Word("tidigareKontrollpunkt", "size and root of the log that was kept before: <size>.<root>")
    ]
    verifier: Annotated[
        str, Word("tidigareNyckel", "the public key of that log, a vkey: its name stands first")
    ]
    cases: Annotated[int, Word("antalArenden", "how many cases")]
    lists: Annotated[int, Word("antalListor", "how many lists in use")]
    listed: Annotated[int, Word("antalListadeArenden", "how many cases the lists hold")]
    statements: Annotated[int, Word("antalIntyg", "how many own statements")]
    notices: Annotated[
        int, Word("antalDriftmeddelanden", "how many notices of maintenance of the board's own")
    ]
