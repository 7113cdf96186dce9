"""What is said in SSBTEK's envelope. Fields are named as on the wire; texts are as they stood there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from messages.uppgifter import Avvikelse
from messages.wire.ssbtek.versions import Version


@dataclass(frozen=True, slots=True)
class Tidsperiod:
    """Two calendar days, both included. May be reversed: a schema cannot forbid it."""

    fromDatum: date
    tomDatum: date


@dataclass(frozen=True, slots=True)
class Ingivare:
    """`organisationsnummer` has twelve digits on the wire, with the prefix 16."""

    organisationsnummer: str
    namn: str
    handlaggare: str


@dataclass(frozen=True, slots=True)
class Personuppgiftsbitrade:
    organisationsnummer: str
    namn: str
    ordningsnummer: int | None = None


@dataclass(frozen=True, slots=True)
class GenerellaFrageparametrar:
    """What is said once and holds for every agency in the call."""

    ingivare: Ingivare
    personidentitet: str = field(repr=False)
    arendeidentitet: str = field(repr=False)
    tidsperiod: Tidsperiod
    syfte: str
    lagtext: str
    personuppgiftsbitrade: tuple[Personuppgiftsbitrade, ...] = ()
    frageTidpunkt: str | None = None
    korrelationsid: str | None = None
    fraganSkallInkluderasISvaret: bool = False


@dataclass(frozen=True, slots=True)
class Lefifraga:
    """FK's block. `version` None means v9."""

    aktorsid: str
    lefiJsonFraga: bytes = field(repr=False)
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Beskattningsfraga:
    """SKV's block, from version 11 on; `ar` holds at least one year."""

    ar: tuple[int, ...]
    foretagsinformation: bool
    individuppgifter: bool
    skattekonto: bool
    skatteuppgifter: bool
    beskattningsbilagor: bool


@dataclass(frozen=True, slots=True)
class Fragedel:
    """One included agency; of the three only what its slot takes is written."""

    tidsperiod: Tidsperiod | None = None
    lefi: Lefifraga | None = None
    beskattning: Beskattningsfraga | None = None


@dataclass(frozen=True, slots=True)
class Fraga:
    """A question. An agency that `specifika` does not name stands there with inkludera="false"."""

    generella: GenerellaFrageparametrar
    specifika: Mapping[str, Fragedel]


@dataclass(frozen=True, slots=True)
class Data:
    """An agency's own document, as bytes, unpacked: the same whether it came here or straight."""

    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RawData:
    """The inside of `data` exactly as it shall stand on the wire. Only written, never read."""

    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Delfel:
    """`error`: `kalla` is SSBT (the composite service) or BT (the agency). `felkod` is free text."""

    kalla: str
    felkod: str = field(repr=False)
    felmeddelande: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Trasig:
    """A part that cannot be read, with a Swedish sentence that says why."""

    text: str


SkrivbarDel = Data | RawData | Delfel
LastDel = Data | Delfel | Trasig


@dataclass(frozen=True, slots=True)
class Svar:
    """An answer as read. An agency that is not in `delar` was absent."""

    version: Version
    delar: Mapping[str, LastDel]
    korrelationsid: str | None
    fragadPerson: str | None = field(repr=False)
    """The person of the echoed question, where the answer has one."""
    avvikelser: tuple[Avvikelse, ...] = ()


@dataclass(frozen=True, slots=True)
class Pingdel:
    """Ping's word on one agency: whether it was called, and what went wrong."""

    anropad: bool
    error: Delfel | None = None


@dataclass(frozen=True, slots=True)
class Pingsvar:
    version: Version
    delar: Mapping[str, Pingdel]
