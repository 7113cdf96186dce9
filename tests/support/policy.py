"""Builders of a question that passes every gate, and of the facts that let it. Change one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import ModuleType
from typing import Any, cast

from hub.adapter import Found, NoRecord, Payload, Processor, SectionType
from hub.model.agreement import Agreement, Contact, LegalBasis
from hub.model.board import Board, BoardId, Client, RouteChoice
from hub.model.case import CaseFact, CasePerson
from hub.model.maintenance import Notice
from hub.model.manifest import Carried, LoadedAdapter, Manifest, RouteManifest, Setting, SourceManifest
from hub.model.query import Caller, Facts, Query
from hub.model.registry import LoadedSource, Registry
from hub.model.scope import Scope
from hub.simulators.personas import MAN, number_of
from messages.arende import Arendestatus, Arendetyp
from messages.koder import AktorTyp, Andamal, Roll, Skydd, VisadAv
from messages.studiestod import Studiestod
from messages.uppgifter import Uppgiftsforfragan
from messages.values import Personidentitet

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
SN = BoardId("2120002411", "SN")
AN = BoardId("2120002411", "AN")
APPLICANT = Personidentitet("198401032399")
PARTNER = Personidentitet("200306062381")
CHILD = Personidentitet("202504182391")
VISITING_CHILD = Personidentitet("202503312387")
LODGER = Personidentitet("200607092384")
STRANGER = Personidentitet("200802122390")
COORDINATED = Personidentitet("198401632396")
GROUPS = frozenset({"studiestod.arenden", "studiestod.ansokningar", "studiestod.utbetalningar"})


def question(**changes: Any) -> Uppgiftsforfragan:
    """As on the wire, `aktor` and `ingivare` merged over what is allowed."""
    aktor = {"typ": "HANDLAGGARE", "id": "hl000123", "namn": "Handläggare 123", "enhet": "Bistånd 2"}
    ingivare = {
        "organisationsnummer": SN.organisation_number,
        "namnd": SN.board,
        "aktor": aktor | changes.pop("aktor", {}),
    }
    asked = {
        "forfraganId": "0b8f5c8e-6a0e-4f7e-9a57-2f1e6f0d9b11",
        "ingivare": ingivare | changes.pop("ingivare", {}),
        "arende": {"system": "demo", "id": "EB-2026-001234"},
        "andamal": "HANDLAGGNING_EKONOMISKT_BISTAND",
        "period": {"from": "2026-08-01", "tom": "2026-10-31"},
        "personer": [{"personidentitet": APPLICANT.value}],
        "urval": [{"kalla": "CSN"}],
    }
    return Uppgiftsforfragan.model_validate(asked | changes)


def caller(**changes: Any) -> Caller:
    return replace(Caller("sn-arendesystem", SN, frozenset({"uppgifter:fraga"})), **changes)


def query(*, by: Caller | None = None, **changes: Any) -> Query:
    return Query(question(**changes), by or caller(), NOW, "korrelation-1", "00-trace-01")


def agreement(source: str = "CSN", **changes: Any) -> Agreement:
    made = Agreement(
        id=f"{source.lower()}-ekonomiskt-bistand",
        version="2026-1",
        digest="0" * 64,
        source=source,
        source_name=source,
        valid_from=date(2026, 1, 1),
        valid_to=None,
        direct_access=True,
        purposes=frozenset(Andamal),
        actors=frozenset({AktorTyp.HANDLAGGARE, AktorTyp.KONTAKTCENTER}),
        roles=frozenset({Roll.SOKANDE, Roll.MEDSOKANDE, Roll.BARN}),
        groups=GROUPS,
        legal_basis=(
            LegalBasis(("11 kap. 11 § gamla lagen",), None, date(2025, 6, 30), "10 kap. 28 § OSL"),
            LegalBasis(
                ("15 kap. 10 § nya lagen", "2 § förordningen"), date(2025, 7, 1), None, "10 kap. 28 § OSL"
            ),
        ),
        longest_period_days=366,
        horizon_months=1,
        evidence={VisadAv.REGISTER: 86_400},
        contact=Contact(f"{source} stöd"),
        before_opening=frozenset({AktorTyp.KONTAKTCENTER}),
        reach_back_months=36,
    )
    return replace(made, **changes)


async def no_notices(_board: BoardId) -> Mapping[str, tuple[Notice, ...]]:
    """Of no source has any maintenance been told."""
    return {}


@dataclass(frozen=True, slots=True)
class NeverByPerson:
    """Where every question names its case, nobody's is looked for otherwise."""

    async def found(self, query: Query, own: Board, facts: Facts) -> tuple[Query, Facts]:
        raise AssertionError("a case was looked for by the person")


def board(**changes: Any) -> Board:
    made = Board(
        id=SN,
        municipality="Sundsvalls kommun",
        name="Socialnämnden",
        clients=(Client("sn-arendesystem", "Ärendesystemet", frozenset({Scope.ASK})),),
        processors=(Processor("2120002411", "Kommunstyrelsen"),),
        routes={"CSN": RouteChoice("bro", {"version": "11", "url": "http://127.0.0.1:1"})},
        case_systems=("demo",),
    )
    return replace(made, **changes)


def case(**changes: Any) -> CaseFact:
    made = CaseFact(
        system="demo",
        case_id="EB-2026-001234",
        kind=Arendetyp.EKONOMISKT_BISTAND,
        status=Arendestatus.PAGAENDE,
        opened=date(2026, 9, 1),
        closed=None,
        persons=(
            CasePerson(APPLICANT, Roll.SOKANDE, Skydd.INGET),
            CasePerson(PARTNER, Roll.MEDSOKANDE, Skydd.INGET, last=date(2026, 11, 21)),
            CasePerson(CHILD, Roll.BARN, Skydd.INGET, first=date(2026, 11, 21)),
            CasePerson(VISITING_CHILD, Roll.UMGANGESBARN, Skydd.INGET),
            CasePerson(LODGER, Roll.HUSHALLSMEDLEM, Skydd.INGET, last=date(2026, 11, 20)),
            CasePerson(COORDINATED, Roll.SOKANDE, Skydd.INGET),
        ),
        origin=VisadAv.REGISTER,
        as_of=datetime(2026, 11, 21, 8, 0, tzinfo=UTC),
    )
    return replace(made, **changes)


def member(role: Roll, born: date, *, coordination: bool = False) -> CasePerson:
    """Somebody of the test series, of a case from its first day on."""
    return CasePerson(number_of(born, MAN, coordination=coordination), role, Skydd.INGET)


def facts(**changes: Any) -> Facts:
    """What is known; `case` is the only fact of the case there is, or None."""
    made = Facts(
        now=NOW,
        today=TODAY,
        board=board(),
        cases=(case(),),
        agreements={"CSN": (agreement(),)},
        sources=frozenset({"CSN", "FK", "AF"}),
        groups={"CSN": GROUPS | {"studiestod.medlantagare"}},
    )
    if "case" in changes:
        only = changes.pop("case")
        changes["cases"] = (only,) if only else ()
    return replace(made, **changes)


# ------------------------------------------------------------ what is loaded


def source_manifest(source: str = "CSN", **changes: Any) -> SourceManifest:
    made = SourceManifest(
        id=source,
        name=source,
        sections=("studiestod",),
        reads=(f"{source.lower()}/svar",),
        asks=(),
        coordination_numbers=True,
        case_reference_max=None,
        protection=None,
    )
    return replace(made, **changes)


def route_manifest(**changes: Any) -> RouteManifest:
    made = RouteManifest(
        versions=("10", "11"),
        carries={name: Carried(name, None) for name in ("CSN", "FK", "AF")},
        connect_s=5.0,
        read_s=25.0,
        whole_s=27.0,
        settings=(
            Setting("url", required=True, secret=False, default=None, text="Where it answers."),
            Setting("version", required=False, secret=False, default="11", text="Version to speak."),
            Setting("key", required=False, secret=True, default=None, text="Key to it."),
        ),
    )
    return replace(made, **changes)


def nothing_found(_payload: Payload) -> Found | NoRecord:
    return NoRecord(None)


def registry(
    *sources: SourceManifest,
    routes: Mapping[str, RouteManifest] | None = None,
    question: object | None = None,
) -> Registry:
    """Sources in one folder, `kallor`, and routes in one each (one, `bro`, unless told)."""
    known = {source.id: source for source in sources or (source_manifest(),)}
    talking = routes if routes is not None else {"bro": route_manifest()}
    module = cast("ModuleType | None", question)
    folder = LoadedAdapter(Manifest("kallor", "Källor", "Test", 1, known, None), None, module, None)
    adapters = {"kallor": folder} | {
        name: LoadedAdapter(Manifest(name, name, "Test", 1, {}, route), ModuleType(name), None, None)
        for name, route in talking.items()
    }
    groups = frozenset(Studiestod.grupper)
    section = SectionType("studiestod", Studiestod.namnrymd, Studiestod, None)
    return Registry(
        adapters=adapters,
        sources={name: LoadedSource("kallor", made, nothing_found, groups) for name, made in known.items()},
        readers={name: folder for made in known.values() for name in made.reads},
        askers={name: folder for made in known.values() for name in made.asks},
        sections={"studiestod": section},
    )
