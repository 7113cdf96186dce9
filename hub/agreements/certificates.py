"""A client's `certifikat`: what it may show where SSBTEK is spoken, and who a certificate is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from hub.agreements.described import Described
from hub.model.board import Board, CertificateHolder, ListedCertificate

_AS_WRITTEN = "([0-9A-Fa-f]{64}|([0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2})"


def _fingerprint(text: str) -> str:
    if not re.fullmatch(_AS_WRITTEN, text):
        raise ValueError(
            "is no SHA-256 in hex (64 digits, or 32 pairs with colons between); take it from the certificate "
            "with openssl x509 -noout -fingerprint -sha256"
        )
    return text


Fingerprint = Annotated[
    str, AfterValidator(_fingerprint), WithJsonSchema({"type": "string", "pattern": f"^{_AS_WRITTEN}$"})
]


class CertificateFile(Described):
    """A certificate that a client may show. Two may hold at once, so that one is exchanged without a gap."""

    sha256: Fingerprint
    """Its fingerprint in hex, within quotation marks: `openssl x509 -noout -fingerprint -sha256`."""
    from_: date | None = Field(default=None, alias="from")
    """The first day it may be shown, YYYY-MM-DD. Left out: its own first day."""
    tom: date | None = None
    """The last day it may be shown, YYYY-MM-DD, itself included. Left out: its own last day."""

    def noun(self) -> ListedCertificate:
        return ListedCertificate(self.fingerprint, self.from_, self.tom)

    @property
    def fingerprint(self) -> str:
        """Lower-case hex, however it is written."""
        return self.sha256.replace(":", "").lower()


def by_fingerprint(boards: Iterable[Board]) -> Mapping[str, tuple[CertificateHolder, ...]]:
    """Fingerprint to every client that lists it."""
    found: dict[str, tuple[CertificateHolder, ...]] = {}
    for holder in holders(boards):
        fingerprint = holder.listed.fingerprint
        found[fingerprint] = (*found.get(fingerprint, ()), holder)
    return found


def holders(boards: Iterable[Board]) -> Iterator[CertificateHolder]:
    """Every certificate that these boards list, with whose it is."""
    for board in boards:
        for client in board.clients:
            for listed in client.certificates:
                yield CertificateHolder(board.id, client, listed)
