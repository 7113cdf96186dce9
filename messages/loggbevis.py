"""bevis/1, kontrollpunkt/1, fortsattning/1, medsignatur/1: the access log's proofs and checkpoints."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from messages.base import Fraga, Meddelande
from messages.values import TEXT_PATTERN, Moment, Text, Uuid

Anteckning = Annotated[str, StringConstraints(pattern=TEXT_PATTERN, max_length=1_000_000)]
"""A signed note, line by line."""


class Bevis(Meddelande):
    """That a record is in the log (RFC 9162), for anyone who holds the log's public key.

    lov = SHA-256(0x00 || atagande), atagande = SHA-256(payload || salt || index as 8 bytes big-endian): who
    has the payload from an export computes it anew, who has not still verifies that something was committed.
    `hashar` lead from the leaf to the root that the checkpoint signs. Bytes are base64; `salt` and `atagande`
    are absent when the record has been erased.
    """

    elementnamn: ClassVar[str] = "bevis"
    namnrymd: ClassVar[str] = "urn:nyttonav:bevis:1"

    logg: Text
    loggpostId: Uuid
    index: Annotated[int, Field(ge=0)]
    storlek: Annotated[int, Field(ge=1)]
    lov: Text
    salt: Text | None = None
    atagande: Text | None = None
    hashar: list[Text]
    kontrollpunkt: Anteckning
    nyckel: Text


class VittnadKontrollpunkt(Meddelande):
    """A checkpoint that a witness has signed too (C2SP tlog-cosignature), and when it last did."""

    logg: Text
    storlek: Annotated[int, Field(ge=0)]
    tidpunkt: Moment
    kontrollpunkt: Anteckning


class Kontrollpunkt(Meddelande):
    """The latest signed checkpoint of the board's log (C2SP tlog-checkpoint), and the witnessed one."""

    elementnamn: ClassVar[str] = "kontrollpunkt"
    namnrymd: ClassVar[str] = "urn:nyttonav:kontrollpunkt:1"

    logg: Text
    storlek: Annotated[int, Field(ge=0)]
    kontrollpunkt: Anteckning
    vittnad: VittnadKontrollpunkt | None = None


class Fortsattning(Meddelande):
    """That the log of `storlek` records extends the one of `fran` (RFC 9162); hashes are base64.

    `logg` ends with # and a number after a restore: that is a log of its own, and begins at 0.
    """

    elementnamn: ClassVar[str] = "fortsattning"
    namnrymd: ClassVar[str] = "urn:nyttonav:fortsattning:1"

    logg: Text
    fran: Annotated[int, Field(ge=0)]
    storlek: Annotated[int, Field(ge=0)]
    hashar: list[Text]
    kontrollpunkt: Anteckning


class Medsignatur(Fraga):
    """A checkpoint of the log with a witness' signature line (C2SP tlog-cosignature)."""

    elementnamn: ClassVar[str] = "medsignatur"
    namnrymd: ClassVar[str] = "urn:nyttonav:medsignatur:1"

    kontrollpunkt: Anteckning
