"""innehall.json: what a hand-over holds, of which moment, and the SHA-256 of every file; and its signature.

The signature (innehall.sig) is a signed note in the shape of a checkpoint, by the log's own key: size and
SHA-256 of innehall.json under a name that no log has. So everything in the folder hangs on one public key.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from hub.audit.checkpoint import CheckpointError, Verifier
from hub.audit.vault import attested_as
from hub.model.board import BoardId
from messages.arendelistor import Sha256
from messages.values import Moment, Namnd, Organisationsnummer, Text, Uuid

FORMAT: Final = "nyttonav-namnd/1"
CONTENTS, SIGNATURE, README = "innehall.json", "innehall.sig", "README.txt"
REGISTER, SCHEMA = "register/register.jsonl.age", "register/registerpost.schema.json"
EPOCH = "logg/epok-{}.logg"
"""The log of an epoch that has ended, by its number; the one that goes on is LOG."""
LOG, LOG_KEY, BOARD_KEYS = "logg/atkomst.logg", "logg/nyckel.vkey", "logg/nycklar.json.age"
BOARD_FILE, SOURCES, KINDS = "avtal/kommun.yaml.age", "avtal/kallor", "avtal/inkomstslag.yaml"

MOMENT = (
    "Register och logg är av samma ögonblick: båda öppnades för läsning medan datamappens lås hölls, så att "
    "ingenting skrevs emellan. Loggens sista post är utlämningen själv (loggpostId); den skrevs innan något "
    "lästes ut. Det som skrivs i navet därefter är inte med."
)


class _Part(BaseModel):
    """Read strictly: what is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Fil(_Part):
    """A file, by its path in the folder; `sha256` is of the file as it lies there, encrypted or not."""

    namn: Annotated[str, StringConstraints(pattern=r"^[^/\\\x00-\x1f]+(/[^/\\\x00-\x1f]+){0,2}$")]
    byte: Annotated[int, Field(ge=0)]
    sha256: Sha256

    @field_validator("namn")
    @classmethod
    def _within(cls, name: str) -> str:
        if {".", ".."} & set(name.split("/")):
            raise ValueError("a file lies in the folder")
        return name


class Namndnamn(_Part):
    organisationsnummer: Organisationsnummer
    namnd: Namnd
    kommun: Text
    namn: Text

    @property
    def id(self) -> BoardId:
        return BoardId(self.organisationsnummer, self.namnd)


class Antal(_Part):
    """How much the register holds; of lists those in use."""

    arenden: Annotated[int, Field(ge=0)]
    listor: Annotated[int, Field(ge=0)]
    listadeArenden: Annotated[int, Field(ge=0)]
    intyg: Annotated[int, Field(ge=0)]
    driftmeddelanden: Annotated[int, Field(ge=0)]


class Logg(_Part):
    """The log: its name, how many records, root of its tree (`kontrollpunkt`: `<size>.<root>`), its key."""

    namn: Text
    poster: Annotated[int, Field(ge=1)]
    kontrollpunkt: Text
    nyckel: Text


class Epok(_Part):
    """An epoch of the log that ended when it was restored from a copy; `fil` is its export."""

    namn: Text
    poster: Annotated[int, Field(ge=1)]
    kontrollpunkt: Text
    fil: Annotated[str, StringConstraints(pattern=r"^logg/(epok-[1-9][0-9]*|atkomst)\.logg$")]


class Avtal(_Part):
    """A version of an agreement that the board's sources are asked under, or that the log refers to.

    `fil` is left out where the version is no longer on disk: its digest is then all that is left of it.
    """

    id: Text
    version: Text
    sha256: Sha256
    fil: Text | None = None


class Innehall(_Part):
    """The whole."""

    format: Literal["nyttonav-namnd/1"] = FORMAT
    utlamningId: Uuid
    namnd: Namndnamn
    utlamnad: Moment
    utfordAv: Text
    skal: Text
    mottagare: Text
    navversion: Text
    ogonblick: Text = MOMENT
    loggpostId: Uuid
    logg: Logg
    tidigareEpoker: list[Epok] | None = None
    """Oldest first; left out where the log has had one epoch."""
    registret: Antal
    avtal: list[Avtal]
    filer: list[Fil]

    def written(self) -> bytes:
        return self.model_dump_json(indent=1, exclude_none=True).encode() + b"\n"


class Unsigned(ValueError):
    """What innehall.json or innehall.sig is not; the text begins with the file's name."""


def signed(raw: bytes, note: bytes, key: Verifier) -> None:
    """Raises Unsigned unless the key signed exactly this."""
    try:
        attested = key.open(note.decode())
    except (CheckpointError, UnicodeDecodeError) as error:
        raise Unsigned(f"{SIGNATURE}: is not as it was written: {error}") from None
    if attested.origin != attested_as(key.name):
        raise Unsigned(f"{SIGNATURE}: signs {attested.origin}, and not what is handed over")
    if (attested.size, attested.root) != (len(raw), sha256(raw).digest()):
        raise Unsigned(f"{CONTENTS}: is not as it was signed")
