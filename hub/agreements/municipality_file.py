"""The keys of contracts/kommuner/<municipality>.yaml, as they are written."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated

from pydantic import Field

from hub.agreements.certificates import CertificateFile
from hub.agreements.described import Described
from hub.agreements.kinds import KindsFile
from hub.agreements.matching import MatchingFile
from hub.agreements.neighbours import NeighboursFile
from hub.agreements.places import CasePlace
from hub.agreements.protected import ProtectedCasesFile
from hub.model.board import StatementKey
from hub.model.document import Filled, OrganisationNumber
from hub.model.scope import Scope
from messages.koder import VisadAv
from messages.values import Code, Identifier, Namnd


class ClientKey(Described):
    """A public key that a client signs its statements with: of the cases of one case system."""

    kid: Identifier
    """The key's id, named in the header of what it signs; one of a kind among the client's keys."""
    jwk: dict[str, str]
    """The public key as a JWK (RFC 7517): OKP with Ed25519, EC with P-256 or P-384, or RSA of 2048 bits."""
    from_: date | None = Field(default=None, alias="from")
    """The first day it may be used, YYYY-MM-DD. Left out: it has no beginning."""
    tom: date | None = None
    """The last day it may be used, YYYY-MM-DD, itself included. Left out: it has no end."""
    system: Identifier | None = None
    """The case system (of `arendesystem`) it speaks for; left out only where the board has one."""

    def noun(self) -> StatementKey:
        jwk = json.dumps(self.jwk, sort_keys=True)
        return StatementKey(self.kid, jwk, self.from_, self.tom, self.system)


class BoardClient(Described):
    """A system of the board's that may call the hub."""

    id: Identifier
    """The id that its tokens name (`client_id`). A client belongs to one board."""
    namn: Filled
    """What the system is called, for the log's readers."""
    behorigheter: Annotated[list[Scope], Field(min_length=1)]
    """The scopes that its tokens may at most hold."""
    nycklar: list[ClientKey] = Field(default_factory=list)
    """The public keys that it signs statements of cases with."""
    arendesystem: Identifier | None = None
    """The case system (of the board's `arendesystem`) whose ids it sends over SSBTEK, which has no word for
    it; left out where the board has one."""
    arendematchning: MatchingFile | None = None
    """For getting started, until a day: it need not name real cases. Left out: it must."""
    certifikat: list[CertificateFile] = Field(default_factory=list)
    """The client certificates that it may show, where SSBTEK is spoken, instead of a token."""


class CaseSystem(Described):
    """A case system; with `vag` it can be asked just then, by that adapter."""

    id: Identifier
    """The id that questions name it by (`arende.system`)."""
    vag: Filled | None = None
    """The adapter that asks it. Left out: it is not asked, it sends its cases itself."""
    installningar: dict[str, str] = Field(default_factory=dict)
    """The adapter's settings, name to text: url and what its manifest lists."""


class ProcessorOf(Described):
    """Who handles personal data on the board's behalf."""

    organisationsnummer: OrganisationNumber
    """Its organisation number: ten digits, no hyphen, within quotation marks."""
    namn: Filled
    """Its name, as it is cited in questions to sources."""


class Way(Described):
    """How the board reaches some sources."""

    vag: Filled
    """The route: the id of an adapter that talks to them, straight or as an intermediary."""
    kallor: Annotated[list[Code], Field(min_length=1)]
    """The sources that it is used for. Each source stands in one way only."""
    installningar: dict[str, str] = Field(default_factory=dict)
    """The route's settings, name to text: url, version and what its manifest lists."""


class Erasure(Described):
    """The board's decision on erasure of its access log (gallringsbeslut)."""

    beslut: Filled
    """The decision's reference in the board's register."""
    datum: date
    """The day of the decision, YYYY-MM-DD."""
    ar: Annotated[int, Field(ge=1, le=100)]
    """How long entries are kept, in years."""


class BoardFile(Described):
    """One board (nämnd): the controller. Everything is said for each board by itself."""

    id: Namnd
    """The board's short name within the municipality: SN, AN, ... Capitals and digits, at most 12."""
    namn: Filled
    """The board's name."""
    ingivarnamn: list[Filled] = Field(default_factory=list)
    """What its systems call the board in SSBTEK's `ingivare.namn`, beside `namn`. A name means one board."""
    klienter: Annotated[list[BoardClient], Field(min_length=1)]
    """The systems that may call the hub on the board's behalf."""
    arendesystem: Annotated[list[Identifier | CaseSystem], Field(min_length=1)]
    """The board's case systems, in the order they are asked: an id, or a mapping where it can be asked."""
    aktualitet: Annotated[list[CasePlace], Field(min_length=1)] = Field(
        default_factory=lambda: [VisadAv.REGISTER]
    )
    """Where an ongoing case is looked for, in this order. Left out: in the register alone."""
    avslutadeBehallsManader: Annotated[int, Field(ge=1, le=120)] = 12
    """How long a closed case stays in the register, in months."""
    aktualitetskontroll: NeighboursFile = NeighboursFile()
    """Whether other boards of the municipality are told that a person is in an ongoing case here."""
    personuppgiftsbitraden: list[ProcessorOf] = Field(default_factory=list)
    """Who handles personal data on the board's behalf, the hub's operator among them; cited to sources."""
    vagar: list[Way] = Field(default_factory=list)
    """How the board reaches the sources; a source without a way is not asked."""
    gallring: Erasure | None = None
    """The decision on erasure of the access log. Left out: nothing of it is erased."""
    inkomstslag: KindsFile = KindsFile()
    """The board's own rows about kinds of income; they come before those of inkomstslag.yaml."""
    skyddadeArenden: ProtectedCasesFile | None = None
    """The caseworkers who handle the board's protected cases. Left out: nobody is named."""


class MunicipalityFile(Described):
    """A municipality with its boards: clients, routes, case systems, processors, erasure."""

    organisationsnummer: OrganisationNumber
    """The municipality's organisation number: ten digits from 212000, within quotation marks."""
    namn: Filled
    """The municipality's name."""
    namnder: Annotated[list[BoardFile], Field(min_length=1)]
    """Its boards that use the hub."""
