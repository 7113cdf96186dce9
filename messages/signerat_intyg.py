"""signerat-intyg/1: what a case system signs, to show that a case is ongoing.

The statement is the payload of a JWS (RFC 7515) in compact form, as JSON; `Intygshuvud` is its
protected header, whole. A question carries it in `arende.signeratIntyg`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from messages.arende import Arendeperson, Arendestatus, Arendetyp
from messages.base import Fraga
from messages.uppgifter import Arendereferens
from messages.values import Identifier, Namnd, Organisationsnummer, Text, Uuid

Sekunder = Annotated[int, Field(ge=1, le=99_999_999_999)]
"""Whole seconds since 1970-01-01T00:00:00Z (RFC 7519, NumericDate)."""


class Signaturalgoritm(StrEnum):
    """What a statement may be signed with. Never `none`, and nothing that the hub itself could sign with."""

    ED25519 = "Ed25519"
    ES256 = "ES256"
    ES384 = "ES384"
    PS256 = "PS256"
    RS256 = "RS256"


class Intygstyp(StrEnum):
    """The one type, so that nothing else that the key has signed can pass for a statement (RFC 8725)."""

    INTYG = "nyttonav-intyg+jwt"


class Intygshuvud(Fraga):
    """The header: these three and no more. `kid` is the key's name in the board's file."""

    alg: Signaturalgoritm
    typ: Intygstyp
    kid: Identifier


class Intygsarende(Arendereferens):
    """The case as the case system has it when it signs."""

    typ: Arendetyp
    status: Arendestatus
    oppnat: date | None = None

    @model_validator(mode="after")
    def _opened_when_open(self) -> Self:
        if self.status is Arendestatus.PAGAENDE and self.oppnat is None:
            raise ValueError("Ett ärende som är PAGAENDE anger dagen det öppnades: oppnat.")
        return self


class SigneratIntyg(Fraga):
    """That the case is as said at `iat`, and whose it is: for one question (`forfraganId`) of one client.

    `iss` is the client's id, `aud` the hub's, `exp` at most 300 seconds after `iat`, `jti` the statement's
    own id, which the log keeps. `personer` are all persons of the case, at least those asked about.
    """

    elementnamn: ClassVar[str] = "signeratIntyg"
    namnrymd: ClassVar[str] = "urn:nyttonav:signerat-intyg:1"

    iss: Identifier
    aud: Text
    iat: Sekunder
    exp: Sekunder
    jti: Uuid
    forfraganId: Uuid
    organisationsnummer: Organisationsnummer
    namnd: Namnd
    arende: Intygsarende
    personer: Annotated[list[Arendeperson], Field(min_length=1, max_length=50)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        people = [member.personidentitet for member in self.personer]
        if len(set(people)) < len(people):
            raise ValueError("Samma person står två gånger i personer.")
        return self
